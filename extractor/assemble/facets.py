"""Facets: the parties that a sentence names beside a deal, in what role, and of which kinds of deal."""

from __future__ import annotations

from extractor.assemble.grammar import Grammar
from extractor.assemble.lists import list_after, list_before
from extractor.assemble.owners import compound_owners, read_owners
from extractor.assemble.parties import Ref
from extractor.assemble.report import Facet
from extractor.assemble.words import LEAD_STOPS
from extractor.records import Hit, Mention
from extractor.rulebook import FacetRule, Rulebook

PLAIN_ROUND = frozenset({"the", "this", "new", "latest", "oversubscribed"})
EARLIER = frozenset("earlier previous previously prior past last had before first".split())
ROUNDS = frozenset("round rounds financing funding investment raise tranche placement fundraise deal".split())

UNDERWRITERS = frozenset("underwriter underwriters underwriting managers bookrunners brokers dealers agents".split())
GIVERS = frozenset("lead led investor investors backer backers backed it they".split())
RECEIVED = frozenset("received receive raised raise secured secure got attracted bagged drew won".split())


def _bought_too(grammar: Grammar, hit: Hit) -> bool:
    """ "Acquired Oatcake, along with the Tally Institute": what has an article is bought, and does not buy."""
    tokens = grammar.tokens
    name = grammar.name_at[hit.last + 1] if hit.last + 1 < len(tokens) else None
    if name is None or tokens[hit.last].lower != "the":
        return False
    return name.text.split()[-1].lower() not in ("family", "fund", "trust", "foundation", "group", "government")


def _of_ranking(grammar: Grammar, hit: Hit, known: list[Facet]) -> bool:
    """ "Leeds led the funding charts, followed by York", "others that got funding included A": nobody invests."""
    tokens = grammar.tokens
    if hit.rule == "led-the-round":
        last = tokens[hit.last - 1]
        if last.lower not in ROUNDS | {"deals"}:
            return False
        chart = tokens[hit.last : hit.last + 1]
        return last.lower == "deals" or any(t.tag in ("NN", "NNS") and t.lower not in ROUNDS for t in chart)
    if tokens[hit.first].lower == "followed":
        return not any(facet.role in ("lead", "investor") for facet in known)
    raised = hit.first > 0 and tokens[hit.first - 1].lower in RECEIVED
    return raised and tokens[hit.last - 1].lower in ("include", "includes", "included")


def _stage_joined(grammar: Grammar, hit: Hit) -> Mention | None:
    """The one stage of a sentence that says who leads or joins it: "the Series B was led by", "Tern led the seed".

    None where the sentence may speak of an earlier round ("its Series A was led by Tern in 2015").
    """
    sentence = grammar.sentence
    stages = [mention for mention in sentence.of_kind("stage") if mention.value.strength == "explicit"]
    if len(stages) != 1 or sentence.of_kind("date") or not PLAIN_ROUND.intersection(_near(grammar, stages[0])):
        return None
    return None if any(token.lower in EARLIER for token in grammar.tokens) else stages[0]


def _near(grammar: Grammar, stage: Mention) -> list[str]:
    return [token.lower for token in grammar.tokens[max(0, stage.first - 4) : stage.first]]


def _own_item(grammar: Grammar, hit: Hit) -> bool:
    """ "Oatcake launches with backing from Tern", a line without a stop: an item that tells of no deal but its own."""
    sentence = grammar.sentence
    if sentence.where != "text" or hit.first < 2 or ":" in sentence.text or sentence.text[-1:] in '.!?”")':
        return False
    return not any(token.lower in ROUNDS or token.lower in GIVERS for token in grammar.tokens[: hit.first])


