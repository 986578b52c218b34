"""Company names as keys, and how surely two keys are one company."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.normalize.legal_forms import SOFT
from extractor.normalize.names import clean_name, name_key, strip_legal_form

_DOMAIN = re.compile(r"\.(?:com|net|org|io|ai|co|cn|in|tv|me|app|de|fr|uk|eu|us)(?:\.\w\w)?$", re.IGNORECASE)
_COMMON = frozenset(
    [
        "american",
        "asia",
        "asian",
        "bank",
        "blue",
        "british",
        "capital",
        "china",
        "chinese",
        "digital",
        "east",
        "energy",
        "european",
        "first",
        "general",
        "global",
        "great",
        "green",
        "health",
        "india",
        "indian",
        "international",
        "japan",
        "media",
        "national",
        "new",
        "north",
        "one",
        "open",
        "pacific",
        "red",
        "royal",
        "smart",
        "south",
        "standard",
        "tech",
        "texas",
        "true",
        "uk",
        "united",
        "us",
        "west",
    ]
)
"""First words that say little of a company."""
_SHORTEST_TYPO = 7
_TYPO_SCORE = 88.0
_SHORTEST_CUT = 4


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """The words of a company's name that every spelling of it shares: no legal form, domain, case or diacritics.

    >>> company_key("Brûlée.com Inc.")
    'brulee'
    >>> company_key("Ostrow Holdings Ltd")
    'ostrow'
    """
    bare = _DOMAIN.sub("", strip_legal_form(clean_name(name)))
    words = name_key(bare or name).split()
    while len(words) > 1 and words[-1] in SOFT:
        words.pop()
    return " ".join(words)


def compact(key: str) -> str:
    """The key without spaces: "Deep Mind" is "DeepMind"."""
    return key.replace(" ", "")


def spellings(key: str) -> tuple[str, ...]:
    """What most slips of the pen leave of a long name: its consonants in order, doubled ones once, and its letters in
    the alphabet's order. None for short names.

    Few names share either by chance, however many names there are.

    >>> spellings("quillfeather") == spellings("quilfeather")
    False
    >>> spellings("quillfeather")[0] == spellings("quilfaether")[0]
    True
    """
    word = compact(key)
    if len(word) < _SHORTEST_TYPO:
        return ()
    bare = re.sub(r"(.)\1+", r"\1", re.sub("[aeiouy]", "", word))
    return (f"c{bare}", f"l{''.join(sorted(word))}") if len(bare) > 3 else (f"l{''.join(sorted(word))}",)


def first_word(key: str) -> str | None:
    """The first word, where it says something: a company is often named by it alone."""
    word = key.split(" ", 1)[0]
    return word if len(word) > 2 and word not in _COMMON else None


def may_be(a: str, b: str) -> bool:
    """Whether two keys might be one company: one is the beginning of the other, cuts its last word short, or they
    differ by a slip of the pen.

    Not proof: "Horizon" is Horizon Robotics in one article and Horizon Pharma in the next.
    """
    short, long = sorted((a.split(), b.split()), key=len)
    if short and len(short) < len(long) and long[: len(short)] == short:
        return first_word(short[0]) is not None or len(short) > 1
    if len(short) == len(long) > 1 and short[:-1] == long[:-1] and first_word(short[0]) is not None:
        brief, full = sorted((short[-1], long[-1]), key=len)  # Ilex Pharma is Ilex Pharmaceuticals
        if len(brief) >= _SHORTEST_CUT and full.startswith(brief):
            return True
    return is_slip(compact(a), compact(b))


@lru_cache(maxsize=4096)
def is_slip(a: str, b: str) -> bool:
    """Whether one of two long words is the other with a letter or two wrong; digits must be the same."""
    if min(len(a), len(b)) < _SHORTEST_TYPO or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) >= _TYPO_SCORE


def is_beginning(a: str, b: str) -> bool:
    """Whether one name is the beginning of the other: an alias in one article, but not in the world."""
    short, long = sorted((a.split(), b.split()), key=len)
    return long[: len(short)] == short


def are_initials(a: str, b: str) -> bool:
    """Whether one name is the other's initials: the same company in one article, any company in the next."""
    short, long = sorted((a.split(), b.split()), key=len)
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)
