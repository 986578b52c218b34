"""Who is meant: names with their coordinates, units without a name, and words that point back ("the company", "it")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.assemble.grammar import Grammar
from extractor.assemble.naming import (
    DIRECTIONS,
    MANAGED,
    STEERED,
    called,
    called_before,
    investor_before,
    modifies,
    names_before,
    of_person,
    of_place,
    spoken_for,
)
from extractor.assemble.words import (
    BODIES,
    BUSINESSES,
    GROUPS,
    ORGANISATIONS,
    PARTS,
    POINTERS,
    PRONOUNS,
    SECURITIES,
    UNITS,
    VAGUE,
)
from extractor.records import Mention, NameSort

PLACED = frozenset({"based", "owned", "run", "listed", "backed", "controlled"})
"""Second halves of words that say where a unit is or whose."""
ARMS = frozenset({"arm", "arms", "affiliate", "affiliates"})
"""Bodies that act for who stands behind "of": "Tern and the venture arm of Moss"."""
CLASSES = frozenset({"common", "ordinary", "preferred", "capital", "voting", "class"})
"""What stands between a company and "shares": "Dovecote common shares"."""
OWNING = frozenset({"shareholder", "owner", "stockholder"})
"""Bodies that a name right behind them calls by name."""
COUNTS = frozenset({"total", "number", "handful", "host", "slew", "dozens", "scores", "hundreds", "raft", "couple"})
"""Nouns that only count what stands behind "of"."""
LISTERS = frozenset({"including", "like", "such", "namely"})

BRACKET = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Ref:
    """A party as one sentence gives it."""

    text: str
    start: int
    end: int
    sentence: int
    kind: str = "name"
    """``name``; ``unit``: a business without a name of its own; ``pointer``: "the company", "it"; ``blank``:
    somebody not named here, "a data startup"; ``person``: "he" or "she", of whom another sentence tells."""
    sort: NameSort = ""
    """Of a name: what it stands for where that is told."""
    aliases: tuple[str, ...] = ()
    first: int = -1
    """Index of the first token."""
    owner: Ref | None = None
    """Of a unit: whose it is, where the phrase says so."""
    group: int = -1
    """Of a member of a group that acts as one, "a consortium of Tern and Finch": the group's token."""


def ref_of_name(grammar: Grammar, name: Mention) -> Ref:
    """The party that a name mention stands for."""
    return Ref(name.text, name.start, name.end, grammar.sentence.number, "name", name.sort, name.aliases, name.first)


def ref_of_word(grammar: Grammar, i: int, kind: str = "pointer") -> Ref:
    """A word that stands for a party told of elsewhere, or for somebody not named; see :attr:`Ref.kind`."""
    token = grammar.tokens[i]
    return Ref(token.text, token.start, token.end, grammar.sentence.number, kind, first=i)


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
                stands = grammar.tokens[c].lower in GROUPS or grammar.tokens[c].lower in ARMS
                if stands or _coordinate(grammar, c) or _described(grammar, c):
                    found += [ref for ref in _one(grammar, c) if ref not in found and ref.kind != "pointer"]
    return found


def _coordinate(grammar: Grammar, c: int) -> bool:
    """Is the token a true coordinate: a name, and not the noun of an apposition that the parse took for one?"""
    name = grammar.name_at[c]
    if name is None:
        return False
    if name.last < len(grammar.tokens) and grammar.tokens[name.last].tag == "POS":
        return False  # "Anheuser and France Telecom's bid": the owner of another deal
    if _is_town(grammar, name):
        return False
    before = grammar.tokens[name.first - 1].lower if name.first else ""
    if before in DIRECTIONS:
        return False  # "newspapers in Cumbria and north Lancashire"
    if before == "the" and (name.last == len(grammar.tokens) or grammar.tokens[name.last].text in (",", "and", ".")):
        return True  # "Tern Capital, the Moss Foundation and Finch"
    return before not in ("the", "a", "an") or grammar.tokens[name.first - 2].lower == "and"


