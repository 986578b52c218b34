"""The little language of the rules: what it refuses, what it covers, and that nothing breaks it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.rulebook import compile_pattern


@dataclass(frozen=True)
class Word:
    """As much of a token as a pattern looks at."""

    lower: str
    tag: str


@dataclass(frozen=True)
class Line:
    """A line of words with its mentions."""

    words: list[Word]
    mention_at: list[tuple[str, int] | None]
    named: list[bool]


PIECE = re.compile(r"\{(\w+) ([^}]+)\}|(\S+)")


def read(text: str) -> Line:
    """``She raised/VBD {money $ 5 million}``: words with the tag NN where none is given, mentions in braces."""
    line = Line([], [], [])
    for kind, inner, word in PIECE.findall(text):
        words = inner.split() if kind else [word]
        first = len(line.words)
        for each in words:
            bare, _, tag = each.partition("/") if len(each) > 1 else (each, "", "")
            line.words.append(Word(bare.lower(), tag or "NN"))
            line.mention_at.append(None)
            line.named.append(kind == "name" and len(words) > 1)
        if kind:
            line.mention_at[first] = (kind, len(line.words))
    return line


def find(pattern: str, text: str) -> tuple[str, str] | None:
    """The words that the pattern covers first, and the word that governs them."""
    compiled, line = compile_pattern(pattern), read(text)
    for at in range(len(line.words)):
        found = compiled.match(line.words, at, line.mention_at, line.named)
        if found:
            last, head = found
            return " ".join(word.lower for word in line.words[at:last]), line.words[head].lower
    return None


COVERS = [
    ("raise/v", "it raised/VBD money", ("raised", "raised")),
    ("raise/v", "Acme raises/VBZ it", ("raises", "raises")),
    ("Raise/v By", "it raised/VBD by", ("raised by", "raised")),
    ("raise/v", "Acme RAISED/VBD it", ("raised", "raised")),
    ("raise/v", "Acme , raising/VBG it", ("raising", "raising")),
    ("raise/v", "a headline where raises/NNS is tagged wrong", ("raises", "raises")),
    ("round/n", "two rounds of it", ("rounds", "rounds")),
    ("round/n", "it will round/VB up", ("round", "round")),
    ("facility/n", "both facilities", ("facilities", "facilities")),
    ("by", "BY it", ("by", "by")),
    ("(led|headed) by", "it was headed by a baker", ("headed by", "headed")),
    ("(buy|sell)/v", "he sold/VBD it", ("sold", "sold")),
    ("(round|raise/v|stake/n)", "both stakes", ("stakes", "stakes")),
    ("(years ago|in the past)", "that was years ago today", ("years ago", "years")),
    ("(years ago|in the past)", "so it was in the past", ("in the past", "in")),
    ("(month/n ago|take/v part)", "she took part", ("took part", "took")),
    ("led ^by", "led by her", ("led by", "by")),
    ("^(take|snap)/v (over|up)", "they took/VBD over it", ("took over", "took")),
    ("raise/v <money>", "it raised/VBD {money $ 5 million} now", ("raised $ 5 million", "raised")),
    ("<money> _3 ^round/n", "a {money $ 5 million} seed round", ("$ 5 million seed round", "round")),
    ('^<name> "(" <money> ")"', "and {name Tally Ho} ( {money $ 5 m} )", ("tally ho ( $ 5 m )", "tally")),
    ("(<stage>|<money>) round", "a {stage seed} round", ("seed round", "seed")),
    ("swallow/v up?", "it swallowed/VBD up them", ("swallowed up", "swallowed")),
    ("swallow/v up?", "it swallowed/VBD them", ("swallowed", "swallowed")),
    ("led _ by", "led jointly by two", ("led jointly by", "led")),
    ("sold _3 unit", "sold unit", ("sold unit", "sold")),
    ("sold _3 unit", "sold its frozen pea unit", ("sold its frozen pea unit", "sold")),
    ("sold _2 (unit|mill)", "sold its mill unit", ("sold its mill", "sold")),
    ("pre - money", "the pre - money value", ("pre - money", "pre")),
    ('value "," _1 <money>', "its value , now {money $ 5 m}", ("value , now $ 5 m", "value")),
]

COVERS_NOT = [
    ("raise/v", "a/DT raise/NN for the staff"),
    ("raise/v", "Acme's/POS big/JJ raise/NN"),
    ("raise/v", "he praised/VBD it"),
    ("by", "bypass"),
    ("led by", "led jointly by two"),
    ("led _ by", "led by two"),
    ("led _ by", "led very jointly by two"),
    ("sold _3 unit", "sold its very cold pea unit"),
    ("sold _3 unit", "sold , says the unit"),
    ("sold _3 unit", "sold ( a unit )"),
    ("sold _3 unit", "sold : unit"),
    ("raise/v <money>", "it raised/VBD {percent 5 percent}"),
    ("fund/n", "the {name Maine Venture Fund} grew"),
    ("sell/v _2 fund/n", "it sold/VBD {name Maine Fund}"),
    ("in the past", "in the"),
    ('"(" <money>', "{money $ 5 m} ("),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), COVERS, ids=[f"{p} ~ {t}" for p, t, _ in COVERS])
def test_covers(pattern: str, text: str, expected: tuple[str, str]) -> None:
    """What a pattern covers, and its head: the marked element, else the first."""
    assert find(pattern, text) == expected


@pytest.mark.parametrize(("pattern", "text"), COVERS_NOT)
def test_covers_not(pattern: str, text: str) -> None:
    """Gaps stop at their length and at commas, colons and brackets; words inside long names are none."""
    assert find(pattern, text) is None


def test_a_name_of_one_word_is_still_a_word() -> None:
    """Only names of several words hide theirs: "Fund" alone may be the fund."""
    assert find("fund/n", "the {name Fund} closed") == ("fund", "fund")


REFUSED = [
    ("", "the pattern is empty"),
    ("   ", "the pattern is empty"),
    ("<sum>", "no mention is called 'sum'"),
    ("(<money>|<coin>)", "no mention is called 'coin'"),
    ("(led|)", "an alternative is empty"),
    ("(|led)", "an alternative is empty"),
    ("(led by", "cannot read"),
    ("led by)", "a space is missing|cannot read"),
    ("()", "cannot read"),
    ("raise/v(up)", "a space is missing"),
    ('"("")"', "a space is missing"),
    ("<money", "cannot read"),
    ("^", "cannot read"),
    ("led ? by", "cannot read"),
    ("(in <money>|by)", "cannot stand in a phrase"),
    ("(/v up|by)", "cannot stand in a phrase"),
    ("/v", "no word stands before"),
    ("up?", "nothing need stand"),
    ("_3", "nothing need stand"),
    ("(led|by)? _2 up?", "nothing need stand"),
    ("led ^_2 by", "a gap cannot govern"),
    ("_ by", "a gap cannot govern"),
    ("(led|/n)", "no word stands before"),
]


@pytest.mark.parametrize(("pattern", "reason"), REFUSED)
def test_refused(pattern: str, reason: str) -> None:
    """What is no pattern is refused with its reason, and the reason names the pattern."""
    with pytest.raises(ValueError, match=reason) as caught:
        compile_pattern(pattern)
    assert not pattern.strip() or repr(pattern)[1:-1] in str(caught.value) or pattern in str(caught.value)


STARTS = [
    ("raise/v _3 <money>", {"raise", "raises", "raised", "raising"}),
    ("(led|headed) by", {"led", "headed"}),
    ("the? round", {"the", "round"}),
    ("(years ago|since)", {"years", "since"}),
    ("<money> round", set()),
    ("_2 ^round", set()),
    ("(<name>|led) by", set()),
    ("the? <money>", set()),
]


@pytest.mark.parametrize(("pattern", "words"), STARTS)
def test_starts(pattern: str, words: set[str]) -> None:
    """The words one of which must stand in a text; none where the pattern may begin with anything."""
    assert compile_pattern(pattern).starts == words


PARTS = st.sampled_from(
    ["raise/v", "round/n", "by", "(led|headed by)", "(a|b)/v", "<money>", "<name>", "_", "_3", "_9", '"("', "x?"]
)
WORDS = st.sampled_from(
    ["led", "raised/VBD", "round", "by", "headed", "a", "(", ",", "x", "{money $ 5 m}", "{name A B}"]
)


@given(st.text(alphabet=st.sampled_from("abvny /()|<>^_?\"'money09-é"), max_size=40))
def test_compiling_answers_or_refuses(source: str) -> None:
    """Whatever is written, it is a pattern or a ValueError."""
    try:
        pattern = compile_pattern(source)
    except ValueError:
        return
    assert pattern.elements
    assert 0 <= pattern.head < len(pattern.elements)


@settings(max_examples=200)
@given(
    st.lists(PARTS, max_size=6).map(lambda parts: " ".join(["^led", *parts])),
    st.lists(WORDS, max_size=14).map(" ".join),
)
def test_matching_never_raises(source: str, text: str) -> None:
    """Any pattern on any line gives a span that begins where it was asked for, with its head in it, or nothing."""
    pattern, line = compile_pattern(source), read(text)
    for at in range(len(line.words)):
        found = pattern.match(line.words, at, line.mention_at, line.named)
        if found:
            last, head = found
            assert at <= last <= len(line.words)
            assert at == head < last
            assert line.words[at].lower in pattern.starts


def test_many_gaps_on_a_long_line() -> None:
    """Gaps that could be cut in many ways end soon where nothing fits."""
    assert find("a _9 a _9 a _9 b", " ".join(["a"] * 400)) is None
