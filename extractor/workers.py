"""Work spread over processes, each of which may die of what it is given without taking anything else with it.

Batches go out in order, results come back in order, and never more than a few batches wait, so that memory does not
grow with the input. A process gets its next batch while it works on one, so that it does not wait for this program,
which may have something to do with the results; the last batches are cut up, so that all end at about the same time.
A process that crashes, hangs or eats all the memory it may have costs its own batch one attempt: its items are tried
once more, each alone, and the one that does it again is given up as :class:`Lost`.

Processes are spawned, not forked: they share nothing with the program that started them but what is sent.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, Generic, Literal, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Sequence[Item]], Iterable[Result]]
"""Makes a result of each item."""

TIME_LIMIT = 120.0
"""Seconds that a batch may take. The longest articles take a few."""
MEMORY_LIMIT = 4 * 2**30
"""Bytes of address space that a process may have; of which it uses a tenth for the model and a batch."""
ATTEMPTS = 2
WAITING = 4
"""Batches a process that may be under way or wait to be taken."""
AHEAD = 2
"""Batches that a process has at once: one to work on, and the next one."""
PIECE = 4
"""Items of the pieces that the last batches are cut into."""


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that ended the process that worked on it, each time it was tried."""

    code: Literal["crashed", "timeout", "memory"]
    reason: str
    attempts: int


class WorkerError(Exception):
    """A process could not even begin: what its loading raised."""


@dataclass(slots=True)
class _Job(Generic[Item]):
    """Items that go to a process together; ``batch`` and ``first`` say where their results belong."""

    batch: int
    first: int
    items: Sequence[Item]
    attempts: int = 0


@dataclass(slots=True)
class _Batch:
    """Results of a batch as they come in."""

    results: list[Any]
    left: int


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    sender: threading.Thread
    outbox: SimpleQueue[bytes | None]
    """What the thread sends: a busy process may take long to take it, and this program must not wait for that."""
    ready: bool = False
    jobs: deque[_Job[Any]] = field(default_factory=deque)
    """What it works on, and what it has been given to work on next."""
    since: float = field(default_factory=time.monotonic)
    """When it began with the first of them."""

    def close(self) -> None:
        """Let go of the pipe, once the process has ended."""
        self.outbox.put(None)
        self.sender.join()
        self.pipe.close()