def _is_town(grammar: Grammar, name: Mention) -> bool:
    """ "GlowPath, Richardson, Texas, said": a town, before the comma and the name of its state."""
    behind = name.last + 1
    if behind >= len(grammar.tokens) or grammar.tokens[name.last].text != ",":
        return False
    state = grammar.name_at[behind]
    return state is not None and state.sort == "place"


def _described(grammar: Grammar, c: int) -> bool:
    """ "Its founders and private equity firm Tern Capital": a coordinate whose name stands behind its description."""
    name = grammar.name_at[c + 1] if c + 1 < len(grammar.tokens) else None
    return grammar.name_at[c] is None and grammar.tokens[c].lower in ORGANISATIONS and name is not None


def _one(grammar: Grammar, i: int) -> list[Ref]:
    token = grammar.tokens[i]
    name = grammar.name_at[i]
    if name is not None and i == 0 and name.last == 1 and token.lower in PARTS:
        name = None  # "Ownership of Acme has passed to Tern": a capital that opens the sentence
    if name and not (name.last - name.first == 1 and name.first and grammar.tokens[name.first - 1].lower == "class"):
        return [ref_of_name(grammar, name)]  # but not "8.4 percent of Class D shares"
    if token.lower == "whose":
        clause = next((v for v in grammar.ancestors(i) if grammar.tokens[v].dep == "relcl"), None)
        return _one(grammar, grammar.tokens[clause].head) if clause is not None else []
    if token.lower in PRONOUNS or token.tag in ("PRP", "PRP$", "WDT", "WP"):
        if token.lower in ("he", "she", "his", "her", "i", "you", "my", "him"):
            teller = investor_before(grammar, i)
            if teller is None and token.lower in ("he", "she") and grammar.antecedent(i) is None:
                return [ref_of_word(grammar, i, "person")]
            return [ref_of_name(grammar, teller)] if teller is not None else []
        if token.lower in ("they", "their", "them"):
            both = _coordinated_before(grammar, i) or _tellers(grammar, i)
            if both:
                return both
        taken = _taken_up(grammar, i) if token.tag in ("WDT", "WP") and token.dep in ("dobj", "pobj") else []
        if taken:
            return taken
        same = _object_of_both(grammar, i) if token.lower == "it" and token.dep == "dobj" else None
        if same is not None:
            return _one(grammar, same)
        before = grammar.antecedent(i) if token.lower in ("it", "its", "which", "itself") else None
        if before and token.lower == "it" and token.dep == "dobj" and _acts(grammar, before, token.head):
            # "Orion hived off its towers, selling it to Cellnet": nobody sells itself by "it".
            return _object_before(grammar, i)
        if before:
            return [ref_of_name(grammar, before)]
        group = _group_before(grammar, i) if token.lower in ("it", "its", "they", "their") else []
        if group:
            return group
        return [ref_of_word(grammar, i)]
    if token.lower in ("one", "two", "three", "part") and token.dep in ("nsubj", "nsubjpass"):
        parts = [c for c in _behind(grammar, i, "of") if grammar.tokens[c].lower in UNITS]
        owners = [owner for c in parts if (owner := _owner_of_unit(grammar, c)) is not None]
        if owners:
            return owners[:1]  # "one of its units has bought Acme"
    if token.lower in PARTS:
        whole = [ref for prep in ("of", "in") for c in _behind(grammar, i, prep) for ref in _one(grammar, c)]
        if whole:
            return whole
        joined = [grammar.name_at[c] for c in grammar.kids(i, "compound", "nmod") if c < i]
        if joined and joined[-1] is not None and all(t.lower in CLASSES for t in grammar.tokens[joined[-1].last : i]):
            return [ref_of_name(grammar, joined[-1])]  # "its Dovecote stake", "Dovecote shares"
    if token.lower in COUNTS:
        counted = [ref for c in _behind(grammar, i, "of") for ref in _one(grammar, c)]
        if counted:
            return counted  # "a total of 19 startups", "a handful of lenders"
    if token.lower == "assets":
        owned = [grammar.name_at[c] for c in _behind(grammar, i, "of")]
        if owned and owned[0] is not None and owned[0].sort != "place":
            return [ref_of_name(grammar, owned[0])]  # "the assets of Acme" are what there is of it
    if token.lower in UNITS:
        unit = _unit(grammar, i) or _unit_before(grammar, i)
        if unit:
            return unit
        parts = [c for c in _behind(grammar, i, "of") if grammar.tokens[c].lower in UNITS]
        if token.lower in ("portfolio", "network", "chain") and parts:
            return _unit(grammar, parts[0])  # "a portfolio of 14 solar parks"
    doing = token.lower in ("group", "side") and i > 0 and grammar.tokens[i - 1].tag == "NN" and _definite(grammar, i)
    if doing and any(grammar.name_at[c] is not None for c in _behind(grammar, i, "of")):
        return _unit(grammar, i)  # "the life insurance group of Moss Financial", "the catering side of Moss"
    if token.lower in BODIES:
        called_so = grammar.name_at[i + 1] if i + 1 < len(grammar.tokens) and token.lower in OWNING else None
        if called_so is not None:
            return [ref_of_name(grammar, called_so)]  # "its biggest shareholder Tern Capital"
        person = next((grammar.name_at[c] for c in grammar.kids(i, "appos") if c > i), None)
        if person is not None and token.dep == "pobj" and grammar.tokens[token.head].lower in ("from", "by"):
            return [ref_of_name(grammar, person)]  # "an offer from its chairman, Jane Roe"
        preps = ("of", "in") if token.lower in ("shareholders", "investors", "stockholders") else ("of",)
        behind = [ref for prep in preps for c in _behind(grammar, i, prep) for ref in _one(grammar, c)]
        behind = behind or [ref for c in grammar.kids(i, "poss") for ref in _one(grammar, c)]
        if not behind and (holders_of := spoken_for(grammar, i)) is not None:
            behind = [ref_of_name(grammar, holders_of)]
        if not behind:
            inside = [ref for c in grammar.kids(i, "compound", "nmod") if c < i for ref in _one(grammar, c)]
            behind = [ref for ref in inside if ref.kind == "name"][-1:]
        if behind and token.lower not in ("owner", "owners", "investors"):
            return behind
    if token.lower in ("fund", "funds", "vehicle"):
        owners = [ref for c in grammar.kids(i, "poss") for ref in _one(grammar, c) if ref.kind == "name"]
        if owners:
            return owners  # "Brookfeld's transition fund"
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
            "arms",
            "part",
            "state",
            "government",
            "city",
            "province",
            "republic",
        ):
            inner = [ref for p in grammar.kids(c, "pobj") for ref in _one(grammar, p)]
            if inner:
                return inner
    managed = [
        c
        for c in grammar.kids(i, "acl")
        if grammar.tokens[c].lower in MANAGED
        or (grammar.tokens[c].lower in STEERED and token.lower in ("vehicle", "entity", "fund", "trust", "shell"))
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
    if token.lower in ("project", "projects") and i > 1 and grammar.tokens[i - 1].tag == "NN":
        named = next((name for c in grammar.kids(i, "compound", "nmod") if (name := grammar.name_at[c])), None)
        if named is not None and named.last == i - 1 and named.sort != "place":
            return [ref_of_name(grammar, named)]  # "its Wirra gold project"
    within = grammar.name_in_phrase(i) or called(grammar, i)
    if within and of_place(grammar, i, within):
        return [ref_of_word(grammar, i)]
    if within:
        return [ref_of_name(grammar, within)]
    joined_name = called_before(grammar, i)
    if joined_name is not None:
        return [ref_of_name(grammar, joined_name)]
    if token.lower in POINTERS:
        kind = "pointer" if _definite(grammar, i) else "blank"
        return [ref_of_word(grammar, i, kind)]
    if token.lower.rstrip("s") in POINTERS:
        among = _among(grammar, i)
        if among:
            return among
        return [ref_of_word(grammar, i, "blank")]
    return []


def _taken_up(grammar: Grammar, i: int) -> list[Ref]:
    """What the object of a relative clause stands for: "Larkspur, which Tern bought", "the bakery that Moss took"."""
    tokens = grammar.tokens
    name = grammar.name_at[i - 2] if i > 1 and tokens[i - 1].text == "," else None
    if name is not None:
        return [ref_of_name(grammar, name)]
    clause = next((v for v in grammar.ancestors(i) if tokens[v].dep == "relcl"), None)
    noun = tokens[clause].head if clause is not None else i
    if noun >= i:
        return []
    explained = grammar.name_at[tokens[noun].head] if tokens[noun].dep == "appos" else None
    return [ref_of_name(grammar, explained)] if explained is not None else _one(grammar, noun)


def _among(grammar: Grammar, i: int) -> list[Ref]:
    """ "Tern and Finch were among the firms that bid", "Moss is one of the banks that lent": who the many are."""
    tokens = grammar.tokens
    prep = tokens[tokens[i].head]
    if tokens[i].dep != "pobj" or prep.lower not in ("among", "of"):
        return []
    above = tokens[prep.head]
    if prep.lower == "of" and above.lower == "one":
        above = tokens[above.head]
    if above.lower not in ("is", "are", "was", "were", "be", "been"):
        return []
    return [ref_of_name(grammar, name) for name in names_before(grammar, above.i)]


def _acts(grammar: Grammar, name: Mention, verb: int) -> bool:
    """Is the name the subject of the verb?"""
    subject = grammar.subject(verb)
    return subject is not None and name.first <= subject < name.last


def _object_of_both(grammar: Grammar, i: int) -> int | None:
    """ "Who founded the label and sold it": the object of the verb that the verb of "it" is coordinated with."""
    verb = grammar.tokens[grammar.tokens[i].head]
    if verb.dep != "conj" or verb.head == verb.i:
        return None
    objects = grammar.kids(verb.head, "dobj")
    return objects[0] if objects and objects[0] < i and grammar.tokens[objects[0]].tag not in ("PRP", "WDT") else None


def _object_before(grammar: Grammar, i: int) -> list[Ref]:
    """What "it" at token ``i`` takes up where it cannot be the subject: the object of the verb before."""
    for token in reversed(grammar.tokens[:i]):
        if token.dep == "dobj" and token.tag not in ("PRP", "WDT"):
            found = [ref for ref in _one(grammar, token.i) if ref.kind in ("name", "unit")]
            if found:
                return found[:1]
    return [ref_of_word(grammar, i)]


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
                    qualifying = after is not None and (after.tag == "POS" or modifies(grammar, name))
                    if not qualifying and not of_person(grammar, name):
                        out.append(replace(ref_of_name(grammar, name), group=i))
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


def _tellers(grammar: Grammar, i: int) -> list[Ref]:
    """ "Jane Roe and members of her family told the commission they hold it": those who tell it of themselves."""
    verb = grammar.tokens[grammar.tokens[i].head]
    if grammar.tokens[i].dep != "nsubj" or verb.dep != "ccomp":
        return []
    subjects = [c for c in grammar.kids(verb.head, "nsubj") if c < i]
    return [ref for c in subjects for ref in resolve_phrase(grammar, c) if ref.kind == "name"]


def _group_before(grammar: Grammar, i: int) -> list[Ref]:
    """The members of a group that "it" or "they" points back to: "a group led by Roe told ... it bought"."""
    for token in reversed(grammar.tokens[:i]):
        if token.dep not in ("nsubj", "nsubjpass"):
            continue
        if token.lower in GROUPS:
            return _members(grammar, token.i)
        owner = _owner_of_unit(grammar, token.i) if token.lower in UNITS and grammar.tokens[i].dep == "poss" else None
        if owner is not None and owner.kind == "name":
            return [owner]  # "Harrow's oat business has assets from its earlier acquisitions"
        if token.lower in UNITS and token.lower not in POINTERS:
            return _unit(grammar, token.i)  # "Harrow's China unit was worth more after it raised $5 million"
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
        or (first == i and _taken_for_verb(grammar, i - 1))
    ):
        before = tokens[first - 1]
        if before.tag == "CC" and (
            tokens[first - 2].tag not in ("NN", "JJ", "NNP") or tokens[first - 2].lower in UNITS
        ):
            break
        if (before.tag == "VBG" and before.dep not in ("amod", "compound")) or grammar.mention_at["money"][first - 1]:
            break
        first -= 1
    if tokens[i].lower == "units" and tokens[i - 1].lower in SECURITIES:
        return []  # "limited-partner units" are shares
    while first < i:
        token = tokens[first]
        hyphen = first + 2 < i and tokens[first + 1].text == "-"
        if hyphen and (token.lower == "non" or tokens[first + 2].lower in PLACED):
            first += 3
        elif token.text == "-":
            first += 2  # the rest of a word cut at its hyphen
        elif token.tag in ("CC", "HYPH", "POS") or token.lower in VAGUE or token.end - token.start > len(token.text):
            first += 1  # the last: what the rendering made plainer, "Leeds-based"
        else:
            break
    first = min(first, i)
    owner = _owner_of_unit(grammar, i) or _owner_before(grammar, first)
    following = grammar.name_at[i + 1] if i + 1 < len(tokens) else None
    if following:
        return [replace(ref_of_name(grammar, following), owner=owner)]
    for c in grammar.kids(i, "appos"):
        name = grammar.name_at[c]
        if name and c > i:
            return [replace(ref_of_name(grammar, name), owner=owner)]
    own = grammar.name_at[i - 1] if i else None
    if own and own.first > 0 and own.sort != "place" and not _indefinite(grammar, own):
        return [replace(ref_of_name(grammar, own), owner=owner)]
    if first == i:
        return []
    inner = [name for j in range(first + 2, i) if (name := grammar.name_at[j]) and tokens[name.first - 1].tag == "POS"]
    if inner:
        first = inner[-1].first  # "EDF's Massif du Sud wind farm" has a name of its own
    elif j := next((j for j in range(i - 1, first + 1, -1) if tokens[j - 1].tag == "CD" and tokens[j].text == "-"), 0):
        first = min(i, j + 2)  # "150-megawatt wind farm"
    start, end = tokens[first].start, tokens[i].end
    if (
        owner is not None
        and owner.start > end
        and all(token.lower in ("of", "the") for token in tokens[i + 1 : owner.first])
    ):
        end = owner.end  # but not over "of Swiss drug group Moss"
    base = grammar.sentence.start
    text = " ".join(BRACKET.sub(" ", grammar.sentence.text[start - base : end - base]).split())
    return [Ref(text, start, end, grammar.sentence.number, "unit", first=first, owner=owner)]


