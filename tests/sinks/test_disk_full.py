"""Where the disk is full, a sentence says so, no half article is left, and the same command goes on later."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.records import Extraction
from extractor.resolve import DealResolver
from extractor.sinks import open_store

FILLS = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from extractor.errors import StoreError
from extractor.records import Article, Deal, Extraction, Party
from extractor.resolve import DealResolver
from extractor.sinks import open_store
with open_store(sys.argv[1], make_resolver=DealResolver) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
    saved = 0
    try:
        while True:
            deal = Deal(id="d", kind="funding", company=Party(name=f"Firm {saved}"))
            article = Article(id=f"a{saved}", source=f"{saved}.html", text="words " * 2000, published="2018-02-26")
            store.save(Extraction(article=article, deals=(deal,)))
            saved += 1
    except StoreError as error:
        print(saved, error)
"""


def test_disk_full(tmp_path: Path, tell: Callable[..., Extraction]) -> None:
    """Files may grow to 2 MB and no more: what was saved is whole, and saving goes on once there is room."""
    pytest.importorskip("resource", reason="limits of this kind are POSIX")
    path = tmp_path / "deals.db"
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{FILLS}", str(path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    saved, _, sentence = done.stdout.partition(" ")
    assert "disk is full" in sentence
    with open_store(str(path), make_resolver=DealResolver) as store:
        assert store.check() == []
        assert store.counts()["articles"] == store.counts()["deals"] == int(saved)
        assert int(saved) > 3
        assert store.save(tell()).outcome == "new"
