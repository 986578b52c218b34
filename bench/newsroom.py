"""News made up by number: the same number always gives the same article, as text or as a page with a page's clutter.

The sentences stand in ``newsroom.yaml``. Articles that tell a deal do so in their first sentence, and are of the length
that such reports have; the others tell of sport, courts, weather, and of companies that did no deal.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from worlds import company_name

ONE_IN = 20
"""One page in so many tells a deal, where they are mixed."""
RARE_WORDS = 500_000
RARE_SHARE = 0.27
"""Of the words that a rare one may stand for; with it one word in eleven is rare. An archive of 2,000 articles then has
some 25,000 different words and one of 50,000 ten times as many, as English news has."""
_MAY_BE_RARE = re.compile(r"(?<= )[a-z]{5,}\b")
_PAIRS = tuple(consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou")


@dataclass(frozen=True, slots=True)
class Item:
    """Something to read: a text with its title, or a page."""

    id: str
    title: str
    text: str | None = None
    html: bytes | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class _Person:
    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first} {self.last}"


@cache
def phrases() -> dict[str, Any]:
    """The sentences, by kind of story."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return loaded


def tells_deal(number: int, one_in: int = ONE_IN) -> bool:
    """Does the article of this number tell a deal, where one in ``one_in`` does?"""
    return number % one_in == one_in // 2


def sentences(number: int, *, deal: bool, rare: bool = False) -> tuple[str, list[str]]:
    """A title and the paragraphs of an article; with ``rare`` words in all sentences but the first."""
    chance = random.Random(2 * number + deal)
    told = _Cast(chance, number)
    known = phrases()
    if deal:
        lead = chance.choice(known["deals"]["leads"])
        story = [lead, *chance.sample(known["deals"]["more"], chance.randint(5, 13))]
        title = f"{told['c']} and the market for {told['trade']}"
    else:
        topic = chance.choice(sorted(known["other"]))
        story = list(known["other"][topic])
        first, rest = story[0], story[1:]
        aside = chance.sample([line for lines in known["other"].values() for line in lines[1:]], chance.randint(3, 14))
        story = [first, *chance.sample(rest, len(rest)), *aside]
        title = f"{told['t']}: {topic} on {told['day']}"
    lines = []
    for sentence in story:
        lines.append(sentence.format_map(told))
        told.renew()
    if rare:
        drawn = random.Random(-3 - number)
        lines[1:] = [_MAY_BE_RARE.sub(lambda word: _rare_word(drawn, word[0]), line) for line in lines[1:]]
    paragraphs = []
    while lines:
        size = chance.randint(1, 3)
        paragraphs.append(" ".join(lines[:size]))
        lines = lines[size:]
    return title, paragraphs


def _rare_word(chance: random.Random, word: str) -> str:
    """A word of a language's long tail in place of ``word``, now and then: the n-th comes an n-th as often as the first
    (Zipf's law). Half of them are names."""
    if chance.random() > RARE_SHARE:
        return word
    rest, made = int(RARE_WORDS ** chance.random()) + len(_PAIRS) ** 2, ""
    while rest:
        rest, place = divmod(rest, len(_PAIRS))
        made += _PAIRS[place]
    return made if chance.random() < 0.5 else made.capitalize()


def article(number: int, *, deal: bool, rare: bool = False) -> Item:
    """The article of this number as plain text."""
    title, paragraphs = sentences(number, deal=deal, rare=rare)
    return Item(f"made-{number}", title, text="\n\n".join(paragraphs), published=_day(number))


def articles(count: int, *, first: int = 0) -> Iterator[Item]:
    """Text articles that all tell a deal."""
    return (article(number, deal=True) for number in range(first, first + count))


class _Cast(dict[str, Any]):
    """Who and what the sentences of one article are about; numbers and years change from sentence to sentence."""

    def __init__(self, chance: random.Random, number: int) -> None:
        names = phrases()["names"]
        self._chance = chance
        towns = chance.sample(names["town"], 2)
        trade = chance.choice(names["trade"])
        fund = names["fund"]
        super().__init__(
            c=company_name(1000 + 3 * number),
            d=company_name(1001 + 3 * number),
            i=f"{company_name(chance.randrange(400))} {chance.choice(fund)}",
            j=f"{company_name(400 + chance.randrange(400))} {chance.choice(fund)}",
            p=_Person(chance.choice(names["first"]), chance.choice(names["last"])),
            q=_Person(chance.choice(names["first"]), chance.choice(names["last"])),
            s=chance.choice(names["stage"]),
            m=f"{chance.choice('$$$€£')}{chance.choice((2, 4.5, 8, 12, 20, 31.5, 45, 80, 120))} million",
            t=towns[0],
            u=towns[1],
            trade=trade,
            trade_=trade.capitalize(),
        )
        self.renew()

    def renew(self) -> None:
        """Other numbers, another year, another day."""
        self |= {
            "n": self._chance.randint(6, 900),
            "y": self._chance.randint(2004, 2024),
            "day": self._chance.choice(phrases()["names"]["day"]),
        }


def _day(number: int) -> str:
    return f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
