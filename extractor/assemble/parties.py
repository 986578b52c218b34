"""Who is meant: names with their coordinates, units without a name, and words that point back ("the company", "it")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.assemble.grammar import Grammar
from extractor.assemble.words import (
    APPOSED,
    BODIES,
    GROUPS,
    PARTS,
    POINTERS,
    PRONOUNS,
    SKIPPED_IN_LISTS,
    TITLES,
    UNITS,
    VAGUE,
)
from extractor.records import Mention

LISTERS = frozenset({"including", "like", "such", "namely"})
STOP_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


BRACKET = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Ref:
    """A party as one sentence gives it."""

    text: str
    start: int
    end: int
    sentence: int
    kind: str = "name"
    """``name``; ``unit``: a business without a name of its own; ``pointer``: "the company", "it"; ``blank``: somebody not
    named here, "a data startup"."""
    entity: str = ""
    """The model's label of the name's first token."""
    aliases: tuple[str, ...] = ()
    first: int = -1
    """Index of the first token."""
    owner: Ref | None = None
    """Of a unit: whose it is, where the phrase says so."""


def ref_of_name(grammar: Grammar, name: Mention) -> Ref:
    """The party that a name mention stands for."""
    labels = [grammar.tokens[i].ent for i in range(name.first, name.last)]
    label = max(sorted(set(labels)), key=labels.count)
    return Ref(name.text, name.start, name.end, grammar.sentence.number, "name", label, name.aliases, name.first)


def resolve_phrase(grammar: Grammar, i: int, *, many: bool = True) -> list[Ref]:
    """The parties that the noun phrase headed by token ``i`` names, its coordinates included where ``many``."""
    found = _one(grammar, i)
    if many:
        heads = [i]
        for ref in found:
            # Coordination often hangs on an inner token of a long name, or on an apposition.
            name = grammar.name_at[ref.first] if ref.first >= 0 else None
            heads += range(name.first, name.last) if name else ()
        for head in heads:
            for c in grammar.conjuncts(head):
                if _coordinate(grammar, c):
                    found += [ref for ref in _one(grammar, c) if ref not in found and ref.kind != "pointer"]
    return found


def _coordinate(grammar: Grammar, c: int) -> bool:
    """Is the token a true coordinate: a name, and not the noun of an apposition that the parse took for one?"""
    name = grammar.name_at[c]
    if name is None:
        return False
    if name.last < len(grammar.tokens) and grammar.tokens[name.last].tag == "POS":
        return False  # "Anheuser and France Telecom's bid": the owner of another deal
    before = grammar.tokens[name.first - 1].lower if name.first else ""
    return before not in ("the", "a", "an") or grammar.tokens[name.first - 2].lower == "and"


def _one(grammar: Grammar, i: int) -> list[Ref]:
    token = grammar.tokens[i]
    number = grammar.sentence.number
    name = grammar.name_at[i]
    if name:
        return [ref_of_name(grammar, name)]
    if token.lower in PRONOUNS or token.tag in ("PRP", "PRP$", "WDT", "WP"):
        if token.lower in ("he", "she", "his", "her", "i", "you", "my", "him"):
            return []
        if token.lower in ("they", "their", "them"):
            both = _coordinated_before(grammar, i)
            if both:
                return both
        before = grammar.antecedent(i) if token.lower in ("it", "its", "which", "itself") else None
        if before:
            return [ref_of_name(grammar, before)]
        group = _group_before(grammar, i) if token.lower in ("it", "its", "they", "their") else []
        if group:
            return group
        return [Ref(token.text, token.start, token.end, number, "pointer", first=i)]
    if token.lower in PARTS:
        whole = [ref for prep in ("of", "in") for c in _behind(grammar, i, prep) for ref in _one(grammar, c)]
        if whole:
            return whole
    if token.lower in UNITS:
        unit = _unit(grammar, i)
        if unit:
            return unit
    if token.lower in BODIES:
        behind = [ref for c in _behind(grammar, i, "of") for ref in _one(grammar, c)]
        behind = behind or [ref for c in grammar.kids(i, "poss") for ref in _one(grammar, c)]
        if not behind:
            inside = [ref for c in grammar.kids(i, "compound", "nmod") if c < i for ref in _one(grammar, c)]
            behind = [ref for ref in inside if ref.kind == "name"][-1:]
        if behind and token.lower not in ("owner", "owners", "investors"):
            return behind
    if token.lower in GROUPS:
        names = _members(grammar, i)
        if names:
            return names
    for c in grammar.kids(i, "prep"):
        if grammar.tokens[c].lower == "of" and token.lower in (
            "affiliate",
            "affiliates",
            "subsidiary",
            "unit",
            "arm",
            "part",
        ):
            inner = [ref for p in grammar.kids(c, "pobj") for ref in _one(grammar, p)]
            if inner:
                return inner
    managed = [
        c
        for c in grammar.kids(i, "acl")
        if grammar.tokens[c].lower in ("managed", "advised", "affiliated", "owned", "led")
    ]
    for c in managed:
        inner = [
            ref
            for prep, target in grammar.prepositions(c)
            if prep in ("by", "with")
            for ref in resolve_phrase(grammar, target)
        ]
        if inner:
            return inner
    inside = grammar.name_in_phrase(i)
    if inside:
        return [ref_of_name(grammar, inside)]
    if token.lower in POINTERS:
        kind = "pointer" if _definite(grammar, i) else "blank"
        return [Ref(token.text, token.start, token.end, number, kind, first=i)]
    if token.lower.rstrip("s") in POINTERS:
        return [Ref(token.text, token.start, token.end, number, "blank", first=i)]
    return []


def _definite(grammar: Grammar, i: int) -> bool:
    """Does the phrase point back ("the company", "this startup"), or bring in somebody new ("a startup", "US firm")?"""
    return any(grammar.tokens[c].lower in ("the", "this", "that") for c in grammar.kids(i, "det", "poss"))


def _members(grammar: Grammar, i: int) -> list[Ref]:
    """Names of a group: "a consortium of A and B", "investors including A", "a group led by A"."""
    out: list[Ref] = []
    for c in grammar.children[i]:
        lower = grammar.tokens[c].lower
        if c > i and (
            lower in ("of", "including", "led", "like", "comprising", "headed", "backed") or lower in LISTERS
        ):
            for j in sorted(grammar.subtree(c)):
                name = grammar.name_at[j]
                if name and j == name.first:
                    after = grammar.tokens[name.last] if name.last < len(grammar.tokens) else None
                    if not (after and after.tag == "POS"):
                        out.append(ref_of_name(grammar, name))
    return out


def _behind(grammar: Grammar, i: int, prep: str) -> list[int]:
    """Objects of a preposition that hangs on token ``i``."""
    return [p for c in grammar.kids(i, "prep") if grammar.tokens[c].lower == prep for p in grammar.kids(c, "pobj")]


def _coordinated_before(grammar: Grammar, i: int) -> list[Ref]:
    """The two or more names that "they" stands for: the coordinated subject before it."""
    for mention in grammar.sentence.mentions:
        if mention.kind != "name" or mention.last > i:
            continue
        for j in range(mention.first, mention.last):
            if grammar.tokens[j].dep in ("nsubj", "nsubjpass"):
                found = resolve_phrase(grammar, j)
                if len(found) > 1:
                    return [ref for ref in found if ref.kind == "name"]
    return []


def _group_before(grammar: Grammar, i: int) -> list[Ref]:
    """The members of a group that "it" or "they" points back to: "a group led by Roe told ... it bought"."""
    for token in reversed(grammar.tokens[:i]):
        if token.dep not in ("nsubj", "nsubjpass"):
            continue
        if token.lower in GROUPS:
            return _members(grammar, token.i)
        if token.lower in PARTS or token.lower in BODIES:
            # "Shares in Acme rose on talk that it may be bought."
            return [ref for ref in _one(grammar, token.i) if ref.kind == "name"]
    return []


def _unit(grammar: Grammar, i: int) -> list[Ref]:
    """A business, by its own name where it has one ("its Delphi Foods unit"), else by the shortest phrase for it.

    The phrase takes in the owner: "Harrow's paint business", "paint business of Harrow". Empty for a word that tells
    nothing ("other units").
    """
    tokens = grammar.tokens
    first = i
    while first > 0 and (
        tokens[first - 1].tag in ("NN", "NNS", "NNP", "NNPS", "JJ", "JJS", "HYPH", "VBG", "CC", "POS", "CD")
        or tokens[first - 1].text in ("-", "&")
    ):
        before = tokens[first - 1]
        if before.tag == "CC" and (
            tokens[first - 2].tag not in ("NN", "JJ", "NNP") or tokens[first - 2].lower in UNITS
        ):
            break
        if (before.tag == "VBG" and before.dep not in ("amod", "compound")) or grammar.mention_at["money"][first - 1]:
            break
        first -= 1
    while first < i and (tokens[first].tag in ("CC", "HYPH", "POS") or tokens[first].lower in VAGUE):
        first += 1
    owner = _owner_of_unit(grammar, i)
    following = grammar.name_at[i + 1] if i + 1 < len(tokens) else None
    if following:
        return [replace(ref_of_name(grammar, following), owner=owner)]
    for c in grammar.kids(i, "appos"):
        name = grammar.name_at[c]
        if name and c > i:
            return [replace(ref_of_name(grammar, name), owner=owner)]
    own = grammar.name_at[i - 1] if i else None
    if own and own.first > 0 and tokens[own.first].ent not in ("GPE", "NORP", "LOC") and not _indefinite(grammar, own):
        return [replace(ref_of_name(grammar, own), owner=owner)]
    if first == i:
        return []
    start, end = tokens[first].start, tokens[i].end
    if owner is not None and owner.start > end:
        end = owner.end
    base = grammar.sentence.start
    text = " ".join(BRACKET.sub(" ", grammar.sentence.text[start - base : end - base]).split())
    return [Ref(text, start, end, grammar.sentence.number, "unit", first=first, owner=owner)]


def _indefinite(grammar: Grammar, name: Mention) -> bool:
    """Is the name that of the owner: "a Honeywell unit" is one of Honeywell's?"""
    return name.first > 0 and grammar.tokens[name.first - 1].lower in ("a", "an")


