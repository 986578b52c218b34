"""Ctrl-C while several processes read: the program ends at once and cleanly, and the next run goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

STORY = "{} Robotics raised $12 million in a Series A round led by Tern Capital, it said on Monday."
ARTICLES = 3_000

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups on this system")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Enough articles to be interrupted in."""
    path = tmp_path / "lines.jsonl"
    rows = [json.dumps({"id": str(number), "text": STORY.format(f"Acme{number}")}) for number in range(ARTICLES)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def begin(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "extractor", *arguments, "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def interrupt(program: subprocess.Popen[str]) -> str:
    """Press Ctrl-C, as a terminal sends it: to the program and all its processes. What was said to standard error."""
    os.killpg(program.pid, signal.SIGINT)
    _, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert "Traceback" not in said
    assert not list(alive(program.pid))
    return said


def alive(group: int) -> list[str]:
    """What still runs of a program that has ended, once its last helpers have had a moment to see that."""
    left: list[str] = []
    for _ in range(50):
        listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        left = [" ".join(row) for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
        if not left:
            break
        time.sleep(0.1)
    return left


def stored(path: Path) -> int:
    """How many articles a database holds."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        try:
            return int(connection.execute("select count(*) from articles").fetchone()[0])
        except sqlite3.OperationalError:  # its tables are being made
            return 0


def test_extract(lines: Path) -> None:
    """Once the first outcome is written."""
    program = begin("extract", str(lines))
    assert program.stdout is not None
    assert json.loads(program.stdout.readline())["article"]["id"] == "0"
    interrupt(program)


def test_run(lines: Path, tmp_path: Path) -> None:
    """Once the first article is stored; the same command again reads the others."""
    database = tmp_path / "deals.db"
    program = begin("run", str(lines), "--db", str(database))
    while not stored(database) and program.poll() is None:
        time.sleep(0.05)
    assert "the same command again goes on" in interrupt(program)
    before = stored(database)
    assert before < ARTICLES
    again = begin("run", str(lines), "--db", str(database))
    told, said = again.communicate(timeout=240)
    assert again.returncode == 0, said
    found = re.search(r"(\d+) new, (\d+) as before", told)
    assert found is not None, told
    assert int(found[1]) + int(found[2]) == ARTICLES
    assert int(found[2]) >= before > 0
