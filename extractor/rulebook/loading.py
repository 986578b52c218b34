"""From files to a checked :class:`Rulebook`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from extractor.errors import RuleError
from extractor.rulebook.schema import AnyRule, CueRule, FacetRule, Lexicon, Rule, StatisticRule, TriggerRule

FOLDERS = ("triggers", "cues", "mentions", "statistics", "lexicons")
"""What ``load_rulebook`` reads; ``sites`` are read by the cleaner, which alone needs them."""

RULE: TypeAdapter[TriggerRule | FacetRule | CueRule | StatisticRule] = TypeAdapter(AnyRule)


@dataclass(frozen=True)
class Rulebook:
    """All rules, checked. ``digest`` changes when any of them does."""

    triggers: dict[str, TriggerRule]
    facets: dict[str, FacetRule]
    cues: dict[str, CueRule]
    lexicons: dict[str, Lexicon]
    digest: str
    files: dict[str, str] = field(default_factory=dict)
    """Rule id to the file it came from, relative to the rules folder."""
    statistics: dict[str, StatisticRule] = field(default_factory=dict)

    def lexicon(self, name: str) -> Any:
        """The entries of a lexicon; KeyError where there is none of that id."""
        return self.lexicons[name].entries

    def words(self, name: str) -> frozenset[str]:
        """The entries of a lexicon that is a plain list, as a set."""
        return frozenset(str(word) for word in self.lexicons[name].entries)

    def rules(self) -> Iterator[Rule]:
        """Every trigger, facet, cue and statistic rule."""
        yield from self.triggers.values()
        yield from self.facets.values()
        yield from self.cues.values()
        yield from self.statistics.values()


def rules_dir() -> Path:
    """The folder of the shipped rules. Raises RuleError when there is none."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_rules", package.parent / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError([f"{package / '_rules'}: no rules beside the package; install dealwire again"])


@cache
def load_lexicon(name: str) -> Any:
    """The entries of the shipped lexicon ``rules/lexicons/NAME.yaml``, read alone and once.

    For rooms that need one list of words and not the whole rulebook. Raises RuleError when it is missing or malformed.
    """
    path = rules_dir() / "lexicons" / f"{name}.yaml"
    faults: list[str] = []
    for document in _documents(path, path.name, faults):
        lexicon = _lexicon(document, path.name, faults)
        if lexicon:
            return lexicon.entries
    raise RuleError(faults or [f"{path.name}: no lexicon in it"])


@cache
def load_lexicons(folder: str) -> dict[str, Any]:
    """The entries of all shipped lexicons under ``rules/lexicons/FOLDER``, together: a lexicon too long for one file.

    Raises RuleError when there is none, when one is malformed, or when two of them have the same key.
    """
    faults: list[str] = []
    entries: dict[str, Any] = {}
    files = sorted((rules_dir() / "lexicons" / folder).glob("*.yaml"))
    for file in files:
        name = f"{folder}/{file.name}"
        for document in _documents(file, name, faults):
            lexicon = _lexicon(document, name, faults)
            if lexicon is None:
                continue
            if not isinstance(lexicon.entries, dict):
                faults.append(f"{name}: {lexicon.id}: entries: must have a key each")
                continue
            faults += [
                f"{name}: {lexicon.id}: {key}: stands in another list too"
                for key in lexicon.entries.keys() & entries.keys()
            ]
            entries |= lexicon.entries
    if faults or not files:
        raise RuleError(faults or [f"{folder}: no lexicons in it"])
    return entries


def load_rulebook(path: Path | str | None = None) -> Rulebook:
    """Read and check every rule under ``path`` (the shipped rules where None).

    Raises RuleError, listing all faults at once with file, rule id and reason.
    """
    root = Path(path) if path is not None else rules_dir()
    if not root.is_dir():
        raise RuleError([f"{root}: no such folder"])
    faults: list[str] = []
    triggers: dict[str, TriggerRule] = {}
    facets: dict[str, FacetRule] = {}
    cues: dict[str, CueRule] = {}
    statistics: dict[str, StatisticRule] = {}
    lexicons: dict[str, Lexicon] = {}
    files: dict[str, str] = {}
    lists: dict[str, str] = {}
    digest = hashlib.sha256()
    for file in sorted(file for folder in FOLDERS for file in (root / folder).rglob("*.yaml")):
        name = file.relative_to(root).as_posix()
        digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
        for document in _documents(file, name, faults):
            if isinstance(document, dict) and document.get("kind") == "lexicon":
                lexicon = _lexicon(document, name, faults)
                if lexicon and lexicon.id in lists:
                    faults.append(f"{name}: {lexicon.id}: the id is taken by {lists[lexicon.id]}")
                elif lexicon:
                    lexicons[lexicon.id] = lexicon
                    lists[lexicon.id] = name
                continue
            try:
                rule = RULE.validate_python(document)
            except ValidationError as error:
                faults.extend(_explain(error, document, name))
                continue
            if rule.id in files:
                faults.append(f"{name}: {rule.id}: the id is taken by {files[rule.id]}")
                continue
            files[rule.id] = name
            if isinstance(rule, TriggerRule):
                triggers[rule.id] = rule
            elif isinstance(rule, FacetRule):
                facets[rule.id] = rule
            elif isinstance(rule, StatisticRule):
                statistics[rule.id] = rule
            else:
                cues[rule.id] = rule
    if faults:
        raise RuleError(faults)
    return Rulebook(triggers, facets, cues, lexicons, digest.hexdigest()[:16], files, statistics)


def _documents(file: Path, name: str, faults: list[str]) -> list[Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        faults.append(f"{name}: no such file")
        return []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not YAML: {' '.join(str(error).split())}")
        return []
    if content is None:
        return []
    return content if isinstance(content, list) else [content]


def _lexicon(document: Any, name: str, faults: list[str]) -> Lexicon | None:
    try:
        return Lexicon.model_validate(document)
    except ValidationError as error:
        faults.extend(_explain(error, document, name))
        return None


def _explain(error: ValidationError, document: Any, name: str) -> list[str]:
    rule = document.get("id", "(no id)") if isinstance(document, dict) else "(not a rule)"
    return [
        f"{name}: {rule}: {'.'.join(str(part) for part in fault['loc']) or 'rule'}: {fault['msg']}"
        for fault in error.errors()
    ]
