"""What becomes of what is read: one outcome for every source, faults caught."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from extractor.errors import DealwireError, SourceError
from extractor.records import Article, Extraction, Failure, Page, Reading
from extractor.sources import Draft, Source

if TYPE_CHECKING:
    from extractor.assemble import Explanation
    from extractor.sinks import Step

logger = logging.getLogger(__name__)
T = TypeVar("T")
Given = TypeVar("Given", Source, Article, Page, Draft, Page | Draft)
Read: TypeAlias = Page | Draft

POISONOUS = ("internal", "crashed", "timeout", "memory")
"""Codes of failures that come of the program meeting the page, and will come again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one source in a run."""

    source: str
    state: Literal["new", "changed", "same", "failed", "quarantined"]
    """``new`` or ``changed``: read and stored; ``same``: nothing to do, the database has it; ``failed``: see there;
    ``quarantined``: an earlier run put this very page into quarantine, and this one passed it by."""
    extraction: Extraction | None = None
    """What was read; None where the database knew the page, or where it failed."""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """What an article tells, with the sentences behind it."""

    extraction: Extraction
    reading: Reading
    untold: tuple[Explanation, ...]
    """Sentences that look like a deal and gave none."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a page or a record that was read."""

    outcome: Extraction | Failure
    step: Step = "extract"
    """The step that it ended in."""
    attempts: int = 1


def guarded(act: Callable[[Given], T], source: Given) -> T | Failure:
    """What ``act`` makes of the source or article; whatever is wrong with it as its failure."""
    try:
        return act(source)
    except SourceError as error:
        logger.debug("%s", error, exc_info=True)
        return Failure(source=error.source, code=error.code, message=error.reason)
    except DealwireError:
        raise
    except Exception as error:
        # The boundary of a run: a fault of ours in one article must not cost the user all the others.
        name = source.name if isinstance(source, Source) else source.source
        logger.debug("a fault while reading %s", name, exc_info=True)
        return Failure(source=name, code="internal", message=_fault(error))


def _fault(error: Exception) -> str:
    told = f"a fault in dealwire, not in the article: {type(error).__name__}: {error}"
    return f"{told}; please report it with the article"
