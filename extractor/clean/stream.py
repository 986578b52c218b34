"""Pages that come in pieces: parts of the body lie hidden at the end, for a script to put where a template waits."""

from __future__ import annotations

import re
from typing import Any

SIGN = 'id="S:'
"""What such a page has in its source."""
PLACE = re.compile(r"[BP]:(\w+)\Z")
STAND_IN = 200
"""Characters of what stands in for a piece until it comes, at most."""


def assemble(root: Any) -> None:
    """Put every hidden piece (``S:1``) where its template (``B:1`` or ``P:1``) is, as the page's script would.

    That is how React streams a page from the server. What stands in for a piece, "Loading ...", goes.
    """
    pieces = {element.get("id")[2:]: element for element in root.iter("div") if _is_piece(element)}
    for template in list(root.iter("template")):
        place = PLACE.match(template.get("id") or "")
        piece = pieces.pop(place.group(1), None) if place else None
        parent = template.getparent()
        if place is None or piece is None or parent is None or piece in template.iterancestors():
            continue
        stand_in = template.getnext()
        waits = place.group().startswith("B") and stand_in is not None and stand_in.tag != "template"
        if waits and len("".join(stand_in.itertext())) <= STAND_IN:
            parent.remove(stand_in)
        del piece.attrib["hidden"]
        template.addnext(piece)


def _is_piece(element: Any) -> bool:
    return element.get("hidden") is not None and (element.get("id") or "").startswith("S:")
