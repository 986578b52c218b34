"""Where words stand in a text as whole words.

The words are an article's own, so a pattern for each of them would be compiled once, used once and thrown away, which
costs a hundred times what it takes to find a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SEPARATORS = frozenset(",.'’&/-")
"""What may stand between the words of a run beside white space."""
LONGEST = 3
"""Characters between two words of a run."""


def count_whole(text: str, word: str) -> int:
    r"""How often ``word`` stands in ``text`` as a whole word: what ``\b`` on both sides of it would find."""
    return sum(1 for _ in find_whole(text, word))


def find_whole(text: str, word: str) -> Iterator[int]:
    """Where ``word`` begins in ``text`` as a whole word, each time behind the one before."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if _parts(text, at) and _parts(text, end):
            yield at
            at = text.find(word, end)
        else:
            at = text.find(word, at + 1)


def has_whole(text: str, word: str) -> bool:
    """Does ``word`` stand in ``text`` as a whole word?"""
    at = text.find(word)
    while at >= 0:
        if _parts(text, at) and _parts(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False


def find_run(text: str, words: Sequence[str]) -> tuple[int, int] | None:
    """The first place where ``words`` stand one after the other, whole words with separators between them."""
    at = text.find(words[0])
    while at >= 0:
        end = _run_end(text, at + len(words[0]), words, 1) if _parts(text, at) else None
        if end is not None:
            return at, end
        at = text.find(words[0], at + 1)
    return None


def _run_end(text: str, at: int, words: Sequence[str], number: int) -> int | None:
    """Where a run ends of which the first ``number`` words end at ``at``; None where it does not go on."""
    if number == len(words):
        return at if _parts(text, at) else None
    gap = at
    while gap - at < LONGEST and ((char := text[gap : gap + 1]).isspace() or char in SEPARATORS):
        gap += 1
    for start in range(gap, at, -1):
        if text.startswith(words[number], start):
            end = _run_end(text, start + len(words[number]), words, number + 1)
            if end is not None:
                return end
    return None


def _parts(text: str, at: int) -> bool:
    """Does a word begin or end at ``at``?"""
    return _is_word(text[max(0, at - 1) : at]) != _is_word(text[at : at + 1])


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def fold_letters(text: str) -> str:
    """``text`` in small letters, of the same length."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)
