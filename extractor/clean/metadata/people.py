"""Authors: names alone, several apart, without roles, sites and links."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from extractor.clean.metadata.dates import MONTHS
from extractor.clean.metadata.gather import Facts, squeeze, types, words_of
from extractor.clean.metadata.titles import fold
from extractor.clean.tree import INLINE, Element
from extractor.clean.words import bylines

SPLIT = re.compile(
    r"\s*(?:\s[-–—]\s|[;|/•·\n、]|,(?!\s*(?:Jr|Sr|II|III)\b)|\s(?:and|und|et|y|og|och|en|with|&|e|i|и)\s)\s*",
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
METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "citation_authors", "citation_author",
    "dc.creator", "dcterms.creator", "byl", "article:author_name", "og:article:author", "cxenseparse:author", "authors",
    "twitter:data1",
)  # fmt: skip
MANY = frozenset(
    ["author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "citation_authors", "authors"]
)
"""Metas that pages give once an author."""
LABEL = re.compile(
    r"(?:written|posted) by|verfasst von|geschrieben von|[ée]crit par|escrito por|scritto da|geschreven", re.I
)
"""What ``twitter:label1`` says where ``twitter:data1`` is the author."""
BEYOND = re.compile(
    r"\s+(?:on|in|at|am|le|el|il|op|for|from|via|with|has|is|was)\s.*"
    r"|\s+(?i:(?:last )?updated|published|posted|reviewed|edited|fact[- ]checked)\b.*|\s+\d.*|\s[–—-]\s.*",
    re.S,
)
"""What follows the names on a byline."""
SENTENCE = re.compile(r"(?:\S+\s+){6}\S.*[.!?]\Z", re.S)
JOINS_BEFORE = re.compile(r"\s*(?:[,;&]|(?:and|und|et|y|og|och|en|e)(?:\s|$))", re.I)
JOINS_AFTER = re.compile(r"(?:[,;&]|(?:^|\s)(?:and|und|et|y|og|och|en|e))\s*$", re.I)
LONGEST = 60


def authors(facts: Facts, site_names: list[str]) -> tuple[tuple[str, ...], str]:
    """Names and their witness; none where nobody is named.

    The page's data is heard first. The byline that readers see wins where it names more people, or where the data has
    only an account's name; organisations, and the site itself, are named where no person is.
    """
    sites = {fold(name) for name in site_names}
    names, witness, bodies = _from_data(facts, sites)
    if names:
        said = _byline(facts.lines_near, sites)
        if said and all(" " in name for name in names + said) and (_more(names, said) or _others(names, said)):
            return said, "byline"
        if all(map(_is_account, names)):
            said = said or _marked(facts, sites)
            if said and all(" " in name for name in said):
                return said, "byline"
        return names, witness
    names = _byline(facts.lines_below[:60], sites) or _visible(facts, sites)
    if names:
        return names, "byline"
    if bodies:
        return bodies
    names = _byline(facts.lines_below[:60], set())
    return (names, "byline") if names else ((), "")


def _from_data(facts: Facts, sites: set[str]) -> tuple[tuple[str, ...], str, tuple[tuple[str, ...], str] | None]:
    """People by JSON-LD, metas and microdata with the witness, and the organisations named in their place."""
    bodies: tuple[tuple[str, ...], str] | None = None
    for node in facts.articles[:3]:
        for key in ("author", "creator"):
            people, others = _said(node.get(key), facts, 0)
            names = _clean(people, sites)
            if names:
                return names, "json-ld", None
            names = _clean(people + others, set())
            if names and bodies is None:
                bodies = names, "json-ld"
    for name, content in facts.meta(*METAS):
        if name == "twitter:data1" and not LABEL.match(" ".join(facts.metas.get("twitter:label1", ()))):
            continue
        said = facts.metas[name] if name in MANY else [content]
        itself = next((part for text in said for part in SPLIT.split(text) if fold(part) in sites), None)
        if itself:
            # what else is said is where it has its seat
            bodies = bodies or ((itself,), f"meta:{name}")
            continue
        names = _clean(said, sites)
        if names:
            return names, f"meta:{name}", None
    for element in facts.props.get("author", ())[:5]:
        inner = element.find(".//*[@itemprop='name']")
        holder = inner if inner is not None else element
        names = _clean([holder.get("content") or _broken(holder)], sites)
        if names:
            return names, "itemprop:author", None
    return (), "", bodies


def _broken(element: Element) -> str:
    """The text of an element, with a bar where a line breaks on the page."""
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            text += _broken(child) if child.tag in INLINE and child.tag != "br" else f" | {_broken(child)} | "
        text += child.tail or ""
    return text


def _is_account(name: str) -> bool:
    """Whether a name is that of an account rather than a person's: ``annbee``, ``ann.bee``, ``AnnB``."""
    return " " not in name and name.isascii() and (name.islower() or re.search(r"[._\d]|[a-z][A-Z]", name) is not None)


