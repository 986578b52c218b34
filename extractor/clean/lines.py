"""Rules for single lines of the chosen body: what goes, and what stays but is no news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.clean.assembly import Part, mark_about
from extractor.clean.metadata.dates import MONTHS, in_words
from extractor.clean.metadata.titles import fold
from extractor.clean.words import bylines, words

WORD = re.compile(r"[^\W\d_]+")
DATE = re.compile(r"(?:19|20)\d{2}|\d{1,2}:\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2}|\bago\b|年|月", re.I)
ROLE_LAST = re.compile(r",\s[\w -]{0,30}(?:editor|reporter|correspondent|writer|staff)\W*\Z", re.I)
NOTE = re.compile(r"\W{0,3}(?:editor|author|publisher)['’]?s?['’]? note\W{0,2}[:—–-]", re.I)
DATELINE = re.compile(
    r"[A-Z][\w .,'()/&-]{2,60}?[,(]\s?[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d\W{0,3}[^\n]{0,40}?(?:—|–|--|\s-\s|/)",
    re.S,
)
IMPRINT = re.compile(
    r",? (?:is|are) (?:part of|owned by|published by|(?:an?|the) \w+ (?:of|by)|a (?:registered )?(?:trademark|brand)) "
)
SEPARATOR = re.compile(r"\s*[|•·]\s*")
HEAD = 12
"""Lines among which the headline may stand again."""
PROSE = 80
"""Characters of a line that may be a paragraph."""
STOP = re.compile(r"[.!?。]\W*\Z")
EDGE = 4
"""So many lines from either end a byline may stand."""


@dataclass(frozen=True)
class Ask:
    """What is known of the article when its lines are sifted."""

    title: str
    authors: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    """Folded."""
    sites: tuple[str, ...] = ()
    """Names that the site goes by."""
    opening: bool = True
    """Whether a standfirst above the body belongs to the text."""


def sift(lines: list[Part], ask: Ask) -> list[Part]:
    """The lines that belong to the article, in order; press boilerplate among them is labelled."""
    title = fold(ask.title)
    lines = lines[_headline(lines, title) :]
    names = {fold(name) for name in ask.authors}
    lists = _link_lists(lines)
    kept: list[Part] = []
    dropped = False
    seen: set[str] = set()
    for number, line in enumerate(lines):
        key = fold(line.text) if len(line.text) < 400 else line.text
        if _goes(line, key, number, lines, lists, title, names, ask):
            dropped = True
            continue
        if len(line.text) > 60:
            if key in seen:
                continue
            seen.add(key)
        if line.kind == "heading" and dropped and kept and kept[-1].kind == "heading" and kept[-1].level >= line.level:
            # what stood under the heading before has all gone
            kept.pop()
        dropped = False
        kept.append(line)
    while kept and kept[-1].kind == "heading":
        kept.pop()
    mark_about(kept)
    return kept


def _headline(lines: list[Part], title: str) -> int:
    """The number of the line that begins with the headline, where nothing but labels and links stands above it."""
    if not title:
        return 0
    for number, line in enumerate(lines[:HEAD]):
        if fold(line.text.split("\n")[0]) == title:
            return number
        if len(line.text) >= PROSE and STOP.search(line.text):
            break
    return 0


def _goes(
    line: Part,
    key: str,
    number: int,
    lines: list[Part],
    lists: set[int],
    title: str,
    names: set[str],
    ask: Ask,
) -> bool:
    text = line.text
    length = len(text)
    if length < 300 and words().lines.match(text):
        return True
    if number in lists:
        return True
    if "\n" in text and length < 300 and _is_box(text, line.linked):
        return True
    if length < 120 and SEPARATOR.search(text) and all(map(words().lines.match, SEPARATOR.split(text))):
        return True
    if line.linked >= length * 0.9:
        if line.kind == "heading":
            if length > 20 and not _leads(number, lines):
                return True
        elif line.kind not in ("table_row", "list_item"):
            return True
    if (
        "\n" in text
        and length < 300
        and number < EDGE
        and all(fold(part) == title or _labels(part, names) for part in text.split("\n"))
    ):
        return True
    if (
        length < 120
        and line.kind in ("paragraph", "heading")
        and (is_dateline(text) or ((number < EDGE or number >= len(lines) - EDGE) and is_byline(text, names)))
    ):
        return True
    if number < 2 and NOTE.match(text):
        return True
    if number > len(lines) * 0.5 and (_is_bio(text, ask.authors) or _is_imprint(text, ask.sites)):
        return True
    if text.startswith(('{"', '[{"')) and text.endswith(("}", "]")):
        return True
    if title and key == title:
        return True
    if number < EDGE and key and any(key == fold(name) for name in ask.sites):
        # the masthead
        return True
    if line.kind == "heading" and number < 3 and title and (title in key or (len(key) > 20 and key in title)):
        return True
    return not key


def _leads(number: int, lines: list[Part]) -> bool:
    """Whether a heading has a paragraph under it."""
    for line in lines[number + 1 : number + 4]:
        if line.kind == "heading":
            return False
        if len(line.text) >= 80 and line.linked < len(line.text) * 0.5:
            return True
    return False


def dateline_day(line: str) -> str | None:
    """The day in the dateline that opens a release: ``PARIS, June 3, 2019 —``; None without one."""
    found = DATELINE.match(line)
    return in_words(found.group()) if found else None


def before_dateline(lines: list[str]) -> int:
    """How many lines stand above the one that opens a release with its place and date; 0 where none does."""
    for number, line in enumerate(lines):
        if DATELINE.match(line):
            return number
        if len(line) > 250:
            break
    return 0


def _labels(text: str, names: set[str]) -> bool:
    """Whether one of several short lines in a block is a byline, a date or the name of the paper."""
    return len(text.split()) < 3 or is_dateline(text) or is_byline(text, names) or ROLE_LAST.search(text) is not None


def _is_bio(text: str, names: Sequence[str]) -> bool:
    """Whether a line tells who an author is: it starts with the whole name and a verb."""
    start = text.lstrip("(*-–— ")
    return any(
        len(name) > 4 and start.startswith(name) and words().bio.match(start[len(name) :]) is not None for name in names
    )


def _is_imprint(text: str, sites: Sequence[str]) -> bool:
    """Whether a line tells whose the site is: it starts with the site's name and says what it is part of."""
    start = text.lstrip("(*-–— ")
    return any(len(name) > 3 and start.startswith(name) and IMPRINT.match(start[len(name) :]) for name in sites)


