"""The headline, without the site's name on it."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice, takewhile

from extractor.clean.metadata.gather import Facts, squeeze, types, words_of
from extractor.clean.tree import INLINE, Element

SEPARATOR = re.compile(r"\s*：\s*|\s+[|–—\-•·»«:/]+\s+|\s*[|｜_]\s*|\s+::\s+|\s+- ")
WORD = re.compile(r"\w+")
OTHER_METAS = ("title", "dc.title", "parsely-title", "sailthru.title")
SAME = 0.35
"""Share of words by which a heading is known for the title."""
CLOSER = 0.3
"""By so much more a later heading has to be like the title to stand before an earlier one."""
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

    On news pages the title given for sharing is the editors' headline, unless what readers see and JSON-LD agree on
    another. Elsewhere the heading on the page wins. A heading at the end of a trail of links is written for search
    engines, where a heading of second rank stands between it and the text: readers see that one.
    """
    sites = {fold(name) for name in site_names if fold(name)}
    said = _said(facts)
    given = [text for text, _ in said.values()]
    marked = [(text, heading) for heading in facts.headings if (text := heading_text(heading))]
    trails = {text: below for text, heading in marked[:6] if ends_trail(heading) and (below := _below(heading, facts))}
    known: dict[str, Element] = {}
    for text, heading in marked:
        if text not in trails:
            known.setdefault(strip_site(text, sites, []), heading)
    headings = list(known)
    bare: dict[str, tuple[str, str]] = {}
    for key, (text, witness) in said.items():
        short = strip_site(text, sites, [other for other in [*given, *headings, *trails] if other != text])
        if short and fold(short) not in sites:
            bare[key] = short, witness
    told = [text for text, _ in bare.values()]
    shown, tag_name = _shown(headings, told, sites | _mastheads(facts.title, told)), "h1"
    facts.headline = known.get(shown)
    if not marked:
        facts.headline = lesser_heading(facts, told)
    if not shown and trails:
        shown, tag_name = _under_trail(trails, told), "h2"
    shared, data, tag = (fold(bare[key][0]) if key in bare else "" for key in ("og", "ld", "tag"))
    if shared and _is_news(facts):
        if not data or data == shared or data != fold(shown):
            return bare["og"]
        # readers and JSON-LD have another: what is shared is for search engines, or for the networks alone
        if trails and shared != tag:
            return bare["og"]
        both = "twitter" in bare and fold(bare["twitter"][0]) == shared != tag
        return bare["og"] if both and _cut_short(bare["og"][0], shown) else bare["ld"]
    if not shown and trails:
        shown, tag_name = _shown(list(trails), told, sites), "h1"
    if shown:
        return shown, tag_name
    for key in ("og", "ld", "prop", "twitter", "meta", "tag"):
        if key in bare:
            return bare[key]
    return (marked[0][0], "h1") if marked else ("", "")


def heading_text(heading: Element) -> str:
    """The words of a heading; parts of it that stand apart on the page have a space between them."""
    text = squeeze("".join(_in_order(heading)))
    return entities.unescape(text) if "&" in text else text


def _in_order(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str):
            yield child.tail or ""
            continue
        apart = " " if child.tag not in INLINE or child.tag == "br" else ""
        yield apart
        yield from _in_order(child)
        yield apart
        yield child.tail or ""


def ends_trail(heading: Element) -> bool:
    """Whether a heading is the last crumb of the trail to the page."""
    for _, element in zip(range(6), heading.iterancestors(), strict=False):
        if element.tag in ("nav", "li") or "rumb" in "".join(element.attrib.values()):
            return True
        if element.tag in ("article", "main", "header", "body"):
            break
    parent = heading.getparent()
    if parent is None or heading.getnext() is not None:
        return False
    before = list(heading.itersiblings(preceding=True))
    links = sum(len(element.findall(".//a")) + (element.tag == "a") for element in before)
    return links > 1 and all(_is_crumbs(element) for element in before)


