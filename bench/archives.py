"""Web archives made up for tests and measurements: records as crawlers write them, well-formed or not."""

from __future__ import annotations

import gzip

OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
"""The head of an answer that holds a page, without the blank line."""


def record(
    block: bytes,
    *,
    kind: str = "response",
    url: str | None = "https://ledger.example/story",
    declared: str = "application/http; msgtype=response",
    length: int | str | None = None,
    more: str = "",
) -> bytes:
    """A WARC record around ``block``; ``length`` where it is to state another length than it has."""
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:2f9c1a2e-7d57-4f0a-8f3d-3d1f8f0b7c11>",
        "WARC-Date: 2021-03-02T09:30:00Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {declared}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return ("\r\n".join(lines) + f"\r\n{more}\r\n").encode() + block + b"\r\n\r\n"


def answer(body: bytes | str, head: str = OK) -> bytes:
    """What a server sent."""
    return f"{head}\r\n".encode() + (body if isinstance(body, bytes) else body.encode())


def packed(*records: bytes) -> bytes:
    """Records as an archive, each gzipped by itself; the same bytes each time."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
