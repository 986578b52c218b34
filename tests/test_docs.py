"""README.md and docs/commands.md say what the program prints."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_generated_blocks() -> None:
    """Every generated block is what it is generated from; where not, ``make docs`` writes it anew."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for path, text in generate.generate().items():
        if path.read_text(encoding="utf-8") != text:
            pytest.fail(f"{path.relative_to(ROOT)} is stale: run `make docs` and look at the difference")
