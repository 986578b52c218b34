"""Lists of parties read by the order of the words, since long lists defeat the parse."""

from __future__ import annotations

from extractor.assemble.grammar import Grammar
from extractor.assemble.naming import modifies
from extractor.assemble.parties import Ref, ref_of_name, resolve_phrase
from extractor.assemble.words import APPOSED, FIRM_WORDS, ORGANISATIONS, SKIPPED_IN_LISTS, TITLES
from extractor.records import Mention

PARTNERS = frozenset({"partner", "partners", "principal", "managing", "general"})
"""Titles of people who invest their firm's money."""

STAFF = frozenset(
    "executives founders co-founders cofounders alumni employees engineers leaders operators angels staff".split()
)
"""People who invest their own money, whatever firm they are of."""

FUNDS = frozenset({"fund", "funds", "arm", "unit", "vehicle", "office", "division", "venture", "branch"})
"""Bodies without a name of their own, which stand for their owner."""

NO_DESCRIPTION = frozenset({"IN", "TO", "CC", "CD", "VB", "VBD", "VBZ", "VBP", "MD", "WDT", "WP", "PRP", "EX", "RP"})
"""Tags of words that no description of a name holds."""

STOP_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


def list_after(
    grammar: Grammar, at: int, *, limit: int | None = None, stops: frozenset[str] = frozenset()
) -> list[Ref]:
    """The names of a list that begins at token ``at``: "X, Y of Z Partners, existing investors A and B, and C".

    Read by the order of the words, since long lists defeat the parse. An owner ("Microsoft's venture fund") and the
    firm behind a person's "of" are not items.
    """
    tokens = grammar.tokens
    begin = at
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
                # "SilverLake co-founder Glenn Hutchins": the person invests; "Tern Capital partner Jane Roe": the firm.
                if following.lower in PARTNERS and ref.text.split()[-1].lower() in FIRM_WORDS:
                    out.append(ref)
                    person = grammar.name_at[name.last + 1] if name.last + 1 < stop else None
                    at = person.last if person else name.last + 1
                    continue
                at = name.last + 1
                while at < stop and (tokens[at].lower in TITLES or tokens[at].text == "-"):
                    at += 1
                continue
            described = following is not None and following.lower in ORGANISATIONS and name.last + 1 < len(tokens)
            if described and grammar.name_at[name.last + 1] and not owner:
                at = name.last + 1  # "Silicon Valley VC firm Sozo Ventures"
                continue
            if following is not None and following.tag in ("NN", "NNS") and not owner and modifies(grammar, name):
                at = name.last + 1  # "Lyft backer", "Uber rival": whose backer, not who
                continue
            if not owner:
                out.append(ref)
                misses = 0
            elif following is not None:
                at = name.last + 1
                if _own_fund(grammar, at):
                    out.append(ref)
                    misses = 0
                    fund = grammar.name_at[at]
                    at = fund.last if fund is not None else at
                continue
            at = name.last
            if (
                at < stop
                and tokens[at].lower in ("of", "from", "at", "by")
                and at + 1 < stop
                and grammar.name_at[at + 1]
            ):
                inner = grammar.name_at[at + 1]
                at = inner.last if inner else at + 1
            continue
        if out and (token.lower in stops or (token.tag in STOP_VERBS and token.lower != "led")):
            if len(out) > 1 and token.tag in STOP_VERBS and _is_subject(grammar, out[-1], at):
                out.pop()
            if token.tag in STOP_VERBS:
                out = out[:1] + [ref for ref in out[1:] if not _in_subject(grammar, ref, at)]
            break
        if token.lower in STAFF and at + 1 < stop and tokens[at + 1].lower in ("at", "of", "from"):
            break  # "as well as executives at Moss and Oatcake": the firms of people
        if token.lower in TITLES - PARTNERS and at + 2 < stop and tokens[at + 1].lower == "of":
            firm = grammar.name_at[at + 2]
            at = firm.last if firm is not None else at + 2  # "the founder of Oatcake"
            continue
        if ")" in token.text and not any("(" in t.text for t in tokens[begin:at]):
            break  # "Oatcake ($5m, led by Tern), Tally ($7m)": the bracket in which the list stands
        ends = token.lower in (
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
        )
        if (ends and (out or token.lower in (".", "to", "that", "which"))) or token.lower in ("since", "than", "until"):
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


def _is_subject(grammar: Grammar, ref: Ref, verb: int) -> bool:
    """ "From Tern Capital and Finch, Brightloom said": does the name before the verb open another clause?"""
    name = grammar.name_at[ref.first]
    if name is None:
        return False
    if name.first == 0 or grammar.tokens[name.first - 1].text != ",":
        return False
    subjects = (grammar.tokens[i] for i in range(name.first, name.last))
    return name.last == verb or any(t.dep in ("nsubj", "nsubjpass") and t.head == verb for t in subjects)


