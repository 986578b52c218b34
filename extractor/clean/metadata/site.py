"""The site's name, the page's own address and its language."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urljoin, urlsplit

from extractor.clean.metadata.gather import Facts, squeeze, types, words_of
from extractor.clean.metadata.titles import SEPARATOR, fold, heading_text, lesser_heading
from extractor.rulebook import load_lexicons

LINK = re.compile(r"https?:", re.I)
LANGUAGE = re.compile(r"[a-z]{2,3}", re.I)
LONG = {
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "spa": "es",
    "fra": "fr",
    "fre": "fr",
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
}


def host(url: str | None) -> str:
    """The host name without ``www.``; empty where the address is none."""
    try:
        name = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", name)


def site(facts: Facts, url: str | None) -> tuple[str | None, str]:
    """The name and its witness."""
    own = next(((_short(text), name) for name, text in facts.meta("og:site_name") if not LINK.match(text)), None)
    address = host(url) or host(facts.canonical)
    known = _known(address)
    if known and own and _spells_out(own[0], known) and language(facts)[0] == "en":
        return own[0], f"meta:{own[1]}"  # an English page's "Voice of ..." is what the abbreviation stands for
    if known:
        # a part of a site with a host of its own, and that name: factcheck.example.com
        part = own[0] if own and fold(own[0]) == fold(address.split(".")[0]) and address not in _by_host() else ""
        return (f"{known} {part}" if part and fold(part) not in fold(known) else known), "rules:site-names"
    if own:
        return own[0], f"meta:{own[1]}"
    for node in facts.articles[:3]:
        publisher = node.get("publisher")
        if isinstance(publisher, list):
            publisher = next((item for item in publisher if isinstance(item, dict)), None)
        if isinstance(publisher, dict):
            whole = facts.by_id.get(str(publisher.get("@id")), {})
            text = words_of(publisher.get("name")) or words_of(whole.get("name"))
            if text and not LINK.match(text):
                return text, "json-ld"
    for name, content in facts.meta(
        "application-name",
        "apple-mobile-web-app-title",
        "publisher",
        "dc.publisher",
        "article:publisher",
        "twitter:site",
    ):
        if not content.startswith(("http", "@")) and len(content) < 60:
            return content, f"meta:{name}"
    for node in facts.nodes:
        if types(node) & {"WebSite", "NewsMediaOrganization", "Organization"}:
            text = words_of(node.get("name"))
            if text and len(text) < 60:
                return text, "json-ld"
    parts = [part.strip() for part in SEPARATOR.split(facts.title) if part.strip()]
    name = host(url)
    if len(parts) > 1:
        for part in (parts[-1], parts[0]):
            key = fold(part)
            if key and name and len(part) < 50 and (key in fold(name) or fold(name.split(".")[0]) in key):
                return part, "title"
    behind = _behind_headline(facts)
    if behind:
        return behind, "title"
    return (name, "url") if name else (None, "")


def _spells_out(name: str, short: str) -> bool:
    """Is ``short`` the initials of ``name``, with or without its little words?"""
    words = re.findall(r"\w+", name)
    initials = {"".join(word[0] for word in words).upper(), "".join(word[0] for word in words if word[0].isupper())}
    return len(short) > 2 and short in initials


def _behind_headline(facts: Facts) -> str | None:
    """What ``<title>`` puts behind a headline that stands on the page without it: "Firm buys rival | The Gazette"."""
    headings = facts.headings[:6] or [heading for heading in [lesser_heading(facts, [])] if heading is not None]
    shown = {fold(heading_text(heading)) for heading in headings}
    for cut in SEPARATOR.finditer(facts.title):
        head, tail = facts.title[: cut.start()], facts.title[cut.end() :].strip()
        if fold(head) and fold(head) in shown and 1 < len(tail) < 50 and not SEPARATOR.search(tail):
            return tail
    return None


@cache
def _by_host() -> dict[str, str]:
    return {str(key): str(value) for key, value in load_lexicons("site-names").items()}


def _known(name: str) -> str | None:
    """The name of a well-known site, by the host or a domain above it."""
    while "." in name:
        if name in _by_host():
            return _by_host()[name]
        name = name.split(".", 1)[1]
    return None


def names(facts: Facts, found: str | None, url: str | None) -> list[str]:
    """Every name the site may go by, to be told from titles and authors."""
    out = [found] if found else []
    out += [
        content
        for _, content in facts.meta("og:site_name", "application-name", "publisher", "apple-mobile-web-app-title")
    ]
    out += [content.lstrip("@") for _, content in facts.meta("twitter:site")]
    for node in facts.nodes[:100]:
        if types(node) & {"WebSite", "NewsMediaOrganization", "Organization"} and "Person" not in types(node):
            text = words_of(node.get("name"))
            if text:
                out.append(text)
            other = node.get("alternateName")
            if isinstance(other, str):
                out.append(other)
    name = host(url)
    if name:
        out.append(name)
        labels = name.split(".")
        out.append(labels[0] if len(labels) < 3 or len(labels[-2]) <= 3 else labels[-2])
        if len(labels) >= 3 and len(labels[-2]) <= 3:
            out.append(labels[-3])
    return [squeeze(item) for item in out if squeeze(item)]


def canonical(facts: Facts, url: str | None) -> tuple[str | None, str]:
    """The page's own address and its witness."""
    said = [(facts.canonical, "link:canonical")] + [(content, f"meta:{name}") for name, content in facts.meta("og:url")]
    for node in facts.articles[:1]:
        for key in ("url", "mainEntityOfPage"):
            value = node.get(key)
            if isinstance(value, dict):
                value = value.get("@id")
            if isinstance(value, str):
                said.append((value, "json-ld"))
    for text, witness in said:
        if not text:
            continue
        try:
            full = urljoin(url or facts.base or "", text)
            parts = urlsplit(full)
            bare = parts.path.strip("/") == ""
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            # a front page given as the address of every page says nothing
            if bare and url and urlsplit(url).path.strip("/"):
                continue
            # another publisher's address is where the story was taken from, not where this page lives
            if url and _domain(host(url)) != _domain(host(full)):
                continue
            return full, witness
    return (url, "url") if url else (None, "")


