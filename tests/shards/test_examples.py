"""The examples in docs/cluster.md do what is said of them."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from extractor.shards import row_json

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = dict(
    re.findall(r"<!-- example: (\w+) -->\n```python\n(.*?)```", (ROOT / "docs" / "cluster.md").read_text("utf-8"), re.S)
)
STORY = "{} Robotics raised $12 million in a Series A round led by Tern Capital, it said on Monday."


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_examples(tmp_path: Path, engine: str) -> None:
    """Every shard is read, by other processes, and its rows are there."""
    if importlib.util.find_spec(engine) is None:
        pytest.skip(f"{engine} is not installed: it is too large a package for its one example")
    (tmp_path / "crawl").mkdir()
    for shard in range(2):
        texts = [json.dumps({"id": f"{shard}-{n}", "text": STORY.format(f"Acme{n}")}) for n in range(3)]
        (tmp_path / "crawl" / f"{shard}.jsonl").write_text("\n".join(texts), encoding="utf-8")
    (tmp_path / "example.py").write_text(EXAMPLES[engine], encoding="utf-8")
    environment = {"PYTHONPATH": str(ROOT), "PATH": str(Path(sys.executable).parent), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, env=environment, capture_output=True, timeout=250, text=True
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("crawl")] == [
        "crawl/0.jsonl: 3 articles, 3 deals",
        "crawl/1.jsonl: 3 articles, 3 deals",
    ]
    rows = [
        row for file in sorted((tmp_path / "deals").glob("*.parquet")) for row in parquet.read_table(file).to_pylist()
    ]
    assert [row_json(row)["article"]["source"] for row in rows][::3] == ["crawl/0.jsonl#1", "crawl/1.jsonl#1"]


def test_frames() -> None:
    """The example of a DataFrame is whole Python."""
    compile(EXAMPLES["frame"], "docs/cluster.md", "exec")
