"""Page -> Article: body, headline, authors, dates, and what each of them rests on."""

from __future__ import annotations

from extractor.clean.metadata.tongue import detect_language
from extractor.clean.page import clean_html, clean_page
from extractor.clean.text import clean_text

__all__ = ["clean_html", "clean_page", "clean_text", "detect_language"]
