"""Bytes to text: what the bytes, the transport and the page itself say about the encoding, in that order of trust.

The labels are read as the WHATWG Encoding Standard reads them: ``latin-1`` and ``ascii`` mean Windows-1252, because
that is what pages so labelled are written in.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Python's codec name to the codec that pages with that label are really in. A page that can say ``utf-16`` in
readable bytes is not in UTF-16."""

META = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
BINARY = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x7fELF",
    b"RIFF", b"OggS", b"ID3", b"\x00\x00\x01\x00", b"\xd0\xcf\x11\xe0", b"SQLite format 3",
)  # fmt: skip
CONTROL = bytes(set(range(32)) - set(b"\t\n\f\r\x1b\x00"))
TAGS = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]{0,4000}>", re.I | re.S)
HIGH = re.compile(rb"[\x80-\xff]+")
LANG = re.compile(rb"""<html[^>]{0,300}?\slang\s*=\s*["']?([a-z]{2})""", re.I)
LATIN = {
    b"pl": "cp1250",
    b"cs": "cp1250",
    b"sk": "cp1250",
    b"hu": "cp1250",
    b"sl": "cp1250",
    b"hr": "cp1250",
    b"tr": "cp1254",
}
SAMPLE = 200_000
"""Bytes looked at where the encoding has to be guessed."""


@dataclass(frozen=True)
class Decoded:
    """Text of a page, and how it was read."""

    text: str
    encoding: str
    """Python's name of the codec."""
    how: str
    """``bom``, ``bytes``, ``transport``, ``page``, ``guess`` or ``last resort``."""
    lossy: float = 0.0
    """Share of the characters that could not be read and stand as U+FFFD."""


def is_binary(content: bytes) -> bool:
    """Whether the bytes are an image, an archive or the like rather than text."""
    if content.startswith(BINARY):
        return True
    head = content[:4096]
    if head.startswith(tuple(bom for bom, _ in BOMS)) or _wide(content):
        return False
    return len(head) - len(head.translate(None, CONTROL)) > len(head) * 0.05


def decode(content: bytes, charset: str | None = None) -> Decoded:
    """Read ``content`` as text; ``charset`` is what the transport declared. Never raises."""
    for bom, name in BOMS:
        if content.startswith(bom):
            return _replacing(content[len(bom) :], name, "bom")
    wide = _wide(content)
    if wide:
        return _replacing(content, wide, "bytes")
    claims = [(name, how) for name, how in ((charset, "transport"), (_said(content), "page")) if name]
    known = [(codec, how) for codec, how in ((_codec(name), how) for name, how in claims) if codec]
    stateful = next((codec for codec, _ in known if codec.startswith(("iso2022", "hz"))), None)
    if stateful and (b"\x1b$" in content or b"~{" in content):
        return _replacing(content, stateful, "page")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Decoded(text, "utf-8", "bytes")
    loose = content.decode("utf-8", "replace")
    bad = loose.count("\ufffd")
    good = sum(map(len, re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", content))) // 2
    if bad <= good * 0.1:
        return Decoded(loose, "utf-8", "bytes", bad / max(1, len(loose)))
    for codec, how in known:
        if codec != "utf-8":
            tried = _replacing(content, codec, how)
            if tried.lossy < 0.002:
                return tried
    guessed = _guess(content)
    return _replacing(content, guessed, "guess") if guessed else _replacing(content, "cp1252", "last resort")


def _replacing(content: bytes, codec: str, how: str) -> Decoded:
    text = content.decode(codec, "replace")
    return Decoded(text, codec, how, text.count("\ufffd") / max(1, len(text)))


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark, known by its zero bytes."""
    head = content[:2048]
    half = len(head) // 2
    if half < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.2:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.2:
        return "utf-16-be"
    return None


def _said(content: bytes) -> str | None:
    head = content[:16384]
    said = XML.match(head.lstrip()) or META.search(head)
    return said.group(1).decode("ascii") if said else None


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in ("idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"):
        return None
    try:
        b"a".decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return LABELS.get(name, name)


def _guess(content: bytes) -> str | None:
    """What the letters look like, markup left out: it is ASCII in every encoding and drowns the rest."""
    plain = TAGS.sub(b" ", content[:SAMPLE])
    lines = [line.strip() for line in plain.splitlines()]
    telling = b"\n".join(line for line in lines if any(byte > 127 for byte in line))[:20_000]
    if not telling:
        return None
    runs = HIGH.findall(telling)
    if sum(map(len, runs)) < 1.6 * len(runs):
        # an accent here and there: one of the Latin code pages, the one of the page's language
        spoken = LANG.search(content[:4096])
        return LATIN.get(spoken.group(1).lower(), "cp1252") if spoken else "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(telling, steps=5, chunk_size=512).best()
    return LABELS.get(codecs.lookup(best.encoding).name, best.encoding) if best else None
