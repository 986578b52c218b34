"""Where articles come from: files, folders, globs, standard input, URLs; HTML, plain text, JSON Lines, web
archives; gzip.

``find_sources`` turns what was given into single sources, in a fixed order and without reading a page;
``read_source`` reads one of them. A source that cannot even be found is a :class:`Source` with a ``fault``, so
that one outcome comes of every source and order is kept. URLs are found here and fetched elsewhere.
"""

from __future__ import annotations

from extractor.sources.archives import read_archive
from extractor.sources.finding import count_sources, find_sources, read_lines
from extractor.sources.models import Draft, Form, Source
from extractor.sources.reading import looks_like_html, read_source, row_source

__all__ = [
    "Draft",
    "Form",
    "Source",
    "count_sources",
    "find_sources",
    "looks_like_html",
    "read_archive",
    "read_lines",
    "read_source",
    "row_source",
]
