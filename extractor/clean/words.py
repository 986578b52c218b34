"""The lexicons of the cleaner, compiled once: names of clutter, lines that are none of the article, bylines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractor.rulebook import load_lexicon

LONGEST = 300
"""Characters of an element's names that are looked at."""
REMEMBERED = 4_000
"""Names, or lists of names, of which an answer is remembered. Five hundred pages of as many sites have 30,000 different
ones; to remember them all takes more time than to look again."""
LAYOUT = re.compile(r"^(?:has|with|without|no)-(?!print)|\[", re.I)
"""Names that tell what an element has beside it, or how wide that is: ``has-sidebar``, ``mr-[--sidebar-width]``."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Words:
    """Compiled patterns of ``boilerplate.yaml``."""

    clutter: re.Pattern[str]
    strong: re.Pattern[str]
    comments: re.Pattern[str]
    body: re.Pattern[str]
    sure_body: re.Pattern[str]
    standfirst: re.Pattern[str]
    lines: re.Pattern[str]
    bio: re.Pattern[str]
    time: frozenset[str]
    sign_off: re.Pattern[str]
    about: re.Pattern[str]
    about_start: re.Pattern[str]


@dataclass(frozen=True)
class Bylines:
    """Compiled patterns of ``bylines.yaml``."""

    by: re.Pattern[str]
    role: re.Pattern[str]
    office: re.Pattern[str]
    """The end, or the head, of what somebody is."""
    degrees: frozenset[str]
    never: frozenset[str]


@cache
def words() -> Words:
    """The boilerplate lexicon. Raises RuleError where it is missing or malformed."""
    entries: dict[str, list[str]] = load_lexicon("boilerplate")
    return Words(
        clutter=_names(entries["clutter"] + entries["strong"] + entries["comments"]),
        strong=_names(entries["strong"] + entries["comments"]),
        comments=_names(entries["comments"]),
        body=_names(entries["sure_body"] + entries["body"]),
        sure_body=_names(entries["sure_body"]),
        standfirst=_names(entries["standfirst"]),
        lines=_whole(entries["lines"]),
        bio=re.compile(r"[^.!?]{0,80}?\s(?:" + "|".join(entries["bio"]) + r")\b", re.I),
        time=frozenset(str(word).lower() for word in entries["time"]),
        sign_off=_whole(entries["sign_off"]),
        about=_whole(entries["about"]),
        about_start=re.compile("(?:" + "|".join(entries["about_start"]) + ")", re.I),
    )


@cache
def bylines() -> Bylines:
    """The byline lexicon. Raises RuleError where it is missing or malformed."""
    entries: dict[str, list[Any]] = load_lexicon("bylines")
    by = "|".join(re.escape(word) for word in sorted(entries["by"], key=len, reverse=True))
    roles = "|".join(re.escape(word) for word in sorted(entries["roles"], key=len, reverse=True))
    offices = "|".join(re.escape(word) for word in entries["offices"])
    return Bylines(
        by=re.compile(rf"^\s*(?:{by})(?:\s*[:：]\s*|\s+(?=\S))", re.I),
        role=re.compile(rf"^(?:the\s+)?(?:{roles})s?$", re.I),
        office=re.compile(rf"\b(?:{offices})s?$|^(?:{offices})\b", re.I),
        degrees=frozenset(str(word) for word in entries["degrees"]),
        never=frozenset(str(word).lower() for word in entries["never"]),
    )


@lru_cache(maxsize=REMEMBERED)
def is_clutter(names: str) -> bool:
    """Whether the class and id of an element say that it is no part of the article."""
    return any(map(_is_clutter, names[:LONGEST].split()))


@lru_cache(maxsize=REMEMBERED)
def is_strong_clutter(names: str) -> bool:
    """Whether the names say so beyond doubt, however much text is in it."""
    return any(map(_is_strong_clutter, names[:LONGEST].split()))


def is_comments(names: str) -> bool:
    """Whether the names are those of readers' comments, of which there may be more than of anything else."""
    return any(words().comments.search(split_names(name)) for name in names[:LONGEST].split())


@lru_cache(maxsize=REMEMBERED)
def is_body(names: str) -> bool:
    """Whether the class and id of an element say that it holds the article's body."""
    return any(map(_is_body, names[:LONGEST].split()))


@lru_cache(maxsize=REMEMBERED)
def is_sure_body(names: str) -> bool:
    """Whether the names are those that hold the body and nothing else on most sites."""
    return any(map(_is_sure_body, names[:LONGEST].split()))


@lru_cache(maxsize=REMEMBERED)
def is_standfirst(names: str) -> bool:
    """Whether the class and id of an element say that it is the standfirst."""
    return any(map(_is_standfirst, names[:LONGEST].split()))


# names are repeated on a page far more often than whole lists of them
@lru_cache(maxsize=REMEMBERED)
def _is_clutter(name: str) -> bool:
    return not LAYOUT.search(name) and words().clutter.search(split_names(name)) is not None


@lru_cache(maxsize=REMEMBERED)
def _is_strong_clutter(name: str) -> bool:
    return not LAYOUT.search(name) and words().strong.search(split_names(name)) is not None


@lru_cache(maxsize=REMEMBERED)
def _is_body(name: str) -> bool:
    return words().body.search(split_names(name)) is not None


@lru_cache(maxsize=REMEMBERED)
def _is_sure_body(name: str) -> bool:
    return words().sure_body.search(split_names(name)) is not None


@lru_cache(maxsize=REMEMBERED)
def _is_standfirst(name: str) -> bool:
    return words().standfirst.search(split_names(name)) is not None


def split_names(names: str) -> str:
    """``relatedArticles`` -> ``related-articles``."""
    lower = names.lower()
    return lower if lower == names else CAMEL.sub("-", names).lower()


def _names(entries: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?:^|[\s_-])(?:" + "|".join(entries) + ")")


def _whole(entries: list[str]) -> re.Pattern[str]:
    return re.compile(r"\W{0,6}(?:" + "|".join(entries) + r")\W{0,4}\Z", re.I)
