"""Ways to tell a deal, one a line: each is told of made-up companies, and gives just that deal.

``{A}`` is the acquirer, ``{C}`` the company, ``{S}`` the seller, ``{M}`` the sum, ``{P}`` a price per share. What a
frame does not name, its deal does not have. A frame without a stop at its end is a headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.annotate import Annotator
from extractor.assemble import assemble_deals
from extractor.records import Article
from extractor.rulebook import Rulebook

FILLS = (
    {"A": "Tern Industries", "C": "Oatcake Foods", "S": "Kestrel plc", "M": "$310 million", "P": "$40"},
    {"A": "Brandt", "C": "Velloni", "S": "Harcourt Mills", "M": "€85m", "P": "€12.50"},
)
SUMS = {"$310 million": 310_000_000, "€85m": 85_000_000}
FRAMES = [
    (path.stem, line)
    for path in sorted((Path(__file__).parent / "frames").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def fills() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every frame with the fill that its place in the list gives it."""
    for number, (kind, frame) in enumerate(FRAMES):
        yield kind, frame, FILLS[number % len(FILLS)]


def told(frame: str, fill: dict[str, str]) -> tuple[str, str]:
    """Title and text of the article that tells the frame."""
    text = frame.format(**fill)
    if text.endswith((".", "”", '"')):
        return f"{fill['C']} in the news", text
    return text, "The market was quiet on Tuesday. Analysts had expected little."


@pytest.mark.parametrize(("kind", "frame", "fill"), list(fills()), ids=[frame for _, frame in FRAMES])
def test_frame(kind: str, frame: str, fill: dict[str, str], annotator: Annotator, rulebook: Rulebook) -> None:
    """The deal has the parties and the sum that the frame names, and no others."""
    title, text = told(frame, fill)
    article = Article(id="a", source="a", title=title, text=text, published="2019-05-14")
    [deal] = assemble_deals(annotator.read(article), rulebook)
    assert deal.kind == kind
    assert deal.company.name == fill["C"]
    assert [party.name.rstrip(".") for party in deal.acquirers] == [fill["A"]] * ("{A}" in frame)
    assert [party.name for party in deal.sellers] == [fill["S"]] * ("{S}" in frame)
    value: Any = deal.amount.value if deal.amount is not None else None
    assert value == (SUMS[fill["M"]] if "{M}" in frame else None)
