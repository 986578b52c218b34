"""Articles that come as plain text: as saved from a page, or as the ``text`` of a JSON line.

What looks like clutter beyond doubt goes; what only looks like none of the news is kept and labelled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.clean.assembly import Part, identity, join, mark_about
from extractor.clean.lines import dateline_day
from extractor.clean.metadata.titles import fold
from extractor.clean.words import words
from extractor.records import Article, BlockKind

BLANK = re.compile(r"\n[ \t\r\f\v\u00a0\u3000]*(?:\n[ \t\r\f\v\u00a0\u3000]*)+")
SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202a-\u202e\ufeff\ufffc]")
IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\s]{1,2000}\)")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:https?:|/|#|mailto:)[^()\s]{0,2000}\)")
LINK_ALONE = re.compile(r"(?:[-*•]\s*)?\[[^\[\]\n]{1,300}\]\((?:https?:|/)[^()\s]{1,2000}\)\W{0,3}\Z")
STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,400}?)(?<=\S)\1")
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
BULLET = re.compile(r"(?:[-*•·▪◦●‣–]|\d{1,2}[.)])\s+(?=\S)")
QUOTE = re.compile(r">\s+(?=\S)")
END = re.compile(r"[.!?…。！？:;,]['\"”’»)]*\Z")
STOP = re.compile(r"[.!?…]['\"”’»)]*\Z")
TITLE_LONGEST = 220
HEADING_LONGEST = 90
ADDRESSES_READER = re.compile(r"dear [\w'’ ]{0,40}(?:reader|subscriber|friend)s?\b", re.I)


def clean_text(
    text: str,
    *,
    source: str = "",
    title: str | None = None,
    url: str | None = None,
    published: str | None = None,
    site: str | None = None,
    authors: Sequence[str] = (),
    language: str | None = None,
    id: str | None = None,
) -> Article:
    """The article in a plain ``text``; never raises.

    A ``title`` that is given stands. Without one, the first line is the title where it looks like one. Without a day
    of publication, the day of the dateline that opens the article is taken. Lines of
    a newsletter, an app or a share bar go; "About the company", contact and disclaimer blocks, and what follows the
    article's sign-off, are kept as boilerplate. Where nothing is left, ``problem`` says so.
    """
    parts = [part for chunk in _chunks(text) for part in _parts(chunk)]
    given = title.strip() if title else ""
    known = words()
    if not given:
        while parts and known.lines.match(parts[0].text):
            parts.pop(0)
        if len(parts) > 1 and _is_title(parts):
            given = parts.pop(0).text.replace("\n", " ")
    elif len(parts) > 1 and fold(parts[0].text) == fold(given):
        parts.pop(0)
    kept: list[Part] = []
    signed_off = False
    written = 0
    whole = sum(len(part.text) for part in parts)
    for part in parts:
        if (len(part.text) < 300 and known.lines.match(part.text)) or LINK_ALONE.match(part.raw):
            signed_off = signed_off or (written > whole * 0.5 and known.sign_off.match(part.text) is not None)
            continue
        if ADDRESSES_READER.match(part.text) and written > 0:
            signed_off = True
        written += len(part.text)
        part.boilerplate = signed_off
        kept.append(part)
    mark_about(kept)
    body, blocks = join(kept, None)
    witnesses = {"title": "given"} if title else ({"title": "text"} if given else {})
    if not published and kept:
        published = dateline_day(kept[0].text)
        if published:
            witnesses["published"] = "dateline"
    return Article(
        id=id or identity(url or given, body),
        source=source,
        url=url,
        title=given,
        site=site,
        authors=tuple(authors),
        published=published,
        language=language,
        text=body,
        blocks=blocks,
        witnesses=witnesses,
        problem=None if body else "the text is empty",
    )


def _chunks(text: str) -> list[str]:
    """Paragraphs as blank lines part them; where there are none, every line is one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.isascii():
        text = re.sub("[\ud800-\udfff]", "\ufffd", INVISIBLE.sub("", text))
    text = _unwrap(text)
    chunks = [chunk.strip() for chunk in BLANK.split(text) if chunk.strip()]
    if len(chunks) == 1 and "\n" in chunks[0] and not _wrapped(chunks[0].split("\n")):
        chunks = [line.strip() for line in chunks[0].split("\n") if line.strip()]
    return chunks


