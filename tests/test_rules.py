"""Every rule is tested by its own examples, and every pattern is shown by one of them.

A ``matches`` example is read as an article of one sentence: its rule must fire on exactly the words in brackets, and
its deal or its parties must be believed. On a ``rejects`` example the rule must stay silent, or its trigger be refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractor.annotate import Annotator
from extractor.assemble.grammar import Grammar
from extractor.assemble.telling import Teller
from extractor.records import Article, Sentence
from extractor.rulebook import FacetRule, Pattern, Rule, Rulebook, StatisticRule, TriggerRule, load_rulebook, unmark

RULES = list(load_rulebook().rules())
MATCHES = [(rule, text) for rule in RULES for text in rule.matches]
REJECTS = [(rule, text) for rule in RULES for text in rule.rejects]
PATTERNS = [
    (rule, pattern) for rule in RULES if not isinstance(rule, StatisticRule) for pattern in dict.fromkeys(rule.patterns)
]


def name(case: tuple[Rule, str]) -> str:
    """A test's name: the rule and its example, or its pattern."""
    return f"{case[0].id}: {case[1][:70]}"


@pytest.fixture(scope="module")
def teller(rulebook: Rulebook) -> Teller:
    """What decides whether a trigger holds."""
    return Teller(rulebook)


@pytest.mark.parametrize(("rule", "example"), MATCHES, ids=map(name, MATCHES))
def test_matches(rule: Rule, example: str, annotator: Annotator, teller: Teller) -> None:
    """The rule fires on exactly the marked words, and what it says is taken."""
    text, start, end = unmark(example)
    sentences = read(annotator, rule, text)
    assert sentences, "the sentence is not read at all: nothing in it tells of a deal"
    found = dict(firings(sentences, rule, teller))
    assert (start, end) in found, f"it covers {[text[a:b] for a, b in found] or 'nothing'}"
    assert found[start, end], "it fires, but needs, unless or missing names take it back"


@pytest.mark.parametrize(("rule", "text"), REJECTS, ids=map(name, REJECTS))
def test_rejects(rule: Rule, text: str, annotator: Annotator, teller: Teller) -> None:
    """The rule says nothing of a deal here."""
    assert not [text[a:b] for (a, b), held in firings(read(annotator, rule, text), rule, teller) if held]


@pytest.mark.parametrize(("rule", "source"), PATTERNS, ids=map(name, PATTERNS))
def test_every_pattern_is_shown(rule: Rule, source: str, annotator: Annotator) -> None:
    """Some example marks the words that the pattern covers: a pattern that nothing shows may never fire."""
    pattern = rule.compiled()[rule.patterns.index(source)]
    for example in rule.matches:
        text, start, end = unmark(example)
        if any((start, end) in covered(sentence, pattern) for sentence in read(annotator, rule, text)):
            return
    pytest.fail(f"no example of {rule.id} shows {source!r}")


READ: dict[str, tuple[Sentence, ...]] = {}


def read(annotator: Annotator, rule: Rule, text: str) -> tuple[Sentence, ...]:
    """The sentences of an example; a sum stands behind a statistic's, so that it is surely read."""
    if isinstance(rule, StatisticRule):
        text += " $1 million"
    if text not in READ:
        READ[text] = annotator.parse(Article(id="example", source="example", text=text))
    return READ[text]


def firings(sentences: tuple[Sentence, ...], rule: Rule, teller: Teller) -> Iterator[tuple[tuple[int, int], bool]]:
    """Where the rule fires, and whether the trigger holds or the facet finds its parties."""
    for sentence in sentences:
        for hit in sentence.hits:
            if hit.rule != rule.id:
                continue
            held = True
            if isinstance(rule, TriggerRule):
                held = teller.holds(Grammar(sentence), hit, rule)
            elif isinstance(rule, FacetRule):
                facets = teller.tell(sentence).facets
                held = any(facet.rule == rule.id and facet.at == hit.first for facet in facets)
            yield (sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end), held


def covered(sentence: Sentence, pattern: Pattern) -> Iterator[tuple[int, int]]:
    """The spans that one pattern covers in a sentence."""
    tokens = sentence.tokens
    mention_at: list[tuple[str, int] | None] = [None] * len(tokens)
    named = [False] * len(tokens)
    for mention in sentence.mentions:
        if mention.kind == "name" and mention.last - mention.first > 1:
            named[mention.first : mention.last] = [True] * (mention.last - mention.first)
        if mention.kind != "name" or mention_at[mention.first] is None:
            mention_at[mention.first] = (mention.kind, mention.last)
    for at in range(len(tokens)):
        found = pattern.match(tokens, at, mention_at, named)
        if found:
            yield tokens[at].start, tokens[found[0] - 1].end
