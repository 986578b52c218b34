"""Works of art: what museums and collectors buy is no company."""

from __future__ import annotations

import re

WORKS = re.compile(
    r"\b(painting|masterpiece|canvas|portrait|sculpture|artwork|etching|watercolou?r|museum|curator|artist)s?\b",
    re.IGNORECASE,
)
ENOUGH = 3
"""So many different words of art make an article one on art."""


def is_about_art(text: str) -> bool:
    """Is the article about works of art that are bought and sold?"""
    return len({found[1].lower() for found in WORKS.finditer(text)}) >= ENOUGH
