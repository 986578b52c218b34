"""Gold against predictions, deal by deal and field by field.

How it counts:

- An article's deals are paired one to one, best fits first, on company, amount and kind.
- A field is right when both sides give the same value. A value on one side only, or two that differ, is
  missed for gold and false for the prediction. Fields with several names count name by name. Nothing on both
  sides counts nowhere.
- ``record`` is strict: company, kind, amount and stage all right, or rightly empty.
- Gold deals marked ``background`` are optional: finding one is no error, missing one neither
  (``everything=True`` makes them obligatory).
- In an article without gold deals every predicted deal is false; ``clean`` is the share of such articles left
  without one.
- ``leads`` is not counted for a sole investor, nor for one whose flag is disputed in gold.
- ``statistics`` are right on value, unit, and one word of the subject; ``optional`` ones may be missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from extractor.errors import UsageError
from extractor.gold.facts import (
    LISTS,
    SINGLE,
    TOLERANCE,
    Facts,
    Named,
    decimal,
    is_right,
    oriented,
    pair_deals,
    read_facts,
    right_company,
    right_single,
    same_names,
    words,
)
from extractor.gold.models import GoldArticle
from extractor.gold.predictions import Prediction, index_predictions

FIELDS = ("record", "company", *SINGLE, *LISTS, "statistics")
"""Every field that is scored, in the order of the table."""

BIN_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Where the confidence bins of the reliability table start; the last one holds 1.0 too."""

Verdict = Literal["right", "wrong", "false", "missed"]


@dataclass
class Tally:
    """Counts of one field: ``right``, ``false`` (predicted but not so), ``missed`` (so but not predicted)."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Right among predicted, 0 to 1; None where nothing was predicted."""
        return _ratio(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """Right among gold, 0 to 1; None where there was nothing to find."""
        return _ratio(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where both sides are empty."""
        return _ratio(2 * self.right, 2 * self.right + self.false + self.missed)

    def add(self, other: Tally) -> None:
        """Count ``other`` in."""
        self.right += other.right
        self.false += other.false
        self.missed += other.missed


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _new_tallies() -> dict[str, Tally]:
    return {name: Tally() for name in FIELDS}


@dataclass(frozen=True)
class Mistake:
    """A deal that is not right: ``wrong`` (paired, but differing), ``false`` (no such deal) or ``missed``."""

    article: str
    what: Verdict
    got: Mapping[str, Any] | None
    gold: Mapping[str, Any] | None


@dataclass
class ArticleScore:
    """One article's counts; ``verdicts``: (what, predicted deal, gold deal) for each deal that counts."""

    id: str
    fields: dict[str, Tally] = field(default_factory=_new_tallies)
    predicted: bool = True
    """Whether there was an outcome for it at all."""
    negative: bool = False
    """Whether gold has no deal in it."""
    found: int = 0
    """How many deals were predicted."""
    verdicts: list[tuple[Verdict, Mapping[str, Any] | None, Mapping[str, Any] | None]] = field(default_factory=list)

    @property
    def mistakes(self) -> list[Mistake]:
        """The deals that are not right."""
        return [Mistake(self.id, what, got, gold) for what, got, gold in self.verdicts if what != "right"]


@dataclass(frozen=True)
class Bin:
    """Records with a confidence from ``low`` up to (not including) ``high``."""

    low: float
    high: float
    records: int
    right: int
    mean_confidence: float | None

    @property
    def share_right(self) -> float | None:
        """Right records among the bin's; what its confidence should be."""
        return _ratio(self.right, self.records)


@dataclass
class Scorecard:
    """All articles' counts together."""

    fields: dict[str, Tally] = field(default_factory=_new_tallies)
    articles: list[ArticleScore] = field(default_factory=list)
    reliability: list[Bin] = field(default_factory=list)

    @property
    def without_prediction(self) -> int:
        """Articles for which there was no outcome."""
        return sum(not article.predicted for article in self.articles)

    @property
    def negatives(self) -> int:
        """Articles without a deal in gold."""
        return sum(article.negative for article in self.articles)

    @property
    def clean(self) -> float | None:
        """The share of negatives left without a deal; None where there are no negatives."""
        kept = sum(article.negative and not article.found for article in self.articles)
        return _ratio(kept, self.negatives)

    @property
    def mistakes(self) -> list[Mistake]:
        """Every deal that is not right, in the order of the articles."""
        return [mistake for article in self.articles for mistake in article.mistakes]


def score(gold: Iterable[GoldArticle], predictions: Iterable[Prediction], *, everything: bool = False) -> Scorecard:
    """Score ``predictions`` against ``gold``; an article without one counts as one with nothing found.

    ``everything`` makes background deals obligatory.
    """
    rows = index_predictions(predictions)
    card = Scorecard()
    for article in gold:
        one = score_article(article, rows.get(article.id), everything=everything)
        card.articles.append(one)
        for name, tally in one.fields.items():
            card.fields[name].add(tally)
    card.reliability = _reliability(card.articles)
    return card


def score_article(gold: GoldArticle, row: Mapping[str, Any] | None, *, everything: bool = False) -> ArticleScore:
    """Score one article; ``row`` is its line of output, None where there is none."""
    got: Sequence[Mapping[str, Any]] = (row or {}).get("deals") or []
    wanted = [deal.model_dump(exclude={"evidence"}) for deal in gold.deals]
    predicted, true = [read_facts(deal) for deal in got], [read_facts(deal) for deal in wanted]
    pairs = pair_deals(predicted, true)
    one = ArticleScore(gold.id, predicted=row is not None, negative=not true, found=len(got))
    for i, facts in enumerate(predicted):
        j = pairs.get(i)
        match = None if j is None else oriented(facts, true[j])
        if match is not None and match.background and not everything:
            continue
        _count_deal(one.fields, facts, match)
        right = match is not None and is_right(facts, match)
        one.fields["record"].add(Tally(right=right, false=not right, missed=match is not None and not right))
        what: Verdict = "right" if right else "false" if match is None else "wrong"
        one.verdicts.append((what, got[i], None if j is None else wanted[j]))
    for j, facts in enumerate(true):
        if j not in pairs.values() and (everything or not facts.background):
            _count_deal(one.fields, None, facts)
            one.fields["record"].add(Tally(missed=1))
            one.verdicts.append(("missed", None, wanted[j]))
    if gold.statistics is not None:
        _count_statistics(
            one.fields["statistics"],
            (row or {}).get("statistics") or [],
            [statistic.model_dump(exclude={"evidence"}) for statistic in gold.statistics],
        )
    return one


def _count_deal(tallies: dict[str, Tally], predicted: Facts | None, gold: Facts | None) -> None:
    for name in SINGLE:
        given = predicted is not None and predicted.single[name] is not None
        wanted = gold is not None and gold.single[name] is not None
        if predicted and gold and right_single(name, predicted, gold):
            tallies[name].add(Tally(right=given))
        else:
            tallies[name].add(Tally(false=given, missed=wanted))
    right = bool(predicted and gold and right_company(predicted, gold))
    tallies["company"].add(Tally(right, predicted is not None and not right, gold is not None and not right))
    for name in LISTS:
        _count_names(tallies[name], name, predicted, gold)


def _count_names(tally: Tally, name: str, predicted: Facts | None, gold: Facts | None) -> None:
    if name == "leads" and gold and len(gold.investors) == 1:
        return  # a sole investor may or may not be called the lead
    given = list(predicted.listed(name)) if predicted else []
    left: list[Named] = list(gold.listed(name)) if gold else []
    if name == "leads" and gold:
        disputed = [party for party in gold.investors if party.lead is None]
        given = [p for p in given if not any(same_names(p.names, party.names) for party in disputed)]
    for party in given:
        hit = next((other for other in left if same_names(party.names, other.names)), None)
        if hit is None:
            tally.false += 1
        else:
            left.remove(hit)
            tally.right += not hit.optional
    tally.missed += sum(not party.optional for party in left)


def _count_statistics(tally: Tally, predicted: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]]) -> None:
    left = list(gold)
    for one in predicted:
        hit = next((other for other in left if same_statistic(one, other)), None)
        if hit is None:
            tally.false += 1
        else:
            left.remove(hit)
            tally.right += 1
    tally.missed += sum(not other.get("optional") for other in left)


