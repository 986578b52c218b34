"""Statements with a list of values: built once, run a few hundred values at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam

VALUES: Any = bindparam("values", expanding=True)
"""Where the values go: ``column.in_(VALUES)``."""
_CHUNK = 400
_T = TypeVar("_T")


def fetch(connection: Connection, query: Select[Any], values: Iterable[Any]) -> Iterator[Row[Any]]:
    """The rows for all values; none without values."""
    for chunk in chunks(values):
        yield from connection.execute(query, {"values": chunk})


def chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    """The values in lists short enough for one statement."""
    source = iter(values)
    while chunk := list(islice(source, _CHUNK)):
        yield chunk
