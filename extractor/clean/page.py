"""A page in, an article out: the one module that knows the order of the cleaner's steps."""

from __future__ import annotations

import gc
from typing import Any

from extractor import errors
from extractor.clean import sites, standfirst, state
from extractor.clean.assembly import Part, identity, join
from extractor.clean.choose import choose, weigh
from extractor.clean.decode import Decoded, decode, is_binary
from extractor.clean.lines import Ask, before_dateline, dateline_day, sift
from extractor.clean.metadata import dates, people, site, titles, tongue
from extractor.clean.metadata.gather import Facts, gather
from extractor.clean.metadata.titles import fold
from extractor.clean.prune import prune
from extractor.clean.soup import Reader, let_go, soup_of
from extractor.clean.text import clean_text
from extractor.clean.tree import Element, Paths, cap, parse
from extractor.records import Article, Page

LEAST = 200
"""A body of fewer characters is suspected of being a wrong choice."""


def clean_page(page: Page) -> Article:
    """The article on a page; one declared as ``text/plain`` is read as text.

    Raises EmptySource, NotText, BadEncoding or NoArticle, each with the page's source and the reason.
    """
    content = page.content
    if not content.strip():
        raise errors.EmptySource(page.source, "the page is empty")
    if is_binary(content):
        raise errors.NotText(page.source, "the content is binary, not text")
    decoded = decode(content, page.charset)
    if decoded.lossy > 0.05:
        raise errors.BadEncoding(
            page.source, f"{decoded.lossy:.0%} of the characters fit no encoding claimed or guessed"
        )
    if page.media_type == "text/plain":
        article = clean_text(decoded.text, source=page.source, url=page.url)
    else:
        article = _article(decoded, page.url, page.source, opening=False)
    if not article.text:
        raise errors.NoArticle(page.source, article.problem or "no article text found")
    return article


def clean_html(html: bytes | str, url: str | None = None, *, source: str = "", opening: bool = True) -> Article:
    """The article in ``html``; never raises. Where there is none, ``text`` is empty and ``problem`` says why.

    ``url`` is the address of the page, used where the page itself does not say. ``opening`` puts a standfirst from
    above the body at the head of the text, where readers see it; it is in ``standfirst`` either way.
    """
    if isinstance(html, bytes):
        if not html.strip():
            return _nothing(source, url, "the page is empty")
        if is_binary(html):
            return _nothing(source, url, "the content is binary, not text")
        return _article(decode(html), url, source, opening)
    return _article(Decoded(html, "str", "bytes"), url, source, opening)


def _article(decoded: Decoded, url: str | None, source: str, opening: bool) -> Article:
    html = cap(decoded.text.removeprefix("\ufeff"))
    if not html or html.isspace():
        return _nothing(source, url, "the page is empty")
    root = parse(html)
    if root is None or not len(root):
        return _nothing(source, url, "there is no element on the page")
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(root, html, url, source, opening)
    finally:
        if collecting:
            gc.enable()


def _read(root: Element, html: str, url: str | None, source: str, opening: bool) -> Article:
    facts = gather(root)
    found = describe(facts, url)
    hint = sites.site_of(url or found["url"])
    hinted = sites.apply(hint, root) if hint is not None else None
    if hinted is not None:
        found.update(hinted.fields)
        found["witnesses"].update(dict.fromkeys(hinted.fields, "rules:sites"))
    names = tuple(site.names(facts, found["site"], url))
    ask = Ask(str(found["title"] or ""), tuple(found["authors"]), standfirst.descriptions(facts), names, opening)
    if hinted is not None and hinted.bodies:
        lines, first = sift([line for element in hinted.bodies for line in _lines(element)], ask), None
    else:
        lines, first, root = _find(root, html, facts, ask)
    start = 1 if first and opening and lines and lines[0].text == first else 0
    found["title"], taken = titles.settle(
        ask.title, [line.text for line in lines[start:12]], found["witnesses"].get("title", "")
    )
    if taken:
        del lines[start : start + taken]
        found["witnesses"]["title"] = "text"
    if not opening and first is None:
        before = before_dateline([line.text for line in lines[:6]])
        first = " ".join(line.text for line in lines[:before]) or None
        del lines[:before]
    if not found["authors"]:
        for line in lines[:3] + lines[-4:]:
            found["authors"] = people.from_line(line.text)
            if found["authors"]:
                found["witnesses"]["authors"] = "text"
                lines.remove(line)
                break
    text, blocks = join(lines, Paths(root))
    problem = None if text else "no text on the page looks like an article"
    if not found["published"] and lines:
        found["published"] = next(filter(None, (dateline_day(line.text) for line in lines[:4])), None)
        if found["published"]:
            found["witnesses"]["published"] = "dateline"
    if not found["published"] and text:
        found["published"] = dates.from_page(html, url)
        if found["published"]:
            found["witnesses"]["published"] = "htmldate"
    language, witness = tongue.settle(found["language"], text)
    if witness:
        found["witnesses"]["language"] = witness
    return Article(
        id=identity(found["url"] or ask.title, text),
        source=source,
        text=text,
        blocks=blocks,
        problem=problem,
        standfirst=first,
        **{**found, "language": language},
    )