class Pool(Generic[Item, Result]):
    """Processes that each make their ``work`` once, with ``make``, and then do it for batches of items.

    ``make`` and all items and results must be picklable. ``seconds`` a batch may take, ``memory`` bytes a process may
    have; 0 sets no limit.
    """

    def __init__(
        self,
        make: Callable[[], Work[Item, Result]],
        workers: int,
        *,
        seconds: float = TIME_LIMIT,
        memory: int = MEMORY_LIMIT,
    ) -> None:
        self._make = make
        self._number = workers
        self._seconds = seconds
        self._memory = memory
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []

    def map(self, batches: Iterable[Sequence[Item]]) -> Iterator[list[Result | Lost]]:
        """The results of each batch, in order. Raises WorkerError where a process cannot begin its work at all.

        The processes end with the iterator, also where it is not read to its end.
        """
        given = enumerate(batches)
        jobs: deque[_Job[Item]] = deque()
        open_batches: dict[int, _Batch] = {}
        following, more = 0, True
        try:
            while True:
                while more and len(jobs) < self._number and len(open_batches) < WAITING * self._number:
                    number, items = next(given, (-1, ()))
                    more = number >= 0
                    if not more:
                        jobs = deque(piece for job in jobs for piece in _pieces(job))
                    else:
                        open_batches[number] = _Batch([None] * len(items), len(items))
                        if items:
                            jobs.append(_Job(number, 0, items))
                while following in open_batches and not open_batches[following].left:
                    yield open_batches.pop(following).results
                    following += 1
                if not open_batches and not more:
                    return
                self._hand_out(jobs)
                self._collect(jobs, open_batches, patient=bool(open_batches))
        finally:
            self._stop()

    def _hand_out(self, jobs: deque[_Job[Item]]) -> None:
        while jobs and len(self._workers) < self._number and all(w.jobs or not w.ready for w in self._workers):
            if sum(not worker.ready for worker in self._workers) >= len(jobs):
                break  # those that are starting will do
            self._workers.append(self._start())
        for given in range(AHEAD):
            for worker in self._workers:
                if jobs and worker.ready and len(worker.jobs) == given:
                    job = jobs.popleft()
                    if not worker.jobs:
                        worker.since = time.monotonic()
                    worker.jobs.append(job)
                    worker.outbox.put(pickle.dumps(job.items))

    def _collect(self, jobs: deque[_Job[Item]], batches: dict[int, _Batch], *, patient: bool) -> None:
        """Take what has come from any process; wait for it a moment where ``patient``."""
        ready = wait([worker.pipe for worker in self._workers], 0.2 if patient else 0)
        for worker in [worker for worker in self._workers if worker.pipe in ready]:
            try:
                told, value = pickle.loads(worker.pipe.recv_bytes())
            except (EOFError, OSError):
                self._bury(worker, jobs, batches, "crashed")
                continue
            if told == "ready":
                worker.ready = True
            elif told == "unable":
                raise WorkerError(value)
            elif told == "memory":
                self._bury(worker, jobs, batches, "memory")
            elif worker.jobs:
                self._keep(worker.jobs.popleft(), value, batches)
                worker.since = time.monotonic()
        for worker in list(self._workers):
            if worker.jobs and self._seconds and time.monotonic() - worker.since > self._seconds:
                self._bury(worker, jobs, batches, "timeout")

    def _bury(
        self,
        worker: _Worker,
        jobs: deque[_Job[Item]],
        batches: dict[int, _Batch],
        code: Literal["crashed", "timeout", "memory"],
    ) -> None:
        """End a process; what it worked on is tried again, each item alone, or given up."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.close()
        if not worker.jobs:
            if not worker.ready:
                raise WorkerError(f"a worker process ended with status {worker.process.exitcode} before it could begin")
            return
        job, *waiting = worker.jobs
        jobs.extendleft(reversed(waiting))
        job.attempts += 1
        if job.attempts < ATTEMPTS:
            singles = [_Job(job.batch, job.first + at, [item], job.attempts) for at, item in enumerate(job.items)]
            jobs.extendleft(reversed(singles))
            return
        reason = {
            "crashed": f"reading it ended the process ({_ending(worker.process.exitcode)})",
            "timeout": f"reading it took more than {self._seconds:g} seconds",
            "memory": f"reading it took more than {self._memory // 2**20} MiB of memory",
        }[code]
        self._keep(job, [Lost(code, reason, job.attempts)], batches)

    @staticmethod
    def _keep(job: _Job[Item], results: Sequence[Any], batches: dict[int, _Batch]) -> None:
        batch = batches[job.batch]
        batch.results[job.first : job.first + len(job.items)] = results
        batch.left -= len(job.items)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._make, self._memory), daemon=True)
        process.start()
        theirs.close()
        outbox: SimpleQueue[bytes | None] = SimpleQueue()
        sender = threading.Thread(target=_send, args=(ours, outbox), daemon=True)
        sender.start()
        return _Worker(process, ours, sender, outbox)

    def _stop(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.close()
        self._workers.clear()


def core_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ending(status: int | None) -> str:
    if status is not None and status < 0:
        try:
            return signal.Signals(-status).name
        except ValueError:
            pass  # a signal without a name
    return f"status {status}"


def _serve(pipe: Connection, make: Callable[[], Work[Any, Any]], memory: int) -> None:
    """What a process does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program, which then ends its processes
    try:
        work = make()
    except Exception as error:
        pipe.send_bytes(pickle.dumps(("unable", f"{type(error).__name__}: {error}")))
        return
    if memory:
        _limit_memory(memory)
    pipe.send_bytes(pickle.dumps(("ready", None)))
    while True:
        try:
            items = pickle.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            told: tuple[str, Any] = ("done", list(work(items)))
        except MemoryError:
            told = ("memory", None)
        pipe.send_bytes(pickle.dumps(told))


def _send(pipe: Connection, outbox: SimpleQueue[bytes | None]) -> None:
    with contextlib.suppress(OSError):  # the process has died: seen when its end is collected
        while (batch := outbox.get()) is not None:
            pipe.send_bytes(batch)


def _pieces(job: _Job[Item]) -> Iterator[_Job[Item]]:
    """A job cut up."""
    for at in range(0, len(job.items), PIECE):
        yield _Job(job.batch, job.first + at, job.items[at : at + PIECE], job.attempts)


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:
        return  # no such limit on this system
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