def _owner_of_unit(grammar: Grammar, i: int) -> Ref | None:
    """Whose business it is: the possessive before it or the name behind "of"."""
    for p in grammar.kids(i, "poss"):
        found = _one(grammar, p)
        if found:
            return found[0]
    for p in _behind(grammar, i, "of"):
        name = grammar.name_at[p]
        if name:
            return ref_of_name(grammar, name)
    return None


def list_after(
    grammar: Grammar, at: int, *, limit: int | None = None, stops: frozenset[str] = frozenset()
) -> list[Ref]:
    """The names of a list that begins at token ``at``: "X, Y of Z Partners, existing investors A and B, and C".

    Read by the order of the words, since long lists defeat the parse. An owner ("Microsoft's venture fund") and the
    firm behind a person's "of" are not items.
    """
    tokens = grammar.tokens
    out: list[Ref] = []
    stop = len(tokens) if limit is None else limit
    misses = 0
    while at < stop:
        token = tokens[at]
        name = grammar.name_at[at]
        if name:
            ref = ref_of_name(grammar, name)
            following = tokens[name.last] if name.last < len(tokens) else None
            owner = following is not None and following.tag == "POS"
            if following is not None and following.lower in TITLES:
                # "SilverLake co-founder Glenn Hutchins": the person invests, not the firm.
                at = name.last + 1
                while at < stop and (tokens[at].lower in TITLES or tokens[at].text == "-"):
                    at += 1
                continue
            if following is not None and following.tag in ("NN", "NNS") and not owner and modifies(grammar, name):
                at = name.last + 1  # "Lyft backer", "Uber rival": whose backer, not who
                continue
            if not owner:
                out.append(ref)
                misses = 0
            elif following is not None:
                at = name.last + 1
                continue
            at = name.last
            if at < stop and tokens[at].lower in ("of", "from", "at") and at + 1 < stop and grammar.name_at[at + 1]:
                inner = grammar.name_at[at + 1]
                at = inner.last if inner else at + 1
            continue
        if out and (token.lower in stops or (token.tag in STOP_VERBS and token.lower != "led")):
            break
        if token.lower in (
            ";",
            ".",
            "to",
            "for",
            "at",
            "that",
            "which",
            "who",
            "after",
            "while",
            "when",
            "in",
            "on",
            "will",
        ):
            if out or token.lower in (".", "to", "that", "which"):
                break
        if grammar.mention_at["money"][at] and out:
            break
        if out and token.text == "," and _apposition(grammar, at + 1):
            at = _next_item(grammar, at + 1, stop)
            continue
        if token.tag in ("VBD", "VBZ", "VBP", "MD") and not out and misses > 2:
            break
        if token.lower not in SKIPPED_IN_LISTS:
            misses += 1
            if misses > 6:
                break
        at += 1
    return out