def _in_subject(grammar: Grammar, ref: Ref, verb: int) -> bool:
    """ "Led by Tern, and Roe, Finch and Otter took part": is the name among those whom another verb is about?"""
    for subject in grammar.kids(verb, "nsubj"):
        first = min(grammar.subtree(subject))
        if first <= ref.first < verb and first > 1 and grammar.tokens[first - 1].lower in ("and", "while", ";"):
            return True
    return False


def _own_fund(grammar: Grammar, at: int) -> bool:
    """ "Moss Group's venture arm", "its Scout fund": a body of the owner's without a firm's name of its own."""
    named = grammar.name_at[at] if at < len(grammar.tokens) else None
    if named is not None:
        return named.last == at + 1 < len(grammar.tokens) and grammar.tokens[at + 1].lower in FUNDS
    for token in grammar.tokens[at : at + 5]:
        if grammar.name_at[token.i] or not token.text.islower():
            return False
        if token.lower in FUNDS:
            following = grammar.tokens[token.i + 1] if token.i + 1 < len(grammar.tokens) else None
            return following is None or (not grammar.name_at[following.i] and following.tag not in ("NN", "NNS"))
    return False


def _apposition(grammar: Grammar, at: int) -> bool:
    """Does "a venture arm of ..." or "the firm behind ..." begin here, and not the next item?"""
    tokens = grammar.tokens
    if at + 1 < len(tokens) and tokens[at].lower in TITLES and tokens[at + 1].lower in ("of", "at", "and", ","):
        return True  # "Jane Roe, founder of Oatcake"
    if at + 1 >= len(tokens) or tokens[at].lower not in ("a", "an", "the"):
        return False
    for token in tokens[at + 1 : at + 9]:
        if grammar.name_at[token.i] or token.text == ",":
            return False
        if token.tag in ("IN", "WDT", "WP", "VBN", "VBG") and token.i > at + 1:
            return True  # "the founder of Hoshi", "a fund that backs seeds"
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


def _behind_figure(grammar: Grammar, at: int) -> bool:
    """ "Oatcake, a Cork shop: $4m, Series A, Finch led": is an item's sum or stage told right before the comma?"""
    if grammar.tokens[at - 1].text not in (",", ";"):
        return False
    return grammar.mention_at["money"][at - 2] is not None or grammar.mention_at["stage"][at - 2] is not None


def list_before(grammar: Grammar, at: int) -> list[Ref]:
    """The names of the subject list that ends before token ``at``: "Investors A, B and C also participated"."""
    if at >= 2 and grammar.tokens[at - 1].text == "-":
        leader = grammar.name_at[at - 2]  # "Blueprint-led"
        return [ref_of_name(grammar, leader)] if leader else []
    beside = grammar.name_at[at - 1] if at else None
    if beside is not None and beside.first > 1 and _behind_figure(grammar, beside.first):
        return [ref_of_name(grammar, beside)]
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
    if grammar.sentence.where == "title" and first >= 2 and grammar.tokens[first - 1].text == ",":
        beside = grammar.name_at[first - 2]
        first = beside.first if beside is not None and beside.first == 0 else first  # a headline's "Tern, Finch lead"
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


def described_list(grammar: Grammar, at: int) -> list[Ref]:
    """The names of a short list that begins at token ``at``, each behind what describes it.

    "Both US buyout firm Tern Capital and casino operator Golden Mill", "Moss, Italian lender Banca Verde and Finch".
    Only the first where no "and" joins the last to it.
    """
    tokens = grammar.tokens
    out: list[Ref] = []
    joined = False
    while at < len(tokens):
        if tokens[at].lower in ("both", "either"):
            at += 1
        name = _described_name(grammar, at)
        after = tokens[name.last] if name is not None and name.last < len(tokens) else None
        if name is None or (after is not None and after.tag in ("POS", "VBD", "VBZ", "MD")):
            break
        out.append(ref_of_name(grammar, name))
        if joined or after is None:
            break
        at = name.last
        if tokens[at].text == ",":
            at += 1
        joined = at < len(tokens) and tokens[at].lower in ("and", "&", "or")
        if at == name.last and not joined:
            break
        at += joined
    return out if joined and len(out) > 1 else out[:1]


def _described_name(grammar: Grammar, at: int) -> Mention | None:
    """The name at token ``at``, or the one that common nouns and places there describe."""
    tokens = grammar.tokens
    for i in range(at, min(len(tokens), at + 7)):
        name = grammar.name_at[i]
        if name is not None and name.sort != "place":
            return name
        if name is None and (tokens[i].tag in NO_DESCRIPTION or not tokens[i].tag.isalpha()):
            return None
    return None
