"""HTTP bodies, unpacked under watch: no compressed body can take more memory than the limit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_ENCODINGS = 2
_STEP = 64 * 1024
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r\n")

Unpacker = Callable[[Iterator[bytes]], Iterator[bytes]]
"""Unpacks in steps of bounded size; raises BodyError."""


class BodyError(Exception):
    """The body cannot be had; the message says why."""


class BodyTooLarge(BodyError):
    """It is larger than allowed, on the wire or unpacked."""


def read_body(
    chunks: Iterable[bytes],
    encoding: str,
    *,
    wire: int,
    unpacked: int,
    more: Mapping[str, Unpacker] | None = None,
) -> bytes:
    """The body in ``chunks``, of which there may come ``wire`` bytes, and unpacked ``unpacked`` bytes.

    ``encoding`` is the Content-Encoding; gzip and deflate are what we ask for, all else but ``more`` is refused, for a
    body of 841 bytes of brotli can unpack to half a gigabyte in one step. Raises BodyError.
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in ("", "identity")]
    if len(names) > MAX_ENCODINGS:
        raise BodyError(f"it is compressed {len(names)} times over")
    stream: Iterator[bytes] = _limited(chunks, wire, "on the wire")
    for name in reversed(names):
        if name in ("gzip", "x-gzip"):
            stream = _unpack(stream, 31)
        elif name == "deflate":
            stream = _unpack(stream, 15)
        elif more and name in more:
            stream = more[name](stream)
        else:
            raise BodyError(f"it is compressed in a way that was not asked for ({name[:20]})")
    return b"".join(_limited(stream, unpacked, "when unpacked"))


def is_chunked(content: bytes) -> bool:
    """Whether it begins as a body in HTTP's chunks does."""
    return _CHUNK.match(content) is not None


def dechunk(content: bytes) -> Iterator[bytes]:
    """The chunks of a body in Transfer-Encoding ``chunked``. Raises BodyError where one is not whole."""
    at = 0
    while True:
        head = _CHUNK.match(content, at)
        if head is None:
            raise BodyError("its chunks break off before the end" if at else "it is not in chunks")
        at = head.end() + int(head[1], 16)
        if at == head.end():
            return
        if at > len(content):
            raise BodyError("its chunks break off before the end")
        yield content[head.end() : at]
        at += 2


def _limited(chunks: Iterable[bytes], limit: int, where: str) -> Iterator[bytes]:
    left = limit
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise BodyTooLarge(f"it is over {limit / 2**20:g} MiB {where}")
        yield chunk


def _unpack(chunks: Iterator[bytes], wbits: int) -> Iterator[bytes]:
    """Unpack in steps of bounded size; gzip may have several members, deflate may come without its frame."""
    packed = zlib.decompressobj(wbits)
    begun = False
    for chunk in chunks:
        while chunk:
            if packed.eof:
                if wbits != 31 or not chunk.startswith(b"\x1f\x8b"):
                    break  # padding after the end
                packed = zlib.decompressobj(wbits)
            try:
                yield packed.decompress(chunk, _STEP)
            except zlib.error as error:
                if begun or wbits != 15:
                    raise BodyError("its compression is broken") from error
                wbits = -15
                packed = zlib.decompressobj(wbits)
                continue
            begun = True
            chunk = packed.unused_data if packed.eof else packed.unconsumed_tail
    while begun and not packed.eof:
        rest = packed.decompress(b"", _STEP)
        if not rest:
            raise BodyError("its compression breaks off before the end")
        yield rest
