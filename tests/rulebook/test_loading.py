"""Reading rules from files: what is checked, how faults are told, and when the digest changes."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RuleError
from extractor.rulebook import Rulebook, load_lexicon, load_lexicons, load_rulebook, rules_dir, unmark

TRIGGER: dict[str, Any] = {
    "id": "raise-it",
    "kind": "trigger",
    "deal": "funding",
    "why": "The plain sentence.",
    "patterns": ["raise/v <money>"],
    "roles": {"subject": "company"},
    "matches": ["Acme [raised $5m]."],
    "rejects": ["She raised a hand."],
}
FACET: dict[str, Any] = {
    "id": "led-by-it",
    "kind": "facet",
    "role": "lead",
    "take": "after",
    "why": "Who led it.",
    "patterns": ["led by"],
    "matches": ["[led by] Acme"],
    "rejects": ["fed by"],
}
CUE: dict[str, Any] = {
    "id": "maybe",
    "kind": "cue",
    "cue": "rumored",
    "why": "Who knows it.",
    "patterns": ["reportedly"],
    "matches": ["Acme [reportedly] sold it."],
    "rejects": ["Acme sold it."],
}
STATISTIC: dict[str, Any] = {
    "id": "twice",
    "kind": "statistic",
    "tells": "times",
    "factor": 2,
    "why": "It doubled.",
    "patterns": ["double/v"],
    "matches": ["Deals [doubled]."],
    "rejects": ["Deals fell."],
}
LEXICON: dict[str, Any] = {"id": "colours", "kind": "lexicon", "why": "Words for colours.", "entries": ["red", "blue"]}


def write(root: Path, **files: Any) -> Path:
    """Rules in ``root``: ``triggers_a=[...]`` becomes ``triggers/a.yaml``; text is written as it is."""
    for name, content in files.items():
        folder, _, stem = name.partition("_")
        path = root / folder / f"{stem}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
    return root


def faults(root: Path) -> list[str]:
    """The faults of the rules in a folder."""
    with pytest.raises(RuleError) as caught:
        load_rulebook(root)
    return caught.value.faults


def test_every_kind_is_read(tmp_path: Path) -> None:
    """Triggers, facets, cues, statistics and lexicons, each in its place, with the file it came from."""
    rulebook = load_rulebook(
        write(
            tmp_path, triggers_a=[TRIGGER, FACET], cues_status_more=[CUE], statistics_s=[STATISTIC], lexicons_c=LEXICON
        )
    )
    assert list(rulebook.triggers) == ["raise-it"]
    assert list(rulebook.facets) == ["led-by-it"]
    assert list(rulebook.cues) == ["maybe"]
    assert list(rulebook.statistics) == ["twice"]
    assert rulebook.lexicon("colours") == ["red", "blue"]
    assert rulebook.words("colours") == frozenset({"red", "blue"})
    assert rulebook.files == {
        "raise-it": "triggers/a.yaml",
        "led-by-it": "triggers/a.yaml",
        "maybe": "cues/status_more.yaml",
        "twice": "statistics/s.yaml",
    }
    assert [rule.id for rule in rulebook.rules()] == ["raise-it", "led-by-it", "maybe", "twice"]


def test_files_of_other_folders_are_left_alone(tmp_path: Path) -> None:
    """Hints for publishers' pages are the cleaner's, and notes are nobody's."""
    write(tmp_path, triggers_a=[TRIGGER], sites_b="- [not a rule", cues_empty="# nothing yet\n")
    (tmp_path / "triggers" / "notes.txt").write_text("x: [", encoding="utf-8")
    assert list(load_rulebook(tmp_path).triggers) == ["raise-it"]


