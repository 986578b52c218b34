"""The headline, without the site's name on it."""

from __future__ import annotations

import re
import unicodedata

from extractor.clean.metadata.gather import Facts, squeeze, words_of

SEPARATOR = re.compile(r"\s+[|–—\-•·»«:/]+\s+|\s*[|｜_]\s*|\s+::\s+|\s+- ")
FOLD = re.compile(r"\W+")


def fold(text: str) -> str:
    """The text's letters and digits, to compare by."""
    return FOLD.sub("", unicodedata.normalize("NFKC", text)).casefold()


def headline(facts: Facts, site_names: list[str]) -> tuple[str, str]:
    """The title and its witness; empty where there is none."""
    said: list[tuple[str, str]] = []
    for node in facts.articles[:3]:
        text = words_of(node.get("headline")) or words_of(node.get("name"))
        if text:
            said.append((text, "json-ld"))
            break
    for name, content in facts.meta(
        "og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title"
    ):
        said.append((words_of(content), f"meta:{name}"))
        if len(said) > 4:
            break
    headings = [text for text in (squeeze(" ".join(h.itertext())) for h in facts.headings) if text]
    for element in facts.props.get("headline", ())[:2]:
        text = squeeze(" ".join(element.itertext())) or squeeze(element.get("content"))
        if text:
            said.append((text, "itemprop:headline"))
    if facts.title:
        said.append((facts.title, "title"))
    sites = {fold(name) for name in site_names if fold(name)}
    bare = [(strip_site(text, sites, [t for t, _ in said if t != text] + headings), witness) for text, witness in said]
    bare = [(text, witness) for text, witness in bare if text and fold(text) not in sites]
    folded = [fold(text) for text, _ in bare]
    # the headline that readers see is the one they know: where it agrees with a witness, that is the title
    for heading in headings:
        if fold(heading) in folded:
            return heading, "h1"
    for heading in headings[:3]:
        key = fold(heading)
        if len(key) > 12 and any(key.startswith(other) or other.startswith(key) for other in folded if len(other) > 12):
            return heading, "h1"
    if bare:
        return bare[0]
    if headings:
        return headings[0], "h1"
    return "", ""


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
        if head and _is_site(tail, sites):
            text = head
        elif rest and _is_site(lead, sites):
            text = rest
        elif head and fold(head) in keys and len(tail) < 50:
            text = head
        else:
            break
    return text


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
