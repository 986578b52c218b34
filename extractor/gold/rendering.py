"""Scorecards and changes as text for people and as plain data for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.gold.changes import Changes
from extractor.gold.facts import Named, brief, read_facts, same_names
from extractor.gold.scoring import Bin, Scorecard


def differences(got: Mapping[str, Any], gold: Mapping[str, Any]) -> list[str]:
    """The parties on one side only of a pair of deals: ``investors: only got ... / only gold ...``."""
    one, other = read_facts(got), read_facts(gold)
    lines = []
    for name in ("investors", "acquirers", "sellers"):
        mine, true = one.listed(name), other.listed(name)
        extra, lacking = _unmatched(mine, true), _unmatched(true, mine)
        if extra or lacking:
            lines.append(f"{name}: only got {extra or '-'} / only gold {lacking or '-'}")
    return lines


def _unmatched(some: tuple[Named, ...], others: tuple[Named, ...]) -> str:
    alone = [one for one in some if not any(same_names(one.names, other.names) for other in others)]
    return ", ".join(one.names[0] for one in alone if one.names)


def render_text(card: Scorecard, *, errors: int = 0) -> str:
    """The table of fields, a line on the articles, the reliability table, the first ``errors`` mistakes."""
    lines = [f"{'field':<14}{'prec':>7}{'recall':>8}{'F1':>7}{'right':>7}{'false':>7}{'missed':>8}"]
    lines += [
        f"{name:<14}{_figure(tally.precision):>7}{_figure(tally.recall):>8}{_figure(tally.f1):>7}"
        f"{tally.right:>7}{tally.false:>7}{tally.missed:>8}"
        for name, tally in card.fields.items()
    ]
    lines += [
        "",
        f"articles {len(card.articles)}, without prediction {card.without_prediction}, "
        f"without a deal {card.negatives}, of these left clean {_figure(card.clean)}",
    ]
    if any(one.records for one in card.reliability):
        lines += ["", *_reliability(card.reliability)]
    if errors:
        shown = card.mistakes[:errors]
        lines += ["", f"{len(shown)} of {len(card.mistakes)} deals that are not right:"]
        for mistake in shown:
            lines += [
                f"{mistake.what:<7}{mistake.article}",
                f"    got  {brief(mistake.got)}",
                f"    gold {brief(mistake.gold)}",
            ]
            if mistake.got is not None and mistake.gold is not None:
                lines += [f"    {line}" for line in differences(mistake.got, mistake.gold)]
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _reliability(bins: list[Bin]) -> list[str]:
    head = f"{'confidence':<14}{'records':>8}{'right':>7}{'mean':>7}{'share':>7}"
    lines = [f"{head}   at or above:{'share':>7}{'of right':>10}"]
    all_right = sum(one.right for one in bins)
    for at, one in enumerate(bins):
        above = bins[at:]
        records, right = sum(b.records for b in above), sum(b.right for b in above)
        share, part = right / records if records else None, right / all_right if all_right else None
        lines.append(
            f"{f'{one.low:.2f} - {one.high:.2f}':<14}{one.records:>8}{one.right:>7}"
            f"{_figure(one.mean_confidence):>7}{_figure(one.share_right):>7}"
            f"{'':>15}{_figure(share):>7}{_figure(part):>10}"
        )
    return lines


def render_json(card: Scorecard) -> dict[str, Any]:
    """The figures as plain data: ``fields``, ``summary``, ``reliability``, ``mistakes``."""
    return {
        "fields": {
            name: {
                "precision": tally.precision,
                "recall": tally.recall,
                "f1": tally.f1,
                "right": tally.right,
                "false": tally.false,
                "missed": tally.missed,
            }
            for name, tally in card.fields.items()
        },
        "summary": {
            "articles": len(card.articles),
            "without_prediction": card.without_prediction,
            "negatives": card.negatives,
            "clean": card.clean,
        },
        "reliability": [
            {
                "low": one.low,
                "high": one.high,
                "records": one.records,
                "right": one.right,
                "share_right": one.share_right,
                "mean_confidence": one.mean_confidence,
            }
            for one in card.reliability
        ],
        "mistakes": [
            {
                "article": mistake.article,
                "what": mistake.what,
                "got": None if mistake.got is None else brief(mistake.got),
                "gold": None if mistake.gold is None else brief(mistake.gold),
            }
            for mistake in card.mistakes
        ],
    }


def render_changes(changes: Changes) -> str:
    """Gained and lost deals, one a line, under a line of counts."""
    lines = [
        f"gained {len(changes.gained)}, lost {len(changes.lost)}, "
        f"false deals gone {len(changes.false_gone)}, new {len(changes.false_new)}"
    ]
    for mark, part in (
        ("+ gained", changes.gained),
        ("- lost", changes.lost),
        ("+ false gone", changes.false_gone),
        ("- false new", changes.false_new),
    ):
        lines += [f"{mark:<13}{change.article}  {change.deal}  ({change.before} -> {change.after})" for change in part]
    return "\n".join(lines)