BROKEN = [
    (TRIGGER, {"kind": "tigger"}, "raise-it: rule: Input tag 'tigger'"),
    (TRIGGER, {"kind": None}, "raise-it"),
    (TRIGGER, {"id": "Raise It"}, "Raise It: trigger.id: String should match pattern"),
    (TRIGGER, {"id": None}, "(no id): trigger.id: Field required"),
    (TRIGGER, {"why": "short"}, "raise-it: trigger.why: String should have at least 8"),
    (TRIGGER, {"patterns": []}, "raise-it: trigger.patterns"),
    (TRIGGER, {"patterns": ["(raise"]}, "raise-it: trigger.patterns: Value error, cannot read '(raise'"),
    (TRIGGER, {"needs": ["<sum>"]}, "raise-it: trigger: Value error, no mention is called 'sum'"),
    (TRIGGER, {"unless": ["(a|"]}, "raise-it: trigger: Value error, cannot read"),
    (TRIGGER, {"matches": []}, "raise-it: trigger.matches"),
    (TRIGGER, {"matches": ["Acme raised $5m."]}, "raise-it: trigger.matches: Value error, one span must be marked"),
    (TRIGGER, {"rejects": None}, "raise-it: trigger.rejects: Field required"),
    (TRIGGER, {"colour": "red"}, "raise-it: trigger.colour: Extra inputs are not permitted"),
    (TRIGGER, {"deal": "gift"}, "raise-it: trigger.deal"),
    (TRIGGER, {"roles": {"subject": "hero"}}, "raise-it: trigger.roles.subject"),
    (TRIGGER, {"roles": {"beneath": "company"}}, "raise-it: trigger.roles.beneath"),
    (TRIGGER, {"weight": 2}, "raise-it: trigger.weight"),
    (TRIGGER, {"status": "done"}, "raise-it: trigger.status"),
    (FACET, {"take": "around"}, "led-by-it: facet.take"),
    (FACET, {"role": "guest"}, "led-by-it: facet.role"),
    (FACET, {"roles": {}}, "led-by-it: facet.roles: Extra inputs are not permitted"),
    (CUE, {"cue": "perhaps"}, "maybe: cue.cue"),
    (CUE, {"scope": "everywhere"}, "maybe: cue.scope"),
    (CUE, {"deals": ["gift"]}, "maybe: cue.deals.0"),
    (STATISTIC, {"factor": None}, "twice: statistic: Value error, a factor belongs to 'times'"),
    (STATISTIC, {"tells": "up"}, "twice: statistic: Value error, a factor belongs to 'times'"),
]


@pytest.mark.parametrize(("rule", "change", "fault"), BROKEN, ids=[f"{r['id']}-{c}" for r, c, _ in BROKEN])
def test_a_fault_names_file_rule_and_reason(
    rule: dict[str, Any], change: dict[str, Any], fault: str, tmp_path: Path
) -> None:
    """The schema is closed, and every fault says where it is and what is wrong."""
    broken = {key: value for key, value in (rule | change).items() if value is not None}
    told = faults(write(tmp_path, triggers_a=[broken]))
    assert [line for line in told if line.startswith("triggers/a.yaml: ") and fault in line], told


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Every file is looked at, whatever is wrong with the others."""
    write(
        tmp_path,
        triggers_a=[TRIGGER | {"why": "x", "colour": "red"}, TRIGGER | {"id": "second", "matches": ["no mark"]}],
        triggers_b="- [unclosed",
        triggers_c=["just words"],
        cues_d=[CUE, CUE],
        lexicons_e=LEXICON | {"entries": "red"},
    )
    told = faults(tmp_path)
    beginnings = [
        "triggers/a.yaml: raise-it: trigger.why: ",
        "triggers/a.yaml: raise-it: trigger.colour: ",
        "triggers/a.yaml: second: trigger.matches: ",
        "triggers/b.yaml: not YAML: ",
        "triggers/c.yaml: (not a rule): ",
        "cues/d.yaml: maybe: the id is taken by cues/d.yaml",
        "lexicons/e.yaml: colours: entries",
    ]
    for beginning in beginnings:
        assert [line for line in told if line.startswith(beginning)], beginning
    with pytest.raises(RuleError, match=rf"^{len(told)} fault\(s\) in the rules:\n  cues/d.yaml"):
        load_rulebook(tmp_path)


def test_an_id_is_taken_once_in_all_files(tmp_path: Path) -> None:
    """Evidence in old databases points at ids, so two rules never share one, whatever their kind."""
    write(tmp_path, triggers_a=[TRIGGER], cues_b=[CUE | {"id": "raise-it"}])
    assert faults(tmp_path) == ["triggers/a.yaml: raise-it: the id is taken by cues/b.yaml"]


def test_lexicon_ids_are_taken_once(tmp_path: Path) -> None:
    """Of two lexicons with one id, neither silently wins."""
    told = faults(write(tmp_path, lexicons_a=LEXICON, lexicons_b=LEXICON))
    assert told == ["lexicons/b.yaml: colours: the id is taken by lexicons/a.yaml"]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file in another encoding is a fault like any other."""
    write(tmp_path, triggers_a=[TRIGGER])
    (tmp_path / "triggers" / "b.yaml").write_bytes(b"- id: caf\xe9\n")
    assert [line for line in faults(tmp_path) if line.startswith("triggers/b.yaml: not YAML")]


def test_no_folder(tmp_path: Path) -> None:
    """A path without rules says so."""
    with pytest.raises(RuleError, match="no such folder"):
        load_rulebook(tmp_path / "nowhere")


