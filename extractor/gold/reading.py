"""Reads gold: fixture folders, and gold files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import GoldError
from extractor.gold.fixtures import read_fixture
from extractor.gold.models import GoldArticle

__all__ = ["read_fixture", "read_gold", "sources"]

_PAGES = (".html", ".htm", ".txt", ".html.gz")


def read_gold(paths: Iterable[str | Path]) -> list[GoldArticle]:
    """Every gold article under ``paths``: fixtures, gold files, or folders of either, in order of names.

    Raises GoldError listing every fault found, among them a path without gold and an id that occurs twice.
    """
    articles: dict[str, GoldArticle] = {}
    faults: list[str] = []
    for path in map(Path, paths):
        found = 0
        for place in _places(path):
            try:
                read = [read_fixture(place)] if place.is_dir() else _read_file(place)
            except GoldError as error:
                faults.append(str(error))
                found += 1
                continue
            found += len(read)
            for article in read:
                if article.id in articles:
                    faults.append(f"{place}: there are two gold articles {article.id!r}")
                articles[article.id] = article
        if not found:
            faults.append(f"{path}: no gold here: neither a folder with deals.yaml nor .json or .jsonl with deals")
    if faults:
        raise GoldError("\n".join(faults))
    return list(articles.values())


def sources(gold: Iterable[GoldArticle]) -> list[str]:
    """What to give the program so that every article has its prediction: each file once, in order.

    Raises GoldError where the articles of some gold are not at hand.
    """
    wanted: dict[str, None] = {}
    missing = []
    for article in gold:
        if article.source is None:
            missing.append(article.id)
        else:
            wanted[article.source] = None
    if missing:
        raise GoldError(
            f"the articles of {len(missing)} gold entries are not beside them ({', '.join(missing[:5])}"
            f"{', ...' if len(missing) > 5 else ''}): give predictions instead"
        )
    return list(wanted)


def _places(path: Path) -> Iterator[Path]:
    if not path.is_dir() or (path / "deals.yaml").exists():
        yield path
        return
    for child in sorted(path.rglob("*")):
        if child.name == "deals.yaml":
            yield child.parent
        elif child.suffix in (".json", ".jsonl") and child.is_file():
            yield child


def _read_file(path: Path) -> list[GoldArticle]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read: {error}") from error
    lines = [line for line in text.split("\n") if line.strip()] if path.suffix == ".jsonl" else [text]
    articles, faults = [], []
    for number, line in enumerate(lines, 1):
        where = f"{path}#{number}" if path.suffix == ".jsonl" else str(path)
        try:
            row = json.loads(line, parse_float=str)
            if isinstance(row, dict) and "deals" in row and "id" in row:
                articles.append(_read_row(row, path))
        except json.JSONDecodeError as error:
            faults.append(f"{where}: not JSON: {error}")
        except ValidationError as error:
            faults += [f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    if faults:
        raise GoldError("\n".join(faults))
    return articles


def _read_row(row: Mapping[str, Any], path: Path) -> GoldArticle:
    """Titles, dates and first words that gold files may carry are for people; the article itself has them."""
    return GoldArticle.model_validate(
        {
            "id": str(row["id"]),
            "deals": [_stated(deal) for deal in row["deals"]] if isinstance(row["deals"], list) else row["deals"],
            "statistics": row.get("statistics"),
            "source": _source_beside(path, str(row["id"])),
            "notes": row.get("notes"),
        }
    )


def _stated(deal: Any) -> Any:
    """A deal without the fields that are null: absent and null say the same."""
    return {key: value for key, value in deal.items() if value is not None} if isinstance(deal, dict) else deal


def _source_beside(path: Path, article: str) -> str | None:
    """The article, or the file of articles, that belongs to a gold file."""
    name = path.name.removesuffix(path.suffix)
    if name == "gold":
        stem = "articles"
    elif name.endswith(".gold"):
        stem = name.removesuffix(".gold")
    else:
        return None
    candidates = [path.with_name(stem + ".jsonl")] if path.suffix == ".jsonl" else []
    candidates += [path.parent / stem / (article + suffix) for suffix in _PAGES]
    candidates += [path.with_name(stem + suffix) for suffix in _PAGES] if path.suffix == ".json" else []
    return next((str(candidate) for candidate in candidates if candidate.is_file()), None)
