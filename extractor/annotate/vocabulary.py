"""The ordinary words of English, from the word index that a spaCy model brings for its lemmatiser (WordNet's).

No name by itself tells that it is one: "adidas" is a name because no dictionary has it, and "Overwhelmingly Approve"
is none because every dictionary has both and the article never writes them so elsewhere. Names that are ordinary
words ("Stripe", "Medium") are told by how the article writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

Rules = Mapping[str, Iterable[tuple[str, str]]]
LONGEST = 40
REMEMBERED = 10_000
"""So many words are remembered to be in a dictionary, before they are forgotten and learned anew."""


class Vocabulary:
    """Base forms, and the endings by which printed forms lead back to them; an empty one knows nothing."""

    def __init__(self, bases: Mapping[str, frozenset[str]], endings: Rules, more: frozenset[str] = frozenset()) -> None:
        self._bases = bases
        self._endings = {part: tuple(pairs) for part, pairs in endings.items()}
        self._more = more
        self._some = any(bases.values())
        self._known = lru_cache(maxsize=1 << 13)(self._look_up)

    def __bool__(self) -> bool:
        return self._some

    def knows(self, word: str) -> bool:
        """Is it an English word, or a form of one? In small letters; hyphenated words by their parts."""
        return len(word) <= LONGEST and self._known(word)

    def _look_up(self, word: str) -> bool:
        if "-" in word.strip("-"):
            return all(self._look_up(part) for part in word.split("-") if part)
        if word in self._more:
            return True
        for part, bases in self._bases.items():
            if word in bases:
                return True
            for ending, base in self._endings.get(part, ()):
                if not word.endswith(ending) or len(word) <= len(ending) + 1:
                    continue
                stem = word[: -len(ending)] + base
                # "wrapped": English doubles the last letter before -ed and -ing.
                if stem in bases or (ending in ("ed", "ing") and stem[-1:] == stem[-2:-1] and stem[:-1] in bases):
                    return True
        return False


class Unlisted:
    """Tells words that no dictionary has. ``is_no_word`` looks a word up, in small letters."""

    def __init__(self, is_no_word: Callable[[str], bool]) -> None:
        self._is_no_word = is_no_word
        self.listed: set[str] = set()
        """Words of late that a dictionary has: nearly all words of an article stood in articles before it."""

    def __call__(self, word: str) -> bool:
        return self._is_no_word(word)

    def among(self, words: set[str]) -> list[str]:
        """Those of the words that no dictionary has; the others are listed from now on."""
        found = [word for word in words if self._is_no_word(word)]
        if len(self.listed) > REMEMBERED:
            self.listed.clear()
        self.listed.update(words.difference(found))
        return found


DERIVED = {"adj": (("ably", "able"), ("ically", "ic"), ("ily", "y"), ("ly", "")), "verb": (("er", ""), ("er", "e"))}
"""Endings that make another part of speech of a word, which the lemmatiser's rules do not undo."""


def vocabulary_of(model: Path, more: frozenset[str] = frozenset()) -> Vocabulary:
    """The vocabulary in a model's folder and ``more`` words; an empty one where the model brings none."""
    folder = model / "lemmatizer" / "lookups"
    if not (folder / "lookups.bin").is_file():
        return Vocabulary({}, {})
    from spacy.lookups import Lookups

    tables = Lookups().from_disk(folder)
    if not all(tables.has_table(name) for name in ("lemma_index", "lemma_exc", "lemma_rules")):
        return Vocabulary({}, {})
    index, irregular, rules = (tables.get_table(name) for name in ("lemma_index", "lemma_exc", "lemma_rules"))
    parts = ("noun", "verb", "adj", "adv")
    bases = {part: frozenset(index.get(part, ())).union(irregular.get(part, ())) for part in parts}
    endings = {
        part: [*((str(a), str(b)) for a, b in rules.get(part, ()) if a), *DERIVED.get(part, ())] for part in parts
    }
    return Vocabulary(bases, endings, more)