def _taken_for_verb(grammar: Grammar, i: int) -> bool:
    """ "Its water pumps business": the parser's verb is a noun between an owner and what is owned."""
    owned = any(token.tag == "PRP$" for token in grammar.tokens[max(0, i - 3) : i])
    return grammar.tokens[i].tag == "VBZ" and owned


def _unit_before(grammar: Grammar, i: int) -> list[Ref]:
    """ "It would keep its lighting arm, but had got an offer for the business": the unit that the sentence named."""
    if grammar.tokens[i].lower not in BUSINESSES or grammar.kids(i, "poss") or not _definite(grammar, i):
        return []
    for token in reversed(grammar.tokens[:i]):
        if token.lower in BUSINESSES and grammar.kids(token.i, "poss"):
            return [ref for ref in _unit(grammar, token.i) if ref.kind == "unit"]
    return []


def _indefinite(grammar: Grammar, name: Mention) -> bool:
    """Is the name that of the owner: "a Honeywell unit" is one of Honeywell's?"""
    return name.first > 0 and grammar.tokens[name.first - 1].lower in ("a", "an")


def _owner_before(grammar: Grammar, first: int) -> Ref | None:
    """ "Its dental and optical units": whose they are, where the parse hangs "its" on another word than the last."""
    if first < 1 or grammar.tokens[first - 1].lower not in ("its", "their"):
        return None
    return next((ref for ref in _one(grammar, first - 1) if ref.kind == "name"), None)


def _owner_of_unit(grammar: Grammar, i: int) -> Ref | None:
    """Whose business it is: the possessive before it or the name behind "of"."""
    for p in grammar.kids(i, "poss"):
        found = _one(grammar, p)
        if found:
            return found[0]
    for p in _behind(grammar, i, "of"):
        described = grammar.tokens[p].lower in POINTERS
        name = grammar.name_at[p] or (grammar.name_in_phrase(p) if described else None)
        if name:
            return ref_of_name(grammar, name)
    return None
