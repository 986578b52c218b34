"""Writes the generated blocks of README.md and docs/commands.md anew, or with ``--check`` tells which are stale.

A block is a fenced one under a comment that says where it comes from: ``<!-- dealwire ... -->`` a command and what it
prints (``| head -n N`` cuts it, ``| shape`` makes one short example of its first line), ``<!-- prints -->`` what the
Python block above it prints.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"<!-- (dealwire [^\n]*?) -->\n```(\w+)\n(.*?)```", re.S)
PYTHON = re.compile(r"(<!-- python -->\n```python\n)(.*?)(```\n<!-- prints -->\n```text\n)(.*?)```", re.S)
ENVIRONMENT = {**os.environ, "COLUMNS": "100", "TERM": "dumb", "PYTHONPATH": str(ROOT)}


def run(*arguments: str) -> str:
    """What Python prints when run with ``arguments`` at the root of the checkout."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    return "\n".join(line.rstrip() for line in done.stdout.split("\n")).strip("\n")


def command(line: str) -> str:
    """The body of a block for a command line."""
    told, _, after = line.partition(" | ")
    printed = run("-m", "extractor", *shlex.split(told)[1:])
    if after == "shape":
        return shape(printed)
    if after:
        count = int(after.removeprefix("head -n "))
        printed = "\n".join(printed.split("\n")[:count])
    return "\n".join([f"$ {line}", printed])


def shape(printed: str) -> str:
    """The first line of JSON Lines, laid out for people: one deal, two pieces of evidence, a short text.

    What changes with every change of a rule is left out or rounded, lest this page be stale all the time.
    """
    row = json.loads(printed.split("\n")[0])
    row["article"]["text"] = row["article"]["text"][:60] + "..."
    row["deals"] = row["deals"][:1]
    for deal in row["deals"]:
        deal["evidence"] = deal["evidence"][:2]
        deal["confidence"] = round(deal["confidence"], 1)
    lines = []
    for key in ("article", "deals", "statistics"):
        lines.append(f'"{key}": {_laid_out(row[key])}')
    return "{" + ",\n ".join(lines) + "}"


def _laid_out(value: object) -> str:
    def one_line(part: object) -> str:
        return json.dumps(part, ensure_ascii=False)

    if isinstance(value, dict):
        return "{" + ",\n   ".join(f"{one_line(key)}: {one_line(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        parts = (",\n   ".join(f"{one_line(key)}: {one_line(part)}" for key, part in each.items()) for each in value)
        return "[{" + "},\n  {".join(parts) + "}]"
    return one_line(value)


def readme(text: str) -> str:
    """README.md with every generated block written anew."""
    text = BLOCK.sub(lambda block: f"<!-- {block[1]} -->\n```{block[2]}\n{command(block[1])}\n```", text)
    return PYTHON.sub(lambda block: f"{block[1]}{block[2]}{block[3]}{run('-c', block[2])}\n```", text)


def commands() -> str:
    """docs/commands.md: the help of the program and of every command in it."""
    overview = run("-m", "extractor", "--help")
    names = re.findall(r"^  (\w[\w-]*)  ", overview.split("Commands:")[1], re.M)
    parts = ["# Commands", "Written by `make docs`.", f"```text\n{overview}\n```"]
    for name in names:
        parts.append(f"## dealwire {name}\n\n```text\n{run('-m', 'extractor', name, '--help')}\n```")
    return "\n\n".join(parts) + "\n"


def generate() -> dict[Path, str]:
    """Each generated file and what should be in it."""
    return {
        ROOT / "README.md": readme((ROOT / "README.md").read_text(encoding="utf-8")),
        ROOT / "docs" / "commands.md": commands(),
    }


def main() -> None:
    """Write, or check."""
    stale = []
    for path, text in generate().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    print(f"{'stale' if '--check' in sys.argv else 'written anew'}: {', '.join(stale) or 'nothing'}")
    sys.exit(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    main()
