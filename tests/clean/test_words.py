"""What is remembered of the names of elements has a bound that real pages soon reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.clean import words

ASKED: list[Callable[[str], bool]] = [
    words.is_clutter,
    words.is_strong_clutter,
    words.is_body,
    words.is_sure_body,
    words.is_standfirst,
]
REMEMBERING: list[Any] = [one for one in vars(words).values() if hasattr(one, "cache_info")]


@pytest.mark.parametrize("ask", ASKED)
def test_names_are_forgotten(ask: Callable[[str], bool]) -> None:
    """Every page brings names of its own (``post-48213``); they do not stay, and the answers stay the same."""
    known = ("sidebar", "comments", "article-body", "standfirst", "post")
    before = [ask(name) for name in known]
    for number in range(words.REMEMBERED + 1_000):
        ask(f"post-{number} card-{number}")
    assert max(one.cache_info().currsize for one in REMEMBERING) <= words.REMEMBERED <= 5_000
    assert [ask(name) for name in known] == before
