"""Writers that are killed lose nothing and double nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_killed_writers(database: str) -> None:
    """Two writers, killed a few times: the state is that of one undisturbed run, and every check passes.

    ``bench/crash.py`` runs the same trial with hundreds of kills.
    """
    command = [sys.executable, "bench/crash.py", "--kills", "4", "--articles", "60", "--url", database]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert (report["articles"], report["reports"], report["kills"]) == (60, 60, 4)
