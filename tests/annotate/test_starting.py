"""spaCy is loaded without its command line, and lacks nothing for it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from extractor.annotate.starting import load_spacy
spacy = load_spacy()
print("spacy.cli" in sys.modules, load_spacy() is spacy)
print(spacy.info(silent=True)["spacy_version"] == spacy.__version__)
import spacy.cli
print(hasattr(spacy.cli, "train"))
"""


def test_the_command_line_comes_later() -> None:
    """Whoever asks for it afterwards gets the real one."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split("\n") == ["False True", "True", "True", ""]
