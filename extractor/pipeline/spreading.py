"""Sources in batches, and the work on them spread over processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from extractor.errors import ModelError
from extractor.pipeline.outcomes import Finished, Read
from extractor.records import Failure
from extractor.sources import Source

BATCH = 32
"""Articles whose sentences go through the model together."""

ENOUGH = 48
"""Sources from which on it pays to start other processes, each of which takes a second or two to load the model."""


def batched(found: Iterable[Source]) -> Iterator[list[Source]]:
    """Sources in batches: small ones at first, so that the first outcomes come soon."""
    rest, size = iter(found), 1
    while batch := list(islice(rest, size)):
        yield batch
        size = min(4 * size, BATCH)


def crew(found: Iterable[Source], workers: int | None) -> tuple[Iterable[Source], int]:
    """How many processes are to read the sources; one where there is too little to read for several to begin."""
    if workers is not None:
        return found, workers
    rest = iter(found)
    first = list(islice(rest, ENOUGH))
    if len(first) < ENOUGH:
        return first, 1
    from extractor.workers import core_count

    return chain(first, rest), core_count()


def spread(
    batches: Iterable[list[Read | Failure]],
    make: Callable[[], Callable[[Sequence[Read | Failure]], list[Finished]]],
    workers: int,
    *,
    load: Callable[[], None],
) -> Iterator[list[Finished]]:
    """What other processes make of every batch, in order, each with its own ``make``.

    Where none of them can begin, ``load`` is called, to say why, before ModelError is raised.
    """
    from extractor.workers import Lost, Pool, WorkerError

    taken: deque[list[Read | Failure]] = deque()

    def noted() -> Iterator[list[Read | Failure]]:
        for batch in batches:
            taken.append(batch)
            yield batch

    pool: Pool[Read | Failure, Finished] = Pool(make, workers)
    try:
        for results in pool.map(noted()):
            yield [
                Finished(Failure(source=read.source, code=one.code, message=one.reason), "extract", one.attempts)
                if isinstance(one, Lost)
                else one
                for read, one in zip(taken.popleft(), results, strict=True)
            ]
    except WorkerError as error:
        load()
        raise ModelError(f"no worker process could begin: {error}") from error
