"""What goes on inside a name without a capital: initials, numbers, the small words between its parts.

"Plan A Ventures", "Circle 1 Bank", "Thinking into Doing Ventures", "Age of Baking": what stands around such a word has
to say that it is part of a name, since "from Tern for Moss" has the same letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.annotate.opening import LISTING, STOPS, VERBS, NameWords, is_item, is_subject, is_written_as_name
from extractor.annotate.seen import Seen
from extractor.records import Token

FIRM_ENDINGS = frozenset(
    "sons associates company co agency authority corporation fund trust foundation institute bank university".split()
)
LINKS = frozenset({"of", "for", "into", "on"})
"""Small words that may link two ordinary words in one name."""
ROLES = frozenset(
    "owner owners part parts half most one none some all rest head maker makers seller buyer member members head heads "
    "user users fan fans friend friends value price cost author authors son sons number list lack".split()
)
"""Words that are about somebody else who follows with "of"."""


def run_end(tokens: Sequence[Token], at: int) -> int:
    """Index behind the capitalised words that stand side by side from ``at``."""
    while at < len(tokens) and is_written_as_name(tokens[at]):
        at += 1
    return at


TRADES = frozenset(
    "plumbing heating cooling air conditioning electric electrical hvac roofing refrigeration drains sewer mechanical "
    "landscaping irrigation lighting glass flooring painting insulation".split()
)
"""What firms do that have several trades in their names."""


TWINS = frozenset(
    tuple(pair.split("-"))
    for pair in "oil-gas gas-oil gas-electric power-light light-power iron-steel coal-iron coal-coke pulp-paper "
    "savings-loan trust-savings land-cattle coffee-tea tea-coffee food-drug oil-chemical water-power gold-silver "
    "lead-zinc copper-gold iron-coal land-timber timber-paper radio-television telephone-telegraph tool-die "
    "fire-casualty life-casualty fire-marine life-health health-life hardware-lumber sand-gravel stone-gravel "
    "steel-wire wire-cable meat-poultry feed-seed seed-feed property-casualty home-garden".split()
)
"""Trades that one firm's name joins: Moss Oil and Gas, Moss Power and Light."""


PARTNERS = frozenset("co co. company sons brothers bros bros. partners".split())


def _partners(tokens: Sequence[Token], at: int) -> bool:
    """Do single names follow, up to "& Co" or "& Sons", as those of a firm's partners do?"""
    while at + 2 < len(tokens) and tokens[at].text == "," and tokens[at + 1].text[:1].isupper():
        at += 2
    return (
        at + 1 < len(tokens)
        and tokens[at].text == "&"
        and tokens[at - 1].text.istitle()
        and tokens[at + 1].lower in PARTNERS
        and tokens[at + 1].text[0].isupper()
    )


def ends_firm(tokens: Sequence[Token], at: int, words: NameWords) -> bool:
    """Does a legal form or a firm's word end the run of capitalised words that follows?"""
    ending = tokens[run_end(tokens, at + 1) - 1].lower
    return ending in words.legal or ending in FIRM_ENDINGS


def goes_on_inside(
    tokens: Sequence[Token], first: int, at: int, taken: Sequence[bool], words: NameWords, seen: Seen
) -> int:
    """How many tokens from ``at``, none of them with a capital of its own, belong to the name from ``first``."""
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) and not taken[at + 1] else None
    if token.text.isdigit():
        return _number(tokens, first, at, after, words, seen)
    if after is None or not is_written_as_name(after) or after.lower in words.breakers:
        return 0
    if token.text in ("A", "E", "I"):
        given = at == first + 1 and tokens[first].lower in words.given
        lettered = token.text != "I" and after.lower not in words.deals
        firm = lettered and (ends_firm(tokens, at, words) or after.lower in words.firms)
        return 2 if given or firm or (first == 0 and is_subject(tokens, first, taken, words, seen)) else 0
    if token.text == "," and _partners(tokens, at):
        return 2  # "Tarleton, Voss, Pike & Co"
    if token.text == "," and tokens[at - 1].lower in TRADES and after.lower in TRADES:
        return 2  # "Moss Plumbing, Heating & Cooling"
    if token.lower in LINKS:
        return 2 if _linked(tokens, first, at, taken, words, seen) else 0
    return 0


def _number(tokens: Sequence[Token], first: int, at: int, after: Token | None, words: NameWords, seen: Seen) -> int:
    """ "Circle 1 Bank", "from Wave 42 and Tern"; else the article must show it again and again."""
    text = tokens[at].text
    if len(text) > 3:
        return 0
    if (tokens[at - 1].text, text) in seen.opened:
        return 1
    if after is not None and is_written_as_name(after) and after.lower not in words.breakers:
        ending = tokens[run_end(tokens, at + 1) - 1].lower
        return 2 if ending in words.firms or ending in words.legal or ending in FIRM_ENDINGS else 0
    if at > first + 1 or text[0] == "0":
        return 0
    if after is not None and after.lower in VERBS:
        return int(first == 0)
    named = first > 0 and (tokens[first - 1].lower in LISTING or tokens[first - 1].lower in VERBS)
    return int(named and (at + 1 == len(tokens) or tokens[at + 1].text in STOPS))


def _linked(tokens: Sequence[Token], first: int, at: int, taken: Sequence[bool], words: NameWords, seen: Seen) -> bool:
    """Does a small word link two ordinary words: "Age of Baking has raised", "from Thinking into Doing Ventures"?"""
    link, before, after = tokens[at].lower, tokens[at - 1], tokens[at + 1]
    if (before.text, after.text) in seen.joined:
        return True
    if link == "for" and before.lower in words.of_heads - {"industries", "life"}:
        return words.knows(after.lower) and after.lower not in words.places
    if first != at - 1 or not (_plain(before, words) and _plain(after, words)):
        return False
    last = run_end(tokens, at + 1)
    listed = first > 0 and tokens[first - 1].lower in LISTING
    if listed and link not in ("of", "for") and tokens[last - 1].lower in (words.legal | words.firms):
        return True
    if link not in ("of", "for"):
        return False
    if listed:
        return is_item(tokens, first, last, taken)
    if first or last == len(tokens) or tokens[last].lower not in VERBS:
        return False
    return before.lower not in seen.small and before.tag not in ("NNS", "VBG", "VBN", "RB", "IN")


def _plain(token: Token, words: NameWords) -> bool:
    """Is it an ordinary word that names nobody, nor whom another one is about?"""
    small = token.lower
    named = small in words.places or small in words.given or small in words.legal
    told = small in words.deals or small in words.descriptors or small in words.not_names or small in ROLES
    return words.knows(small) and not named and not told
