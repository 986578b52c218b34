"""The gate never stops a text in which a trigger may match; the index finds what trying everything finds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rulebook import Gate, PatternIndex, Rulebook, load_rulebook, rules_dir, unmark, with_parts, words_of

EXAMPLES = [
    pytest.param(text, id=f"{rule.id}-{number}")
    for rule in load_rulebook().triggers.values()
    for number, text in enumerate(rule.matches)
]
STOPPED = [
    "",
    "It rained in Leeds, and the looms are blue.",
    "She was born in 1956 and studied law.",
    "The two rivers meet below the town.",
]


@dataclass(frozen=True)
class Word:
    """A token, as far as patterns look at it."""

    lower: str
    tag: str = "NN"


def passes(gate: Gate, text: str, *, sums: bool = True) -> bool:
    return gate.lets_through(with_parts(words_of(text)), money=sums, stage=sums)


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate(load_rulebook().triggers.values())


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_pass(gate: Gate, text: str) -> None:
    """Every example of every trigger may tell a deal."""
    assert passes(gate, unmark(text)[0])


@pytest.mark.parametrize("text", STOPPED)
def test_stopped(gate: Gate, text: str) -> None:
    """Words of no trigger."""
    assert not passes(gate, text, sums=False)


def test_needs_count() -> None:
    """A trigger's words without what it needs beside it are nothing; a sum, a stage are something."""
    gate = Gate(load_rulebook().triggers.values())
    words = with_parts(words_of("The city amassed 300 bins."))
    assert not gate.lets_through(words, money=False, stage=False)
    assert gate.lets_through(words, money=True, stage=False)


def test_a_users_rule_opens_the_gate(tmp_path: Path) -> None:
    """What may tell a deal is read off the rules in use, whosever they are."""
    copy = tmp_path / "rules"
    for file in rules_dir().rglob("*.yaml"):
        target = copy / file.relative_to(rules_dir())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    text = "Fenwick hoovered up Tallyho."
    assert not passes(Gate(load_rulebook(copy).triggers.values()), text, sums=False)
    (copy / "triggers" / "own.yaml").write_text(
        "- id: hoover-verb\n  kind: trigger\n  deal: acquisition\n  why: A word of the trade press.\n"
        "  patterns: [^hoover/v up]\n  roles: {subject: acquirer, object: company}\n"
        '  matches: ["Fenwick [hoovered up] Tallyho."]\n  rejects: ["Fenwick hoovered the stairs."]\n',
        encoding="utf-8",
    )
    assert passes(Gate(load_rulebook(copy).triggers.values()), text, sums=False)


def tried(rulebook: Rulebook, tokens: list[Word], mentions: list[tuple[str, int] | None]) -> set[tuple[str, int, int]]:
    """Every pattern tried at every token."""
    return {
        (rule.id, at, found[0])
        for rule in rulebook.rules()
        for pattern in rule.compiled()
        for at in range(len(tokens))
        if (found := pattern.match(tokens, at, mentions, [False] * len(tokens)))
    }


def test_the_index_finds_what_there_is() -> None:
    """On the examples of all rules, with a sum wherever a digit stands."""
    rulebook = load_rulebook()
    index = PatternIndex((rule.id, pattern) for rule in rulebook.rules() for pattern in rule.compiled())
    found = 0
    for rule in rulebook.rules():
        for text in rule.matches:
            tokens = [Word(word.strip(",.").lower()) for word in unmark(text)[0].split()]
            mentions = [("money", at + 1) if any(map(str.isdigit, t.lower)) else None for at, t in enumerate(tokens)]
            got = {(one, first, last) for one, first, last, _ in index.find(tokens, mentions, [False] * len(tokens))}
            assert got == tried(rulebook, tokens, mentions)
            found += len(got)
    assert found > 500


@given(st.text(st.sampled_from("aB1é½_ .-’"), max_size=30))
def test_words(text: str) -> None:
    """Runs of letters and digits in small letters, in whatever alphabet."""
    assert words_of(text) == set(re.findall(r"[^\W_]+", text.lower()))


NEEDS = ("(equity|growth) (raise|infusion)/n", "<money> _3 from", "<stage>")


@given(
    st.sets(st.sampled_from("trouser equity growth raise infusions from line".split())), st.booleans(), st.booleans()
)
def test_needs_of_several_words(words: set[str], money: bool, stage: bool) -> None:
    """A need of several words is met where each of them stands, and by nothing less."""
    rule = load_rulebook().triggers["raise-verb"].model_copy(update={"patterns": ("trouser",), "needs": NEEDS})
    whole = bool(words & {"equity", "growth"}) and bool(words & {"raise", "infusions"})
    wanted = "trouser" in words and (stage or whole or (money and "from" in words))
    assert Gate([rule]).lets_through(words, money=money, stage=stage, percent=False) == wanted


@pytest.mark.parametrize(("text", "may"), [("It is for them.", False), ("The mill is up for sale.", True)])
def test_a_phrase_is_known_by_its_rarest_word(text: str, may: bool) -> None:
    """Small words of a phrase stand in every other sentence: they let nothing through."""
    rule = (
        load_rulebook()
        .triggers["raise-verb"]
        .model_copy(update={"patterns": ("(up for sale|on the block)",), "needs": ()})
    )
    assert passes(Gate([rule]), text) == may
