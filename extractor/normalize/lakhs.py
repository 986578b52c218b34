"""Sums that Indian writers tell without a currency: "raised 75 lakhs", "bags 6.7 Cr in seed funding"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_BARE = re.compile(
    r"\b(?:rais\w+|secur\w+|bag(?:s|ged)?|nets|netted|lands|landed|nabs|nabbed|grabs|grabbed|gets|got|receiv\w+|"
    r"mops up|mopped up|picks up|picked up|invest\w*|infus\w+|(?:funding|round|investment|sum|amount) (?:of|worth))\s+"
    r"(?:(?:about|around|nearly|over|up to|almost|close to|more than|another|a further)\s+)?"
    r"(?P<sum>(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>crores?|cr|lakhs?|lacs?))\b"
    r"(?=\.|,|;|:|\)|\s*$|\s+(?:in|from|at|for|as|via|through|led|seed|series|pre|round|debt|funding|investment|"
    r"angel|bridge|and|with|by|to|into)\b|\s+\()",
    re.IGNORECASE,
)


def find_lakhs(text: str) -> Iterator[tuple[int, int, Decimal]]:
    """``(start, end, rupees)`` of every sum in lakhs or crores that somebody raises or gives, and that has no sign."""
    for found in _BARE.finditer(text):
        scale = 10_000_000 if found["scale"].lower().startswith("c") else 100_000
        yield found.start("sum"), found.end("sum"), Decimal(found["number"].replace(",", "")) * scale
