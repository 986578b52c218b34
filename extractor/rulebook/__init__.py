"""Reads and checks rules/; runs none of them.

The folder is found beside the installed package (``extractor/_rules``), or beside the checkout (``rules``), and
nowhere else, unless a path is given. ``load_rulebook`` reports every fault of every file at once.
"""

from __future__ import annotations

from extractor.rulebook.lexical import Gate, with_parts, words_of
from extractor.rulebook.loading import Rulebook, load_lexicon, load_lexicons, load_rulebook, rules_dir
from extractor.rulebook.matching import AnyOf, PatternIndex
from extractor.rulebook.patterns import Pattern, compile_pattern
from extractor.rulebook.schema import CueRule, FacetRule, Lexicon, Role, Rule, Slot, StatisticRule, TriggerRule, unmark

__all__ = [
    "AnyOf",
    "CueRule",
    "FacetRule",
    "Gate",
    "Lexicon",
    "Pattern",
    "PatternIndex",
    "Role",
    "Rule",
    "Rulebook",
    "Slot",
    "StatisticRule",
    "TriggerRule",
    "compile_pattern",
    "load_lexicon",
    "load_lexicons",
    "load_rulebook",
    "rules_dir",
    "unmark",
    "with_parts",
    "words_of",
]
