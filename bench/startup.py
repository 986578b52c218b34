"""How fast the program starts: best and median of several fresh processes, in seconds.

    python bench/startup.py

The bars are 0.3 s each for ``dealwire --help`` and ``import extractor``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 9
CASES = {
    "python -c pass": ["-c", "pass"],
    "import extractor": ["-c", "import extractor"],
    "dealwire --help": ["-m", "extractor", "--help"],
    "dealwire extract --help": ["-m", "extractor", "extract", "--help"],
    "from extractor import extract": ["-c", "from extractor import extract"],
    "load rules and model": ["-c", "from extractor import Extractor; Extractor().load()"],
}


def measure(arguments: list[str]) -> list[float]:
    """Seconds that a fresh interpreter takes, several times over."""
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    return taken


def main() -> None:
    """Print a line a case."""
    print(f"{'':<32}{'best':>8}{'median':>8}")
    for name, arguments in CASES.items():
        taken = measure(arguments)
        print(f"{name:<32}{min(taken):>8.3f}{statistics.median(taken):>8.3f}")


if __name__ == "__main__":
    main()
