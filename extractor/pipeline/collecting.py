"""When cyclic garbage is collected: between batches, not while articles are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_afterwards() -> Iterator[None]:
    """Put off the collector of cyclic garbage until the work within is done.

    A batch makes a million objects, nearly all of which go with the last use of them. The collector, which wakes with
    every few hundred new ones, would go through those that are alive again and again, for a sixth of the time, and find
    nothing. What there is of cycles is young when the work is done, and goes then.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)
