"""URL -> page, carefully."""

from __future__ import annotations