class FacetReader:
    """Interprets the rulebook's facets over sentences."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def read(self, grammar: Grammar) -> list[Facet]:
        """Every facet of a sentence, the owners of companies among them."""
        out = []
        done: set[tuple[str, int]] = set()
        for hit in grammar.sentence.hits:
            rule = self._rulebook.facets.get(hit.rule)
            if rule is None or (rule.role, hit.head) in done:
                continue
            done.add((rule.role, hit.head))
            if rule.about is not None:
                owners = read_owners(grammar, hit, rule)
                out += [owners] if owners is not None else []
                continue
            if hit.first and grammar.tokens[hit.first - 1].lower in ("earlier", "previous", "prior", "past"):
                continue
            if self._in_general(grammar, hit) or self._places_shares(grammar, hit) or _of_ranking(grammar, hit, out):
                continue
            if rule.id == "bought-with" and _bought_too(grammar, hit):
                continue
            lead = rule.role == "lead"
            if rule.take == "after":
                begin = hit.head + 1 if rule.take_from == "head" else hit.last
                refs = list_after(grammar, begin, stops=LEAD_STOPS if lead else frozenset())
            else:
                refs = list_before(grammar, hit.head)
            if '"' in grammar.sentence.text or "“" in grammar.sentence.text:
                # Who speaks of a round is not thereby in it.
                refs = [ref for ref in refs if ref.sort != "person"]
            if (
                lead
                and rule.take == "after"
                and all(ref.sort == "person" for ref in refs)
                and not self._near_round(grammar, hit)
            ):
                continue  # "Led by its founder Jane Roe, Oatcake makes ..."
            if not refs:
                continue
            out.append(
                Facet(
                    rule.id,
                    rule.role,
                    tuple(refs),
                    grammar.sentence.number,
                    hit.first,
                    rule.deals,
                    rule.same_sentence or _own_item(grammar, hit),
                    stage=_stage_joined(grammar, hit) if rule.role in ("lead", "investor") else None,
                )
            )
            if lead and rule.take == "after":
                out += self._followers(grammar, rule, refs)
        compound = self._rulebook.facets.get("owned-by")
        return out + list(compound_owners(grammar, compound)) if compound is not None else out

    @staticmethod
    def _in_general(grammar: Grammar, hit: Hit) -> bool:
        """ "Whose investors include", "its backers include": who backs a company, and not who backs this round."""
        tokens = grammar.tokens
        if tokens[hit.head].lower not in ("investors", "backers", "shareholders") or hit.first == 0:
            return False
        if hit.last - hit.first > 2:
            return False  # "its backers, which include Tern, put in $4 million"
        owned = tokens[hit.first - 1].lower in ("whose", "its", "their") or tokens[hit.first - 1].tag == "POS"
        return owned and tokens[hit.last - 1].lower in ("include", "includes", "are")

    @staticmethod
    def _places_shares(grammar: Grammar, hit: Hit) -> bool:
        """ "Through underwriters led by Moss Brothers": who sells the paper to others puts in no money."""
        near = grammar.tokens[max(0, hit.first - 3) : hit.first]
        return any(token.lower in UNDERWRITERS for token in near)

    @staticmethod
    def _near_round(grammar: Grammar, hit: Hit) -> bool:
        """Is a round spoken of beside the words for leading?"""
        near = grammar.tokens[max(0, hit.first - 9) : hit.last + 12]
        return any(token.lower in ROUNDS or grammar.mention_at["stage"][token.i] for token in near)

    @staticmethod
    def _followers(grammar: Grammar, rule: FacetRule, leaders: list[Ref]) -> list[Facet]:
        """Who comes behind the leaders: "led by A and B, with C and D contributing"."""
        last = max(ref.first for ref in leaders)
        name = grammar.name_at[last]
        at = name.last if name else last + 1
        near = grammar.tokens[at : at + 4]
        if not any(token.lower in LEAD_STOPS for token in near):
            return []
        refs = [ref for ref in list_after(grammar, at) if ref not in leaders]
        if not refs:
            return []
        return [Facet(rule.id, "investor", tuple(refs), grammar.sentence.number, at, rule.deals)]
