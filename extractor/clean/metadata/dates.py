"""When an article appeared and was changed, as precise as the page says, with the zone where it gives one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from extractor.clean.metadata.gather import Facts, squeeze

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
FIRST = re.compile(r"publi|posted|created|veröffentlicht|erschienen|datum", re.I)
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
            return first
    for element in facts.times[:50]:
        value = read(element.get("datetime") or element.get("content"))
        if value and (first is None or _finer(value, first[0])):
            first = value, "time"
            break
    if first:
        return first
    found = IN_URL.search(url or "")
    if found:
        value = _value(*found.groups())
        if value:
            return value, "url"
    return _visible(facts)


def _visible(facts: Facts) -> tuple[str | None, str]:
    """A day written under the headline; one that says it is the first appearance before others."""
    seen: list[tuple[str, str]] = []
    for text in facts.below_headline:
        value = read_near(text)
        if value:
            seen.append((value, text))
    for value, text in seen:
        if FIRST.search(text) and not CHANGED.search(text):
            return value, "text"
    seen.sort(key=lambda pair: CHANGED.search(pair[1]) is not None)
    return (seen[0][0], "text") if seen else (None, "")


def read_near(text: str) -> str | None:
    """A day in a short line of a page, where a number alone proves nothing."""
    if len(text) > 100 or not re.search(r"\d", text):
        return None
    found = ISO.search(text)
    return _value(*found.groups()) if found else in_words(text)


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
            "january jan januar janvier enero janeiro gennaio januari jänner",
            "february feb februar février febrero fevereiro febbraio februari",
            "march mar märz mars marzo março maart", "april apr avril abril aprile", "may mai mayo maio maggio mei maj",
            "june jun juni juin junio junho giugno", "july jul juli juillet julio julho luglio",
            "august aug août agosto augustus augusti", "september sep sept septembre septiembre setembro settembre",
            "october oct oktober octobre octubre outubro ottobre okt", "november nov novembre noviembre novembro",
            "december dec dezember décembre diciembre dezembro dicembre dez des desember",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?((?:19|20)\d{2})(?!\d)",
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
