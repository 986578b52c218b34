"""Writers that are killed lose nothing and double nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(("kills", "writers"), [(3, 2), (0, 3)])
def test_many_writers(database: str, kills: int, writers: int) -> None:
    """Two writers killed a few times, and three left alone: the state is that of one undisturbed run, and every check
    passes.

    ``bench/crash.py`` runs the same trial with hundreds of kills.
    """
    command = [sys.executable, "bench/crash.py", "--articles", "30", "--url", database]
    command += ["--kills", str(kills), "--writers", str(writers)]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert (report["articles"], report["reports"], report["kills"]) == (30, 30, kills)