def _find(root: Element, html: str, facts: Facts, ask: Ask) -> tuple[list[Part], str | None, Element]:
    """The lines, the standfirst and the tree they are of; what prunes less is tried where little comes out."""
    lines, first = body(root, ask)
    if _length(lines) < LEAST and (again := parse(html)) is not None:
        other, head = body(again, ask, by_name=False)
        if _length(other) > _length(lines) * 1.5:
            lines, first, root = other, head, again
    held = state.from_data(facts)
    if not _better(held, lines) and _length(lines) < LEAST and (fresh := parse(html)) is not None:
        held = state.from_scripts(fresh)
    if _better(held, lines):
        return sift(held, ask), None, root
    return lines, first, root


def _length(lines: list[Part]) -> int:
    return sum(len(line.text) for line in lines)


def _better(held: list[Part], lines: list[Part]) -> bool:
    """Whether a body that lies in the page's data is so much longer that the elements cannot be the body."""
    length = _length(lines)
    return _length(held) > max(length * 2, length + LEAST)


def _lines(element: Element) -> list[Part]:
    soup = soup_of(element)
    lines = Reader().read(soup)
    let_go(soup)
    return lines


def body(root: Element, ask: Ask, *, by_name: bool = True) -> tuple[list[Part], str | None]:
    """The lines of the body, and the standfirst, which is the first of them; the tree is pruned on the way."""
    prune(root, by_name=by_name, keep=standfirst.keeper(ask.descriptions) if ask.descriptions else None)
    weights = weigh(root)
    if weights.under[0] <= 0 and not any(weights.own):
        return [], None
    chosen = choose(root, weights)
    lines = sift(_lines(chosen), ask)
    found = standfirst.find(root, chosen, ask.descriptions)
    if found is not None and fold(found.text) not in {fold(line.text) for line in lines[:3]} | {fold(ask.title)}:
        if ask.opening:
            lines.insert(0, Part("paragraph", found.text, origin=found.element))
        return lines, found.text
    if lines and standfirst.describes(lines[0].text, ask.descriptions):
        return lines, lines[0].text
    return lines, None


def describe(facts: Facts, url: str | None) -> dict[str, Any]:
    """The metadata fields of the article, with the witness of each under ``witnesses``."""
    witnesses: dict[str, str] = {}
    name, witnesses["site"] = site.site(facts, url)
    known = site.names(facts, name, url)
    title, witnesses["title"] = titles.headline(facts, known)
    authors, witnesses["authors"] = people.authors(facts, known)
    published, witnesses["published"] = dates.published(facts, url)
    modified, witnesses["modified"] = dates.modified(facts)
    address, witnesses["url"] = site.canonical(facts, url)
    language, witnesses["language"] = site.language(facts)
    return {
        "title": title,
        "authors": authors,
        "published": published,
        "modified": modified,
        "section": site.section(facts),
        "keywords": site.keywords(facts),
        "site": name,
        "url": address,
        "language": language,
        "witnesses": {field: witness for field, witness in witnesses.items() if witness},
    }


def _nothing(source: str, url: str | None, reason: str) -> Article:
    return Article(id=identity(url or "", ""), source=source, url=url, text="", problem=reason)
