"""What a change of the program gained and lost, deal by deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.gold.facts import brief
from extractor.gold.models import GoldArticle
from extractor.gold.predictions import Prediction, index_predictions
from extractor.gold.scoring import ArticleScore, score_article


@dataclass(frozen=True)
class Change:
    """One deal whose verdict changed: in which article, the deal in brief, and both verdicts."""

    article: str
    deal: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """Gold deals now right that were not (``gained``), the reverse (``lost``), false deals come and gone."""

    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    false_gone: tuple[Change, ...]
    false_new: tuple[Change, ...]


def compare(
    old: Iterable[Prediction],
    new: Iterable[Prediction],
    gold: Iterable[GoldArticle],
    *,
    everything: bool = False,
) -> Changes:
    """What ``new`` gained and lost against ``old``, by gold; articles in the order of ``gold``."""
    before_rows, after_rows = index_predictions(old), index_predictions(new)
    gained: list[Change] = []
    lost: list[Change] = []
    gone: list[Change] = []
    come: list[Change] = []
    for article in gold:
        before = score_article(article, before_rows.get(article.id), everything=everything)
        after = score_article(article, after_rows.get(article.id), everything=everything)
        was, now = _by_gold(before), _by_gold(after)
        for deal in dict.fromkeys([*was, *now]):
            old_verdict, new_verdict = was.get(deal, "-"), now.get(deal, "-")
            if (old_verdict == "right") == (new_verdict == "right"):
                continue
            change = Change(article.id, deal, old_verdict, new_verdict)
            (gained if new_verdict == "right" else lost).append(change)
        falsely, still = _false(before), _false(after)
        gone += [Change(article.id, deal, "false", "-") for deal in (falsely - still).elements()]
        come += [Change(article.id, deal, "-", "false") for deal in (still - falsely).elements()]
    return Changes(tuple(gained), tuple(lost), tuple(gone), tuple(come))


def _by_gold(one: ArticleScore) -> dict[str, str]:
    """Verdicts by gold deal; two alike in one article are told apart by their number."""
    verdicts: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for what, _, wanted in sorted(one.verdicts, key=lambda verdict: _place(verdict[2])):
        if wanted is not None:
            deal = brief(wanted)
            seen[deal] += 1
            verdicts[deal if seen[deal] == 1 else f"{deal} ({seen[deal]})"] = what
    return verdicts


def _place(wanted: Mapping[str, Any] | None) -> str:
    return "" if wanted is None else brief(wanted)


def _false(one: ArticleScore) -> Counter[str]:
    return Counter(brief(got) for what, got, _ in one.verdicts if what == "false" and got is not None)
