"""A run into a store: what it does not hold yet is read, and what was found is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from extractor.pipeline.outcomes import POISONOUS, Finished, Read, Stored, guarded
from extractor.records import Extraction, Failure, Page, Provenance
from extractor.sources import Draft, Source

if TYPE_CHECKING:
    from extractor.sinks import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """A source of a run once it is read; ``read`` is None where the store's state says that there is nothing to do."""

    source: str
    read: Read | Failure | None
    digest: str | None = None
    state: Literal["same", "quarantined"] = "same"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what it reads with, and where it stores; ``again``: also what is in quarantine."""

    number: int
    store: Store
    read: Callable[[Source], Read]
    provenance: Provenance
    again: bool = False

    def take(self, source: Source) -> Taken:
        """Read a source, unless the store knows what is in it."""
        from extractor.sinks import page_digest

        read = guarded(self.read, source)
        if isinstance(read, Failure):
            return Taken(source.name, read)
        digest = page_digest(read if isinstance(read, Page) else _page_of(read))
        if self.store.done(digest, self.provenance):
            return Taken(source.name, None, digest, "same")
        if not self.again and self.store.is_quarantined(digest, self.provenance):
            return Taken(source.name, None, digest, "quarantined")
        return Taken(source.name, read, digest)

    def keep(self, pages: Sequence[Taken], finished: Sequence[Finished]) -> list[Stored]:
        """Store what was found in a batch, and what went wrong in it."""
        results = iter(finished)
        ended = [(page, next(results) if page.read is not None else None) for page in pages]
        read = [(one.outcome, page.digest) for page, one in ended if one and isinstance(one.outcome, Extraction)]
        saved = iter(self.store.save_all(read, run=self.number) if read else ())
        kept = []
        for page, one in ended:
            if one is None:
                kept.append(Stored(page.source, page.state))
            elif isinstance(one.outcome, Extraction):
                state = next(saved).outcome
                kept.append(Stored(page.source, state, one.outcome if state != "same" else None))
            else:
                self._give_up(page, one, one.outcome)
                kept.append(Stored(page.source, "failed", failure=one.outcome))
        return kept

    def _give_up(self, page: Taken, one: Finished, failure: Failure) -> None:
        """Remember a failure; what is a fault of ours, or ended a process, goes into quarantine."""
        from extractor.sinks import Poison

        if page.digest is not None and failure.code in POISONOUS:
            poison = Poison(
                source=page.source,
                step=one.step,
                code=failure.code,
                reason=failure.message,
                attempts=one.attempts,
                page=page.digest,
                provenance=self.provenance,
            )
            self.store.quarantine(poison, run=self.number)
        self.store.save_failure(failure, run=self.number)


def _page_of(draft: Draft) -> Page:
    """A draft as the page that it stands for, by which the store knows it again wherever its line moves."""
    said = asdict(draft) | {"source": ""}
    return Page(source=draft.source, content=json.dumps(said).encode(), media_type="application/json")
