"""The language of a text, asked where the page does not say, or says English of what cannot be."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from extractor.rulebook import load_lexicon

SAMPLE = 1500
"""Characters looked at."""
LEAST = 200
"""Characters below which the text is not asked."""
SMALL = frozenset("the of and to in that for is was with on it as are be".split())
ENGLISH = re.compile(rf"\b(?:{'|'.join(sorted(SMALL))})\b", re.I)
PLAINLY_ENGLISH = frozenset(
    "the and of to that with from has have were been its it are this which who will would said they their not but "
    "after about than more into up out".split()
)
"""A quarter of the words of English prose, and hardly any of the languages written with the same letters."""
SHARED = frozenset("an at no so do me he we or if am us my all over new".split())
"""Other small words of English that are words of other languages as well."""
ENDINGS = ("ed", "ing")
"""Of English participles, which stand even in the shortest news: "a Boston-based firm raised funding"."""
WORD = re.compile(r"[^\W\d_]+")
SMALL_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalpha() else ord(" ") for code in range(128)) + bytes(128)
"""Of ASCII: letters as small ones, all else as blanks."""
SIGNS = "’‘“”–—…•·\u00a0\u2009\u200b€£©®™×°"
"""Signs in English texts that are no ASCII; none is part of a word or a script."""
KANA = re.compile("[\u3040-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")
HAN = re.compile("[\u4e00-\u9fff]")


def settle(said: str | None, text: str) -> tuple[str | None, str | None]:
    """The language as ISO 639-1, and ``text`` as its witness where the text decided against or without the page."""
    if len(text) < LEAST:
        return said, None
    start = max(0, min(len(text) // 4, len(text) - SAMPLE))
    sample = text[start : start + SAMPLE]
    if said is not None and (said != "en" or len(ENGLISH.findall(sample)) * 100 >= len(sample.split()) * 8):
        return said, None
    found = of_text(sample) or (of_letters(sample) if said is None else None)
    if found is None or found == said:
        return said, None
    return found, "text"


def detect_language(text: str, said: str | None = None) -> str | None:
    """The language that a text is in, whatever its page says of it: ISO 639-1, None where it is too short to tell.

    More careful than :func:`of_text`, since an article in another language is refused: asked in turn are the script,
    the small words of English, its participles and the small words that are not English, and the frequency of letter
    groups (py3langid, Barbaresi's port of langid.py by Lui and Baldwin 2012), which takes over half a second to load.
    ``said``: what the page says, which is believed of lists and tables where the few small words in them are English.
    """
    sample = text[:20_000]
    plain = _plain(sample)
    if script := _of_script(plain):
        return script
    words = _words(plain)
    counts = Counter(words)
    if sum(counts[word] for word in PLAINLY_ENGLISH) >= max(2, len(words) * 0.12):
        return "en"
    if len(words) < 15:
        return None
    if _is_english(counts, len(words)) or (said == "en" and _are_english(counts)):
        return "en"
    return of_letters(sample)


def _plain(text: str) -> str:
    """The text with a blank for every sign that print has and ASCII has not: most English texts are ASCII then."""
    if not text.isascii():
        for sign in SIGNS:
            text = text.replace(sign, " ")
    return text


def _words(text: str) -> list[str]:
    """The words of a text in small letters."""
    if text.isascii():
        return text.encode().translate(SMALL_LETTERS).decode().split()
    return "\n".join(WORD.findall(text)).lower().split()


def _is_english(counts: Counter[str], words: int) -> bool:
    """Is a short text surely English, by several words of English and next to none of any other language?"""
    english, others = _telling_words()
    told = {word: n for word, n in counts.items() if word in english or (len(word) > 4 and word.endswith(ENDINGS))}
    told_by = sum(told.values())
    if len(told) < 3 or told_by < words * 0.14:
        return False
    return told_by >= 4 * max(sum(counts[word] for word in known) for known in others)


def _are_english(counts: Counter[str]) -> bool:
    """Are the small words in a text English, however few they are?"""
    english, others = _telling_words()
    told = {word: n for word, n in counts.items() if word in english}
    return len(told) > 2 and sum(told.values()) >= 2 * max(sum(counts[word] for word in known) for known in others)


def of_text(text: str) -> str | None:
    """The language of a text by its script and its small words; None where they do not tell."""
    if script := _of_script(text):
        return script
    words = Counter(WORD.findall(text.lower()))
    counts = {code: sum(words[word] for word in known) for code, known in _stopwords().items()}
    best = max(counts, key=lambda code: counts[code])
    second = max((count for code, count in counts.items() if code != best), default=0)
    if counts[best] >= sum(words.values()) * 0.06 or (counts[best] >= 4 and counts[best] >= 2 * second):
        return best
    return None


def _of_script(text: str) -> str | None:
    if text.isascii():
        return None
    if len(KANA.findall(text)) > len(text) * 0.1:
        return "ja"
    if len(HANGUL.findall(text)) > len(text) * 0.2:
        return "ko"
    if len(HAN.findall(text)) > len(text) * 0.3:
        return "zh"
    return None


def of_letters(text: str) -> str | None:
    """The language by the frequency of letter groups, for texts that are no running words."""
    from py3langid import classify  # type: ignore[import-untyped]

    code = str(classify(text)[0])
    return code if len(code) == 2 else None


@cache
def _telling_words() -> tuple[frozenset[str], list[frozenset[str]]]:
    """The small words of English, and those of each other language that are not English too, nor a single letter."""
    english = SMALL | PLAINLY_ENGLISH | frozenset(_stopwords()["en"])
    others = [
        frozenset(word for word in known if len(word) > 1) - english - SHARED
        for code, known in _stopwords().items()
        if code != "en"
    ]
    return english, others


@cache
def _stopwords() -> dict[str, list[str]]:
    return {str(code): [str(word) for word in known] for code, known in load_lexicon("stopwords").items()}
