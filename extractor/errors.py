"""Everything that can go wrong with a source, one hierarchy.

DealwireError                   any error this package raises on purpose
├── UsageError                  the call itself is off (exit status 2)
├── RuleError                   rules/ cannot be used; lists every fault with file, rule id and reason
├── ModelError                  the spaCy model is missing or not the one named
├── StoreError                  the database cannot be opened, read or written
├── EngineError                 the engine that is to spread the work is missing, or gave up
├── GoldError                   a fixture's gold is absent, ambiguous or malformed
└── SourceError                 one source cannot be read; the run goes on without it
    ├── NotFound                no such file, or HTTP 404/410
    ├── Unreadable              permission, I/O error, broken compression
    ├── EmptySource             nothing in it
    ├── NotText                 a binary: image, PDF, archive
    ├── BadEncoding             the bytes fit no encoding that they or their headers claim
    ├── BadRecord               a line of a .jsonl source is not an article
    ├── NoArticle               a page without an article's text
    ├── NotEnglish              the text is in a language the rules do not read
    ├── TooLarge                over the size limit
    └── FetchFailed             network, TLS, HTTP status, refused address, robots.txt
"""

from __future__ import annotations

from typing import ClassVar


class DealwireError(Exception):
    """Any error this package raises on purpose. ``str(error)`` says what happened and the way out."""

    code: ClassVar[str] = "error"


class UsageError(DealwireError):
    """The call itself is off: a wrong option, a value that does not fit."""

    code = "usage"


class RuleError(DealwireError):
    """rules/ cannot be used.

    ``faults`` lists every fault found, each naming file, rule id and reason.
    """

    code = "rules"

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} fault(s) in the rules:\n" + "\n".join(f"  {fault}" for fault in faults))


class ModelError(DealwireError):
    """The spaCy model is missing, or is not the one that was named."""

    code = "model"


class StoreError(DealwireError):
    """The database cannot be opened, read or written."""

    code = "store"


class EngineError(DealwireError):
    """The engine that is to spread the work over machines is missing, does not start, or gave up."""

    code = "engine"


class GoldError(DealwireError):
    """A fixture's gold is absent, ambiguous or malformed."""

    code = "gold"


class SourceError(DealwireError):
    """One source cannot be read. The run records it and goes on.

    ``source`` is the path or URL as it was given; ``reason`` says what is wrong and the way out.
    """

    code = "source"

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str]]:
        """Errors cross process borders whole."""
        return type(self), (self.source, self.reason)


class NotFound(SourceError):
    """No such file, or HTTP 404/410."""

    code = "not_found"


class Unreadable(SourceError):
    """Permission denied, an I/O error, broken compression."""

    code = "unreadable"


class EmptySource(SourceError):
    """There is nothing in it."""

    code = "empty"


class NotText(SourceError):
    """A binary: image, PDF, archive."""

    code = "not_text"


class BadEncoding(SourceError):
    """The bytes fit no encoding that they or their headers claim."""

    code = "bad_encoding"


class BadRecord(SourceError):
    """A line of a .jsonl source is not an article."""

    code = "bad_record"


class NoArticle(SourceError):
    """A page without an article's text."""

    code = "no_article"


class NotEnglish(SourceError):
    """The text is in a language that the rules do not read."""

    code = "not_english"


class TooLarge(SourceError):
    """Over the size limit."""

    code = "too_large"


class FetchFailed(SourceError):
    """Network, TLS, HTTP status, refused address, robots.txt."""

    code = "fetch_failed"
