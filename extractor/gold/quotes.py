"""Quotes -> spans: people write words, this finds where they stand."""

from __future__ import annotations

import re

from extractor.errors import GoldError

_MARK = re.compile(r"\[\[|\]\]|\[|\]")


def find_quote(text: str, quote: str, *, occurrence: int | None = None) -> tuple[int, int]:
    """The half-open span of ``quote`` in ``text``.

    Brackets may mark the span within a longer quote, as in rules: ``"raised [$5 million] from"``; a literal
    bracket is doubled. ``occurrence`` counts from 1 and picks one of several.

    Raises GoldError where the quote is absent, where it is ambiguous and no ``occurrence`` is given, where
    there are fewer occurrences than that, and where brackets do not pair.
    """
    words, inner_start, inner_end = _marked(quote)
    if not words.strip():
        raise GoldError(f"an empty quote: {quote!r}")
    found = [match.start() for match in re.finditer(f"(?={re.escape(words)})", text)]
    if not found:
        raise GoldError(f"quote is absent: {quote!r}")
    if occurrence is None:
        if len(found) > 1:
            raise GoldError(
                f"quote is ambiguous, it occurs {len(found)} times: {quote!r}; "
                "quote more words with the span in [brackets], or give its occurrence"
            )
        occurrence = 1
    if not 1 <= occurrence <= len(found):
        raise GoldError(f"quote occurs {len(found)} times, not {occurrence}: {quote!r}")
    at = found[occurrence - 1]
    return at + inner_start, at + inner_end


def _marked(quote: str) -> tuple[str, int, int]:
    """The words without marks, and the marked part of them (the whole, where nothing is marked)."""
    words, opened, closed, at = "", None, None, 0
    for match in _MARK.finditer(quote):
        words += quote[at : match.start()]
        at = match.end()
        if match[0] in ("[[", "]]"):
            words += match[0][0]
        elif match[0] == "[" and opened is None:
            opened = len(words)
        elif match[0] == "]" and opened is not None and closed is None and len(words) > opened:
            closed = len(words)
        else:
            raise GoldError(f"brackets do not mark one span: {quote!r}")
    words += quote[at:]
    if (opened is None) != (closed is None):
        raise GoldError(f"brackets do not mark one span: {quote!r}")
    if opened is None or closed is None:
        return words, 0, len(words)
    return words, opened, closed
