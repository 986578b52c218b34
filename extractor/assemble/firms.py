"""Whose man or woman somebody is: the firm behind a person's name."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.assemble.words import TITLES
from extractor.records import Mention, Token

HEADING = frozenset("founded cofounded started runs heads leads chairs owns manages set".split())
"""Verbs of who is at the head of a firm."""


def firm_behind(tokens: Sequence[Token], name_at: Sequence[Mention | None], at: int) -> Mention | None:
    """Whose man or woman somebody is, told behind the name: ", the founder of Oatcake", ", who founded Oatcake".

    ``at``: index of the token behind the person's name.
    """
    if at + 2 >= len(tokens) or tokens[at].text != ",":
        return None
    end = next(
        (t.i for t in tokens[at + 1 : at + 16] if t.text in (",", ".", ";", '"', "”")), min(at + 16, len(tokens))
    )
    titled = any(token.lower in TITLES for token in tokens[at + 1 : end])
    for i in range(at + 2, end):
        name = name_at[i]
        if name is None or name.first != i or name.sort in ("place", "person"):
            continue
        before = tokens[i - 1].lower
        heads = before in HEADING or (before == "up" and tokens[i - 2].lower == "set")
        behind = tokens[name.last].lower if name.last < len(tokens) else ""
        if heads or (titled and (before in ("of", "at") or behind in ("'s", "’s") or behind in TITLES)):
            return name
    return None
