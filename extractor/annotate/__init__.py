"""Article -> Reading: the only room that knows spaCy."""

from __future__ import annotations

from extractor.annotate.annotator import Annotator, ModelInfo

__all__ = ["Annotator", "ModelInfo"]
