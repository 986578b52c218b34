"""What is installed is what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import extractor

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")


def test_lock() -> None:
    """Every dependency is locked at a version that fits; where not, ``make lock`` locks anew."""
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", LOCK, re.M):
        locked.setdefault(name, []).append(version)
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    for line in [*PROJECT["dependencies"], *extras]:
        wanted = Requirement(line)
        versions = locked.get(canonicalize_name(wanted.name), [])
        assert any(wanted.specifier.contains(version) for version in versions), f"{line} is not in the lock"


def test_lock_is_hashed() -> None:
    """Every package has its hashes, and no index is named: any mirror serves."""
    entries = re.findall(r"^[a-z0-9-]+==.*?(?=^[a-z0-9-]+==|\Z)", LOCK, re.M | re.S)
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK


def test_version() -> None:
    """The package and its distribution go by one version."""
    assert PROJECT["version"] == extractor.__version__
