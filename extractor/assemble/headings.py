"""Companies that no sentence names with its deal: those that head the items of a round-up."""

from __future__ import annotations

import re

from extractor.assemble.parties import Ref
from extractor.assemble.report import Report
from extractor.records import Article, Kind

HEADED: tuple[Kind, ...] = ("funding", "fund")
"""Kinds of deal whose company a heading or a label may name alone."""
LABEL = re.compile(r"(?:[-–—•*·]\s*)?([A-Z0-9][\w&.'’+ -]{1,38}?)(?:\s*\([^)\n]{1,40}\))?\s*(?::|–|—| - )\s")
"""A company's name at the front of a list item: "Toboggan (Toronto): payroll for film crews"."""


def heading_of(report: Report, block: int, article: Article) -> Ref | None:
    """The company that heads a round-up's item: the heading above its paragraph, or the label it begins with.

    ``block``: index of the article's block that the report stands in; -1 for none.
    """
    blocks, text = article.blocks, article.text
    if report.kind not in HEADED or block < 0:
        return None
    label = LABEL.match(text, blocks[block].start, blocks[block].end)
    if label:
        return Ref(label[1].strip(), label.start(1), label.end(1), report.sentence, "heading")
    above = blocks[block - 1] if block else None
    if above is None or above.kind != "heading":
        return None
    words = text[above.start : above.end].split()
    if not 0 < len(words) <= 5 or not all(word[0].isupper() or word[0].isdigit() for word in words):
        return None
    return Ref(text[above.start : above.end], above.start, above.end, report.sentence, "heading")
