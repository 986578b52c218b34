"""docs/rules.md says what is so: its rules load and pass their own examples, its patterns cover what it marks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.annotate import Annotator
from extractor.assemble.grammar import Grammar
from extractor.assemble.telling import Teller
from extractor.records import Article
from extractor.rulebook import Rule, Rulebook, TriggerRule, compile_pattern, load_rulebook, rules_dir, unmark

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
RULES = [rule for block in YAML for rule in yaml.safe_load(block) if isinstance(rule, dict)]
PATTERNS = [
    tuple(re.split(r"\s{2,}", line)[:2])
    for line in re.findall(r"<!-- patterns -->\n```text\n(.*?)```", PAGE, re.S)[0].splitlines()
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which ``my-rules`` holds the shipped rules and those of the page."""
    root = tmp_path_factory.mktemp("docs")
    shutil.copytree(rules_dir(), root / "my-rules")
    for number, block in enumerate(YAML):
        home = "lexicons" if block.startswith("id:") else "triggers"
        (root / "my-rules" / home / f"page-{number}.yaml").write_text(block, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def mine(folder: Path) -> Rulebook:
    """The rules in ``my-rules``."""
    return load_rulebook(folder / "my-rules")


@pytest.fixture(scope="module")
def reader(mine: Rulebook) -> Annotator:
    """Reads with ``my-rules``."""
    return Annotator(mine)


def covered(rule: Rule, text: str, reader: Annotator, teller: Teller) -> Iterator[str]:
    """The words on which the rule fires, for triggers only where it holds."""
    for sentence in reader.read(Article(id="a", source="a", text=text)).sentences:
        for hit in sentence.hits:
            if hit.rule == rule.id and (
                not isinstance(rule, TriggerRule) or teller.holds(Grammar(sentence), hit, rule)
            ):
                yield text[sentence.tokens[hit.first].start : sentence.tokens[hit.last - 1].end]


@pytest.mark.parametrize("written", RULES, ids=lambda rule: str(rule["id"]))
def test_the_rules_of_the_page(written: dict[str, Any], mine: Rulebook, reader: Annotator) -> None:
    """Each rule on the page loads and passes its own examples."""
    (rule,) = (rule for rule in mine.rules() if rule.id == written["id"])
    teller = Teller(mine)
    for example in rule.matches:
        text, start, end = unmark(example)
        assert text[start:end] in list(covered(rule, text, reader, teller))
    for text in rule.rejects:
        assert not list(covered(rule, text, reader, teller))


def test_the_lexicon_of_the_page(mine: Rulebook) -> None:
    """The list on the page loads like those that ship."""
    assert "scoop" in mine.words("my-desk-words")


@pytest.mark.parametrize(("pattern", "example"), PATTERNS)
def test_the_patterns_of_the_page(pattern: str, example: str, annotator: Annotator) -> None:
    """Each pattern covers the words that are marked beside it."""
    text, start, end = unmark(example)
    (sentence,) = annotator.read(Article(id="a", source="a", text=text)).sentences
    tokens = sentence.tokens
    mention_at: list[tuple[str, int] | None] = [None] * len(tokens)
    for mention in sentence.mentions:
        mention_at[mention.first] = (mention.kind, mention.last)
    compiled = compile_pattern(pattern)
    found = [(at, match[0]) for at in range(len(tokens)) if (match := compiled.match(tokens, at, mention_at))]
    assert [(tokens[first].start, tokens[last - 1].end) for first, last in found] == [(start, end)]


def test_the_program_of_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python on the page prints what stands under it."""
    monkeypatch.chdir(folder)
    (program, printed) = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.S)[0]
    exec(compile(program, "docs/rules.md", "exec"), {})
    assert capsys.readouterr().out == printed
