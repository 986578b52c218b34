"""When an article appeared and was changed, as precise as the page says, with the zone where it gives one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from extractor.clean.metadata.gather import Facts, squeeze
from extractor.clean.tree import Element, finder

ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[T ]|\s*T\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2}(?!\d))?)?",
    re.I,
)
COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?(?!\d)")
SLASHED = re.compile(r"(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\D{1,3}(\d{1,2}):(\d{2}))?(?!\d)")
LONGEST = 1_000_000
"""Characters of a page up to which htmldate is asked: it searches all of it by pattern."""
CHANGED = re.compile(r"updat|modif|review|revis|aktualisiert|mis à jour|actualizado|aggiornato", re.I)
FIRST = re.compile(r"publi|post(?:ed| (?:time|date))|created|veröffentlicht|erschienen|datum", re.I)
NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d{2})(?![\d/-])")
SHORT_YEAR = re.compile(r"(?<![\d.])([0-3]?\d)\.([01]?\d)\.([0-4]\d)(?![\d.])")
APPEARED = ("riginally published", "irst published")
LABELS = ("ublished", "ublication", "osted", "ost time", "elease")
TEXTS_WITH: dict[tuple[str, ...], Callable[[Element], list[str]]] = {
    pieces: finder(f"//body//text()[{' or '.join(f'contains(., {piece!r})' for piece in pieces)}]")
    for pieces in (APPEARED, LABELS)
}
"""Finds the texts in which one of the pieces stands."""
FIRST_WORDS = re.compile(r".*?(?:originally|first) published", re.I | re.S)
DATE_WORDS = re.compile(
    r"\b(?:on|at|am|pm|um|uhr|published|posted|date|st|nd|rd|th|de|of|et|est|edt|gmt|utc)\b"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b"
    r"|\d{1,2}\.?\s*[^\W\d_]{3,10}\.?,?\s*(?:19|20)\d\d"
    r"|[^\W\d_]{3,10}\.?\s*\d{1,2}(?:st|nd|rd|th)?,?\s*(?:19|20)\d\d",
    re.I,
)
LETTERS = re.compile(r"[\W\d_]+")
IN_URL = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|\b)")
PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "published_time",
    "article:published", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "publication-date", "date_published", "date.published", "published-date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article.published", "article_date_original", "originalpublicationdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "datecreated", "date",
    "release_date", "og:pubdate", "timestamp",
    "citation_publication_date", "creation_date", "published", "posted", "post_date", "article.created", "created",
    "rnews:datepublished",
)  # fmt: skip
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "lastmod",
    "revised",
)


def published(facts: Facts, url: str | None) -> tuple[str | None, str]:
    """The first appearance and its witness."""
    return _best(
        _witnesses(facts, ("datePublished", "dateCreated", "uploadDate"), PUBLISHED, ("datePublished", "dateCreated")),
        facts,
        url,
    )


def modified(facts: Facts) -> tuple[str | None, str]:
    """The last change and its witness."""
    for text, witness in _witnesses(facts, ("dateModified",), MODIFIED, ("dateModified",)):
        value = read(text)
        if value:
            return value, witness
    return None, ""


def _best(said: Iterator[tuple[Any, str]], facts: Facts, url: str | None) -> tuple[str | None, str]:
    """The first witness that names a day; a later one of that day may add the time and the zone."""
    first: tuple[str, str] | None = None
    for text, witness in said:
        value = read(text)
        if value is None:
            continue
        if first is None or _finer(value, first[0]):
            first = value, witness
        if first and _rank(first[0]) == 3:
            break
    if first is None or _rank(first[0]) < 3:
        for element in facts.times[:50]:
            value = read(element.get("datetime") or element.get("content"))
            if value and (first is None or _finer(value, first[0])):
                first = value, "time"
                break
    if first and first[1] != "time":
        shown = _shown_before(first[0], facts)
        return (shown, "text") if shown else (_in_its_zone(first[0], facts), first[1])
    if first:
        return first
    found = IN_URL.search(url or "")
    if found:
        value = _value(*found.groups())
        if value:
            return value, "url"
    return _visible(facts)


def _in_its_zone(value: str, facts: Facts) -> str:
    """The same moment as a ``time`` on the page gives it with the zone of the place, where the data is in UTC."""
    if value.endswith("+00:00"):
        moment = dt.datetime.fromisoformat(value)
        for element in facts.times[:10]:
            other = read(element.get("datetime"))
            if other and _rank(other) == 3 and other != value and dt.datetime.fromisoformat(other) == moment:
                return other
    return value


def _shown_before(value: str, facts: Facts) -> str | None:
    """The day alone on a line under the headline, where it is days before the one in the data: what is shown so long
    did not first appear then; sites that move give their articles the day of the move."""
    for pieces in facts.lines_near:
        for piece in pieces:
            day = read_near(piece, day_first=is_day_first(facts)) if len(piece) < 40 else None
            if day is None:
                continue
            apart = (dt.date.fromisoformat(value[:10]) - dt.date.fromisoformat(day[:10])).days
            if apart < 2:
                return None
            if (
                not any(CHANGED.search(other) for other in pieces)
                and not LETTERS.sub("", DATE_WORDS.sub("", piece))[2:]
            ):
                return day
    return None


def _visible(facts: Facts) -> tuple[str | None, str]:
    """A day written by the headline; one that says it is the first appearance before others."""
    day_first = is_day_first(facts)
    for text in _texts_with(APPEARED, facts)[:3]:
        value = read_near(squeeze(FIRST_WORDS.sub("", text))[:60], day_first=day_first)
        if value:
            return value, "text"
    seen: list[tuple[str, str]] = []
    for text in facts.below_headline:
        value = read_near(text, day_first=day_first)
        if value:
            seen.append((value, text))
    for value, text in seen:
        if FIRST.search(text) and not CHANGED.search(text):
            return value, "text"
    seen.sort(key=lambda pair: CHANGED.search(pair[1]) is not None)
    if seen:
        return seen[0][0], "text"
    for text in facts.above_headline:
        value = read_near(text, day_first=day_first)
        if value and not CHANGED.search(text):
            return value, "text"
    days = {
        read_near(squeeze(text), day_first=day_first) for text in _texts_with(LABELS, facts)[:20] if len(text) < 100
    }
    days.discard(None)
    # the only day on the page that says what it is
    return (days.pop(), "text") if len(days) == 1 else (None, "")


def _texts_with(pieces: tuple[str, ...], facts: Facts) -> list[str]:
    """The texts of the page in which one of the pieces stands, whole, in their order."""
    if not any(piece in facts.spoken for piece in pieces):
        return []  # on most pages: asking every text takes three times as long
    return list(TEXTS_WITH[pieces](facts.root))


def is_day_first(facts: Facts) -> bool:
    """Whether ``3/4/2025`` is the third of April on this page: everywhere but in American English."""
    said = (facts.language or next((content for _, content in facts.meta("og:locale")), "") or "en").lower()
    if said[:2] != "en":
        return True
    if re.match(r"en[-_](?!us)[a-z]{2}", said):
        return True
    return re.search(r"\.(?:uk|au|nz|ie|in|za|sg|my|ng|ke)(?:[/:]|$)", facts.canonical or "") is not None


def read_near(text: str, *, day_first: bool = True) -> str | None:
    """A day in a short line of a page, where a number alone proves nothing."""
    if len(text) > 120 or not re.search(r"\d", text):
        return None
    found = ISO.search(text) or SLASHED.search(text)
    return _value(*found.groups()) if found else in_words(text) or _in_numbers(text, day_first)


def _in_numbers(text: str, day_first: bool) -> str | None:
    """``3.4.25``, and ``3/4/2025`` or ``3-4-2025`` by what can be a month, else by the custom of the place."""
    found = SHORT_YEAR.search(text)
    if found:
        return _value("20" + found.group(3), found.group(2), found.group(1))
    found = NUMBERS.search(text)
    if found is None:
        return None
    one, two, year = found.groups()
    if int(one) > 12 or (day_first and int(two) <= 12):
        one, two = two, one
    return _value(year, one, two)


def from_page(html: str, url: str | None) -> str | None:
    """What htmldate finds where no witness speaks: a day, or None."""
    if len(html) > LONGEST:
        return None
    from htmldate import find_date

    try:
        found = find_date(
            html, url=url, original_date=True, extensive_search=False, min_date="1990-01-01", max_date="2099-12-31"
        )
    except (ValueError, TypeError, OverflowError, RecursionError, AttributeError):
        return None
    return read(found)


def _witnesses(
    facts: Facts, keys: tuple[str, ...], metas: tuple[str, ...], props: tuple[str, ...]
) -> Iterator[tuple[Any, str]]:
    for node in facts.articles[:3]:
        for key in keys:
            if node.get(key):
                yield node[key], "json-ld"
    for name, content in facts.meta(*metas):
        yield content, f"meta:{name}"
    for prop in props:
        for element in facts.props.get(prop, ())[:3]:
            yield element.get("datetime") or element.get("content") or " ".join(element.itertext()), f"itemprop:{prop}"
    for node in facts.pages[:3] + facts.nodes[:50]:
        for key in keys:
            if node.get(key):
                yield node[key], "json-ld"


def read(said: Any) -> str | None:
    """An ISO 8601 day, or time with its zone where one is given, from what a page has in such a place.

    >>> read("2024-05-03T15:47:42.389Z")
    '2024-05-03T15:47:42+00:00'
    >>> read("Fri, 03 May 2024 15:47:42 +0200")
    '2024-05-03T15:47:42+02:00'
    >>> read("3000-99-99") is None
    True
    """
    if isinstance(said, list):
        said = said[0] if said else None
    if isinstance(said, dict):
        said = said.get("@value")
    if isinstance(said, bool) or said is None:
        return None
    if isinstance(said, (int, float)) or (isinstance(said, str) and re.fullmatch(r"\s*1\d{9}(?:\d{3})?\s*", said)):
        return _epoch(float(said))
    if not isinstance(said, str):
        return None
    text = squeeze(said[:200])
    for pattern in (ISO, SLASHED):
        found = pattern.search(text)
        if found:
            return _value(*found.groups())
    found = COMPACT.search(text)
    if found:
        year, month, day, hour, minute, second, zone = found.groups()
        return _value(year, month, day, hour, minute, second, zone)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = None
    if moment is not None and 1980 < moment.year < 2100:
        return moment.isoformat(timespec="seconds")
    return in_words(text)


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero janeiro gennaio januari jänner ene janv",
            "february feb februar février febrero fevereiro febbraio februari fev févr",
            "march mar märz mars marzo março maart", "april apr avril abril aprile abr",
            "may mai mayo maio maggio mei maj",
            "june jun juni juin junio junho giugno", "july jul juli juillet julio julho luglio",
            "august aug août agosto augustus augusti ago",
            "september sep sept septembre septiembre setembro settembre set",
            "october oct oktober octobre octubre outubro ottobre okt out ott",
            "november nov novembre noviembre novembro",
            "december dec dezember décembre diciembre dezembro dicembre dez des desember dic déc",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er)?[\s-]+(?:de\s+|of\s+)?([^\W\d_]{3,10})\.?,?[\s-]+(?:de\s+)?((?:19|20)\d{2})(?!\d)",
    re.I,
)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})(?!\d)", re.I)
DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d{2})(?!\d)")
KANJI = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.I)


def in_words(text: str) -> str | None:
    """A day written out: ``3 May 2024``, ``May 3, 2024``, ``3.5.2024``, ``2024年5月3日``."""
    for pattern, order in ((KANJI, "ymd"), (DAY_FIRST, "dmy"), (MONTH_FIRST, "mdy"), (DOTTED, "dmy")):
        for found in pattern.finditer(text):
            parts = dict(zip(order, found.groups(), strict=True))
            month = MONTHS.get(parts["m"].lower()) if not parts["m"].isdigit() else int(parts["m"])
            if month:
                value = _value(parts["y"], str(month), parts["d"])
                if value:
                    return value
    return None


def _epoch(value: float) -> str | None:
    if value > 1e11:
        value /= 1000
    if not 3e8 < value < 4e9:
        return None
    return dt.datetime.fromtimestamp(value, dt.UTC).isoformat(timespec="seconds")


def _value(
    year: str,
    month: str,
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> str | None:
    try:
        if not 1980 <= int(year) < 2100:
            return None
        if hour is None or minute is None:
            return dt.date(int(year), int(month), int(day)).isoformat()
        offset: dt.tzinfo | None = None
        if zone:
            if zone.upper() in ("Z", "UTC", "GMT"):
                offset = dt.UTC
            else:
                digits = zone[1:].replace(":", "")
                digits = digits.zfill(2).ljust(4, "0")
                shift = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
                offset = dt.timezone(-shift if zone[0] == "-" else shift)
        moment = dt.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=offset)
    except (ValueError, OverflowError):
        return None
    return moment.isoformat(timespec="seconds")


def _rank(value: str) -> int:
    if len(value) <= 10:
        return 1
    return 3 if re.search(r"[+-]\d\d:\d\d$", value[10:]) else 2


def _finer(value: str, than: str) -> bool:
    """Whether ``value`` says more of what may be the same moment."""
    if _rank(value) <= _rank(than):
        return False
    apart = abs((dt.date.fromisoformat(value[:10]) - dt.date.fromisoformat(than[:10])).days)
    if _rank(than) == 2:
        return apart <= 1 and value[14:16] == than[14:16]
    return apart == 0
