"""What the program makes of every fixture, judged field by field against gold; one run for all tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import yaml

from extractor.gold import (
    FIELDS,
    ArticleScore,
    GoldArticle,
    read_gold,
    score_article,
    sources,
)
from extractor.pipeline import iter_extract
from extractor.records import Article, Extraction, Failure

FIXTURES = Path(__file__).parents[2] / "fixtures"
NOT_YET = Path(__file__).with_name("not_yet.yaml")
OPENING_WORDS = 8


@cache
def golds() -> dict[str, GoldArticle]:
    """Every fixture by its name."""
    return {gold.id: gold for gold in read_gold([FIXTURES])}


@cache
def outcomes() -> dict[str, Extraction | Failure]:
    """The whole program's outcome for every fixture's page."""
    return dict(zip(golds(), iter_extract(sources(golds().values())), strict=True))


@cache
def judged(name: str, *, everything: bool = False) -> ArticleScore:
    """The deals and statistics of a fixture, scored."""
    return score_article(golds()[name], outcomes()[name].to_json(), everything=everything)


def cases() -> list[tuple[str, str]]:
    """Every fixture with every field that says something there."""
    return [(name, field) for name, gold in golds().items() for field in fields(gold)]


def fields(gold: GoldArticle) -> Iterator[str]:
    """What can be right or wrong of one fixture: first the cleaning, then the deals."""
    article = gold.article
    assert article is not None
    yield "title"
    yield "paragraphs"
    yield "ending"
    if article.site is not None:
        yield from ("opening", "clutter", "published", "site")
    if article.authors:
        yield "authors"
    yield from asked(gold)
    if any(deal.background for deal in gold.deals):
        yield "background"
    yield "unasked"


def asked(gold: GoldArticle) -> list[str]:
    """The scored fields for which gold has a value in some deal that must be found."""
    deals = [deal for deal in gold.deals if not deal.background]
    return [
        field
        for field in FIELDS
        if (field == "record" and deals)
        or (field == "statistics" and any(not one.optional for one in gold.statistics or ()))
        or (field == "leads" and any(party.lead for d in deals if len(d.investors) > 1 for party in d.investors))
        or any(getattr(deal, field, None) for deal in deals)
    ]


def problem(name: str, field: str) -> str | None:
    """What is wrong with one field of one fixture; None where nothing is."""
    outcome = outcomes()[name]
    if isinstance(outcome, Failure):
        return f"not read: {outcome.code}: {outcome.message}"
    gold = golds()[name]
    if field in _CLEANING:
        assert gold.article is not None
        return _CLEANING[field](outcome.article, gold.article, gold)
    if field == "unasked":
        counts = judged(name).fields
        false = {one: counts[one].false for one in FIELDS if one not in asked(gold) and counts[one].false}
        return f"found what gold does not have: {false}" if false else None
    if field == "background":
        return _background(name)
    tally = judged(name).fields[field]
    if not tally.false and not tally.missed:
        return None
    got = "\n".join(f"  got  {deal.model_dump(exclude={'evidence'}, exclude_defaults=True)}" for deal in outcome.deals)
    return f"right {tally.right}, false {tally.false}, missed {tally.missed}\n{got}"


def _background(name: str) -> str | None:
    for what, got, wanted in judged(name, everything=True).verdicts:
        if wanted is not None and wanted["background"]:
            if what != "right":
                return f"{what}: {wanted['company'][0]}"
            if got is not None and not got["background"]:
                return f"found, but not as background: {wanted['company'][0]}"
    return None


def words(text: str) -> str:
    """A text's words and numbers alone, between single blanks."""
    return " " + " ".join(re.findall(r"\w+", text)) + " "


def _differs(got: object, wanted: object) -> str | None:
    return None if got == wanted else f"got {got!r}, gold {wanted!r}"


def _opening(got: Article, wanted: Article, _: GoldArticle) -> str | None:
    text = words(got.text).removeprefix(words(wanted.standfirst or "").rstrip())
    return _differs(text.split()[:OPENING_WORDS], words(wanted.text).split()[:OPENING_WORDS])


def _ending(got: Article, wanted: Article, _: GoldArticle) -> str | None:
    return _differs(words(got.text).split()[-OPENING_WORDS:], words(wanted.text).split()[-OPENING_WORDS:])


def _paragraphs(got: Article, wanted: Article, _: GoldArticle) -> str | None:
    text = words(got.text)
    lost = [part for part in wanted.text.split("\n\n") if words(part) not in text]
    return f"lost: {lost}" if lost else None


def _clutter(got: Article, _: Article, gold: GoldArticle) -> str | None:
    text = words(got.text)
    kept = [sentence for sentence in gold.absent if words(sentence) in text]
    return f"kept: {kept}" if kept else None


_CLEANING: dict[str, Callable[[Article, Article, GoldArticle], str | None]] = {
    "title": lambda got, wanted, _: _differs(got.title, wanted.title),
    "opening": _opening,
    "ending": _ending,
    "paragraphs": _paragraphs,
    "clutter": _clutter,
    "published": lambda got, wanted, _: _differs((got.published or "")[:10], wanted.published),
    "site": lambda got, wanted, _: _differs(got.site, wanted.site),
    "authors": lambda got, wanted, _: _differs(got.authors, wanted.authors),
}


def read_not_yet() -> set[tuple[str, str]]:
    """The rows of not_yet.yaml: fixture and field."""
    rows = yaml.safe_load(NOT_YET.read_text(encoding="utf-8")) or {}
    return {(name, field) for name, known in rows.items() for field in known}


def write_not_yet(rows: set[tuple[str, str]]) -> None:
    """Put ``rows`` in place of those in not_yet.yaml, in the order of the fixtures."""
    lines = [
        "# What the program cannot do yet: fixture, and the fields that come out wrong. Each is a strict expected",
        "# failure: one that starts to pass turns the tests red until its row goes. `python -m tests.refresh_not_yet`",
        "# rewrites this file; a person reads the difference and commits it.",
    ]
    for name, gold in golds().items():
        known = [field for field in fields(gold) if (name, field) in rows]
        if known:
            lines.append(f"{name}: [{', '.join(known)}]")
    NOT_YET.write_text("\n".join(lines) + "\n", encoding="utf-8")
