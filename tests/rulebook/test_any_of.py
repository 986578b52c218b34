"""Any of several patterns, at one token after another: what may begin one is asked first, and is always right."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from extractor.rulebook import AnyOf, compile_pattern


class Word(NamedTuple):
    lower: str
    tag: str = "NN"


@pytest.mark.parametrize(
    ("patterns", "lower", "mention", "may"),
    [
        (["round/n"], "rounds", None, True),
        (["round/n"], "stake", None, False),
        (["round/n", "<money>"], "$", ("money", 2), True),
        (["round/n", "<money>"], "july", ("date", 2), False),
        (["the? round"], "round", None, True),
        (["_ ^round"], "stake", None, True),
        ([], "round", None, False),
    ],
)
def test_may_open(patterns: list[str], lower: str, mention: tuple[str, int] | None, may: bool) -> None:
    choice = AnyOf(map(compile_pattern, patterns))
    assert choice.may_open(Word(lower), mention) == may
    assert bool(choice) == bool(patterns)
