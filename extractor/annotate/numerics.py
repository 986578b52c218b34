"""Matrix products for the model, by the fastest library at hand that gives a word the same numbers in any company.

spaCy multiplies with BLIS, which does a third of what this processor can where it has a newer instruction set; NumPy
brings OpenBLAS, which does it all. But OpenBLAS takes another path for the rows at the edge of a matrix, so that the
last bit of a word's numbers would depend on how many words stand beside it, and with it, once in many articles, the
parse: the output would change with what is read together. Products are therefore taken in blocks of one size, the last
filled up with noughts, to a part of a block where that gives the same. Whether that holds for the processor at hand is
tried when the model is loaded; where it does not, BLIS stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.backends import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language

BLOCK = 192
"""Rows of a block: a multiple of the rows that any kernel of OpenBLAS takes at once (4, 6, 8, 12, 16, 24, 32, 48)."""

SMALL_BLOCK = 48
"""The same where there are never many rows."""

PARTS = {BLOCK: (48, 96), SMALL_BLOCK: (16, 24)}
"""Rows of a last block that is not full, where a part of it will do."""

Matrix = np.ndarray[Any, np.dtype[np.float32]]


class SteadyOps(NumpyOps):  # type: ignore[misc]  # thinc's compiled classes carry no types
    """thinc's operations on the processor, with products by NumPy in blocks of one size."""

    def gemm(
        self, x: Matrix, y: Matrix, out: Matrix | None = None, trans1: bool = False, trans2: bool = False
    ) -> Matrix:
        """``x @ y``, either of them transposed where asked; each row of the result depends on its own row alone."""
        left = x.T if trans1 else x
        right = y.T if trans2 else y
        if trans1 or left.dtype != np.float32 or right.dtype != np.float32:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)  # type: ignore[no-any-return]
        return block_product(left, right, out)


def block_product(left: Matrix, right: Matrix, out: Matrix | None = None, *, block: int = BLOCK) -> Matrix:
    """``left @ right``, in blocks of rows of one size."""
    rows = left.shape[0]
    whole = rows - rows % block
    if whole == 0 and out is None:
        return _last_product(left, right, block)
    made = np.empty((rows, right.shape[1]), dtype=np.float32) if out is None else out
    for start in range(0, whole, block):
        np.dot(left[start : start + block], right, out=made[start : start + block])
    if whole < rows:
        made[whole:] = _last_product(left[whole:], right, block)
    return made


def _last_product(left: Matrix, right: Matrix, block: int) -> Matrix:
    """The product of fewer rows than a block has."""
    rows = left.shape[0]
    last = np.zeros((rows_of_last(rows, block), left.shape[1]), dtype=np.float32)
    last[:rows] = left
    made: Matrix = np.dot(last, right)
    return made[:rows]


def rows_of_last(rows: int, block: int = BLOCK) -> int:
    """How many rows a block of ``rows`` must have to give the same as a full one."""
    if parts_are_steady():
        for part in PARTS[block]:
            if rows <= part:
                return part
    return block


SHAPES = (
    (288, 576, BLOCK),
    (288, 288, BLOCK),
    (96, 96, BLOCK),
    (64, 96, BLOCK),
    (50, 96, BLOCK),
    (1024, 64, BLOCK),
    (106, 64, SMALL_BLOCK),
)
"""Columns of a product, numbers that are multiplied for each, rows of a block."""


@cache
def is_steady() -> bool:
    """Does a row's product depend on nothing but the row, wherever in a block it stands?"""
    for _, left, right in _samples(7):
        made = np.dot(left, right)
        for shift in (1, 5, 12, 31, 96):
            turned = np.dot(np.roll(left, shift, axis=0), right)
            if not np.array_equal(np.roll(turned, -shift, axis=0), made):
                return False
    return True


@cache
def parts_are_steady() -> bool:
    """Do the first rows of a block give the same without the others?"""
    for block, left, right in _samples(11):
        made = np.dot(left, right)
        if not all(np.array_equal(np.dot(left[:part], right), made[:part]) for part in PARTS[block]):
            return False
    return True


def _samples(seed: int) -> Iterator[tuple[int, Matrix, Matrix]]:
    """Factors of each shape to try a processor with: rows of the block, left, and right in both orders of memory."""
    random = np.random.default_rng(seed)
    for wide, high, block in SHAPES:
        left = random.standard_normal((block, high), dtype=np.float32)
        straight = random.standard_normal((wide, high), dtype=np.float32).T
        for right in (straight, np.ascontiguousarray(straight)):
            yield block, left, right


def quicken(nlp: Language) -> bool:
    """Let the model's layers multiply by NumPy where that is steady; tells whether it is."""
    with one_thread():
        if not is_steady():
            return False
        parts_are_steady()  # tried now, by one thread
    ops = SteadyOps()
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        if hasattr(model, "walk"):
            for layer in model.walk():
                layer.ops = ops
    return True


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Products by one thread: several only get in each other's way at this size, and other articles want the cores."""
    with _threads().limit(limits=1, user_api="blas"):
        yield
