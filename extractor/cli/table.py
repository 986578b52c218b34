"""Deals as a table for a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.cli.output import Row, plain

_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))
_QUALIFIERS = {"about": "~", "at_least": "≥", "up_to": "≤"}


def print_table(rows: Iterable[Row], *, width: int | None = None, unit: str | None = None) -> None:
    """Print deals as a table to standard output; 120 columns wide where neither a terminal nor COLUMNS says.
    ``unit`` is the currency of a column of converted sums, if there is to be one."""
    console = Console(highlight=False, markup=False, emoji=False, width=width)
    if width is None and not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = 120
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    table.add_column("Kind", no_wrap=True)
    table.add_column("Company", ratio=3, overflow="fold")
    table.add_column("Amount", justify="right", no_wrap=True)
    if unit:
        table.add_column(f"in {unit}", justify="right", no_wrap=True)
    table.add_column("Stage", no_wrap=True)
    table.add_column("Investors, acquirers", ratio=4, overflow="fold")
    table.add_column("Status", no_wrap=True)
    table.add_column("Date", no_wrap=True)
    count = 0
    for _article, deal in rows:
        count += 1
        cells = (
            deal["kind"],
            plain(deal["company"]["name"]),
            format_amount(deal["amount"]),
            *([_short_sum(deal[f"amount_{unit.lower()}"])] if unit else []),
            _stage(deal),
            plain(_parties(deal)),
            deal["status"],
            deal["date"] or "",
        )
        table.add_row(*map(Text, cells), style="dim" if deal["background"] else "")
    if count:
        console.print(table)
    else:
        console.print("no deals")


def format_amount(amount: Mapping[str, Any] | None) -> str:
    """``USD 460M``, ``~EUR 1.5B``, ``USD 5M-7M``, ``undisclosed``, or nothing."""
    if not amount:
        return ""
    if amount["qualifier"] == "undisclosed":
        return "undisclosed"
    if amount["value"] is None and amount["low"] is None:
        return ""
    value = f"{_short(amount['low'])}-{_short(amount['high'])}" if amount["value"] is None else _short(amount["value"])
    return f"{_QUALIFIERS.get(amount['qualifier'], '')}{amount['currency'] or ''} {value}".strip()


def _short_sum(value: int | None) -> str:
    """A converted sum to three digits: a rate is no more exact than that."""
    return "" if value is None else _short(float(f"{value:.3g}"))


def _short(value: float | None) -> str:
    if value is None:
        return "?"
    for scale, letter in _SCALES:
        if abs(value) >= scale:
            return f"{value / scale:.6g}{letter}"
    return f"{value:g}"


def _stage(deal: Mapping[str, Any]) -> str:
    stage = (deal["stage"] or "").replace("_", " ")
    return f"{stage} ext." if deal["extension"] else stage


def _parties(deal: Mapping[str, Any]) -> str:
    names = [party["name"] + (" (lead)" if party["lead"] else "") for party in deal["investors"]]
    names += [party["name"] for party in deal["acquirers"]]
    told = ", ".join(names)
    if deal["sellers"]:
        told += (" from " if told else "from ") + ", ".join(party["name"] for party in deal["sellers"])
    return told
