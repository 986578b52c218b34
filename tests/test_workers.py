"""Work in processes: in order, and whatever kills one costs nothing but itself. Items are Python, evaluated."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

import pytest

from extractor.workers import Lost, Pool, WorkerError

EVALUATE = partial(partial, map, eval)
"""Gives the work: evaluate each item."""
ABORT = "__import__('os').abort()"
LOOP = "[0 for _ in iter(int, 1)] and 0"
HOG = "bytearray(2**33)"


def test_in_order() -> None:
    """Slow ones hold up nothing but their place."""
    batches = [["__import__('time').sleep(0.3) or 1", "2"], [], ["3"], ["4", "5"]]
    assert list(Pool(EVALUATE, 2).map(batches)) == [[1, 2], [], [3], [4, 5]]


def test_the_last_batches_are_cut_up() -> None:
    """Several processes work on what is one batch, and nobody can tell from the results."""
    assert list(Pool(EVALUATE, 2).map([[str(number) for number in range(11)]])) == [list(range(11))]


def test_large_batches() -> None:
    """More than a pipe holds goes to a process that is busy sending as much."""
    large = "x" * 3_000_000
    assert list(Pool(EVALUATE, 1).map([[repr(large)]] * 5)) == [[large]] * 5


def test_poison() -> None:
    """An abort, a loop and a hog are tried twice and given up; all that stood beside them is done."""
    batches = [["1", ABORT, "2"], ["3", LOOP], [HOG, "4"], ["5"]]
    results = list(itertools.chain.from_iterable(Pool(EVALUATE, 2, seconds=3, memory=2**31).map(batches)))
    lost = [(one.code, one.attempts) if isinstance(one, Lost) else one for one in results]
    assert lost == [1, ("crashed", 2), 2, 3, ("timeout", 2), ("memory", 2), 4, 5]
    assert isinstance(results[1], Lost)
    assert "SIGABRT" in results[1].reason


def test_backpressure() -> None:
    """Batches are taken as they are needed, not all at once."""
    taken = 0

    def batches() -> Iterator[list[str]]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield [str(number)]

    results = Pool(EVALUATE, 1).map(batches())
    assert next(results) == [0]
    assert taken < 20
    results.close()  # type: ignore[attr-defined]


def test_cannot_begin() -> None:
    """A process that cannot load ends the work, with its reason."""
    with pytest.raises(WorkerError, match="ZeroDivisionError"):
        list(Pool(partial(eval, "1/0"), 1).map([["1"]]))
