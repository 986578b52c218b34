"""Companies that no sentence names with its deal: those that head the items of a round-up."""

from __future__ import annotations

import re

from extractor.assemble.parties import Ref
from extractor.assemble.report import Report
from extractor.records import Article, Kind

HEADED: tuple[Kind, ...] = ("funding", "fund")
"""Kinds of deal whose company a heading or a label may name alone."""
LABEL = re.compile(
    r"(?:[-–—•*·]\s*)?([A-Z0-9][\w&.'’+ -]{1,38}?)(?:\s*\([^)\n]{1,40}\))?"
    r"(?:\s*(?::|–|—)\s|\s-\s(?=[^\s\w]{0,3}\d|[A-Z]{1,3}\$?\d))"
)
"""A company's name at the front of a list item: "Toboggan (Toronto): payroll for film crews"."""
NO_NAMES = frozenset(
    """
    raised raising funding funded fundings deals deal seed acquired acquisitions acquisition exits exit investor
    investors backers round rounds amount ipo ipos fintech fund funds mobility health gaming saas edtech climate venture
    grants also plus elsewhere news closed closing new rumour rumor hiring stage location founded investment valuation
    """.split()
)
"""Labels of kinds of news and of what is told, which are the names of nobody."""
MARKS = "-–—•*·"
DESCRIBED = re.compile(
    r"(?:[-–—•*·]\s*)?([A-Z0-9][\w&.'’+-]*(?: [A-Z0-9&][\w&.'’+-]*){0,3}), "
    r"(?:(?!\b(?:has|have|had|is|was|said|says|will|raised|secured|closed|announced)\b)[^.:;\n]){3,90}?(?:(?::|–|—)\s|\s-\s)"
)
"""The same with what the company is: "Toboggan, a Toronto payroll shop: $4m, seed"."""


def heading_of(report: Report, block: int, article: Article, *, listed: bool = False) -> Ref | None:
    """The company that heads a round-up's item: the heading above its paragraph, or the label it begins with.

    ``block``: index of the article's block that the report stands in; -1 for none. ``listed``: only a label behind the
    mark of a list's item.
    """
    blocks, text = article.blocks, article.text
    if report.kind not in HEADED or block < 0:
        return None
    end = blocks[block].end
    begin = max(blocks[block].start, text.rfind("\n", blocks[block].start, max(report.start, blocks[block].start)) + 1)
    label = LABEL.match(text, begin, end) or DESCRIBED.match(text, begin, end)
    if label and label[1].strip().lower() in NO_NAMES:
        return None
    if listed and not (label and label[0][0] in MARKS):
        return None
    if label:
        return Ref(label[1].strip(), label.start(1), label.end(1), report.sentence, "heading")
    above = blocks[block - 1] if block else None
    if above is None or above.kind != "heading":
        return None
    words = text[above.start : above.end].split()
    if not 0 < len(words) <= 5 or not all(word[0].isupper() or word[0].isdigit() for word in words):
        return None
    return Ref(text[above.start : above.end], above.start, above.end, report.sentence, "heading")
