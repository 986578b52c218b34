"""Bytes of plain text -> text."""

from __future__ import annotations

import codecs
import re

from extractor.errors import BadEncoding, EmptySource, NotText

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF file (WebP, WAV or AVI)",
    b"PK\x03\x04": "a ZIP archive (or an Office document)",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "an SQLite database",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"OggS": "an Ogg file",
    b"ID3": "an MP3 file",
    b"\x1f\x8b": "gzip data inside gzip data",
}
"""First bytes of what is often saved by mistake, and what to call it."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def whole_text(text: str) -> str:
    """``text`` with lone surrogates, which no encoding can write, replaced by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def check_text(source: str, content: bytes) -> None:
    """Raise EmptySource where ``content`` is blank, NotText where it is a binary."""
    if not content.strip(b" \t\r\n\f\v\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptySource(source, "it is empty" if not content else "there is nothing in it but blanks")
    for magic, what in MAGIC.items():
        if content.startswith(magic) and (len(magic) > 2 or _CONTROL.search(content[:1024])):
            raise NotText(source, f"it is {what}, not an article's text or HTML")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    sample = content[:65536]
    controls = len(_CONTROL.findall(sample))
    if controls * 10 > len(sample) and not _is_utf16(sample):
        raise NotText(source, "it is binary data, not an article's text or HTML")


def decode_text(source: str, content: bytes, charset: str | None = None) -> str:
    """The text in ``content``: by byte order mark, else ``charset`` where one is declared, else UTF-8, else a guess.

    Raises EmptySource, NotText, and BadEncoding where nothing fits.
    """
    check_text(source, content)
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(source, content[len(mark) :], encoding)
    if charset:
        try:
            return content.decode(charset)
        except LookupError:
            pass  # a charset nobody knows says nothing
        except UnicodeDecodeError as error:
            raise BadEncoding(source, f"it is declared as {charset}, but byte {error.start} does not fit") from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(source, content, error)
    if _CONTROL.search(content) and "\x00" in text:
        return _guess(source, content, None)
    return text


def _decode(source: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadEncoding(source, f"its mark says {encoding}, but byte {error.start} does not fit") from error


def _guess(source: str, content: bytes, error: UnicodeDecodeError | None) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best()
    if best is not None:
        try:
            return content.decode(best.encoding)
        except UnicodeDecodeError as later:
            error = later
    where = f" (byte {error.start} of it)" if error else ""
    raise BadEncoding(source, f"it is neither UTF-8 nor any other encoding known{where}; save it as UTF-8")


def _is_utf16(sample: bytes) -> bool:
    """Whether every other byte is zero, as in Western text in UTF-16 without a mark."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return max(even, odd) * 10 > len(sample) * 4 and min(even, odd) * 50 < len(sample)