def _is_crumbs(element: Element) -> bool:
    """Whether there are links in an element and no words beside them."""
    if element.tag == "a":
        return True
    beside = [element.text or ""]
    beside += [text for inner in element.iterdescendants() for text in _beside_link(inner)]
    return fold("".join(beside)) == ""


def _beside_link(element: Element) -> tuple[str, str]:
    inside = element.tag == "a" or any(up.tag == "a" for up in element.iterancestors("a"))
    return "" if inside else element.text or "", element.tail or ""


def _below(heading: Element, facts: Facts) -> list[Element]:
    """The headings of second rank between a heading and the text."""
    found: list[Element] = []
    seen = False
    for element in facts.root.iter("h1", "h2", "p"):
        if element is heading:
            seen = True
        elif seen and element.tag == "h2":
            found.append(element)
        elif seen and element.tag == "p" and len("".join(element.itertext())) > 80:
            break
    return found


def _under_trail(trails: dict[str, list[Element]], said: list[str]) -> str:
    """The heading under a trail that repeats a witness, without the kicker that stands in it."""
    known = {fold(text) for text in said}
    for heading in chain.from_iterable(trails.values()):
        parts = [squeeze(heading.text)] + [heading_text(part) for part in heading if isinstance(part.tag, str)]
        text = max(parts, key=len) if len([part for part in parts if part]) > 1 else heading_text(heading)
        if fold(text) in known:
            return text
    return ""


def lesser_heading(facts: Facts, said: list[str]) -> Element | None:
    """The heading of lower rank, or the line in bold, that is the title on a page without a heading of the first."""
    best: tuple[float, Element | None] = 0.6, None
    for heading in islice(facts.root.iter("h2", "h3", "h4"), 80):
        text = heading_text(heading)
        like = max((_likeness(text, other) for other in said), default=0.0)
        if like > best[0]:
            best = like, heading
    if best[1] is not None:
        return best[1]
    # pages older than headings set the headline in bold
    parts = [*said, *(part for part in SEPARATOR.split(facts.title) if len(part) > 15)]
    keys = set(map(fold, parts))
    longest = max(map(len, parts), default=0) * 2
    found: list[tuple[int, int, Element]] = []
    for number, element in enumerate(islice(facts.root.iter("b", "strong", "font", "big", "p", "td", "div"), 400)):
        text = element.text or ""
        if 10 < len(text) <= longest and fold(text) in keys:
            # the masthead may be a part of the title too; the headline is the longer one
            found.append((-len(text.strip()), number, element))
    return min(found)[2] if found else None


def _mastheads(title: str, said: list[str]) -> set[str]:
    """What ``<title>`` puts before or behind a headline that stands alone elsewhere: no heading of that name is one."""
    whole = fold(title)
    found: set[str] = set()
    for key in map(fold, said):
        if len(key) * 2 >= len(whole) > len(key):
            found |= {whole.removeprefix(key), whole.removesuffix(key)} - {whole}
    return found


def _cut_short(title: str, heading: str) -> bool:
    """Whether a title begins as the heading does and ends before it."""
    words, others = WORD.findall(title.casefold()), WORD.findall(heading.casefold())
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False)))
    return len(words) < len(others) and same * 4 >= len(words) * 3


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
    """The heading on the page that a witness speaks of, else the first that is not the site's name.

    A later heading must be much closer to what is said than the first that will do.
    """
    best, most = "", 0.0
    for text in headings[:6]:
        if not fold(text) or fold(text) in sites or len(text) > 400:
            continue
        same = max((_likeness(text, other) for other in said), default=1.0)
        if same > (most + CLOSER if most >= SAME else most):
            best, most = text, same
    return best if most >= SAME or not said else ""


def _likeness(text: str, other: str) -> float:
    """Share of words in common; a single word inside of a longer text proves nothing."""
    words, others = set(WORD.findall(text.casefold())), set(WORD.findall(other.casefold()))
    if not words or not others:
        return 0.0
    least = 1 if other.casefold().startswith(text.casefold()) else 3
    return len(words & others) / max(least, min(len(words), len(others)))


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
