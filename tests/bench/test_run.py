"""The benchmarks run, say all that they are to say, and compare like with like. What they measure is not looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import run
import tables
from sides import Answer, Cost, Dealwire
from steps import REST, SEAMS, Clock
from supply import Supply, write_lines

ROOT = Path(__file__).resolve().parent.parent.parent
ROUND = {"cpu_ms", "wall_ms", "per_cpu_second", "peak_mb", "characters", "without_text", "with_deals"}
COMPARED = {
    *run.NAMES, "items", "rounds", "real", "times_cpu", "times_wall",
    "same_items", "same_records_without_triage", "same_records_in_every_round",
}  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The figures of a run over ten articles and ten pages."""
    file = tmp_path_factory.mktemp("bench") / "result.json"
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "run.py"), "--count", "10", "--output", str(file)],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def test_all_parts_are_there(result: dict[str, Any]) -> None:
    """Every part, every side, every step, every number of workers."""
    assert result.keys() == {"run", *run.PARTS}
    for kind in ("texts", "pages"):
        assert result["sides"][kind].keys() == COMPARED
        assert all(result["sides"][kind][name].keys() == ROUND for name in run.NAMES)
        assert result["steps"][kind].keys() == {*SEAMS, REST}
        assert result["workers"][kind].keys() == {"1", "2", "times"}
        assert [result["workers"][kind][number]["articles"] for number in "12"] == [10, 10]
        assert [result["workers"][kind][number]["failed"] for number in "12"] == [0, 0]
    assert result["start"]["cases"].keys() >= {"help", "extract", "libraries"}
    assert [row["articles"] for row in result["growth"]["marks"]] == [10]


def test_like_is_compared_with_like(result: dict[str, Any]) -> None:
    """Both sides find a text in every item, of about the same length, and triage changes nothing."""
    for kind, told in result["sides"].items():
        assert all(told[check] for check in told if check.startswith("same_")), kind
        assert [told[name]["without_text"] for name in ("no_triage", "peer")] == [0, 0]
        assert 0.8 < told["peer"]["characters"] / told["no_triage"]["characters"] < 1.25
    assert result["sides"]["texts"]["dealwire"]["with_deals"] == 10
    assert result["sides"]["texts"]["peer"]["with_deals"] > 5


def test_tables_can_be_made_of_it(result: dict[str, Any]) -> None:
    """Each block of the page is filled, and filling it again changes nothing."""
    empty = "".join(f"<!-- bench: {name} -->\n<!-- end -->\n" for name in tables.TABLES)
    page = tables.written(empty, result)
    assert page.count("|---") + page.count("| ---") >= len(tables.TABLES) - 1
    assert tables.written(page, result) == page


@pytest.mark.parametrize(("before", "after", "busy"), [(0.2, 1.9, False), (3.0, 1.9, True), (0.2, 4.0, True)])
def test_a_busy_machine_is_told(result: dict[str, Any], before: float, after: float, busy: bool) -> None:
    """Figures taken beside other work are marked as such."""
    told = result["run"] | {"cores": 2, "load_at_start": before, "load_at_end": after}
    assert ("busy" in tables.run(result | {"run": told})) == busy


def test_performance_page_is_up_to_date() -> None:
    """docs/performance.md says what bench/result.json says."""
    page = tables.PAGE.read_text(encoding="utf-8")
    assert tables.written(page, json.loads(run.RESULT.read_text(encoding="utf-8"))) == page


@pytest.mark.parametrize("check", sorted(name for name in COMPARED if name.startswith("same_")))
def test_unlike_is_told(result: dict[str, Any], check: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A comparison that was none makes the run fail."""
    assert run._wrong(result) == 0
    told = result["sides"]["pages"] | {check: False}
    assert run._wrong({"sides": {"pages": told}}) == 1
    assert check.replace("_", " ") in capsys.readouterr().err


MADE = [("texts", {*range(40)}), ("pages", {10, 30}), ("mixture", {9, 10, 28, 30})]


@pytest.mark.parametrize(("kind", "telling"), MADE)
def test_made_up_articles_tell_what_they_are_to_tell(kind: Any, telling: set[int]) -> None:
    """Deals are found in those that tell one, and in no others, whatever stands beside the article."""
    items = list(Supply(kind, 40).items())
    side = Dealwire()
    rows = [json.loads(line) for line in side.read(items).splitlines()]
    assert {number for number, row in enumerate(rows) if row["deals"]} == telling


def test_supply_of_ones_own(tmp_path: Path) -> None:
    """Real articles come from files, again from the start where there are too few."""
    lines = tmp_path / "articles.jsonl"
    write_lines(Supply("texts", 2).items(), lines)
    texts = list(Supply("texts", 3, lines).items())
    assert [(item.id, item.text) for item in texts] == [
        ("0/made-0", texts[0].text), ("0/made-1", texts[1].text), ("1/made-0", texts[0].text),
    ]  # fmt: skip
    (tmp_path / "a.html").write_bytes(b"<p>One")
    pages = list(Supply("pages", 2, tmp_path).items(1))
    assert [(item.id, item.html) for item in pages] == [("1/a.html", b"<p>One")]
    with pytest.raises(ValueError, match="nothing to read"):
        list(Supply("pages", 1, tmp_path / "none").items())


def test_moments_belong_to_the_step_entered_last() -> None:
    """What a step calls of another is the other's, also where it yields."""
    clock = Clock()
    inner = clock.wrapped("parse", lambda: iter([1, 2]))
    outer = clock.wrapped("mark", lambda: list(inner()))
    assert outer() == [1, 2]
    assert (clock.entered["mark"], clock.entered["parse"]) == (1, 4)  # once to begin, once for each, once to end
    assert all(seconds >= 0 for seconds in clock.spent.values())


def test_costs_add_up() -> None:
    """Seconds are summed, the highest memory is the highest of both."""
    one, two = Answer("1", 1, 0, ""), Answer("2", 1, 0, "")
    assert Cost(1, 2, 30, 40, [one]) + Cost(2, 3, 20, 35, [two]) == Cost(3, 5, 20, 40, [one, two])
