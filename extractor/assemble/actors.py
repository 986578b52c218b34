"""Who acts, where the parse does not say: openings, appositions and announcements read by the order of the words."""

from __future__ import annotations

from extractor.assemble.grammar import Grammar
from extractor.assemble.lists import list_after
from extractor.assemble.naming import names_before
from extractor.assemble.parties import Ref, ref_of_name, resolve_phrase
from extractor.assemble.words import ASIDE, BETWEEN, EMPOWERING, PLANNING, SAYING, TAKING, TALKS
from extractor.records import Hit, Mention
from extractor.rulebook import TriggerRule

SERVING = frozenset(
    """
    give gives gave given help helps helped let lets allow allows allowed enable enables enabled take takes took bring
    brings brought push pushes pushed value values valued leave leaves left fuel fuels fueled fuelled boost boosts
    boosted lift lifts lifted propel propels propelled turn turns turned make makes made put puts hand hands handed
    provide provides provided catapult catapults catapulted support supports supported carry carries carried price
    prices priced net nets netted lend lends lent equip equips equipped power powers powered save saves saved keep
    keeps kept get gets
    """.split()
)
"""What money does for whoever gets it: "the grant will help Oatcake build", "the round values Oatcake at"."""
ONCE = frozenset({"after", "as", "when", "once"})

TELLING = frozenset({"announce", "announcing", "confirm", "report"})
FLOATING = frozenset("prices targets launches sets opens raises plots readies preps kicks delays shelves pulls".split())
"""What a headline's company does about its listing."""
COMPLETING = frozenset("complete completes close closes finalize finalizes announce announces ink inks".split())
"""Verbs of a headline that the parser may take for an adjective or a noun."""


def before_verb(grammar: Grammar, verb: int, *, least: int = -1, commas: bool = False) -> int:
    """The last token before a verb that is no auxiliary, adverb or modal of it; ``least`` where all behind it are.

    ``commas``: may commas stand between the two, as behind an apposition?
    """
    tokens = grammar.tokens
    at = verb - 1
    tags = ("RB", "MD", ",") if commas else ("RB", "MD")
    while at > least and (tokens[at].lower in BETWEEN or tokens[at].tag in tags):
        at -= 1
    return at


def explained(grammar: Grammar, subject: int) -> Mention | None:
    """The opening name that the subject explains: "Tallow, the recipe site founded by Ann Roe, raised"."""
    at = 0 if grammar.name_at[0] else 1
    opening = grammar.name_at[at] if at < len(grammar.tokens) else None
    if opening is None or opening.first != at or opening.last + 1 >= subject:
        return None
    comma, article = grammar.tokens[opening.last : opening.last + 2]
    beside = comma.text == "," and article.lower in ("the", "a", "an") and article.head == subject
    return opening if beside else None


def apposed(grammar: Grammar, subject: int) -> Mention | None:
    """The name behind the subject that says who it is: "the parent company of Wickerby Stores, Haldane plc, buys"."""
    tokens = grammar.tokens
    at = before_verb(grammar, tokens[subject].head, least=subject, commas=True)
    name = grammar.name_at[at] if at > subject else None
    return name if name is not None and name.first > subject + 1 and tokens[name.first - 1].text == "," else None


def told_of(grammar: Grammar, subject: int, head: int) -> list[Ref]:
    """Who acts in what somebody else announces: "Roe Advisers is pleased to announce Tern has acquired Acme".

    The parse may hang the verb on the announcing one; the name right before the verb is its subject all the same.
    """
    saying = next((t.i for t in grammar.tokens[subject + 1 : head] if t.lower in SAYING or t.lower in TELLING), None)
    if saying is None or grammar.name_at[subject] is None:
        return []
    at = before_verb(grammar, head, least=saying, commas=True)
    name = grammar.name_at[at]
    if name is None or name.first <= saying:
        return []
    own = ref_of_name(grammar, name)
    jointly = {t.lower for t in grammar.tokens[saying:at]} >= {"and", "its"}
    listed = list_after(grammar, saying + 1, limit=head) if jointly else []
    return listed if own in listed and len(listed) == 2 else [own]  # "Tern and its portfolio company, Moss"


def served(grammar: Grammar, noun: int) -> list[int]:
    """Whom the verb of a noun is good for: "a $5m grant from Moss will help Oatcake build a plant"."""
    tokens = grammar.tokens
    verb = tokens[noun].head
    if tokens[noun].dep != "nsubj" or tokens[verb].lower not in SERVING:
        return []
    found = grammar.kids(verb, "dobj", "dative")
    for clause in grammar.kids(verb, "ccomp", "xcomp"):
        found += grammar.kids(clause, "nsubj")
    return [i for i in found if i > verb]


def good_for(grammar: Grammar, hit: Hit) -> list[Ref]:
    """Whom the money is good for: the object of the noun's verb, else the last name that the words of the rule hold."""
    refs = [ref for i in served(grammar, hit.head) for ref in resolve_phrase(grammar, i)]
    if refs:
        return refs
    held = [name for i in range(hit.head + 1, hit.last) if (name := grammar.name_at[i]) is not None and name.first == i]
    return [ref_of_name(grammar, name) for name in held[-1:] if name.sort != "place"]


def joined_before(grammar: Grammar, name: Mention, rule: TriggerRule) -> list[Ref]:
    """ "Tern/Oatcake merger": the other of two that a stroke joins."""
    if rule.deal != "merger" or name.first < 2 or grammar.tokens[name.first - 1].text not in ("/", "-", "–", "—"):
        return []
    other = grammar.name_at[name.first - 2]
    return [ref_of_name(grammar, other)] if other is not None else []


