"""Rewrites tests/gold/not_yet.yaml from what the program does now: ``python -m tests.refresh_not_yet``.

It prints the rows that went (gained) and the rows that came (lost), and leaves the commit to a person: a row
that came is something the program could do before.
"""

from __future__ import annotations

import sys

from tests.gold.outcomes import cases, problem, read_not_yet, write_not_yet


def main() -> int:
    """Rewrite the list and print the difference; 1 where something was lost."""
    before = read_not_yet()
    after = {(name, field) for name, field in cases() if problem(name, field) is not None}
    write_not_yet(after)
    for mark, rows in (("+ now right", before - after), ("- now wrong", after - before)):
        for name, field in sorted(rows):
            print(f"{mark}: {name}:{field}")
    print(f"{len(after)} of {len(cases())} not yet; {len(before - after)} gained, {len(after - before)} lost")
    return 1 if after - before else 0


if __name__ == "__main__":
    sys.exit(main())