def _unwrap(text: str) -> str:
    """Lines broken at a fixed width, as old newswires have them, joined; an indented line begins a paragraph.

    A text is taken for one of these where most lines are of like length and end inside a sentence.
    """
    lines = text.split("\n")
    full = [line.strip() for line in lines if line.strip()]
    if len(full) < 2 or max(map(len, full)) > 90:
        return text
    inner = [line for line, following in pairwise(full) if following]
    inside = [line for line in inner if len(line) >= 45 and not STOP.search(line)]
    if (len(full) < 3 or len(inside) < 0.5 * len(inner)) and not _runs_on(lines):
        return text
    flush = any(line.strip() and not line.startswith((" ", "\t")) for line in lines)
    out: list[str] = []
    for line in lines:
        indented = flush and line.startswith(("  ", "\t"))
        if not line.strip():
            out.append("\n\n")
        else:
            out.append(("\n\n" if indented else " ") + line.strip())
    return "".join(out).strip()


def _runs_on(lines: Sequence[str]) -> bool:
    """Whether most lines that no indentation or blank line parts run on in small letters or figures."""
    pairs = [(a.strip(), b) for a, b in pairwise(lines) if a.strip() and b.strip() and not b.startswith((" ", "\t"))]
    running = sum(not END.search(a) and (b[0].islower() or b[0].isdigit()) for a, b in pairs)
    return running > 0 and running >= 0.5 * len(pairs)


def _parts(chunk: str) -> list[Part]:
    lines = [_even(line).strip() for line in chunk.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1 and _wrapped(lines):
        lines = [" ".join(lines)]
    parts: list[Part] = []
    for line in lines:
        raw = line
        plain = line
        if "[" in line or "**" in line or "__" in line:
            plain = _even(STRONG.sub(r"\2", LINK.sub(r"\1", IMAGE.sub("", line)))).strip()
        if not plain or not re.search(r"\w", plain):
            continue
        kind: BlockKind = "paragraph"
        level = 0
        if (hashes := MARKDOWN_HEADING.match(plain)) is not None:
            kind, plain, level = "heading", plain[hashes.end() :], len(hashes.group(1))
        elif BULLET.match(plain):
            kind = "list_item"
        elif QUOTE.match(plain):
            kind, plain = "quote", QUOTE.sub("", plain, count=1)
        elif len(lines) == 1 and _is_heading(plain):
            kind = "heading"
        parts.append(Part(kind, plain, raw=raw, level=level))
    return parts


def _even(line: str) -> str:
    """The line with one blank between its words."""
    if line.isascii() and line.isprintable() and "  " not in line:
        return line
    return SPACES.sub(" ", line)


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph broken at a fixed width."""
    if len(lines) < 3:
        return len(lines) == 2 and 50 <= len(lines[0]) <= 100 and not END.search(lines[0]) and lines[1][:1].islower()
    lengths = [len(line) for line in lines[:-1]]
    longest = max(lengths)
    ended = sum(END.search(line) is not None for line in lines[:-1])
    return longest <= 110 and min(lengths) >= longest * 0.7 and ended <= len(lengths) * 0.4


def _is_title(parts: list[Part]) -> bool:
    first, following = parts[0].text, parts[1].text
    if len(first) > TITLE_LONGEST or first.endswith((".", ",", ";", ":")) or parts[0].kind == "list_item":
        return False
    return len(following) > len(first) or len(first) <= 120


def _is_heading(line: str) -> bool:
    return len(line) <= HEADING_LONGEST and not END.search(line) and len(line.split()) <= 12 and line[:1].isupper()
