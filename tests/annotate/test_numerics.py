"""Products in blocks are products, and a row's result does not know its neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.annotate.numerics import BLOCK, PARTS, SMALL_BLOCK, block_product, is_steady, rows_of_last


@pytest.mark.parametrize("rows", [0, 1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5])
def test_block_product(rows: int) -> None:
    """The same numbers as in one go, but for the last bits."""
    random = np.random.default_rng(1)
    left = random.standard_normal((rows, 96), dtype=np.float32)
    right = random.standard_normal((96, 50), dtype=np.float32)
    assert np.allclose(block_product(left, right), left @ right, atol=1e-4)
    out = np.empty((rows, 50), dtype=np.float32)
    assert block_product(left, right, out) is out


@pytest.mark.skipif(not is_steady(), reason="OpenBLAS is not steady on this processor: BLIS is used")
@pytest.mark.parametrize("rows", [1, 5, 12, 100, BLOCK + 3])
def test_rows_stand_alone(rows: int) -> None:
    """To the last bit, whatever stands beside them."""
    random = np.random.default_rng(2)
    left = random.standard_normal((500, 288), dtype=np.float32)
    right = random.standard_normal((288, 288), dtype=np.float32)
    assert np.array_equal(block_product(left[:rows], right), block_product(left, right)[:rows])
    assert np.array_equal(block_product(left[17 : 17 + rows], right), block_product(left, right)[17 : 17 + rows])


@pytest.mark.parametrize("block", [BLOCK, SMALL_BLOCK])
def test_last_blocks(block: int) -> None:
    """A last block has room for its rows, and only the parts that were tried are smaller than a whole one."""
    highs = {rows: rows_of_last(rows, block) for rows in range(1, block + 1)}
    assert all(rows <= high for rows, high in highs.items())
    assert set(highs.values()) <= {*PARTS[block], block}
