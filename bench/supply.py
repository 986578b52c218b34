"""What the benchmarks read: made-up articles and pages, or real ones from a file or a folder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from newspages import page
from newsroom import ONE_IN, Item, article, tells_deal

Kind = Literal["texts", "pages", "mixture"]


@dataclass(frozen=True, slots=True)
class Supply:
    """``count`` items: ``texts``, all of which tell a deal; ``pages``, one in twenty of which does; or a ``mixture`` of
    texts with every fifth a page, one in twenty with a deal, and with as many different words as real ones have.

    With ``path`` real ones: texts from JSON Lines (``title``, ``text``), pages from a folder of ``.html`` and
    ``.html.gz`` files; fewer than ``count`` are read again from the start, under other names.
    """

    kind: Kind
    count: int
    path: Path | None = None

    def items(self, first: int = 0, last: int | None = None) -> Iterator[Item]:
        """The items from one number to before another, made or read one after another."""
        last = self.count if last is None else min(last, self.count)
        if self.path is None:
            yield from (self._made(number) for number in range(first, last))
        else:
            yield from islice(self._again(), first, last)

    def _made(self, number: int) -> Item:
        if self.kind == "texts":
            return article(number, deal=True)
        if self.kind == "pages":
            return page(number, deal=tells_deal(number))
        if number % 5 == 0:
            return page(number, deal=tells_deal(number), rare=True)
        return article(number, deal=tells_deal(number, ONE_IN - 1), rare=True)

    def _again(self) -> Iterator[Item]:
        time = 0
        while True:
            empty = True
            for item in self._real():
                empty = False
                yield Item(f"{time}/{item.id}", item.title, item.text, item.html, item.url, item.published)
            if empty:
                raise ValueError(f"{self.path}: nothing to read")
            time += 1

    def _real(self) -> Iterator[Item]:
        assert self.path is not None
        if self.kind == "texts":
            with self.path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    row = json.loads(line)
                    name = str(row.get("id") or number)
                    yield Item(name, row.get("title") or "", row["text"], published=row.get("published"))
            return
        for file in sorted(self.path.rglob("*")):
            if file.name.endswith((".html", ".htm", ".html.gz")):
                content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
                yield Item(str(file.relative_to(self.path)), "", html=content)


def write_lines(items: Iterator[Item], file: Path) -> None:
    """Items as JSON Lines that ``dealwire`` reads."""
    with file.open("w", encoding="utf-8") as lines:
        for item in items:
            row = {"id": item.id, "title": item.title, "published": item.published, "url": item.url}
            row["text" if item.html is None else "html"] = (
                item.text if item.html is None else item.html.decode("utf-8", "replace")
            )
            lines.write(json.dumps({key: value for key, value in row.items() if value}) + "\n")
