"""The whole program on every fixture: each field is its own test, so that a failure names itself.

What cannot be done yet stands in not_yet.yaml, and is strict. ``python -m tests.refresh_not_yet`` rewrites it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.records import Extraction
from tests.gold.outcomes import NOT_YET, cases, golds, outcomes, problem, read_not_yet, write_not_yet

CASES = cases()
KNOWN = read_not_yet()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        pytest.param(
            name,
            field,
            id=f"{name}:{field}",
            marks=[pytest.mark.xfail(strict=True, reason="not yet")] if (name, field) in KNOWN else [],
        )
        for name, field in CASES
    ],
)
def test_field(name: str, field: str) -> None:
    """From the page as served to this field of the record, the program says what gold says."""
    wrong = problem(name, field)
    assert wrong is None, wrong


def test_not_yet_names_real_cases() -> None:
    """Every row of not_yet.yaml is a test that exists."""
    assert sorted(KNOWN - set(CASES)) == []


@pytest.mark.parametrize("name", golds())
def test_evidence_equals_its_slice(name: str) -> None:
    """Whatever the program shows as proof stands in the article, letter by letter."""
    outcome = outcomes()[name]
    if isinstance(outcome, Extraction):
        article = outcome.article
        evidence = [deal.evidence for deal in outcome.deals] + [one.evidence for one in outcome.statistics]
        for proof in (proof for proofs in evidence for proof in proofs):
            text = article.title if proof.where == "title" else article.text
            assert text[proof.start : proof.end] == proof.text


def test_list_is_written_as_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing the list and reading it back changes nothing, and the file in the repository is in that form."""
    committed = NOT_YET.read_text(encoding="utf-8")
    monkeypatch.setattr("tests.gold.outcomes.NOT_YET", tmp_path / "not_yet.yaml")
    write_not_yet(KNOWN)
    assert read_not_yet() == KNOWN
    assert (tmp_path / "not_yet.yaml").read_text(encoding="utf-8") == committed
