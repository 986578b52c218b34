"""The headline, without the site's name on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from extractor.clean.metadata.gather import Facts, squeeze, types, words_of
from extractor.clean.tree import INLINE, Element

SEPARATOR = re.compile(r"\s*：\s*|\s+[|–—\-•·»«:/]+\s+|\s*[|｜_]\s*|\s+::\s+|\s+- ")
WORD = re.compile(r"\w+")
OTHER_METAS = ("title", "dc.title", "parsely-title", "sailthru.title")
SAME = 0.35
"""Share of words by which a heading is known for the title."""
EMPTY = re.compile(
    r"\W*(?:ex(?:hibit)?[- ]?\d[\d.]*|untitled(?: document)?|document|home(?: ?page)?|index|news|article"
    r"|press release|page)\W*",
    re.I,
)
"""A title that says nothing of what is under it."""
DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
NO_LETTERS = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code) == "_"))
FOLD = re.compile(r"\W+")


def fold(text: str) -> str:
    """The text's letters and digits, to compare by."""
    if text.isascii():
        return text.encode().translate(None, NO_LETTERS).decode().lower()
    return FOLD.sub("", unicodedata.normalize("NFKC", text)).casefold()


def headline(facts: Facts, site_names: list[str]) -> tuple[str, str]:
    """The title and its witness; empty where there is none.

    On news pages the title given for sharing is the editors' headline, unless it is only the one made for search
    engines (the same as ``<title>``) and readers and JSON-LD see another. Elsewhere the heading on the page wins.
    """
    sites = {fold(name) for name in site_names if fold(name)}
    said = _said(facts)
    headings = [text for text in map(heading_text, facts.headings) if text]
    others = [text for text, _ in said.values()] + headings
    bare: dict[str, tuple[str, str]] = {}
    for key, (text, witness) in said.items():
        short = strip_site(text, sites, [other for other in others if other != text])
        if short and fold(short) not in sites:
            bare[key] = short, witness
    shown = _shown(headings, [text for text, _ in bare.values()], sites)
    shared, data, tag = (fold(bare[key][0]) if key in bare else "" for key in ("og", "ld", "tag"))
    if shown and fold(shown) == shared:
        return bare["og"]
    if shared and _is_news(facts):
        searched = shared == tag and data and data == fold(shown) and data != shared
        return bare["ld"] if searched else bare["og"]
    if shown:
        return shown, "h1"
    for key in ("og", "ld", "prop", "twitter", "meta", "tag"):
        if key in bare:
            return bare[key]
    return (headings[0], "h1") if headings else ("", "")


def heading_text(heading: Element) -> str:
    """The words of a heading; parts of it that stand apart on the page have a space between them."""
    return squeeze("".join(_in_order(heading)))


def _in_order(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str):
            yield child.tail or ""
            continue
        apart = " " if child.tag not in INLINE else ""
        yield apart
        yield from _in_order(child)
        yield apart
        yield child.tail or ""


def _said(facts: Facts) -> dict[str, tuple[str, str]]:
    said: dict[str, tuple[str, str]] = {}
    for node in facts.articles[:3]:
        text = words_of(node.get("headline")) or words_of(node.get("name"))
        if text:
            said["ld"] = text, "json-ld"
            break
    for key, names in (("og", ("og:title",)), ("twitter", ("twitter:title",)), ("meta", OTHER_METAS)):
        for name, content in facts.meta(*names):
            text = words_of(content)
            if text:
                said[key] = text, f"meta:{name}"
                break
    for element in facts.props.get("headline", ())[:1]:
        text = heading_text(element) or squeeze(element.get("content"))
        if text:
            said["prop"] = text, "itemprop:headline"
    if facts.title:
        said["tag"] = facts.title, "title"
    return said


def _shown(headings: list[str], said: list[str], sites: set[str]) -> str:
    """The heading on the page that a witness speaks of, else the first that is not the site's name."""
    best, most = "", 0.0
    others = [set(WORD.findall(text.casefold())) for text in said]
    for text in headings[:6]:
        words = set(WORD.findall(text.casefold()))
        if not words or fold(text) in sites or len(text) > 400:
            continue
        same = max((len(words & other) / min(len(words), len(other)) for other in others if other), default=1.0)
        if same > most:
            best, most = text, same
    return best if most >= SAME or not said else ""


def _is_news(facts: Facts) -> bool:
    return any("News" in kind or kind == "ReportageNewsArticle" for node in facts.articles[:3] for kind in types(node))


def settle(title: str, lines: list[str], witness: str) -> tuple[str, int]:
    """The title when the first lines of the body are known, and how many of them end with it.

    A title that says nothing (``EX-99.1``, ``Untitled``) gives way to a line that reads as a headline; one that holds
    the name of an unknown site, ``Gazette | Firm buys rival``, to the part of it that a line repeats.
    """
    if witness == "title":
        parts = [part.strip() for part in SEPARATOR.split(title) if part.strip()]
        keys = {fold(part): part for part in parts if len(part) > 15} if len(parts) > 1 else {}
        repeated = [
            (len(keys[key]), -number, keys[key])
            for number, line in enumerate(lines)
            if (key := fold(line.split("\n")[0])) in keys
        ]
        if repeated:
            # Of "Firm buys rival - Business News", the masthead may be repeated too: the headline is the longer part.
            _, number, part = max(repeated)
            if len(part) == max(map(len, parts)):
                return part, 1 - number
            if repeated[0][2] == part:
                return max(parts, key=len), 1 - number
    if title and not EMPTY.fullmatch(title):
        return title, 0
    for number, line in enumerate(lines[:5]):
        if (
            20 <= len(line) <= 300
            and (line.isupper() or not line.endswith((".", ":", ";")))
            and not EMPTY.fullmatch(line)
        ):
            return " ".join(line.split()), number + 1
        if len(line) > 60:
            # the text has begun
            break
    return title, 0


def strip_site(text: str, sites: set[str], others: list[str]) -> str:
    """The title without the site's name before or after a separator."""
    text = squeeze(text)
    keys = [fold(other) for other in others]
    for _ in range(3):
        cuts = list(SEPARATOR.finditer(text))
        if not cuts:
            break
        last, first = cuts[-1], cuts[0]
        head, tail = text[: last.start()].strip(), text[last.end() :].strip()
        lead, rest = text[: first.start()].strip(), text[first.end() :].strip()
        if head and (_is_site(tail, sites) or _is_day(tail)):
            text = head
        elif rest and _is_site(lead, sites):
            text = rest
        elif head and fold(head) in keys and len(tail) < 50:
            text = head
        else:
            break
    return text


def _is_day(part: str) -> bool:
    """``13.06.2023`` at the end of a title is no part of it."""
    return DAY.fullmatch(part) is not None


def _is_site(part: str, sites: set[str]) -> bool:
    key = fold(part)
    if not key:
        return True
    if key in sites:
        return True
    bare = re.sub(r"(com|net|org|de|couk|fr|es|it)$", "", key)
    return any(
        bare == site or (len(site) > 3 and (site == key.removeprefix("the") or bare == site.removeprefix("the")))
        for site in sites
    )
