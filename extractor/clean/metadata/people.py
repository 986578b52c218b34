"""Authors: names alone, several apart, without roles, sites and links."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from extractor.clean.metadata.dates import MONTHS
from extractor.clean.metadata.gather import Facts, squeeze, types, words_of
from extractor.clean.metadata.titles import fold
from extractor.clean.tree import Element
from extractor.clean.words import bylines

SPLIT = re.compile(
    r"\s*(?:\s[-–—]\s|[;|/•·\n、]|,(?!\s*(?:Jr|Sr|II|III|PhD|Ph\.D|MD|M\.D)\b)|\s(?:and|und|et|y|og|och|en|with|&|e|i|и)\s)\s*",
    re.I,
)
URL = re.compile(r"https?://|www\.|@[\w.]+\.\w|\.(?:com|net|org|de)\b", re.I)
MAIL = re.compile(r"\(?\s*[\w.+-]+@[\w-]+\.[\w.]+\s*\)?")
DATE = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}\.\d{1,2}\.|\bago\b", re.I)
AUTHOR_PATH = re.compile(r"/(?:authors?|autor|by|people|profile|staff|team|contributors?)/")
ADDRESS = re.compile(r"(?:https?:)?//|www\.|@\w+$|\S+/\S+/", re.I)
NO_BYLINE = frozenset(["body", "html", "article", "main", "meta", "link", "script", "img", "form", "input"])
ELSEWHERE = re.compile(r"related|list|comment|sidebar|widget|footer|recommend|avatar|popular|bio(?![a-z])|card|teaser")
BODIES = frozenset(["Organization", "NewsMediaOrganization", "Corporation"])
PARTICLES = frozenset(
    ["de", "van", "der", "den", "von", "da", "di", "del", "la", "le", "bin", "al", "el", "ten", "dos", "du", "zu", "y"]
)
BY_NAME = re.compile(
    r"(?i:(?:(?:written|reported|posted|words|story|text)\s+)?by|von|par|por|di|autor(?:in)?(?:/autor(?:in)?)?|author)\s*[:|]?\s+"
    r"((?:[^\W\d_a-z][\w'’.-]*\s*(?:,\s|&\s|and\s|und\s|et\s|y\s)?){1,8})(?=$|[|•·–—-]|\d|\s(?:on|am|le|el|in|updated|published)\b)"
)
NAME_ROLE = re.compile(r"((?:[^\W\d_a-z][\w'’.-]*\s*){2,4})[|,•·]\s*([^|,•·]{3,40})")
MANY = frozenset(["author", "article:author", "dc.creator", "dcterms.creator", "citation_author"])
"""Metas that pages give once an author."""
LONGEST = 60


def authors(facts: Facts, site_names: list[str]) -> tuple[tuple[str, ...], str]:
    """Names and their witness; none where nobody is named."""
    sites = {fold(name) for name in site_names}
    second: tuple[tuple[str, ...], str] | None = None
    for node in facts.articles[:3]:
        for key in ("author", "creator"):
            people, bodies = _said(node.get(key), facts, 0)
            names = _clean(people, sites)
            if names:
                return names, "json-ld"
            names = _clean(people + bodies, set())
            if names and second is None:
                second = names, "json-ld"
    for name, content in facts.meta(
        "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "citation_author",
        "dcterms.creator",
        "byl",
        "article:author_name", "og:article:author", "cxenseparse:author", "authors", "twitter:data1",
    ):  # fmt: skip
        if name == "twitter:data1" and "Written by" not in " ".join(facts.metas.get("twitter:label1", ())):
            continue
        names = _clean(facts.metas[name] if name in MANY else [content], sites)
        if names:
            return names, f"meta:{name}"
        names = _clean([content], set())
        if names and second is None and name != "twitter:data1":
            second = names, f"meta:{name}"
    for element in facts.props.get("author", ())[:5]:
        inner = element.find(".//*[@itemprop='name']")
        holder = inner if inner is not None else element
        names = _clean([holder.get("content") or " ".join(holder.itertext())], sites)
        if names:
            return names, "itemprop:author"
    names = _visible(facts, sites)
    if names:
        return names, "byline"
    return second or ((), "")


def _said(value: Any, facts: Facts, depth: int) -> tuple[list[str], list[str]]:
    """Names of people, and of organisations, in a JSON-LD author."""
    people: list[str] = []
    bodies: list[str] = []
    if depth > 4:
        return people, bodies
    if isinstance(value, str):
        people.append(value)
    elif isinstance(value, list):
        for item in value[:30]:
            some, others = _said(item, facts, depth + 1)
            people += some
            bodies += others
    elif isinstance(value, dict):
        name = value.get("name")
        if name is None and isinstance(value.get("@id"), str):
            known = facts.by_id.get(value["@id"], {})
            name = known.get("name")
            value = known
        kinds = types(value)
        target = bodies if kinds & BODIES and "Person" not in kinds else people
        if isinstance(name, list):
            target += [words_of(item) for item in name[:30]]
        elif name:
            target.append(words_of(name))
    return people, bodies


def _clean(said: list[str], sites: set[str]) -> tuple[str, ...]:
    names: list[str] = []
    seen: set[str] = set()
    for text in said:
        for name in split(text):
            key = fold(name)
            if key and key not in seen and key not in sites:
                seen.add(key)
                names.append(name)
    return tuple(names[:20])


def split(text: str) -> list[str]:
    """The names in a byline: ``By Ann Bee, Staff Writer and Cy Dee`` -> ``[Ann Bee, Cy Dee]``."""
    known = bylines()
    text = squeeze(MAIL.sub(" ", words_of(text)))
    if ADDRESS.match(text):
        return []
    for _ in range(2):
        text = known.by.sub("", text)
    names: list[str] = []
    for part in SPLIT.split(text):
        part = known.by.sub("", part).strip(" .,-–—:*()[]\"'")
        if not part or len(part) > LONGEST or URL.search(part) or DATE.search(part):
            continue
        if (
            part.lower() in known.never
            or part[0].isdigit()
            or known.role.match(part)
            or not re.search(r"[^\W\d_]{2}", part)
        ):
            continue
        names.append(_trim(part))
    return names


def _visible(facts: Facts, sites: set[str]) -> tuple[str, ...]:
    for element in facts.bylines:
        if element.tag in NO_BYLINE or ELSEWHERE.search(f"{element.get('class', '')} {element.get('id', '')}".lower()):
            continue
        pieces = [piece.strip() for piece in element.itertext() if piece.strip()]
        text = " | ".join(pieces)
        if not 3 < len(text) < 160:
            continue
        if element.tag == "a" and not _to_author(element):
            continue
        names = tuple(name for name in _clean([text], sites) if not any(map(str.isdigit, name)))
        if names and all(_is_name(name) for name in names):
            return names
    for text in sorted(facts.below_headline, key=len):
        found = BY_NAME.match(text) or NAME_ROLE.match(text)
        if found and (found.re is BY_NAME or bylines().role.match(found.group(2).strip())):
            names = _clean([found.group(1)], sites)
            if names and all(_is_name(name) for name in names):
                return names
    return ()


def from_line(text: str) -> tuple[str, ...]:
    """The names in a line of the body that is a byline, ``Written by Ann Bee``; none where it is none."""
    found = BY_NAME.match(text) if len(text) < 100 else None
    names = _clean([found.group(1)], set()) if found and found.end() >= len(text) - 2 else ()
    return names if all(_is_name(name) and " " in name for name in names) else ()


def _trim(name: str) -> str:
    """The name without the month that stood behind it on the line."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip(".,") in MONTHS:
        words.pop()
    return " ".join(words)


def _is_name(text: str) -> bool:
    words = text.split()
    if not text.isascii() and not text[:1].isupper():
        return len(text) < 20 and not any(character.isdigit() for character in text)
    small = [word for word in words if word[:1].islower() and word not in PARTICLES]
    return len(words) < 6 and not small and not any(character.isdigit() for character in text)


def _to_author(link: Element) -> bool:
    if link.get("rel") == "author" or "author" in (link.get("class") or "").lower():
        return True
    return AUTHOR_PATH.search(_path(link.get("href"))) is not None


def _path(href: str | None) -> str:
    try:
        return urlsplit(href or "").path + "/"
    except ValueError:
        return ""
