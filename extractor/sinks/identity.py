"""What makes two articles, pages and readings the same: digests and keys, stable across runs and machines."""

from __future__ import annotations

import hashlib
import json
import os.path
import re
from typing import Any

from extractor.records import Article, Page, Provenance

_LINE = re.compile(r"^(?P<file>.*)(?<!\.warc)(?<!\.warc\.gz)#\d+$", re.DOTALL | re.IGNORECASE)
"""A line of a file. A page of a web archive is like one fetched from its URL."""


def page_digest(page: Page) -> str:
    """SHA-256 of the page's bytes and of what its transport says about them.

    With it :meth:`extractor.sinks.Store.done` knows a page again before anything is read from it.
    """
    head = json.dumps([page.url, page.media_type, page.charset])
    return hashlib.sha256(head.encode() + b"\n" + page.content).hexdigest()


def article_digest(article: Article) -> str:
    """SHA-256 of all that the article says; neither where it lies nor how it was cleaned counts."""
    said = article.model_dump(mode="json", exclude={"source", "blocks", "witnesses", "problem"})
    return _digest(said)


def provenance_digest(provenance: Provenance | None) -> str:
    """SHA-256 of what read the article: program, rules and model."""
    return _digest(provenance.model_dump(mode="json") if provenance else None)


def source_key(article: Article) -> str:
    """Under which key a source stays the same source when its article changes.

    A page is its URL, else its path. A line of a file is the file and the article's id: lines move when others are
    added, and two files may both have an article "1".
    """
    line = _LINE.match(article.source)
    if line or article.source == "-":
        return f"line:{os.path.normpath(line['file']) if line else '-'}#{article.id}"
    if article.url:
        return f"url:{article.url.partition('#')[0]}"
    return f"path:{os.path.normpath(article.source)}"


def report_identity(article: Article) -> str:
    """What names an article on every machine: its URL, or its id; a line also its file."""
    if _LINE.match(article.source) or article.source == "-" or article.url:
        return source_key(article)
    return f"id:{article.id}"


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