CHANGES = [
    {"why": "Another plain sentence."},
    {"patterns": ["raise/v"]},
    {"matches": ["Acme [raised $6m]."]},
    {"weight": 0.5},
    {"id": "raise-that"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_digest_changes_with_a_rule(change: dict[str, Any], tmp_path: Path) -> None:
    """A database knows by the digest which rules read an article."""
    before = load_rulebook(write(tmp_path / "one", triggers_a=[TRIGGER])).digest
    assert load_rulebook(write(tmp_path / "two", triggers_a=[TRIGGER])).digest == before
    assert load_rulebook(write(tmp_path / "three", triggers_a=[TRIGGER | change])).digest != before


def test_the_digest_changes_with_a_lexicon_and_a_name(tmp_path: Path) -> None:
    """A list's words and a file's name count, too."""
    digests = [
        load_rulebook(write(tmp_path / "1", lexicons_a=LEXICON)).digest,
        load_rulebook(write(tmp_path / "2", lexicons_a=LEXICON | {"entries": ["red"]})).digest,
        load_rulebook(write(tmp_path / "3", lexicons_b=LEXICON)).digest,
    ]
    assert len(set(digests)) == 3


def test_one_lexicon_alone() -> None:
    """Rooms that need one list read that one; a missing one is told."""
    assert "ltd" in load_lexicon("name-endings")
    with pytest.raises(RuleError, match=r"no-such-list.yaml: no such file"):
        load_lexicon("no-such-list")


def test_lexicons_of_a_folder() -> None:
    """A lexicon in several files is read as one; an empty folder is told."""
    names = load_lexicons("site-names")
    assert (names["nikkei.com"], names["lemonde.fr"]) == ("The Nikkei", "Le Monde")
    with pytest.raises(RuleError, match=r"no-such-lists: no lexicons in it"):
        load_lexicons("no-such-lists")


CLASHES = [
    ({"entries": {"a": "A"}}, {"entries": {"a": "B"}}, r"lists/2.yaml: number-2: a: stands in another list too"),
    ({"entries": {"a": "A"}}, {"entries": ["b"]}, r"lists/2.yaml: number-2: entries: must have a key each"),
    ({"entries": {"a": "A"}}, {}, r"lists/2.yaml: number-2: entries: Field required"),
]


@pytest.mark.parametrize(("first", "second", "fault"), CLASHES)
def test_lexicons_that_clash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: dict[str, Any], second: dict[str, Any], fault: str
) -> None:
    """Lists read as one must not contradict each other."""
    folder = tmp_path / "lexicons" / "lists"
    folder.mkdir(parents=True)
    for number, entries in enumerate((first, second), 1):
        lexicon = {"id": f"number-{number}", "kind": "lexicon", "why": "To be read together."} | entries
        (folder / f"{number}.yaml").write_text(yaml.safe_dump(lexicon))
    monkeypatch.setattr("extractor.rulebook.loading.rules_dir", lambda: tmp_path)
    with pytest.raises(RuleError, match=fault):
        load_lexicons.__wrapped__("lists")


def test_unknown_lexicon(rulebook: Rulebook) -> None:
    """Asking the rulebook for a list that is not there is a KeyError."""
    with pytest.raises(KeyError):
        rulebook.lexicon("no-such-list")


def test_shipped_rules(rulebook: Rulebook) -> None:
    """What ships is read whole, from the folder beside the package."""
    assert rules_dir().is_dir()
    assert {rule.deal for rule in rulebook.triggers.values()} == {
        "funding",
        "acquisition",
        "stake",
        "merger",
        "ipo",
        "fund",
    }
    assert len(rulebook.digest) == 16
    assert all(entry for lexicon in rulebook.lexicons.values() for entry in lexicon.entries)


MARKED = [
    ("Acme [raised] it.", ("Acme raised it.", 5, 11)),
    ("[Acme]", ("Acme", 0, 4)),
    ("a [[b]] [c] d", ("a [b] c d", 6, 7)),
    ("[a [[b]]]", ("a [b]", 0, 5)),
]
NOT_MARKED = ["Acme raised it.", "Acme [raised it.", "Acme raised] it.", "[a] [b]", "]a[", ""]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_unmark(text: str, expected: tuple[str, int, int]) -> None:
    """Brackets mark the span and go; doubled ones stay as one."""
    assert unmark(text) == expected


@pytest.mark.parametrize("text", NOT_MARKED)
def test_unmark_wants_one_span(text: str) -> None:
    """Exactly one span is marked, or the example is refused."""
    with pytest.raises(ValueError, match="one span must be marked"):
        unmark(text)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_unmark_gives_back_what_was_marked(before: str, inside: str, after: str) -> None:
    """Whatever stands around it, the span is the marked words."""

    def doubled(text: str) -> str:
        return text.replace("[", "[[").replace("]", "]]")

    # Where brackets touch the marks, which of them are doubled cannot be told.
    if before.endswith("[") or inside.startswith("[") or inside.endswith("]") or after.startswith("]"):
        return
    text, start, end = unmark(f"{doubled(before)}[{doubled(inside)}]{doubled(after)}")
    assert text == before + inside + after
    assert text[start:end] == inside


def test_the_examples_here_are_rules(tmp_path: Path) -> None:
    """The rules that the tests above break are whole before."""
    for rule in (TRIGGER, FACET, CUE, STATISTIC):
        load_rulebook(write(tmp_path / rule["id"], triggers_a=[copy.deepcopy(rule)]))