def _domain(name: str) -> str:
    """The part of a host name that is registered, near enough: ``www.a.co.uk`` and ``b.a.co.uk`` -> ``a.co.uk``."""
    labels = name.split(".")
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-keep:])


def section(facts: Facts) -> str | None:
    """The part of the site that the article is in, as JSON-LD or a meta names it."""
    for node in facts.articles[:2]:
        text = words_of(node.get("articleSection"))
        if text:
            return text[:100]
    return next((content[:100] for _, content in facts.meta("article:section", "section", "parsely-section")), None)


def keywords(facts: Facts) -> tuple[str, ...]:
    """What the page files itself under, each once, in the page's order."""
    said: list[str] = []
    for node in facts.articles[:2]:
        value = node.get("keywords")
        for item in value if isinstance(value, list) else [value]:
            said += re.split(r"[,;]", words_of(item))
    for _, content in facts.meta("news_keywords", "keywords", "article:tag", "parsely-tags"):
        said += re.split(r"[,;]", content)
    return tuple(dict.fromkeys(word for word in map(squeeze, said) if 1 < len(word) < 80))[:40]


def language(facts: Facts) -> tuple[str | None, str]:
    """ISO 639-1 and its witness; the text itself is asked by the caller where the page says nothing."""
    said = [(facts.language, "html:lang")]
    said += [
        (content, f"meta:{name}")
        for name, content in facts.meta("content-language", "og:locale", "language", "dc.language", "inlanguage")
    ]
    for node in facts.articles[:1]:
        said.append((words_of(node.get("inLanguage")), "json-ld"))
    for text, witness in said:
        found = LANGUAGE.match(text or "")
        if found and len(found.group()) in (2, 3):
            code = found.group().lower()
            code = LONG.get(code, code)
            if len(code) == 2 and code not in ("xx", "zz", "un"):
                return code, witness
    return None, ""


def _short(name: str) -> str:
    parts = [part.strip() for part in re.split(r"\s+[|–—]\s+", name) if part.strip()]
    return parts[0] if parts and len(name) > 40 else name
