"""Readers built from the lexicons that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.normalize.money import MoneyReader
from extractor.normalize.rounds import StageReader

LEXICONS = Path(__file__).parents[2] / "rules" / "lexicons"


def entries(name: str) -> Any:
    return yaml.safe_load((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"))["entries"]


@pytest.fixture(scope="session")
def money_reader() -> MoneyReader:
    return MoneyReader(entries("currencies"))


@pytest.fixture(scope="session")
def stage_reader() -> StageReader:
    return StageReader(entries("stages"))
