"""Dealwire reads news articles and writes deal records, each value with the words that prove it."""

from __future__ import annotations

__version__ = "0.1.0"
