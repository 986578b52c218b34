"""How likely a draft is a deal told right: a logistic regression over what is known of it.

The weights are plain numbers in ``rules/lexicons/deal-judge.yaml``, learned by ``dealwire train`` from gold articles;
every feature has a name that says what it looks at. The probability is the deal's ``confidence``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from extractor.assemble.companies import Company
from extractor.assemble.draft import Draft
from extractor.assemble.words import FIRM_WORDS
from extractor.records import Deal, Reading


def features_of(draft: Draft, deal: Deal, drafts: Sequence[Draft], reading: Reading) -> dict[str, float]:
    """What is known of a draft, by name; numbers between 0 and 1."""
    company = draft.company
    reports = draft.reports
    titled = [d for d in drafts if d.first == 0 and d.company is not None]
    found: dict[str, float] = {
        f"kind={deal.kind}": 1,
        f"rule={max(reports, key=lambda report: report.weight).rule}": 1,
        f"status={deal.status}": 1,
        "in title": draft.first == 0,
        "title deal elsewhere": bool(titled) and draft.first > 0,
        "first sentences": 0 < draft.first <= 2,
        "late": min(1.0, draft.first / 20),
        "after sixth": draft.first > 6,
        "told twice": len({r.sentence for r in reports}) == 2,
        "told often": len({r.sentence for r in reports}) > 2,
        "rules agree": len({r.rule for r in reports}) > 1,
        "past": draft.past,
        "background": deal.background,
        "amount": deal.amount is not None,
        f"amount {deal.kind}": deal.amount is not None,
        "small amount": deal.amount is not None and deal.amount.value is not None and deal.amount.value < 20_000,
        "stage": any(m.value.strength == "explicit" for m, *_ in draft.stages),
        "weak stage": bool(draft.stages)
        and all(m.value.strength != "explicit" and m.value.stage != "grant" for m, *_ in draft.stages),
        "investors": bool(deal.investors),
        "acquirers": bool(deal.acquirers),
        "sellers": bool(deal.sellers),
        "both sides": bool(deal.acquirers and deal.sellers),
        "neither side": deal.kind in ("acquisition", "stake") and not deal.acquirers,
        "stake": deal.stake_percent is not None,
        "valuation": deal.valuation is not None,
        "best weight": max(r.weight for r in reports),
        "brief article": len(reading.sentences) <= BRIEF,
        "status by cue": any(v.weight >= 3 and v.rule != "tense" for v in draft.votes),
    }
    if company is not None:
        found |= _company_features(company, draft, reading)
    return {name: float(value) for name, value in found.items() if value}


def _company_features(company: Company, draft: Draft, reading: Reading) -> dict[str, float]:
    name = company.name
    words = name.lower().replace(",", " ").replace(".", "").split()
    count = sum(company.names.values())
    sorts = sum(company.sorts.values()) or 1
    article = reading.article
    refs = draft.company_refs
    # A name that the headline has in another case, or that the recogniser missed there, stands there all the same.
    in_title = company.in_title or name.casefold() in article.title.casefold()
    brief = len(reading.sentences) <= BRIEF
    pointed = not refs or all(ref.kind == "pointer" for ref in refs)
    return {
        "company in title": in_title,
        "company not in title": not in_title and bool(article.title),
        "company once": count == 1 and not brief,
        "company often": count >= 4,
        "company early": company.first <= 2,
        "company person": company.sorts.get("person", 0) / sorts,
        "company place": company.sorts.get("place", 0) / sorts,
        "company given name": company.given,
        "company firm word": any(word in FIRM_WORDS for word in words),
        "company one word": len(words) == 1,
        "company long": len(words) > 5,
        "company unit": bool(refs) and all(ref.kind == "unit" for ref in refs),
        "company by pointer": pointed and not in_title,
        "headline's company by pointer": pointed and in_title,
        "company described": company.described,
        "company is person": company.is_person(),
        "company capitals": name.isupper() and len(name) < 5,
    }


BRIEF = 5
"""In an article of so few sentences, headline included, it says nothing that a company is named only once."""


class Judge:
    """Weighs features; ``threshold`` is the least probability at which a draft is reported."""

    def __init__(self, entries: Mapping[str, object]) -> None:
        weights = entries["weights"]
        assert isinstance(weights, Mapping)
        self._bias = float(str(entries["bias"]))
        self._weights = {str(name): float(value) for name, value in weights.items()}
        self.threshold = float(str(entries["threshold"]))

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0 and 1; features without a weight say nothing."""
        return judge_probability(self._bias, self._weights, features)


def judge_probability(bias: float, weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The logistic function of the weighted features; summed in order of names, so that it is the same everywhere."""
    score = bias + sum(weights.get(name, 0.0) * value for name, value in sorted(features.items()))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def fit_judge(
    rows: Iterable[tuple[Mapping[str, float], bool]], *, l2: float = 1.0, rounds: int = 60
) -> tuple[float, dict[str, float]]:
    """Logistic regression with an L2 penalty, by Newton's method: ``(bias, weights)``.

    The bias is not penalised. Source: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4.1.
    """
    import numpy as np

    data = list(rows)
    names = sorted({name for features, _ in data for name in features})
    index = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(data), len(names) + 1))
    x[:, 0] = 1
    for row, (features, _) in enumerate(data):
        for name, value in features.items():
            x[row, index[name]] = value
    y = np.array([float(right) for _, right in data])
    penalty = np.full(len(names) + 1, l2)
    penalty[0] = 1e-6
    w = np.zeros(len(names) + 1)
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return float(w[0]), {name: float(w[i]) for name, i in index.items()}