def is_counted(grammar: Grammar, name: Mention | None) -> bool:
    """ "Sell 10 million PSPs", "buy 20 Boeings": what is counted is goods."""
    if name is None or name.first == 0:
        return False
    before = grammar.tokens[name.first - 1]
    return before.tag == "CD" and before.ent not in ("ORG", "PERSON") and before.lower != "one"


def modifies(grammar: Grammar, name: Mention) -> bool:
    """Does the name only qualify the small-letter noun behind it?"""
    token, noun = grammar.tokens[name.last - 1], grammar.tokens[name.last]
    if noun.lower in ("fund", "funds", "group", "partners", "ventures", "capital", "family", "trust", "foundation"):
        return False
    return token.dep in ("compound", "nmod", "amod", "poss") and token.head == noun.i and noun.text.islower()


def _apposition(grammar: Grammar, at: int) -> bool:
    """Does "a venture arm of ..." or "the firm behind ..." begin here, and not the next item?"""
    tokens = grammar.tokens
    if at + 1 >= len(tokens) or tokens[at].lower not in ("a", "an", "the"):
        return False
    for token in tokens[at + 1 : at + 9]:
        if grammar.name_at[token.i] or token.text == ",":
            return False
        if token.lower in APPOSED:
            # "the venture firm Acme" is an item, "the venture firm of ..." is not.
            after = token.i + 1
            return not (after < len(tokens) and grammar.name_at[after])
    return False


