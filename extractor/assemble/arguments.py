"""The arguments of a trigger: who stands where, by the parse, and by the order of the words where it is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.assemble.actors import (
    announcer,
    apposed,
    before_verb,
    explained,
    good_for,
    headline_actor,
    headline_subject,
    joined_before,
    main_actor,
    moved_by,
    opening_subject,
    takes_in,
    told_of,
)
from extractor.assemble.grammar import Grammar
from extractor.assemble.lists import described_list, list_after
from extractor.assemble.naming import is_counted, modifies
from extractor.assemble.parties import Ref, ref_of_name, ref_of_word, resolve_phrase
from extractor.assemble.words import GROUPS, JOINING, OF_ANOTHER, OUTBIDDING, POINTERS, SAYING
from extractor.records import Hit, Mention
from extractor.rulebook import TriggerRule

VERBS_AND_OWNERS = frozenset({"POS", "VBD", "VBZ", "VBP", "MD"})
SHARES = frozenset({"shares", "share", "stock", "stocks"})
ACTING = frozenset("affiliate affiliates subsidiary unit vehicle arm part".split())
"""Bodies that act for whom they are "of"."""
LINKING = frozenset({",", "and", "&", "plus", "a", "of", "led", "by"})
DESCRIBING = frozenset({"NN", "JJ", "NNP", "HYPH", "VBN"})
"""Tags of the words that describe an item of a list before its name."""
VEHICLES = frozenset({"fund", "vehicle", "funds"})
GIVERS = frozenset("investor investors backer backers lender lenders participant participants".split())
HOLDING = frozenset("held owned hold holds own owns".split())
"""Verbs of a clause that a preposition may stand behind: "the 10 percent it still held in Oatcake"."""
HOLDERS = frozenset("it they he she".split())
CIRCUMSTANCES = frozenset("having by after in while since now recently already".split())
"""What may open a sentence before a participle whose subject follows."""
GIVING = frozenset({"investor", "lead", "acquirer"})
"""Roles of whom there may be many."""


def _qualifies(grammar: Grammar, name: Mention) -> bool:
    """Does the name qualify a common noun further on: "20 Boeing 777-800 airplanes"?"""
    token = grammar.tokens[name.last - 1]
    noun = grammar.tokens[token.head]
    return token.dep in ("compound", "nmod", "amod") and noun.i >= name.last and noun.text.islower()


def arguments_of(grammar: Grammar, hit: Hit, rule: TriggerRule, heads: Sequence[int]) -> list[tuple[str, list[Ref]]]:
    """``(slot, parties)`` of a trigger, in order of slots."""
    tokens = grammar.tokens
    head = hit.head
    stage = grammar.mention_at["stage"][head]
    if stage is not None and not rule.verb:
        # Of "pre-seed" and "Series A" it is the last word, or the first, that has the arguments.
        words = range(stage.first, stage.last)
        head = next((i for i in words if tokens[i].head not in words), head)
    slots: list[tuple[str, list[Ref]]] = []
    if "self" in rule.roles:
        own = grammar.name_at[head]
        return [("self", [ref_of_name(grammar, own)] if own else [])]
    later = [
        h for h in heads if h > hit.last and (tokens[h].head != head or tokens[h].dep == "conj") and grammar.is_verb(h)
    ]
    limit = later[0] if later else None
    if rule.verb and grammar.is_passive(head):
        patient = grammar.passive_subject(head)
        refs = resolve_phrase(grammar, patient) if patient is not None else []
        bracketed = grammar.name_at[head - 2] if head > 1 and tokens[head - 1].text == "(" else None
        if bracketed is not None:
            refs = [ref_of_name(grammar, bracketed)]  # "Koodi (acquired by Tern) and Lumi"
        if not any(r.kind != "pointer" for r in refs):
            near = grammar.nearest_name_before(head)
            refs = refs or ([ref_of_name(grammar, near)] if near else [])
        slots.append(("passive", refs))
        agents = [t for prep, t in grammar.prepositions(head, limit) if prep == "by"]
        refs = [ref for t in agents for ref in resolve_phrase(grammar, t)]
        if not refs:
            by = next((i for i in range(head + 1, min(len(tokens), head + 5)) if tokens[i].lower == "by"), None)
            if by is not None:
                # Not in "raised by the company's campaign on Tally": where it was done.
                limit_by = next((t.i for t in tokens[by + 1 :] if t.tag == "IN" and not grammar.name_at[t.i]), None)
                refs = list_after(grammar, by + 1, limit=limit_by)[:2]
        slots.append(("by", refs))
    elif rule.verb:
        subject = grammar.subject(head)
        if subject == head:
            subject = None  # "Buying Acme would give it": nobody is said to buy
        refs = resolve_phrase(grammar, subject) if subject is not None else []
        if refs and subject is not None and subject > head and not (_speaks(grammar, head) or _opens(grammar, head)):
            # The parser took the object for the subject: "Tern Acquires Dovecote, Opens Mill".
            near = grammar.nearest_name_before(head)
            refs = [ref_of_name(grammar, near)] if near else []
        if not any(ref.kind != "blank" for ref in refs):
            opening = opening_subject(grammar, head)
            if opening is None and refs and subject is not None:
                opening = explained(grammar, subject)  # "Tally, a fashion startup has raised": no comma behind it
            refs = [ref_of_name(grammar, opening)] if opening else refs
        elif subject is not None and all(ref.kind == "pointer" for ref in refs):
            named = explained(grammar, subject) or apposed(grammar, subject)
            refs = [ref_of_name(grammar, named)] if named else refs
        if subject is not None and not _speaks(grammar, head):
            refs = told_of(grammar, subject, head) or refs
        if rule.role_of("subject") in GIVING:
            refs = _subject_list(grammar, head, refs)
        refs = _group_cut(grammar, refs)
        if refs and grammar.sentence.where == "title":
            refs = _listed_before(grammar, refs) + refs
        if not refs and rule.deal == "fund" and subject is not None and tokens[subject].lower in VEHICLES:
            refs = [ref_of_word(grammar, subject)]  # "the vehicle closed on $87 million": that of whoever is told of
        headless = subject is None or tokens[subject].tag in ("WDT", "WP", "PRP", "DT", "EX")
        if not refs and (headless or grammar.sentence.where == "title"):
            near = grammar.nearest_name_before(head)
            of_another = near is not None and near.last == subject and tokens[subject].lower in OF_ANOTHER
            refs = [ref_of_name(grammar, near)] if near and not of_another else []
        slots.append(("subject", refs))
        objects = [
            ref
            for o in grammar.objects(head)
            if not (grammar.name_at[o] and is_counted(grammar, grammar.name_at[o]))
            for ref in resolve_phrase(grammar, o)
        ]
        beside = grammar.name_at[hit.last] if hit.last < len(tokens) else None
        explained_by = beside is not None and any(t.text == "," for t in tokens[beside.last : beside.last + 1])
        if objects and beside is not None and explained_by and all(ref.kind == "blank" for ref in objects):
            objects = [ref_of_name(grammar, beside)]  # "has acquired Tally, a relationship and health platform"
        objects = [_described_further(grammar, ref) for ref in objects]
        objects = _with_other(grammar, objects, hit.last)
        if "receiver" in rule.roles:
            given = next((grammar.name_at[i] for i in range(head + 1, hit.last) if grammar.name_at[i]), None)
            slots.append(("receiver", [ref_of_name(grammar, given)] if given is not None else []))
        if not objects and "object" in rule.roles:
            within = [grammar.name_at[i] for i in range(head + 1, hit.last)]
            objects = [ref_of_name(grammar, name) for name in within[-2:-1] if name]  # "take Acme private"
            if not objects and tokens[hit.last - 1].tag not in ("IN", "TO") and tokens[hit.last - 1].lower != "private":
                objects = [_described_further(grammar, ref) for ref in _object_by_order(grammar, hit.last)]
        slots.append(("object", objects))
    else:
        owner = [ref for p in _possessors(grammar, head) for ref in resolve_phrase(grammar, p)]
        mark = hit.first - 1
        while mark > max(1, hit.first - 4) and tokens[mark].tag in ("JJ", "JJR", "JJS", "VBN", "RB"):
            mark -= 1  # "Goldveld's sweetened $2 billion offer"
        while mark > 0 and grammar.mention_at["money"][mark]:
            mark -= 1
        if not owner and mark > 0 and tokens[mark].tag == "POS":
            possessor = grammar.name_at[mark - 1]
            owner = [ref_of_name(grammar, possessor)] if possessor else []
        if rule.deal == "ipo" and owner and _is_superlative(grammar, owner[-1].first, head):
            owner = []  # "Dublin's biggest flotation in four years" is that of another
        before = [grammar.name_at[i - 1] for i in (head, hit.first) if i]
        name = next((mention for mention in before if mention), None)
        if name is None and hit.first > 1 and grammar.sentence.where == "title" and tokens[hit.first - 1].lower == "in":
            name = grammar.name_at[hit.first - 2]  # a headline's "Oatcake in $40 million debt deal with Moss"
        if owner:
            slots.append(("poss", owner))
        if name and (not owner or "before" not in rule.roles):
            slots.append(("before", [*joined_before(grammar, name, rule), ref_of_name(grammar, name)]))
        subject, meets = grammar.agent_of_noun(head)
        rival = grammar.governor(head)
        beaten_with = tokens[tokens[head].head].lower == "with"
        if rival is not None and tokens[rival].lower in OUTBIDDING and beaten_with:
            subject, meets = grammar.subject(rival), False  # "Tern topped the bid of Finch with a higher one"
        elif rival is not None and tokens[rival].lower in OUTBIDDING:
            subject = None  # "Tern may bid, countering an offer by Finch": neither Finch nor what it wants
        if rule.deal == "funding":
            governor = grammar.governor(head)
            subject, meets = (grammar.subject(governor) if governor is not None else None), False
            if governor is not None and tokens[governor].lower in JOINING and not takes_in(grammar, governor):
                subject = None  # who leads or joins a round is not who raises it
            if governor is not None and any(tokens[c].lower in GIVERS for c in grammar.kids(governor, "attr")):
                subject = None  # "Finch was the sole investor in the round"
        inside = set(grammar.subtree(head))
        if rule.deal == "funding" and not owner and (subject is None or subject in inside):
            moved = moved_by(grammar, head)
            slots += [("poss", moved)] if moved else []
        acting: list[Ref] = []
        if subject is not None and subject not in inside and (not owner or meets):
            acting = resolve_phrase(grammar, subject)
            meets = meets or tokens[subject].lower in SHARES  # "Acme shares climb on takeover bid": it is bid for
            slots.append(("receiver" if meets else "subject", acting))
        elif subject is None and not owner and rule.role_of("subject") in GIVING:
            announcing = announcer(grammar, head)
            slots += [("subject", announcing)] if announcing else []
        helped = good_for(grammar, hit) if "object" in rule.roles else []
        slots += [("object", helped)] if helped else []
        heading = grammar.sentence.where == "title" or grammar.sentence.text[-1:] not in ".!?”)"
        if heading and not slots and "subject" in rule.roles:
            actor = headline_actor(grammar, hit)
            actor = actor or (headline_subject(grammar, hit) if rule.deal == "ipo" else None)
            if actor is not None:
                slots.append(("subject", [ref_of_name(grammar, actor)]))
        if rule.role_of("subject") in GIVING and not meets and grammar.is_verb(hit.first) and hit.first < head:
            listed = _subject_list(grammar, hit.first, [ref for ref in acting if ref.kind == "name"])
            slots = [(slot, listed if slot == "subject" and listed else refs) for slot, refs in slots]
            if listed and not acting:
                slots.append(("subject", listed))
    done = {slot for slot, refs in slots if refs}
    told: dict[str, list[int]] = {}
    for prep, target in grammar.prepositions(head, limit, depth=3 if rule.verb else 1):
        if prep in rule.roles and (prep not in done or prep != "by") and not _is_range(grammar, prep, target):
            if tokens[target].tag == "WDT" and target > 0 and tokens[target - 1].lower == prep:
                continue  # "an agreement by which Tern will buy it"
            if any(above in told.get(prep, ()) for above in grammar.ancestors(target)):
                continue  # "of the paint business of Harrow" is about the business
            refs = resolve_phrase(grammar, target)
            if refs and rule.role_of(prep) in ("investor", "lead"):
                refs += _rest_of_list(grammar, refs)
            if refs and prep == "of" and rule.role_of(prep) == "company":
                refs = _with_other(grammar, refs, _behind_prep(grammar, prep, refs))
            if refs:
                told.setdefault(prep, []).append(target)
            slots.append((prep, refs))
    if rule.deal == "acquisition":
        slots = [(slot, _listed_buyers(grammar, head, slot, rule, refs)) for slot, refs in slots]
    found = {slot for slot, refs in slots if refs}
    for prep in rule.roles:
        if prep not in found and prep in ("to", "from", "by", "with", "in", "into", "for", "of", "over", "between"):
            refs = _prep_by_order(grammar, hit.head + 1, prep, limit, rule.verb)
            if refs and not (rule.verb and prep == "by" and not grammar.is_passive(head)):
                slots.append((prep, refs))
    told_company = any(refs and rule.role_of(slot) == "company" for slot, refs in slots)
    if rule.verb and rule.deal == "funding" and "object" in rule.roles and not told_company:
        slots.append(("object", main_actor(grammar, head)))
    return slots


def _listed_buyers(grammar: Grammar, head: int, prep: str, rule: TriggerRule, refs: list[Ref]) -> list[Ref]:
    """All buyers of the list behind "by", "from" or "with", each with what describes it, where the parse lost some."""
    if prep not in ("by", "from", "with") or rule.role_of(prep) != "acquirer" or not refs:
        return refs
    at = next((i for i in range(refs[0].first, head, -1) if grammar.tokens[i].lower == prep), -1)
    listed = described_list(grammar, at + 1) if at > 0 else []
    placed = all(ref.sort == "place" for ref in refs)
    return listed if listed and (placed or len(listed) > len(refs)) else refs


def _described_further(grammar: Grammar, ref: Ref) -> Ref:
    """ "Bought Kinsale smoked salmon producer Roaring Water": a place that no list has is no name of what is bought."""
    name = grammar.name_at[ref.first] if ref.kind == "name" and ref.first >= 0 else None
    if name is None or " " in name.text:
        return ref
    for token in grammar.tokens[name.last : name.last + 5]:
        own = grammar.name_at[token.i]
        if own is not None:
            told = token.i > name.last and grammar.tokens[token.i - 1].lower in POINTERS
            return ref_of_name(grammar, own) if told and own.sort != "place" else ref
        if not token.text.islower() or token.tag in ("IN", "TO", "CC", "DT", "PRP$"):
            break
    return ref


def _is_superlative(grammar: Grammar, first: int, head: int) -> bool:
    """Does a superlative stand between two tokens, "biggest", "most valuable"?"""
    return any(token.tag in ("JJS", "RBS") for token in grammar.tokens[max(0, first) : head])


def _behind_prep(grammar: Grammar, prep: str, refs: Sequence[Ref]) -> int:
    """Index of the token behind the preposition that leads to the parties."""
    at = next((i for i in range(refs[0].first - 1, -1, -1) if grammar.tokens[i].lower == prep), -1)
    return at + 1


def _with_other(grammar: Grammar, refs: list[Ref], start: int) -> list[Ref]:
    """The one bought thing, and the other that "and" joins to it: "the acquisition of Tally, Inc. and Oatcake Ltd".

    ``start``: index of the first token behind the trigger or its preposition, where the two may begin.
    """
    tokens = grammar.tokens
    own = grammar.name_at[refs[0].first] if len(refs) == 1 and refs[0].kind == "name" else None
    if own is None:
        return refs
    if own.last + 1 < len(tokens) and tokens[own.last].lower in ("and", "&"):
        other = grammar.name_at[own.last + 1]
        return [*refs, ref_of_name(grammar, other)] if other is not None and _is_bought(grammar, other) else refs
    before = (
        grammar.name_at[own.first - 2]
        if own.first > start + 1 and tokens[own.first - 1].lower in ("and", "&")
        else None
    )
    if before is not None and before.first == start and before.sort != "place":
        return [ref_of_name(grammar, before), *refs]
    return refs


def _is_bought(grammar: Grammar, other: Mention) -> bool:
    """Is the name behind "and" no subject of a verb of its own, no owner, and no place?"""
    if other.sort == "place" or (grammar.sentence.where == "title" and " " not in other.text):
        return False  # "Pulse Home Health and Hospice"
    after = grammar.tokens[other.last] if other.last < len(grammar.tokens) else None
    acts = any(grammar.tokens[i].dep in ("nsubj", "nsubjpass", "poss") for i in range(other.first, other.last))
    return not acts and (after is None or (after.tag not in VERBS_AND_OWNERS and not modifies(grammar, other)))


def _possessors(grammar: Grammar, head: int) -> list[int]:
    """The owners of a noun, or of the noun that it is a part of or explains: "Acme's funding round, a Series B"."""
    at = head
    for _ in range(3):
        owners = grammar.kids(at, "poss")
        if owners or grammar.tokens[at].dep not in ("compound", "nmod", "appos"):
            return owners
        at = grammar.tokens[at].head
    return []


def _is_range(grammar: Grammar, prep: str, last: int) -> bool:
    """ "Products from iPads to tyres" come from nobody. ``last``: the last token of what stands behind "from"."""
    after = grammar.tokens[last + 1 : last + 3]
    name = grammar.name_at[last]
    if prep != "from" or len(after) < 2 or (name is not None and name.last - name.first > 1):
        return False
    return after[0].lower == "to" and after[1].tag in ("NN", "NNS", "CD")


def _rest_of_list(grammar: Grammar, refs: list[Ref]) -> list[Ref]:
    """The items of a list of investors that the parse hung elsewhere, in the order of the words."""
    first = min((ref.first for ref in refs if ref.kind == "name"), default=-1)
    if first < 0:
        return []
    return [ref for ref in list_after(grammar, first) if ref not in refs]


def _subject_list(grammar: Grammar, head: int, refs: list[Ref]) -> list[Ref]:
    """All names of the list before the verb, where the parse cut it: "Tern, Fifth Third and Finch put $5m into"."""
    tokens = grammar.tokens
    names: list[Mention] = []
    at = before_verb(grammar, head)
    if at > 2 and tokens[at].text == "," and grammar.name_at[at - 1]:
        at -= 1  # "several parties, including Tern and Finch, made offers"
    if at >= 0 and grammar.name_at[at] is None and refs and refs[-1].kind == "name" and refs[-1].first < at:
        own = grammar.name_at[refs[-1].first]
        at = own.last - 1 if own is not None else at  # "Tern, Roe and Finch have entered talks to buy it"
    joined = False
    group = -1
    while at >= 0 and (name := grammar.name_at[at]) is not None:
        names.insert(0, name)
        at = _before_description(grammar, name.first - 1)
        while at >= 0 and (tokens[at].lower in LINKING or tokens[at].lower in GROUPS):
            joined = joined or (tokens[at].lower in ("and", "&") and len(names) == 1)
            group = at if tokens[at].lower in GROUPS else group
            at -= 1
    found = [replace(ref_of_name(grammar, name), group=group if 0 <= group < name.first else -1) for name in names]
    if not names:
        return refs
    parties = at > 1 and tokens[at].lower == "including" and any(t.lower in GROUPS for t in tokens[at - 2 : at])
    whole = at < 0 or tokens[names[0].first - 1].text == ","
    if not (joined and (parties or (whole and len(found) > 2))):
        return refs
    known = any(ref.first == own.first for ref in refs for own in found)
    return found if known or parties or not refs else refs


def _group_cut(grammar: Grammar, refs: list[Ref]) -> list[Ref]:
    """ "A consortium of Tern and Finch has agreed": all members, where the parse made the last one the subject."""
    tokens = grammar.tokens
    if len(refs) != 1 or refs[0].kind != "name" or refs[0].first < 4 or tokens[refs[0].first - 1].lower != "and":
        return refs
    names: list[Mention] = []
    at = refs[0].first
    while at >= 0 and (name := grammar.name_at[at]) is not None:
        names.insert(0, name)
        at = name.first - 1
        while at >= 0 and tokens[at].lower in (",", "and"):
            at -= 1
    led = at > 1 and tokens[at].lower in ("by", "of") and tokens[at - 1].lower in ("led", "headed", "made", "comprised")
    word = at - (2 if led else 1)
    if (
        word < 0
        or tokens[word].lower not in GROUPS
        or not (led or tokens[at].lower in ("of", "comprising", "including"))
    ):
        return refs
    return [replace(ref_of_name(grammar, name), group=word) for name in names]


def _before_description(grammar: Grammar, at: int) -> int:
    """Over what describes an item of a list, "the lender Banca Verde", to the comma or "and" before; else ``at``."""
    tokens = grammar.tokens
    low = at
    while low >= 0 and low > at - 6:
        name = grammar.name_at[low]
        if tokens[low].tag not in DESCRIBING or (name is not None and name.sort != "place"):
            break
        low -= 1
    return low if low >= 0 and low < at and tokens[low].lower in (",", "and", "of", "&") else at


def _speaks(grammar: Grammar, head: int) -> bool:
    """Does the verb follow what is said, so that its subject may stand behind it: "..., said Acme"?"""
    return grammar.tokens[head].lower in SAYING


def _opens(grammar: Grammar, head: int) -> bool:
    """ "Having bought Acme, Tern is", "by buying Acme, Tern becomes": whose subject stands behind the comma."""
    tokens = grammar.tokens
    at = head - 1
    while at >= 0 and tokens[at].lower in CIRCUMSTANCES:
        at -= 1
    return at < 0 and tokens[head].tag in ("VBG", "VBN")


def _listed_before(grammar: Grammar, refs: list[Ref]) -> list[Ref]:
    """A headline joins its subjects by a comma: "EBay, Newell invest"."""
    first = refs[0].first
    if first >= 2 and grammar.tokens[first - 1].text == ",":
        name = grammar.name_at[first - 2]
        if name and name.first == 0:
            return [ref_of_name(grammar, name)]
    return []


def _object_by_order(grammar: Grammar, at: int) -> list[Ref]:
    """The name right behind the verb, over articles and adjectives."""
    tokens = grammar.tokens
    if [token.lower for token in tokens[at : at + 2]] == ["one", "of"]:
        # "One of its other businesses, the ceramics developer Tally, to Finch": what the one is called.
        at = next((token.i + 1 for token in tokens[at : at + 8] if token.text == ","), at)
    for i in range(at, min(len(tokens), at + 9)):
        name = grammar.name_at[i]
        if name and name.last < len(tokens) and modifies(grammar, name):
            continue
        if name and (is_counted(grammar, name) or _qualifies(grammar, name)):
            return []
        if name:
            following = tokens[name.last].tag if name.last < len(tokens) else ""
            return [] if following == "POS" else [ref_of_name(grammar, name)]
        if tokens[i].tag in ("IN", "TO", "VBD", "VBZ", "VBP", ",", ".", ":") or grammar.mention_at["money"][i]:
            return []
    return []


def _prep_by_order(grammar: Grammar, at: int, prep: str, limit: int | None, verb: bool) -> list[Ref]:
    """Names right behind the preposition, where the parse hung it elsewhere."""
    reach = 3 if verb else 0
    tokens = grammar.tokens
    stop = min(len(tokens), at + 22, limit if limit is not None else len(tokens))
    aside = 0
    for i in range(at, stop):
        if tokens[i].lower in ("does", "do", "did") and tokens[i + 1 : i + 2] and tokens[i + 1].lower == "not":
            aside = i + 5  # "the 49 percent that it does not already own"
        if i < aside and tokens[i].lower != prep:
            continue
        if not verb and tokens[i].text == "," and grammar.sentence.where == "title":
            return []  # "files for IPO, readies for": a headline's comma ends what it says of the noun
        finite = tokens[i].tag in ("VBD", "VBZ", "VBP", "VBN")
        finite = finite and not (tokens[i].lower in HOLDING and any(t.lower in HOLDERS for t in tokens[i - 2 : i]))
        if tokens[i].text in (";", ":") or (finite and i > at + reach):
            return []
        venture = [token.lower for token in tokens[i + 1 : i + 3]] == ["venture", "capital"]  # taken for a verb
        if tokens[i].tag == "TO" and i > at and i + 1 < stop and tokens[i + 1].tag == "VB" and not venture:
            return []  # "raises $5m to change computing with light": what it is for is another clause
        if tokens[i].lower != prep:
            continue
        for j in range(i + 1, min(len(tokens), i + 7)):
            name = grammar.name_at[j]
            if name and name.last < len(tokens) and modifies(grammar, name):
                continue
            following = tokens[name.last] if name and name.last < len(tokens) else None
            described = following is not None and (
                following.tag == "JJ" or (following.tag == "NN" and following.text.islower())
            )
            if name and name.sort == "place" and following is not None and following.tag == "POS":
                continue  # "to Hong Kong's Tern Capital"
            if name and name.sort == "place" and described:
                continue  # "to European private equity firm Tern", "over Norfolk brewer Moss"
            owned = grammar.name_at[name.last + 1] if name and name.last + 1 < len(tokens) else None
            if owned is not None and following is not None and following.tag == "POS" and owned.sort != "person":
                return [ref_of_name(grammar, owned)]  # "for Tallinn's Mothball Security"
            if name:
                owns = (following is not None and following.tag == "POS") or _is_range(grammar, prep, name.last - 1)
                return [] if owns else [ref_of_name(grammar, name)]
            doing = prep == "by" and tokens[j].tag == "VBG" and j == i + 1  # "by giving Moss its answer"
            if tokens[j].lower == "of" and tokens[j - 1].lower in ACTING:
                continue  # "to an affiliate of Tern"
            if doing or tokens[j].tag in ("IN", "TO", "VBD", "VBZ", "VBP", ",", "."):
                break
    return []
