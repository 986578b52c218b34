"""The deals of an article."""

from __future__ import annotations

from functools import lru_cache

from extractor.assemble.build import Builder
from extractor.assemble.companies import Registry
from extractor.assemble.drafts import Drafter
from extractor.assemble.telling import Teller
from extractor.records import Deal, Reading
from extractor.rulebook import Rulebook


@lru_cache(maxsize=4)
def _teller(digest: str, rulebook: _Hashed) -> Teller:
    return Teller(rulebook.rulebook)


class _Hashed:
    """A rulebook that a cache can key by its digest."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def __hash__(self) -> int:
        return hash(self.rulebook.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.rulebook.digest == self.rulebook.digest


def assemble_deals(reading: Reading, rulebook: Rulebook) -> list[Deal]:
    """The deals that a reading tells, each value with its evidence; main deals and background alike."""
    teller = _teller(rulebook.digest, _Hashed(rulebook))
    tellings = [teller.tell(sentence) for sentence in reading.sentences if not sentence.boilerplate]
    registry = Registry(reading, rulebook.words("places") | rulebook.words("no-parties"))
    drafts = Drafter(reading, registry).gather(tellings)
    return Builder(reading, registry).build(drafts)
