"""While articles are read a terminal shows how far that is; standard output holds nothing of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no terminals to play on this system")
STORY = "Acme{} Robotics raised $12 million in a Series A round led by Tern Capital."


@pytest.mark.parametrize("command", [("extract",), ("run", "--db", "deals.db")])
def test_bar(command: tuple[str, ...], tmp_path: Path) -> None:
    """All articles, the deals in them and the one that failed; the error is told beside the bar."""
    rows = [json.dumps({"text": STORY.format(number)}) for number in range(9)]
    (tmp_path / "lines.jsonl").write_text("\n".join([*rows, "{"]), encoding="utf-8")
    ours, theirs = os.openpty()
    arguments = [sys.executable, "-m", "extractor", command[0], "lines.jsonl", *command[1:], "--workers", "1"]
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        arguments,
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root, "COLUMNS": "120", "TERM": "xterm"},
        timeout=120,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux tells the end
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert done.returncode == 1
    last = shown.decode().split("\r")
    assert any("10/10" in line and "9 deals, 1 failed" in line for line in last)
    assert b"\x1b" not in done.stdout
    if command[0] == "extract":
        assert [bool(json.loads(line).get("deals")) for line in done.stdout.splitlines()] == [True] * 9 + [False]