def _next_item(grammar: Grammar, at: int, stop: int) -> int:
    """The token where the list goes on behind an apposition."""
    while at < stop and grammar.tokens[at].text not in (",", ";") and grammar.tokens[at].lower != "and":
        at += 1
    return at


def list_before(grammar: Grammar, at: int) -> list[Ref]:
    """The names of the subject list that ends before token ``at``: "Existing investors A, B and C also participated"."""
    if at >= 2 and grammar.tokens[at - 1].text == "-":
        leader = grammar.name_at[at - 2]  # "Blueprint-led"
        return [ref_of_name(grammar, leader)] if leader else []
    subject = grammar.subject(at)
    names: list[Ref] = []
    if subject is not None:
        names = [ref for ref in resolve_phrase(grammar, subject) if ref.kind == "name"]
    if names:
        leader = grammar.name_at[names[0].first]
        after = leader.last if leader else 0
        if (
            0 < after < at - 1
            and grammar.tokens[after].text == ","
            and grammar.tokens[after + 1].lower in ("a", "an", "the")
        ):
            return names  # what follows explains the subject: "Tern Capital, the firm founded by X and Y, led"
    first = names[0].first if names else 0
    for mention in grammar.sentence.mentions:
        if mention.kind == "name" and first <= mention.first and mention.last <= at:
            between = [t.lower for t in grammar.tokens[mention.last : at]]
            following = grammar.tokens[mention.last].tag if mention.last < len(grammar.tokens) else ""
            if following == "POS" or any(word in (";", "which", "that", "who") for word in between):
                continue
            if any(
                t.tag in ("VBD", "VBZ", "VBP") and not grammar.name_at[t.i] for t in grammar.tokens[mention.last : at]
            ):
                continue
            if mention.last < len(grammar.tokens) and grammar.tokens[mention.last].lower in TITLES:
                continue
            ref = ref_of_name(grammar, mention)
            previous = grammar.tokens[mention.first - 1].lower if mention.first else ""
            if ref not in names and previous not in ("of", "in", "at", "by", "from", "for"):
                names.append(ref)
    return names
