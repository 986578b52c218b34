"""One Spark for all tests of this room, on this machine, with two workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractor.errors import EngineError
from extractor.spark.session import find_java, start_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[2]
ABORT = "This one ends the worker that reads it."

HOSTILE = f"""
# Python runs this as it starts. It puts a fault into the program, as a library's could be: an article that ends the
# process which reads it.
import os
if os.environ.get("DEALWIRE_HOSTILE"):
    import extractor.pipeline
    finish = extractor.pipeline.Extractor.finish
    def hostile(self, batch):
        if any({ABORT!r} in str(getattr(one, "text", "")) for one in batch):
            os._exit(77)
        return finish(self, batch)
    extractor.pipeline.Extractor.finish = hostile
"""


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session whose Python workers find this checkout, and are hostile to some articles."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    try:
        find_java()
    except EngineError as error:
        pytest.skip(str(error))
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(HOSTILE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(ROOT)]))
        patch.setenv("DEALWIRE_HOSTILE", "1")
        session = start_spark("local[2,3]", {"spark.driver.memory": "512m"})
    yield session
    session.stop()
