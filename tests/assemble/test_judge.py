"""How likely a draft is a deal: the probability, and how its weights are learned."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.assemble.judge import Judge, fit_judge
from extractor.rulebook import Rulebook

FEATURES = st.dictionaries(
    st.sampled_from(["in title", "amount", "past", "kind=funding", "never heard of"]),
    st.floats(0, 1, allow_nan=False),
)


@given(features=FEATURES)
def test_a_probability(features: dict[str, float], rulebook: Rulebook) -> None:
    """Whatever is known of a draft, the shipped weights give more than nought and less than one."""
    judge = Judge(rulebook.lexicon("deal-judge"))
    assert 0 < judge.probability(features) < 1
    assert 0 < judge.threshold < 1


@pytest.mark.parametrize("weight", [-1e9, -30.0, 0.0, 30.0, 1e9])
def test_heavy_weights_overflow_nothing(weight: float) -> None:
    """However heavy a weight is, the probability stays inside its bounds."""
    judge = Judge({"bias": 0, "threshold": 0.5, "weights": {"x": weight}})
    assert 0 <= judge.probability({"x": 1.0}) <= 1


def test_features_without_a_weight_say_nothing() -> None:
    """What was never learned does not count; the bias alone is the log-odds."""
    judge = Judge({"bias": 1, "threshold": 0.5, "weights": {"x": 2}})
    assert judge.probability({"y": 1.0}) == judge.probability({}) == pytest.approx(1 / (1 + math.exp(-1)))
    assert judge.probability({"x": 1.0}) == pytest.approx(1 / (1 + math.exp(-3)))


def test_fit_learns_what_separates() -> None:
    """On a problem that one feature decides, the fitted judge is right each time and sure."""
    rows = [({"good": 1.0, "noise": float(i % 2)}, True) for i in range(40)]
    rows += [({"bad": 1.0, "noise": float(i % 2)}, False) for i in range(40)]
    bias, weights = fit_judge(rows, l2=0.1)
    assert weights["good"] > 1
    assert weights["bad"] < -1
    assert weights["noise"] == pytest.approx(0, abs=1e-6)
    judge = Judge({"bias": bias, "threshold": 0.5, "weights": weights})
    assert all((judge.probability(features) > 0.9) == right for features, right in rows)


def test_fit_gives_back_a_rate() -> None:
    """Where nothing separates, the bias alone gives how often a draft is right."""
    bias, weights = fit_judge([({}, True)] * 30 + [({}, False)] * 10)
    assert weights == {}
    assert 1 / (1 + math.exp(-bias)) == pytest.approx(0.75, abs=1e-3)


def test_fit_shrinks_with_the_penalty() -> None:
    """A heavier penalty keeps weights nearer to nought, and the order of rows changes nothing."""
    rows = [({"x": 1.0}, True)] * 9 + [({"x": 1.0}, False)] + [({}, False)] * 10
    light, heavy = fit_judge(rows, l2=0.1)[1]["x"], fit_judge(rows, l2=10)[1]["x"]
    assert 0 < heavy < light
    assert fit_judge(rows[::-1], l2=0.1)[1]["x"] == pytest.approx(light)
