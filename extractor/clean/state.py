"""The last resort: a body that is no element of the page, but lies in JSON-LD or in a script's data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from extractor.clean.assembly import Part
from extractor.clean.metadata.gather import Facts
from extractor.clean.soup import Reader, let_go, soup_of
from extractor.clean.tree import Element, cap, finder, parse

SCRIPTS = finder("//script[not(contains(@type,'ld+json')) and not(@src)]")
ASSIGNED = re.compile(r"(?:^|[;\s])(?:window|self|globalThis)\.[\w$.]{2,60}\s*=\s*(?=[{\[])")
"""How a script puts data where other scripts find it."""
STREAMED = re.compile(r"__next_f\.push\(\s*(\[1,.*\])\s*\)", re.S)
ROW = re.compile(r"^[0-9a-f]{1,6}:(?=[{\[])", re.M)
"""A row of the data that a server streams to React."""
BODIES = frozenset([
    "articlebody", "body", "bodyhtml", "bodytext", "content", "contenthtml", "html", "text", "storybody", "fulltext",
    "maincontent", "articlecontent", "rendered", "paragraphs",
])  # fmt: skip
"""Keys, lower case without separators, under which pages keep the body in their data."""
DECODER = json.JSONDecoder(strict=False)
LEAST = 300
LARGEST = 5_000_000
NODES = 200_000
TAGGED = re.compile(r"<(?:p|br|div|h[1-6]|li)\b", re.I)
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)


def from_data(facts: Facts) -> list[Part]:
    """The body as JSON-LD's ``articleBody`` has it; empty where it has none."""
    best = ""
    for node in facts.articles[:5]:
        posts = node.get("liveBlogUpdate")
        if isinstance(posts, list):
            said = [text for post in posts[:500] if isinstance(post, dict) for text in _post(post)]
            body: Any = "\n\n".join(said)
        else:
            body = node.get("articleBody")
        if isinstance(body, list):
            body = "\n\n".join(item for item in body if isinstance(item, str))
        if isinstance(body, str) and len(body) > len(best):
            best = body
    return _parts(best) if len(best) >= LEAST else []


def from_scripts(root: Element) -> list[Part]:
    """The body as the data of a script has it, on a page that only scripts would fill; empty where none has it."""
    best = ""
    streamed: list[str] = []
    for script in SCRIPTS(root)[:200]:
        text = script.text or ""
        if "__next_f" in text and (piece := _piece(text)):
            streamed.append(piece)
        elif LEAST < len(text) < LARGEST:
            best = max(chain([best], _longest(_held(script, text))), key=len)
    best = max(chain([best], _longest(_rows("".join(streamed)))), key=len)
    return _parts(best) if len(best) >= LEAST else []


def _longest(data: Iterable[Any]) -> Iterator[str]:
    for value in data:
        yield max(_bodies(value), key=len, default="")


def _held(script: Element, text: str) -> Iterator[Any]:
    """What a script holds: JSON by its type, or what it assigns to a name of the window's."""
    starts = [0] if "json" in (script.get("type") or "") else [found.end() for found in ASSIGNED.finditer(text)][:20]
    for start in starts:
        try:
            yield DECODER.raw_decode(text.lstrip() if start == 0 else text, start)[0]
        except (ValueError, RecursionError):
            continue


def _piece(text: str) -> str:
    found = STREAMED.search(text)
    if found is None:
        return ""
    try:
        data = json.loads(found.group(1))
    except (ValueError, RecursionError):
        return ""
    return data[1] if len(data) > 1 and isinstance(data[1], str) else ""


def _rows(streamed: str) -> Iterator[Any]:
    for row in ROW.finditer(streamed[:LARGEST]):
        try:
            yield DECODER.raw_decode(streamed, row.end())[0]
        except (ValueError, RecursionError):
            continue


def _post(post: dict[str, Any]) -> Iterator[str]:
    for key in ("headline", "articleBody"):
        text = post.get(key)
        if isinstance(text, str) and text.strip():
            yield text.strip()


def _bodies(data: Any) -> Iterator[str]:
    """Texts long enough to be a body, and lists of paragraphs joined, under keys that name one."""
    queue: list[tuple[str, Any]] = [("", data)]
    for _ in range(NODES):
        if not queue:
            return
        key, value = queue.pop()
        named = re.sub(r"[^a-z]", "", key.lower()) in BODIES
        if isinstance(value, str):
            if named and len(value) >= LEAST and (" " in value or not value.isascii()):
                yield value
        elif isinstance(value, dict):
            queue.extend((str(name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            if named:
                joined = "\n\n".join(text for text in map(_text, value) if text)
                if len(joined) >= LEAST:
                    yield joined
            queue.extend((key, inner) for inner in value)


def _text(item: Any) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, dict):
        for key in ("text", "content", "html", "value"):
            if isinstance(item.get(key), str):
                return str(item[key])
    return ""


def _parts(body: str) -> list[Part]:
    if TAGGED.search(body) or ENTITY.search(body):
        root = parse(cap(f"<html><body>{body}</body></html>"))
        if root is None:
            return []
        soup = soup_of(root)
        parts = Reader().read(soup)
        let_go(soup)
        # these elements are none of the page's
        return [Part(part.kind, part.text, linked=part.linked, level=part.level) for part in parts]
    return [Part("paragraph", " ".join(piece.split())) for piece in re.split(r"\n\s*\n|\n", body) if piece.strip()]