def same_statistic(predicted: Mapping[str, Any], gold: Mapping[str, Any]) -> bool:
    """The same unit, values within half a percent (0.005 below 1), a shared word of the subject."""
    value, wanted = decimal(predicted.get("value")), decimal(gold.get("value"))
    if value is None or wanted is None:
        return False
    subject = str(gold.get("subject") or "")
    return (
        str(predicted.get("unit", "")).lower() == str(gold.get("unit", "")).lower()
        and abs(value - wanted) <= TOLERANCE * max(abs(wanted), Decimal(1))
        and (not subject or not set(words(str(predicted.get("subject") or ""))).isdisjoint(words(subject)))
    )


def _reliability(articles: Iterable[ArticleScore]) -> list[Bin]:
    """How many of the records in each bin are right; records without a confidence are left out."""
    judged = [
        (float(got["confidence"]), what == "right")
        for article in articles
        for what, got, _ in article.verdicts
        if got is not None and got.get("confidence") is not None
    ]
    bins = []
    for low, high in zip(BIN_EDGES, (*BIN_EDGES[1:], 1.0), strict=True):
        last = high == 1.0
        inside = [(c, right) for c, right in judged if low <= c and (c < high or last)]
        mean = sum(c for c, _ in inside) / len(inside) if inside else None
        bins.append(Bin(low, high, len(inside), sum(right for _, right in inside), mean))
    return bins


def parse_minimums(minimums: Iterable[str]) -> dict[str, float]:
    """``["record=0.8", "clean=0.95"]`` as numbers by field. Raises UsageError on anything else."""
    bars = {}
    for text in minimums:
        name, _, least = text.partition("=")
        try:
            bar = float(least)
        except ValueError:
            bar = -1.0
        if name not in (*FIELDS, "clean") or not 0 <= bar <= 1:
            raise UsageError(
                f"--min {text}: give FIELD=F1, F1 from 0 to 1, FIELD one of {', '.join((*FIELDS, 'clean'))}"
            )
        bars[name] = bar
    return bars


def shortfalls(card: Scorecard, minimums: Mapping[str, float]) -> list[str]:
    """A line for each field whose F1 (``clean``: share) is below its bar; nothing measured is below any."""
    short = []
    for name, least in minimums.items():
        got = card.clean if name == "clean" else card.fields[name].f1
        if got is None or got < least:
            short.append(f"{name} {'-' if got is None else f'{got:.3f}'} < {least:g}")
    return short
