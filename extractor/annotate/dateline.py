"""The dateline: where the news begins after "LONDON (Reuters) -"."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractor.annotate.occurrences import count_whole, has_whole

WIRE = re.compile(
    r"[^\n]{0,160}?(?:\(\s?(?:Reuters|AP|AFP|Bloomberg|BUSINESS WIRE|Business Wire|NewMediaWire|NEWMEDIAWIRE|"
    r"GLOBE NEWSWIRE|"
    r"PRNewswire|PR Newswire|Marketwire|Marketwired|ACCESSWIRE|ACN Newswire|Xinhua|UPI|PTI|ANI|IANS|CNN|EIN Presswire|"
    r"(?<=--\()[A-Z][A-Za-z ]{3,30}(?=\)--)|[A-Z][\w ]{2,24}(?:wire|Wire|WIRE|News|NEWS|newswire|Newswire))\s?\)|"
    r"/\s?(?:PRNewswire|PR Newswire|EINPresswire\.com|"
    r"CNW|(?<![A-Za-z]/)[A-Z0-9][\w .&-]{2,30})(?:[-/][\w -]{2,20})?\s?/)\s*(?:[-–—|]+\s*)*"
)
"""A wire's name in brackets or slashes, up to the dash behind it."""

CITY_DASH = re.compile(
    r"(?:[A-Z][A-Z .,'/&-]{2,60}?|[A-Z][\w.'-]+(?:,? [A-Z][\w.'-]+){0,3})"
    r"(?:,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:,? \d{4})?)?"
    r"(?: \([A-Z][\w ]{1,14}\))?,?\s*(?:--|[–—|]| - )\s*(?=(?:&lt;|<)?[\"“A-Z0-9])"
)
DATED = re.compile(
    r"[A-Z][\w.'/-]+(?:,? [A-Z][\w.'/-]+){0,6}\s*[–—-]+\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? "
    r"\d{1,2}(?:st|nd|rd|th)?,? \d{4}\s*[–—:-]+\s*"
)
"""Cities and a full date between dashes."""
DAY = re.compile(
    r"[A-Z][\w.'/-]+(?:,? [A-Z][\w.'/-]+){0,4}, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
    r"\s*(?: -+|[–—])\s*(?=(?:&lt;|<)?[\"“A-Z0-9])"
)
"""A city and a day up to the dash: "Calgary, Alberta, April 7 - "."""
CAPITALS = re.compile(r"((?:[A-Z]{3,}(?:[ ,/-]+(?=[A-Z]))?)+(?:[A-Z.]{0,6})?)\s+(?=[A-Z][a-z]|[A-Z] |[\"“])")


OneName = Callable[[str, str], bool]
"""Tells of a word in capitals and the capitalised one behind it whether they are one name, both in small letters."""
DOES = re.compile(
    r"([A-Z]{3,}) ([A-Z][a-z]+) (?:has|raised|raises|secured|acquired|acquires|bought|buys|closed|received)\b"
)
FIRM = re.compile(
    r"[A-Z]{3,} (?:Acquisition|Holding|Holdings|Group|Corp|Corporation|Inc|Ltd|Limited|Plc|LLC|"
    r"Capital|Partners|Ventures|Technologies|Systems|Energy|Resources|Therapeutics|Pharmaceuticals|Industries)\b"
)
"""A firm whose name opens with a word in capitals: "TERN Holdings"."""


def dateline_end(text: str, start: int, end: int, title: str, one_name: OneName = lambda *_: False) -> int:
    """The offset where the news begins in ``text[start:end]``, the first paragraph of the article with this title."""
    while start < end and text[start].isspace():
        start += 1
    found = DATED.match(text, start, min(end, start + 160))
    if found:
        return found.end()
    found = WIRE.match(text, start, min(end, start + 260))
    if found:
        return found.end()
    head = text[start : start + 90]
    found = DAY.match(text, start, min(end, start + 120))
    if found:
        return found.end()
    found = CITY_DASH.match(text, start, min(end, start + 120))
    if found and (found.group().split()[0].isupper() or re.search(r"\d{4}|--", found.group())):
        return found.end()
    found = CAPITALS.match(head)
    if found:
        word = found.group(1).strip(" ,/-")
        named = has_whole(text[start + found.end() :], word) or has_whole(title, word)
        if len(word) >= 4 and not named and not _opens_name(text, start, one_name):
            return start + found.end()
    return start


CROSSHEAD = re.compile(r"(?:[A-Z][A-Z'’-]+ ){1,9}(?=[A-Z][a-z])")
"""Words in capitals in front of a sentence."""
TELLING = frozenset("TO IN FOR ON AS NOT NO WITH FROM".split())
"""Small words of headings that are hardly ever inside a name."""


def _opens_name(text: str, at: int, one_name: OneName) -> bool:
    """Is the word in capitals part of the name of who does something: "STEAM Machine has raised"?"""
    if FIRM.match(text, at, at + 80):
        return True
    found = DOES.match(text, at, at + 80)
    return found is not None and one_name(found[1].lower(), found[2].lower())


def _is_phrase(words: list[str]) -> bool:
    """ "PART OF SALE TO RAISE MONEY": no name, however often its words stand in the text."""
    return len(words) > 3 and bool(TELLING.intersection(words[1:-1]))


RUN_IN = re.compile(r"(?:[•*–-]\s*)?([A-Z][^\n:.;!?()\d]{8,80}):\s+(?=[A-Z\d“\"])")
"""A heading and its colon, in front of the paragraph that it heads."""
SMALL = frozenset("a an and the of in on at to for from by with into over up as its vs".split())


def _is_run_in(words: list[str], rest: str) -> bool:
    """Is it a heading in capitals, of whom the paragraph behind it tells again: "Tern Snaps Up Moss: Tern bought"?"""
    capital = [word for word in words if word[0].isupper()]
    if len(words) < 3 or len(capital) < 2 or not all(word[0].isupper() or word in SMALL for word in words):
        return False
    return any(has_whole(rest, word) for word in capital) and not all(has_whole(rest, word) for word in capital)


def run_in_end(text: str, start: int, end: int) -> int:
    """Where a paragraph begins behind a heading in its first line: "Tern Snaps Up Moss: Tern, a bank, bought Moss"."""
    found = RUN_IN.match(text, start, min(end, start + 100)) if start == 0 or text[start - 1] == "\n" else None
    if found is None or not _is_run_in(re.findall(r"[^\W_][\w.'’+&-]*", found[1]), text[found.end() : end]):
        return start
    return found.end()


def crosshead_end(text: str, start: int, end: int, one_name: OneName = lambda *_: False) -> int:
    """Where a sentence begins behind a heading in capitals glued to it: "TAX RISK Blackstone's offering ..."."""
    found = CROSSHEAD.match(text, start, min(end, start + 90))
    if not found:
        return start
    words = re.findall(r"[A-Z'’-]+", found.group())
    if (
        max(map(len, words)) < 4
        or _opens_name(text, start, one_name)
        or (len(words) > 5 and not TELLING.intersection(words))
        or (not _is_phrase(words) and any(count_whole(text, word) > 1 for word in words))
    ):
        return start
    return found.end()