def _is_box(text: str, linked: int) -> bool:
    """Whether several lines in a block are a box of the site's: a label over links, or over what is no news itself."""
    first, *others = text.split("\n")
    known = words().lines
    if known.match(first) and linked >= sum(map(len, others)) * 0.9:
        return True
    return (first.isupper() and len(first.split()) < 4) and all(known.match(other) for other in others)


def _link_lists(lines: list[Part]) -> set[int]:
    """Numbers of the items of lists that only point elsewhere."""
    found: set[int] = set()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].kind == "list_item":
            end += 1
        if end > start:
            items = lines[start:end]
            length = sum(len(item.text) for item in items)
            if sum(item.linked for item in items) >= length * 0.7:
                found.update(range(start, end))
        start = max(end, start + 1)
    return found


def is_dateline(text: str) -> bool:
    """Whether a line is a date or a time and little else."""
    if not DATE.search(text):
        return False
    left = [word for word in WORD.findall(text) if word.lower() not in MONTHS and word.lower() not in words().time]
    return not left


def is_byline(text: str, names: set[str]) -> bool:
    """Whether a line names the authors and says little else."""
    known = bylines()
    bare = known.by.sub("", text)
    for part in re.split(r"[,|•·/&]|\s(?:and|und|et|y|e|og|och|en)\s", bare):
        part = part.strip()
        if not part or fold(part) in names or known.role.match(part) or is_dateline(part):
            continue
        return False
    return bool(names) or bare != text