def main_actor(grammar: Grammar, verb: int) -> list[Ref]:
    """Of whom the main clause tells: "Oatcake is worth $9 million after Tern invests $2 million"."""
    token = grammar.tokens[verb]
    marks = [grammar.tokens[c].lower for c in grammar.kids(verb, "mark", "advmod", "prep")]
    if token.dep != "advcl" or not ONCE.intersection(marks):
        return []
    subject = grammar.subject(token.head)
    name = grammar.name_at[subject] if subject is not None else None
    return [ref_of_name(grammar, name)] if name is not None and name.sort not in ("place", "person") else []


def announcer(grammar: Grammar, noun: int) -> list[Ref]:
    """Who announces or completes what a noun says, where the parse has no subject for the verb.

    "Tern, a firm that backs owners, today announced the acquisition of Acme", "Tern and Finch Complete Acquisition of".
    """
    tokens = grammar.tokens
    verb = grammar.governor(noun)
    if verb is not None and verb < noun and tokens[verb].lower in (*SAYING, *TELLING):
        opening = opening_subject(grammar, verb)
        return [ref_of_name(grammar, opening)] if opening else []
    if grammar.sentence.where == "title" and noun > 1 and tokens[noun - 1].lower in COMPLETING:
        return [ref_of_name(grammar, name) for name in names_before(grammar, noun - 1)]
    return []


def opening_subject(grammar: Grammar, head: int) -> Mention | None:
    """The name that opens a sentence and whose apposition ends right before the verb.

    "Acme, a maker of boats that sells to the navy, has raised": where the parser loses its way in the apposition, the
    commas still tell whose verb it is.
    """
    tokens = grammar.tokens
    at = before_verb(grammar, head)
    if at < 2 or tokens[at].text not in (",", ")", "-", "–", "—"):
        return None
    names = [name for i in range(min(6, at)) if (name := grammar.name_at[i]) is not None and name.first == i]
    placed = len(names) > 1 and names[0].sort == "place" and tokens[0].tag == "IN" and tokens[names[0].last].text == ","
    opening = names[1] if placed else next(iter(names), None)  # "In Norway, Acme, a wool brand, acquired"
    if placed and opening is not None and opening.first == names[0].last + 1 and opening.last < at:
        return opening if tokens[opening.last].text in (",", "(", "-", "–", "—") else None
    if opening is None or opening.last >= at or tokens[opening.last].text not in (",", "(", "-", "–", "—"):
        return None
    if any(tokens[i].tag in ("IN", "TO") for i in range(opening.first)):
        return None
    return opening


def headline_actor(grammar: Grammar, hit: Hit) -> Mention | None:
    """Who "Moss exploring sale of pea unit" is about: the name that opens a headline whose verb the parser missed."""
    opening = grammar.name_at[0]
    if opening is None or opening.sort == "place" or not opening.last < hit.first <= opening.last + 4:
        return None
    verb = grammar.tokens[opening.last]
    talks = verb.lower == "in" and any(t.lower in TALKS for t in grammar.tokens[opening.last : opening.last + 4])
    return opening if talks or verb.lower in PLANNING or verb.lower.endswith("ing") else None


def headline_subject(grammar: Grammar, hit: Hit) -> Mention | None:
    """Whose listing a headline tells of: the last name before its verb, "Pea and oat seller Moss files for $4m IPO"."""
    tokens = grammar.tokens
    for name in reversed(grammar.sentence.of_kind("name")):
        if name.last >= hit.first or name.sort == "place":
            continue
        between = tokens[name.last : hit.first]
        if len(between) > 7 or any(t.text in (",", ":", ";") or t.lower in ASIDE or t.tag == "POS" for t in between):
            return None
        verb = tokens[name.last].lower
        return name if (verb in PLANNING or verb in FLOATING) and all(t.lower != "and" for t in between) else None
    return None


def takes_in(grammar: Grammar, verb: int) -> bool:
    """ "Oatcake takes $5m in debt from Tern": the sum is taken, and not a part in a round."""
    if grammar.tokens[verb].lower not in TAKING:
        return False
    for taken in grammar.kids(verb, "dobj"):
        sum_taken = grammar.mention_at["money"][taken]
        if sum_taken is not None:
            behind = [token.lower for token in grammar.tokens[sum_taken.last : sum_taken.last + 2]]
            return behind not in (["of", "the"], ["of", "it"], ["of", "that"], ["of", "this"])
    return False


def moved_by(grammar: Grammar, noun: int) -> list[Ref]:
    """ "A $5 million cheque from Tern turned Oatcake into a unicorn": the object of what the round itself does."""
    at = noun
    while grammar.tokens[at].dep in ("compound", "nmod", "appos", "amod") and grammar.tokens[at].head != at:
        at = grammar.tokens[at].head
    verb = grammar.tokens[at].head
    if grammar.tokens[at].dep != "nsubj" or grammar.tokens[verb].lower not in EMPOWERING:
        return []
    objects = [c for c in grammar.kids(verb, "dobj", "dative", "nsubj", "ccomp") if c > verb]
    objects += [s for c in objects for s in grammar.kids(c, "nsubj")]
    for c in sorted(objects):
        refs = [ref for ref in resolve_phrase(grammar, c) if ref.kind == "name" and ref.sort != "place"]
        owned = any(grammar.tokens[p].dep == "poss" for p in grammar.kids(c, "poss"))
        if refs and not owned:
            return refs[:1]
    return []
