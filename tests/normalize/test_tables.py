"""What the columns of a table are, by the words that head them."""

from __future__ import annotations

import pytest

from extractor.normalize.tables import Headers

HEADERS = Headers({"company": ["company", "startup"], "amount": ["raised", "$m"], "stage": ["round"]})


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("Company | Raised", ["company", "amount"]),
        ("STARTUP: | City | $m* | Round", ["company", None, "amount", "stage"]),
        ("Company | City", []),
        ("Raised | Round", []),
        ("Our company | Raised", []),
        ("Company|Raised", []),
        ("", []),
    ],
)
def test_columns(row: str, columns: list[str | None]) -> None:
    """A table of deals has companies, and something else that is told of them."""
    assert HEADERS.columns(row) == columns
