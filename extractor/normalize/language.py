"""Which language a text is in."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")

_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff]+")
"""Greek, Cyrillic, Hebrew, Arabic, the scripts of India, Chinese, Japanese, Korean: a sentence may be one "word"."""

_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|that|with|from|has|have|were|been|its|it|are|this|which|who|will|would|said|they|their|not|but"
    r"|after|about|than|more|into|up|out)\b"
)
"""A quarter of the words of English prose, and hardly any of the languages written with the same letters."""

_ENOUGH = 15
"""Words below which no verdict is given: a headline is too short to tell."""


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of ``text``, or None where the text is too short to tell.

    English shows by its commonest words; only where these are scarce is the statistical model asked (py3langid,
    Barbaresi's port of langid.py by Lui and Baldwin 2012), which takes over half a second to load.
    """
    sample = text[:20_000]
    words = len(_WORD.findall(sample))
    if len(_ENGLISH.findall(sample.lower())) >= max(2, 0.12 * words):
        return "en"
    foreign = "".join(_NOT_LATIN.findall(sample))
    if words < _ENOUGH and len(foreign) < 2 * _ENOUGH:
        return None
    from py3langid import classify

    code, _score = classify(sample)
    return str(code)
