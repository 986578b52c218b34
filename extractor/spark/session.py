"""Spark itself: whether it can be had, and a session."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import EngineError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ATTEMPTS = 4
"""How often Spark tries a task: what a cluster does by default, and a single machine does not."""

JAVA = "Spark needs Java 17 or later: install it (Debian, Ubuntu: apt-get install openjdk-17-jre-headless), or say "
JAVA += "where it is with JAVA_HOME"


def need_pyspark() -> None:
    """Raises UsageError where pyspark is missing."""
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageError("this needs Spark: pip install 'dealwire[spark]'") from error


def start_spark(master: str | None = None, settings: Mapping[str, str] | None = None) -> SparkSession:
    """The session that there is, else a new one: at ``master``, by default what spark-submit says, else this machine
    with all its cores.

    Raises UsageError where pyspark is missing, EngineError where Java is, or where Spark does not start.
    """
    need_pyspark()
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("dealwire")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if not submitted:
        find_java()
        master = master or os.environ.get("MASTER") or f"local[*,{ATTEMPTS}]"
    if master:
        builder = builder.master(master)
    if (master or "").startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the default is whatever python3 the path has
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config("spark.ui.enabled", "false")
        if not {"SPARK_HOME", "SPARK_CONF_DIR"} & set(os.environ):  # else it is set up to somebody's taste
            quiet = Path(__file__).with_name("log4j2.properties").as_uri()
            builder = builder.config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={quiet}")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    for key, value in (settings or {}).items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        # Whatever Spark, the gateway to it or the cluster has to say, it says in its own words and types.
        raise EngineError(f"Spark does not start: {told_by(error)}") from error


def told_by(error: Exception) -> str:
    """What Spark or the Java below it says is wrong, in a line."""
    fault = getattr(error, "java_exception", None)
    if fault is None:
        told = str(error).strip().split("\n")[0]
        return f"{told} {JAVA}" if "JAVA" in told else told
    while fault.getCause() is not None:
        fault = fault.getCause()
    return " ".join(str(fault.toString()).split())[:240]


def find_java() -> str:
    """The Java that Spark will use. Raises EngineError where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else shutil.which("java")
    if java is None or not shutil.which(java):
        raise EngineError(f"no Java was found{f' at JAVA_HOME={home}' if home else ''}: {JAVA}")
    return java
