"""Who owns what: sellers that no verb of selling names, "Trayco, a unit of Moss", "Moss-owned Trayco"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.assemble.grammar import Grammar
from extractor.assemble.lists import described_list, list_after
from extractor.assemble.parties import Ref, ref_of_name, ref_of_word, resolve_phrase
from extractor.assemble.report import Facet
from extractor.assemble.words import GROUPS, PARTS, POINTERS
from extractor.records import Hit, Mention
from extractor.rulebook import FacetRule

OWNED = ("owned", "controlled")
COMPOUND = re.compile(rf"(?<![\w&])((?:[A-Z][\w&.'’]*[ -]){{0,3}}[A-Z][\w&.'’]*) ?[-‐‑](?:{'|'.join(OWNED)})\b(?= )")
"""An owner joined to "owned"; the parser reads "private" there."""

NOT_OWNERS = re.compile(
    r"^(?:State|Family|Publicly|Privately|Wholly|Majority|Government|Employee|Foreign|Jointly|Half)$"
)
PARTLY = frozenset({"partly", "partially", "minority", "half", "now", "once", "percent", "pct", "cent", "%", "not"})
"""Before "owned by": the owner owns no more than a part, or is the buyer."""
OWNER = frozenset({"owner", "owners", "parent"})
SINCE = frozenset({"since", "after", "until", "when", "following", "through", "via", "-", "–", "—"})


def read_owners(grammar: Grammar, hit: Hit, rule: FacetRule) -> Facet | None:
    """The owners that a rule with ``about`` names, and what they own; None where one of the two is missing."""
    tokens = grammar.tokens
    if rule.about == "before":
        if any(token.lower in PARTLY for token in tokens[max(0, hit.first - 2) : hit.head]):
            return None
        if tokens[hit.head].lower in OWNER:
            return _owner_beside(grammar, hit, rule)
        owned = _owned_before(grammar, hit)
        stop = next((t.i for t in tokens[hit.last :] if t.lower in SINCE), None)
        begin = hit.last - 1 if tokens[hit.last - 1].lower == "by" else hit.head + 1
        owners = list_after(grammar, begin, limit=stop if stop is None or stop > begin else None)
    else:
        name = _name_ending(grammar, hit.first)
        owners = [ref_of_name(grammar, name)] if name else []
        behind = next((grammar.name_at[i] for i in range(hit.first, hit.last) if grammar.name_at[i]), None)
        owned = ref_of_name(grammar, behind) if behind else None
    owners = [owner for owner in owners if owned is None or owner.text != owned.text]
    if owned is None or not owners:
        return None
    return Facet(rule.id, rule.role, tuple(owners), grammar.sentence.number, hit.first, rule.deals, about=owned)


def _owner_beside(grammar: Grammar, hit: Hit, rule: FacetRule) -> Facet | None:
    """ "Dovecote's owner, the Welsh group Moss": the owned before the mark, the owner behind what describes it."""
    tokens = grammar.tokens
    owned = grammar.name_at[hit.first]
    if owned is None or owned.sort == "place" or owned.last >= len(tokens) or tokens[owned.last].tag != "POS":
        return None
    at = hit.head + 1
    while at < len(tokens) and tokens[at].lower in ("is", "are", ",", "the", "a", "an"):
        at += 1
    beside = grammar.name_at[at] if at < len(tokens) else None
    owners = described_list(grammar, at) or ([ref_of_name(grammar, beside)] if beside is not None else [])
    owners = [ref for ref in owners if ref.text != owned.text and ref.sort != "place"]
    if not owners:
        return None
    about = ref_of_name(grammar, owned)
    return Facet(rule.id, rule.role, tuple(owners), grammar.sentence.number, hit.first, rule.deals, about=about)


def compound_owners(grammar: Grammar, rule: FacetRule) -> Iterator[Facet]:
    """ "Moss-owned retailer Wickerby": the owner is no word of the parsed sentence, so the text itself is asked."""
    sentence = grammar.sentence
    if not any(word in sentence.text for word in OWNED):
        return
    for found in COMPOUND.finditer(sentence.text):
        if NOT_OWNERS.match(found[1]):
            continue
        start, end = sentence.start + found.start(1), sentence.start + found.end(1)
        owned = _owned_behind(grammar, sentence.start + found.end())
        if owned is not None:
            owner = Ref(found[1], start, end, sentence.number, "heading")
            at = owned.first
            yield Facet(rule.id, rule.role, (owner,), sentence.number, at, rule.deals, about=owned)


def may_name_owner(text: str) -> bool:
    """May a text join an owner to what it owns, in whatever sentence?"""
    return any(word in text for word in OWNED) and COMPOUND.search(text) is not None


def _owned_behind(grammar: Grammar, end: int) -> Ref | None:
    """The name behind an offset, or the word that points at a company."""
    pointer: Ref | None = None
    for token in grammar.tokens:
        if token.start < end:
            continue
        name = grammar.name_at[token.i]
        if name:
            return ref_of_name(grammar, name)
        if token.lower in GROUPS and token.lower not in POINTERS:
            return None  # "the Moss-controlled consortium buying Oatcake": Oatcake is not its
        if token.lower in POINTERS and pointer is None:
            pointer = ref_of_word(grammar, token.i)
        elif token.tag not in ("NN", "NNS", "JJ", "HYPH", "VBG") and token.text != "-":
            break
    return pointer


def _owned_before(grammar: Grammar, hit: Hit) -> Ref | None:
    """What is owned: the subject of "is owned by", or the name that an apposition explains."""
    tokens = grammar.tokens
    verb = next((i for i in range(hit.first, hit.last) if grammar.is_verb(i) and tokens[i].tag == "VBN"), None)
    if verb is not None:
        subject = grammar.passive_subject(verb)
        if subject is not None and subject < hit.first:
            found = resolve_phrase(grammar, subject, many=False)
            if found:
                part = tokens[subject].lower in PARTS
                return found[0] if not part or found[0].kind == "name" else None
    at = hit.first
    while at > 0 and tokens[at - 1].lower in (",", "which", "is", "was", "-", "currently", "formerly", "previously"):
        at -= 1
    name = _name_ending(grammar, at)
    return ref_of_name(grammar, name) if name else None


def _name_ending(grammar: Grammar, at: int) -> Mention | None:
    """The name whose last word stands right before token ``at``, a comma between them or not."""
    if at > 0 and grammar.tokens[at - 1].text == ",":
        at -= 1
    name = grammar.name_at[at - 1] if at > 0 else None
    return name if name is not None and name.last <= at else None