def _more(names: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return len(said) > len(names) and {fold(name) for name in names} <= {fold(name) for name in said}


def _others(names: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether the byline names none of those in the data: it tells who wrote, they who posted."""
    words = {word for name in names for word in name.casefold().split()}
    return all(words.isdisjoint(name.casefold().split()) for name in said)


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
    initials = {"".join(word[0] for word in name.split()) for name in names if " " in name}
    return tuple(name for name in names if name not in initials)[:20]


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
            or part.isdigit()
            or known.role.match(part)
            or part in known.degrees
            or (names and _is_role(part))
            or not re.search(r"[^\W\d_]{2}", part)
        ):
            continue
        names.append(part)
    return names


def _visible(facts: Facts, sites: set[str]) -> tuple[str, ...]:
    names = _marked(facts, sites)
    if names:
        return names
    for pieces in facts.lines_below[:30]:
        found = NAME_ROLE.match(" | ".join(pieces))
        if found and _is_role(found.group(2)):
            names = _clean([found.group(1)], sites)
            if names and all(_is_name(name) for name in names):
                return names
    return ()


def _marked(facts: Facts, sites: set[str]) -> tuple[str, ...]:
    """The names in an element that calls itself author or byline."""
    for element in facts.bylines:
        if element.tag in NO_BYLINE or ELSEWHERE.search(f"{element.get('class', '')} {element.get('id', '')}".lower()):
            continue
        pieces = [piece.strip() for piece in element.itertext() if piece.strip()]
        text = " | ".join(pieces)
        if not 3 < len(text) < 160:
            continue
        if element.tag == "a" and not _to_author(element):
            continue
        if bylines().by.match(text):
            names = _people(pieces, sites)
        else:
            names = tuple(name for name in _clean([text], sites) if not any(map(str.isdigit, name)))
        if names and all(_is_name(name) for name in names):
            return names
    return ()


def _byline(lines: list[list[str]], sites: set[str]) -> tuple[str, ...]:
    """The names in the line under the headline that says by whom the article is."""
    by = bylines().by
    for number, pieces in enumerate(lines):
        whole = " ".join(pieces)
        found = by.match(whole + " .")
        if found is None or (found.end() <= len(pieces[0]) and SENTENCE.search(whole)):
            continue
        if found.end() >= len(whole):
            # the word alone, and the name on the line after it
            pieces = pieces + next((line for line in lines[number + 1 :] if line != pieces), [])
        names = _people(pieces, sites)
        if names:
            return names
    return ()


def _people(pieces: list[str], sites: set[str]) -> tuple[str, ...]:
    """The names at the head of a byline, up to what is no name: ``By | Ann Bee | , Reporter | on May 3``."""
    by = bylines().by
    text = by.sub("", " | ".join(pieces) + " ").strip(" |:")
    alone = len(text.split("|")[0].split()) == 1
    names: list[str] = []
    joined = True
    for piece in text.split("|"):
        piece = piece.strip()
        if not piece:
            continue
        if (lead := JOINS_BEFORE.match(piece)) is not None:
            joined, piece = True, piece[lead.end() :].strip()
        if not joined or by.match(piece):
            break
        joined = not piece
        if (trail := JOINS_AFTER.search(piece)) is not None:
            joined, piece = True, piece[: trail.start()].strip()
        if not piece:
            continue
        if names and _is_role(piece.strip(" ,")):
            continue
        cut = BEYOND.search(piece)
        said = piece[: cut.start()] if cut else piece
        found = _clean([_trim(said) if cut and cut.group().strip()[0].isdigit() else said], sites)
        good = [name for name in found if _is_name(name) or (alone and not names)]
        names += good
        if not found or len(good) < len(found) or cut:
            break
    return tuple(dict.fromkeys(names))


def _is_role(text: str) -> bool:
    """Whether a text says what somebody is: ``Senior Autos Reporter``."""
    known = bylines()
    return known.role.match(text.strip()) is not None or (" " in text and known.office.search(text) is not None)


def from_line(text: str) -> tuple[str, ...]:
    """The names in a line of the body that is a byline, ``Written by Ann Bee``; none where it is none."""
    found = BY_NAME.match(text) if len(text) < 100 else None
    names = _clean([_trim(found.group(1))], set()) if found and found.end() >= len(text) - 2 else ()
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
    if small == words[-1:] and len(words) > 1:
        small = [word for word in small if word not in ("team", "editors", "staff")]
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
