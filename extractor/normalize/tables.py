"""What the columns of a table of deals are, by the words that head them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CELL = " | "
"""What the cleaner puts between the cells of a row."""


class Headers:
    """Tells a row that heads a table of deals. ``names``: column -> the words that head it, in lower case."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._columns = {str(word): column for column, words in names.items() for word in words}

    def columns(self, row: str) -> list[str | None]:
        """What each cell of the row heads; nothing at all where it heads no table of companies and what became of them.

        >>> Headers({"company": ["company"], "amount": ["raised"]}).columns("Company | City | Raised:")
        ['company', None, 'amount']
        """
        columns = [self._columns.get(cell.strip().lower().rstrip(":*")) for cell in row.split(CELL)]
        return columns if "company" in columns and len([c for c in columns if c]) >= 2 else []
