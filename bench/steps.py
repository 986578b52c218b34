"""What each step of the package costs an article, measured from the outside.

The public functions of the steps are wrapped while the measurement lasts; the package itself knows nothing of it. A
step's time is its own: what other steps take that it calls is theirs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from typing import Any
from unittest import mock

from sides import Dealwire, measured
from supply import Supply

SEAMS = {
    "decode": ["extractor.clean.page:decode"],
    "clean": [
        "extractor.clean:clean_page",
        "extractor.clean:clean_html",
        "extractor.clean:clean_text",
        "extractor.clean:detect_language",
    ],
    "plan": ["extractor.annotate.planning:Planner.outline"],
    "parse": ["spacy.language:Language.pipe", "extractor.annotate.parsing:Parser.parse"],
    "mark": ["extractor.annotate:Annotator.read_batch"],
    "assemble": [
        "extractor.assemble:deal_prospect",
        "extractor.assemble:assemble_deals",
        "extractor.assemble:assemble_statistics",
    ],
    "write": ["extractor.cli.output:print_json"],
}
"""The steps in their order, and where each of them is entered. ``parse`` is spaCy's work; ``mark`` all that is done
with its parse before deals are put together."""

REST = "between the steps"


class Clock:
    """Seconds of the processor by step, each moment counted for the step that was entered last."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys((*SEAMS, REST), 0.0)
        self.entered = dict.fromkeys(SEAMS, 0)
        self._open = [REST]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count for ``name`` from here."""
        self._turn()
        self._open.append(name)
        self.entered[name] += 1
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def wrapped(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """``act``, counted; what a generator yields is worked for when it is asked for."""

        @wraps(act)
        def counted(*given: Any, **named: Any) -> Any:
            with self.step(name):
                made = act(*given, **named)
            return self._drawn(name, made) if isinstance(made, Iterator) else made

        return counted

    def _drawn(self, name: str, made: Iterator[Any]) -> Iterator[Any]:
        while True:
            with self.step(name):
                one = next(made, REST)
            if one is REST:
                return
            yield one

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Wrap every seam. Raises AttributeError where the package has one no more."""
        patches = []
        for name, places in SEAMS.items():
            for place in places:
                module, _, path = place.partition(":")
                *above, last = path.split(".")
                holder: Any = import_module(module)
                for part in above:
                    holder = getattr(holder, part)
                patches.append(mock.patch.object(holder, last, self.wrapped(name, getattr(holder, last))))
        for patch in patches:
            patch.start()
        try:
            yield
        finally:
            for patch in patches:
                patch.stop()


def cost_of_steps(supply: Supply, *, rounds: int) -> list[dict[str, float]]:
    """For each round, milliseconds of the processor that an article costs by step.

    Raises RuntimeError where a step was never entered: then its seam is one no more.
    """
    side = Dealwire()
    measured(side, supply.items(0, 16))
    found = []
    for _ in range(rounds):
        clock = Clock()
        with clock.watching():
            total = measured(side, supply.items())
        expected = SEAMS if supply.kind == "pages" else SEAMS.keys() - {"decode"}
        missing = [name for name in expected if not clock.entered[name]]
        if missing:
            raise RuntimeError(f"steps that were never entered: {', '.join(sorted(missing))}")
        spent = {**clock.spent, REST: 0.0}
        spent[REST] = max(total.cpu - sum(spent.values()), 0.0)
        found.append({name: 1000 * seconds / supply.count for name, seconds in spent.items()})
    return found
