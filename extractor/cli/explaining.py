"""``dealwire explain``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import AllowPrivate, AnInputFormat, InputFormat, Model, Rules, make_extractor

if TYPE_CHECKING:
    from extractor.pipeline import Explained
    from extractor.records import Article, Deal, Evidence, Reading


def explain(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="One article: a file, a URL, FILE.jsonl#LINE, FILE.warc.gz#OFFSET, or - ."
        ),
    ],
    input_format: AnInputFormat = InputFormat.AUTO,
    model: Model = None,
    rules: Rules = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Show each deal in an article with the words and the rules behind it.

    Sentences with money, or with words that may announce a deal, that gave none come after, with the reason.

    \b
    dealwire explain page.html
    dealwire explain articles.jsonl#17
    """
    extractor = make_extractor(model, rules, allow_private)
    explained = extractor.explain(source, form=input_format.value, stdin=sys.stdin.buffer)
    for line in explanation(explained):
        typer.echo(line)


def explanation(explained: Explained) -> Iterator[str]:
    """The explanation, line by line; the words that prove a value stand in brackets."""
    from extractor.cli.output import plain

    extraction, reading = explained.extraction, explained.reading
    article = extraction.article
    yield plain(f"{article.title or article.source}{f' ({article.published})' if article.published else ''}")
    for number, deal in enumerate(extraction.deals, 1):
        yield ""
        yield plain(f"{number}. {_headline(deal)}")
        yield from _proofs(deal.evidence, article, reading)
    for number, statistic in enumerate(extraction.statistics, len(extraction.deals) + 1):
        yield ""
        told = (statistic.metric, f"{statistic.value:,} {statistic.unit}", statistic.subject, statistic.period)
        yield plain(f"{number}. statistic: {', '.join(part for part in told if part)}")
        yield from _proofs(statistic.evidence, article, reading)
    if not extraction.deals and not extraction.statistics:
        yield ""
        yield "No deal."
    if explained.untold:
        yield ""
        yield "Sentences that gave none:"
        for one in explained.untold:
            yield plain(f'   "{_flat(one.sentence.text)}"')
            yield plain(f"      {one.reason}")


def _headline(deal: Deal) -> str:
    from extractor.cli.table import format_amount
    from extractor.records import deal_json

    told = deal_json(deal)
    parts = [
        deal.company.name,
        format_amount(told["amount"]),
        deal.stage,
        "extension" if deal.extension else "",
        deal.status,
        deal.date,
        "background" if deal.background else "",
        f"confidence {deal.confidence:.1f}",
    ]
    return f"{deal.kind}: {', '.join(part for part in parts if part)}"


def _proofs(evidence: Sequence[Evidence], article: Article, reading: Reading) -> Iterator[str]:
    """Each sentence that proves something, marked, and below it field, words and rule."""
    from extractor.cli.output import plain

    places: dict[tuple[str, int, int], list[Evidence]] = {}
    for one in evidence:
        places.setdefault(_place(one, article, reading), []).append(one)
    for where, start, end in sorted(places, key=lambda place: (place[0] != "title", place[1])):
        found = places[where, start, end]
        text = article.title if where == "title" else article.text
        yield plain(f'   {"title: " if where == "title" else ""}"{_flat(_marked(text, start, end, found))}"')
        rows = dict.fromkeys((one.field, _flat(one.text), one.rule) for one in found)
        for field, words, rule in rows:
            yield plain(f"      {field:<10} {words}  <- {rule}")


def _place(one: Evidence, article: Article, reading: Reading) -> tuple[str, int, int]:
    """Where the sentence around the evidence is; where none was kept, eighty characters to either side."""
    for sentence in reading.sentences:
        if sentence.where == one.where and sentence.start <= one.start and one.end <= sentence.end:
            return one.where, sentence.start, sentence.end
    text = article.title if one.where == "title" else article.text
    return one.where, max(0, one.start - 80), min(len(text), one.end + 80)


def _marked(text: str, start: int, end: int, evidence: Sequence[Evidence]) -> str:
    """``text[start:end]`` with every proving span in brackets; of spans that cross the first one counts."""
    marked, at = "", start
    for first, last in sorted({(one.start, one.end) for one in evidence}, key=lambda span: (span[0], -span[1])):
        if first >= at:
            marked += f"{text[at:first]}[{text[first:last]}]"
            at = last
    return marked + text[at:end]


def _flat(text: str) -> str:
    return " ".join(text.split())
