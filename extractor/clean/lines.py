"""Rules for single lines of the chosen body: what goes, and what stays but is no news."""

from __future__ import annotations

import re

from extractor.clean.assembly import Part, mark_about
from extractor.clean.metadata.titles import fold
from extractor.clean.words import words

SENTENCE = re.compile(r"[.!?…。！？»”\"'’)]\s*\Z")


def sift(lines: list[Part], title: str, *, trim: bool = True) -> list[Part]:
    """The lines that belong to the article, in order; press boilerplate among them is labelled."""
    known = words()
    key = fold(title)
    kept: list[Part] = []
    seen: set[str] = set()
    for number, line in enumerate(lines):
        text = line.text
        length = len(text)
        if length < 300 and known.lines.match(text):
            continue
        if line.kind != "table_row" and line.linked >= length * 0.9 and _only_link(line, lines, number):
            continue
        own = fold(text) if length < 400 else text
        if not own:
            continue
        if key and own == key:
            continue
        if length > 60:
            if own in seen:
                continue
            seen.add(own)
        kept.append(line)
    while trim and kept and kept[-1].kind == "heading":
        kept.pop()
    mark_about(kept)
    return kept


def _only_link(line: Part, lines: list[Part], number: int) -> bool:
    """Whether a line that is all link is a pointer elsewhere, not a line of the text."""
    if line.kind == "list_item":
        near = [other for other in lines[max(0, number - 2) : number + 3] if other.kind == "list_item"]
        return sum(other.linked >= len(other.text) * 0.8 for other in near) >= len(near) / 2
    return line.kind != "heading" or len(line.text) > 30
