"""Where sentences end, before any model has seen the text.

Only a few sentences of an article tell a deal; splitting by rule lets the model read just those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

END = re.compile(r"[.!?]+[)\]\"'”’»]*(?=\s+[\"'“‘«(\[]*[A-Z0-9€£$¥₹•])|[.!?]+[\"”’]+(?=[A-Z])|\n+")
"""A full stop (or two, or one inside quotes) before white space and something that may begin a sentence."""

ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“‘/,-])(?:Mr|Mrs|Ms|Dr|Prof|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Mt|Ft|Jr|Sr|No|Nos|Vol|Fig|vs|"
    r"etc|approx|est|Inc|Corp|Co|Cos|Ltd|Plc|Bros|Pte|Pty|Pvt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Rs|"
    r"Mass|Calif|Conn|Fla|Ill|Ind|Mich|Minn|Mo|Ore|Pa|Tenn|Tex|Va|Wash|Wis|Ariz|Colo|Ga|Md|N\.[A-Z]|[A-Z]|[a-z]\.[a-z]|"
    r"(?:[A-Z]\.)+[A-Z]|S\.p\.A|p\.m|a\.m)\.$"
)
FORM = re.compile(
    r"\s+(?:Inc|Corp|Co|Ltd|LLC|AG|SA|Group|Holdings|Japan|Ventures|Capital|Partners|Labs|Media|Games|Foods|Brands|"
    r"Raises|Secures|Closes|Acquires|Buys|Lands|Gets|Bags|Nabs)\b"
)
"""What goes on behind a mark that is part of a name: "Yahoo! Inc.", "OK! Ventures", "Kazoom! Raises $5m"."""
LETTERED = re.compile(r"(?:Series|Round|Class|Plan|Phase) [A-Z]\.$")
"""A round's letter is no initial."""
LIKELY_END = re.compile(
    r"\s+[\"“‘(]*(?:The|It|In|This|That|He|She|They|But|And|A|An|However|Its|On|At|For|As|We|Other|Under|Last|While|If|With|"
    r"To|Shares|Earlier|Meanwhile|Analysts|No|Terms|Financial|Existing|New|Both|Their|Our|There|These|Among|After|By|"
    r"According|Founded|Based|Other|Also|Since|Neither|Investors)\b"
)
"""After "Inc." or "Corp." these words begin a new sentence, a surname would not."""


NAMED_ANEW = re.compile(
    r"\s+(?!(?:Chief|Chairman|Chairwoman|President|CEO|CFO|COO|CTO|Vice|Director|Founder|Managing|Senior|Executive|"
    r"Spokes\w+|Head|General|Partner|Analyst|Board|Co-\w+|KGa?A?|Ltd|LLC|Inc|KK)\b)[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)?\s+"
    r"(?:is|was|are|were|has|have|had|will|would|said|says|plans|offers|provides|[a-z]{3,}ed)\s"
)
"""After "Inc." a name with its verb begins a new sentence: "the purchase of Acme, Inc. TTC acted as adviser"."""
_NAMED = r"(?:[A-Z]|\d+[A-Z])[\w&'’-]*(?: (?:[A-Z]|\d+[A-Z]|& |of |de )[\w&'’-]*){0,5}"
GOES_ON = re.compile(
    rf"(?<=[A-Za-z][A-Za-z0-9]\.)(?<!Inc\.)(?<!Corp\.)(?<!Co\.)(?<!Ltd\.)(?<!Jr\.)(?<!Dr\.)(?<!Mr\.)(?<!St\.)(?<!Pvt\.)"
    rf"\s+{_NAMED}(?:, (?:and )?{_NAMED}){{1,20}}(?:,? and {_NAMED})?\.(?=\s|\Z)"
)
"""A list of names that a stop cut off: "from Tern. Finch Capital, Grey Heron, and Moss." """
PARTIES = re.compile(r"\b(?:from|including|include|by|with|investors are) [^.]{2,200}\Z")
FORM_END = re.compile(r"(?:Inc|Corp|Co|Ltd|Plc|LLC|L\.P|S\.A|N\.V|A\.G|B\.V)\.$")


TICKED = re.compile(r"[A-Z0-9][\w&.'’+-]*(?: [A-Z0-9][\w&.'’+-]*){0,3} [a-z]+s\b[^;]*(?:;\s+|\Z)")
"""An item of a line of news: "Moss Group buys Tally; "."""


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a line without a stop: "Oatcake lands $9m; Moss buys Tally"; else the sentence itself."""
    piece = text[start:end].rstrip()
    if ";" in piece and piece[-1] not in ".!?" and len(piece) < 300:
        at, cuts = 0, []
        while at < len(piece) and (found := TICKED.match(piece, at)):
            cuts.append((start + at, start + found.end()))
            at = found.end()
        if at == len(piece):
            for first, last in cuts:
                yield from _trimmed(text, first, first + len(text[first:last].rstrip("; ")))
            return
    yield from _trimmed(text, start, end)


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences of ``text[start:end]``, without surrounding white space."""
    at = start
    for found in END.finditer(text, start, end):
        stop = found.end()
        if found.group() == "\n" and _wrapped(text, at, found.start(), end):
            continue
        if found.group() == "!" and FORM.match(text, stop):
            continue  # "Yahoo! Inc."
        if not found.group().startswith("\n"):
            before = text[max(at, found.start() - 14) : found.start() + 1]
            abbreviated = found.group().startswith(".") and ABBREVIATION.search(before) and not LETTERED.search(before)
            anew = FORM_END.search(before) and NAMED_ANEW.match(text, stop)
            if abbreviated and not anew and not LIKELY_END.match(text, stop):
                continue
            if found.group() == "." and GOES_ON.match(text, stop, end) and PARTIES.search(text, at, found.start()):
                continue
            if found.group().startswith(".") and text[found.start() - 1 : found.start()].isdigit():
                following = text[stop : stop + 3].lstrip()[:1]
                if following.isdigit() and text[stop : stop + 1] != " ":
                    continue
        yield from _items(text, at, stop)
        at = stop
    yield from _items(text, at, end)


def _wrapped(text: str, start: int, at: int, end: int) -> bool:
    """Is the line break at ``at`` only where a line was full, inside a sentence?"""
    line = text[max(start, text.rfind("\n", 0, at) + 1) : at].rstrip()
    following = text[at + 1 : min(end, at + 40)].lstrip()
    if not line or not following or line[-1] in '.!?:;"”' or following[0] in "-*•|#":
        return False
    return following[0].islower() or (len(line) >= 45 and len(line) <= 90)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield start + left, start + right
