"""What the program found, to be scored: Extractions, or lines of its output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.errors import GoldError
from extractor.records import Extraction, Failure

Prediction = Extraction | Failure | Mapping[str, Any]
"""One article's outcome, as a record or as a line of the output read back."""

_SUFFIXES = re.compile(r"(\.(html?|txt|md|json|jsonl|gz|mhtml|eml))+$")


def read_predictions(path: str | Path) -> list[dict[str, Any]]:
    """The lines of an output file. Raises GoldError where it cannot be read or a line is not an outcome."""
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: predictions cannot be read: {error}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}#{number}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("article"), dict):
            raise GoldError(f"{path}#{number}: not a line of the program's output: it has no article")
        rows.append(row)
    return rows


def index_predictions(predictions: Iterable[Prediction]) -> dict[str, Mapping[str, Any]]:
    """Each prediction by every key that may be a gold article's id.

    These are the article's own id, the stem of its source (the file's name without its suffixes), and for a
    fixture's page the name of the folder. Of several with the same key the last counts.
    """
    rows: dict[str, Mapping[str, Any]] = {}
    for prediction in predictions:
        row = prediction.to_json() if isinstance(prediction, Extraction | Failure) else prediction
        for key in _keys(row.get("article") or {}):
            rows[key] = row
    return rows


def _keys(article: Mapping[str, Any]) -> Iterator[str]:
    if article.get("id"):
        yield str(article["id"])
    *folders, name = re.split(r"[/\\]", str(article.get("source") or ""))
    stem = _SUFFIXES.sub("", name)
    if stem:
        yield stem
    if stem == "page" and folders and folders[-1]:
        yield folders[-1]
