"""What one sentence tells: triggers with their arguments become reports, facets add parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assemble.control import CONTROL, settle_merger, settle_sides
from extractor.assemble.cues import Cues, status_vote
from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import (
    Ref,
    is_counted,
    list_after,
    list_before,
    modifies,
    ref_of_name,
    resolve_phrase,
)
from extractor.assemble.report import Facet, Report, SentenceTelling
from extractor.assemble.words import JOINING, LEAD_STOPS, NOT_ROUNDS
from extractor.records import Hit, Kind, Mention, Sentence
from extractor.rulebook import FacetRule, Pattern, Rulebook, TriggerRule, compile_pattern

MAJORITY = re.compile(
    r"\b(?:majority|controlling|control of|100 ?(?:%|percent|per cent)|remaining|outstanding|all of)\b", re.I
)
MINORITY = re.compile(r"\bminority\b", re.I)


CONDITIONS = frozenset({"if", "whether", "unless", "should"})
RANK: dict[Kind, int] = {"funding": 0, "acquisition": 1, "merger": 1, "stake": 2, "fund": 3, "ipo": 3}


def _is_company_worth(mention: Mention) -> bool:
    """A sum that can be the worth of a whole company, and not of a share of it."""
    money = mention.value.money
    return money.value is None or money.value >= 500_000


def _is_price(mention: Mention) -> bool:
    """A sum too small for any deal: the price of a share, a ticket, a token."""
    money = mention.value.money
    value = money.value if money.value is not None else money.high
    return value is not None and value < 1000


SUPPOSING = frozenset({"could", "would", "might"})


def _qualifies(grammar: Grammar, name: Mention) -> bool:
    """Does the name qualify a common noun further on: "20 Boeing 777-800 airplanes"?"""
    token = grammar.tokens[name.last - 1]
    noun = grammar.tokens[token.head]
    return token.dep in ("compound", "nmod", "amod") and noun.i >= name.last and noun.text.islower()


class Teller:
    """Interprets the rulebook's triggers, facets and cues over sentences."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._cues = Cues.of(rulebook)
        self._needs: dict[str, list[Pattern]] = {}
        self._unless: dict[str, list[Pattern]] = {}
        for rule in rulebook.triggers.values():
            self._needs[rule.id] = [compile_pattern(p) for p in rule.needs]
            self._unless[rule.id] = [compile_pattern(p) for p in rule.unless]

    def tell(self, sentence: Sentence) -> SentenceTelling:
        """Everything the sentence says of deals."""
        grammar = Grammar(sentence)
        roles = self._cues.mention_roles(grammar)
        hits = self._triggers(grammar)
        heads = sorted({hit.head for hit, _ in hits})
        reports = []
        for hit, rule in hits:
            report = self._report(grammar, hit, rule, heads, roles)
            if report is not None:
                reports.append(report)
        facets = list(self._facets(grammar))
        cues = [hit for hit in sentence.hits if hit.rule in self._cues.about_triggers]
        valuations = [
            (mention, role)
            for mention in sentence.of_kind("money")
            if (role := roles.get(mention.first, ("", ""))[0]).startswith("valuation") and _is_company_worth(mention)
        ]
        names = [ref_of_name(grammar, name) for name in sentence.of_kind("name")]
        return SentenceTelling(sentence.number, reports, facets, cues, valuations, names)

    def _triggers(self, grammar: Grammar) -> list[tuple[Hit, TriggerRule]]:
        """Trigger hits that have what they need, one a rule and head."""
        found: dict[tuple[str, int], tuple[Hit, TriggerRule]] = {}
        sentence = grammar.sentence
        for hit in sentence.hits:
            rule = self._rulebook.triggers.get(hit.rule)
            if rule is None or (rule.id, hit.head) in found:
                continue
            name = grammar.name_at[hit.head]
            if name and name.last - name.first > 1:
                continue  # "Best Buy", "Buy & Build": a word inside a name announces nothing
            head = grammar.tokens[hit.head]
            if rule.verb and hit.head and head.tag == "NNP" and head.text[0].isupper() and sentence.where == "text":
                continue  # "the Sale and Purchase Agreement"
            if (
                not rule.verb
                and grammar.tokens[hit.head].tag in ("VBZ", "VBP", "VBD")
                and grammar.kids(hit.head, "nsubj")
            ):
                continue  # "Pembury bids for Ashdown" is told by the verb
            if self.holds(grammar, hit, rule):
                found[rule.id, hit.head] = (hit, rule)
        return [
            (hit, rule)
            for hit, rule in found.values()
            if not any(other.head == hit.head and self._outranks(by, rule) for other, by in found.values())
        ]

    @staticmethod
    def _outranks(one: TriggerRule, other: TriggerRule) -> bool:
        """Of two readings of one trigger the more special wins: "raised a fund" is no funding."""
        if one.id.startswith("majority-") != other.id.startswith("majority-"):
            return one.id.startswith("majority-")
        return RANK[one.deal] > RANK[other.deal] or (one.deal == other.deal and one.weight > other.weight)

    def holds(self, grammar: Grammar, hit: Hit, rule: TriggerRule) -> bool:
        """Are the rule's ``needs`` met and its ``unless`` absent around the hit?"""
        low = max(0, hit.head - (0 if rule.verb else rule.reach))
        if self._needs[rule.id] and not self._any(grammar, self._needs[rule.id], low, hit.head + rule.reach):
            passive = rule.verb and grammar.is_passive(hit.head)
            if not (passive and self._any(grammar, self._needs[rule.id], max(0, hit.head - rule.reach), hit.head)):
                return False
        unless = self._unless[rule.id]
        if rule.verb and grammar.is_passive(hit.head):
            patient = grammar.passive_subject(hit.head)
            if patient is not None and self._any(grammar, unless, max(0, patient - 1), patient):
                return False
        first = max(0, hit.head - (0 if rule.verb else rule.unless_reach))
        return not self._any(grammar, unless, first, hit.last - 1 + rule.unless_reach)

    @staticmethod
    def _any(grammar: Grammar, patterns: Sequence[Pattern], low: int, high: int) -> bool:
        """Does one of the patterns match in the window?"""
        tokens = grammar.tokens
        mention_at: list[tuple[str, int] | None] = [None] * len(tokens)
        named = [name is not None for name in grammar.name_at]
        for mention in grammar.sentence.mentions:
            mention_at[mention.first] = (mention.kind, mention.last)
        for at in range(low, min(len(tokens), high + 1)):
            for pattern in patterns:
                if pattern.starts and tokens[at].lower not in pattern.starts:
                    continue
                if pattern.match(tokens, at, mention_at, named):
                    return True
        return False

    def _report(
        self,
        grammar: Grammar,
        hit: Hit,
        rule: TriggerRule,
        heads: Sequence[int],
        roles: dict[int, tuple[str, str]],
    ) -> Report | None:
        sentence = grammar.sentence
        tokens = grammar.tokens
        slots = self._arguments(grammar, hit, rule, heads)
        report = Report(
            rule.deal,
            rule.id,
            rule.weight,
            sentence.number,
            hit.head,
            tokens[hit.first].start,
            tokens[hit.last - 1].end,
        )
        if not rule.verb and rule.deal == "acquisition" and any(slot == "by" and refs for slot, refs in slots):
            # Who announces "the acquisition of X by Y" may be an adviser.
            slots = [(slot, refs) for slot, refs in slots if slot != "subject" or not any(s == "of" for s, _ in slots)]
        for slot, refs in slots:
            role = rule.roles.get(slot)  # type: ignore[call-overload]
            if role is not None:
                self._place(report, role, refs)
        if rule.verb and rule.deal == "funding":
            self._raised_for(grammar, hit.head, report)
        settle_sides(grammar, report, rule, slots)
        settle_merger(grammar, report, slots)
        if rule.deal in ("funding", "ipo") and any(self._is_crowd(grammar, ref) for ref in report.companies):
            report.void = True  # "startups raised $5 billion": a market, not a deal
        if rule.roles.get("subject") == "investor" and not any(
            ref.kind in ("name", "blank") for ref in report.companies
        ):
            report.void = True  # an investment in a plant, a project or one's own unit
        self._money(grammar, hit, rule, heads, roles, report)
        self._stake(grammar, hit, roles, report)
        self._stage(grammar, hit, heads, report)
        cues = self._cues.governing(grammar, hit.head, rule.deal)
        report.vote = status_vote(grammar, hit.head, rule.deal, rule.verb, rule.status, cues)
        report.past = any(cue.cue == "background" for cue, _ in cues)
        told = tokens[hit.head].tag in ("VBD", "VBZ", "VBN", "VBP")
        for cue, at in cues:
            if cue.cue == "hypothetical" and told and tokens[at.first].lower not in CONDITIONS:
                continue  # "a startup that helps schools raised": only a bare verb or a noun depends on "helps"
            if cue.cue == "hypothetical" and report.vote.status == "rumored" and tokens[at.first].lower in SUPPOSING:
                continue  # "speculation that it could be the target of a takeover"
            report.void = report.void or cue.cue in ("hypothetical", "negated", "no_deal")
        report.void = report.void or (sentence.text.rstrip().endswith("?") and sentence.where == "text")
        report.date = self._date(grammar, hit.head)
        report.perfect = hit.head > 0 and any(
            tokens[c].lower in ("has", "have", "'s") for c in grammar.kids(hit.head, "aux")
        )
        return report

    @staticmethod
    def _raised_for(grammar: Grammar, head: int, report: Report) -> None:
        """ "They raised $5m for their startup Forter", "it will raise $1bn for its finance unit": who gets the money."""
        for prep, target in grammar.prepositions(head):
            if prep != "for" or not any(
                grammar.tokens[c].lower in ("its", "their", "his", "her") for c in grammar.subtree(target)
            ):
                continue
            refs = [ref for ref in resolve_phrase(grammar, target, many=False) if ref.kind == "name"]
            if refs:
                report.companies = refs
                return

    @staticmethod
    def _is_crowd(grammar: Grammar, ref: Ref) -> bool:
        """Is the party a plural without names: "Chinese startups", "U.S. venture funds"?"""
        return ref.kind == "blank" and grammar.tokens[ref.first].tag in ("NNS", "NNPS")

    def _arguments(
        self, grammar: Grammar, hit: Hit, rule: TriggerRule, heads: Sequence[int]
    ) -> list[tuple[str, list[Ref]]]:
        """``(slot, parties)`` of a trigger, in order of slots."""
        tokens = grammar.tokens
        head = hit.head
        slots: list[tuple[str, list[Ref]]] = []
        if "self" in rule.roles:
            own = grammar.name_at[head]
            return [("self", [ref_of_name(grammar, own)] if own else [])]
        later = [
            h
            for h in heads
            if h > hit.last and (tokens[h].head != head or tokens[h].dep == "conj") and grammar.is_verb(h)
        ]
        limit = later[0] if later else None
        if rule.verb and grammar.is_passive(head):
            patient = grammar.passive_subject(head)
            refs = resolve_phrase(grammar, patient) if patient is not None else []
            if not any(r.kind != "pointer" for r in refs):
                near = grammar.nearest_name_before(head)
                refs = refs or ([ref_of_name(grammar, near)] if near else [])
            slots.append(("passive", refs))
            agents = [t for prep, t in grammar.prepositions(head, limit) if prep == "by"]
            refs = [ref for t in agents for ref in resolve_phrase(grammar, t)]
            if not refs:
                by = next((i for i in range(head + 1, min(len(tokens), head + 5)) if tokens[i].lower == "by"), None)
                refs = list_after(grammar, by + 1)[:2] if by is not None else []
            slots.append(("by", refs))
        elif rule.verb:
            subject = grammar.subject(head)
            if subject == head:
                subject = None  # "Buying Acme would give it": nobody is said to buy
            refs = resolve_phrase(grammar, subject) if subject is not None else []
            if refs and grammar.sentence.where == "title":
                refs = self._listed_before(grammar, refs) + refs
            if not refs and (subject is None or tokens[subject].tag in ("WDT", "WP", "PRP", "DT", "EX")):
                near = grammar.nearest_name_before(head)
                refs = [ref_of_name(grammar, near)] if near else []
            slots.append(("subject", refs))
            objects = [
                ref
                for o in grammar.objects(head)
                if not (grammar.name_at[o] and is_counted(grammar, grammar.name_at[o]))
                for ref in resolve_phrase(grammar, o)
            ]
            if not objects and "object" in rule.roles:
                objects = self._object_by_order(grammar, hit.last)
            slots.append(("object", objects))
        else:
            owner = [ref for p in grammar.kids(head, "poss") for ref in resolve_phrase(grammar, p)]
            if owner:
                slots.append(("poss", owner))
            elif "before" in rule.roles:
                name = grammar.name_at[hit.first - 1] if hit.first else None
                if name:
                    slots.append(("before", [ref_of_name(grammar, name)]))
            subject, meets = grammar.agent_of_noun(head)
            if rule.deal == "funding":
                governor = grammar.governor(head)
                subject, meets = (grammar.subject(governor) if governor is not None else None), False
                if governor is not None and tokens[governor].lower in JOINING:
                    subject = None  # who leads or joins a round is not who raises it
            inside = set(grammar.subtree(head))
            if subject is not None and subject not in inside and (not owner or meets):
                slots.append(("receiver" if meets else "subject", resolve_phrase(grammar, subject)))
        done = {slot for slot, refs in slots if refs}
        told: dict[str, list[int]] = {}
        for prep, target in grammar.prepositions(head, limit, depth=3 if rule.verb else 1):
            if prep in rule.roles and (prep not in done or prep != "by"):
                if any(above in told.get(prep, ()) for above in grammar.ancestors(target)):
                    continue  # "of the paint business of Harrow" is about the business
                refs = resolve_phrase(grammar, target)
                if refs:
                    told.setdefault(prep, []).append(target)
                slots.append((prep, refs))
        found = {slot for slot, refs in slots if refs}
        for prep in rule.roles:
            if prep not in found and prep in ("to", "from", "by", "with", "in", "into", "for", "of", "between"):
                refs = self._prep_by_order(grammar, hit.head + 1, prep, limit, rule.verb)
                if refs and not (rule.verb and prep == "by" and not grammar.is_passive(head)):
                    slots.append((prep, refs))
        return slots

    @staticmethod
    def _listed_before(grammar: Grammar, refs: list[Ref]) -> list[Ref]:
        """A headline joins its subjects by a comma: "EBay, Newell invest"."""
        first = refs[0].first
        if first >= 2 and grammar.tokens[first - 1].text == ",":
            name = grammar.name_at[first - 2]
            if name and name.first == 0:
                return [ref_of_name(grammar, name)]
        return []

    @staticmethod
    def _object_by_order(grammar: Grammar, at: int) -> list[Ref]:
        """The name right behind the verb, over articles and adjectives."""
        tokens = grammar.tokens
        for i in range(at, min(len(tokens), at + 9)):
            name = grammar.name_at[i]
            if name and name.last < len(tokens) and modifies(grammar, name):
                continue
            if name and (is_counted(grammar, name) or _qualifies(grammar, name)):
                return []
            if name:
                following = tokens[name.last].tag if name.last < len(tokens) else ""
                return [] if following == "POS" else [ref_of_name(grammar, name)]
            if tokens[i].tag in ("IN", "TO", "VBD", "VBZ", "VBP", ",", ".") or grammar.mention_at["money"][i]:
                return []
        return []

    @staticmethod
    def _prep_by_order(grammar: Grammar, at: int, prep: str, limit: int | None, verb: bool) -> list[Ref]:
        """Names right behind the preposition, where the parse hung it elsewhere."""
        reach = 3 if verb else 0
        tokens = grammar.tokens
        stop = min(len(tokens), at + 22, limit if limit is not None else len(tokens))
        for i in range(at, stop):
            if tokens[i].text in (";", ":") or (tokens[i].tag in ("VBD", "VBZ", "VBP", "VBN") and i > at + reach):
                return []
            if tokens[i].lower != prep:
                continue
            for j in range(i + 1, min(len(tokens), i + 7)):
                name = grammar.name_at[j]
                if name and name.last < len(tokens) and modifies(grammar, name):
                    continue
                if name:
                    following = tokens[name.last].tag if name.last < len(tokens) else ""
                    return [] if following == "POS" else [ref_of_name(grammar, name)]
                if tokens[j].tag in ("IN", "TO", "VBD", "VBZ", "VBP", ",", "."):
                    break
        return []

    @staticmethod
    def _place(report: Report, role: str, refs: list[Ref]) -> None:
        if role != "company":
            # "AT&T's wireless arm" buys or sells for AT&T.
            refs = [ref.owner if ref.kind == "unit" and ref.owner is not None else ref for ref in refs]
        target = {
            "company": report.companies,
            "acquirer": report.acquirers,
            "seller": report.sellers,
            "party": report.parties,
        }.get(role)
        if target is not None:
            target.extend(ref for ref in refs if ref not in target)
        else:
            known = {ref for ref, _ in report.investors}
            report.investors.extend((ref, role == "lead") for ref in refs if ref not in known)

    def _strangers(self, grammar: Grammar, rule: TriggerRule) -> list[int]:
        """Heads of triggers of another family: a sum behind "secures" is no price of "acquires"."""
        control = rule.deal in CONTROL
        return [
            hit.head
            for hit in grammar.sentence.hits
            if (other := self._rulebook.triggers.get(hit.rule)) is not None
            and other.id not in ("receive-money", "pay-for", "deal-worth")
            and (other.deal in CONTROL) != control
            and hit.head != hit.last
        ]

    def _money(
        self,
        grammar: Grammar,
        hit: Hit,
        rule: TriggerRule,
        heads: Sequence[int],
        roles: dict[int, tuple[str, str]],
        report: Report,
    ) -> None:
        best: tuple[float, int, Mention, str] | None = None
        active = rule.verb and not grammar.is_passive(hit.head)
        owners = self._owners(grammar)
        for mention in grammar.sentence.of_kind("money"):
            role = roles.get(mention.first, ("amount", ""))[0]
            if role.startswith("valuation"):
                if report.valuation is None and not mention.value.per and _is_company_worth(mention):
                    report.valuation = mention
                    report.basis = role.partition("_")[2] or None
                continue
            owner = owners.get(mention.first)
            inside = hit.first <= mention.first < hit.last
            if owner is not None and owner != hit.head and not rule.verb and not inside:
                continue  # the sum of another round in the sentence
            if (role == "other_money" and not inside) or mention.value.per or _is_price(mention):
                continue
            if role != "total" and mention.first > hit.head:
                report.sums.append(mention)
            right = mention.first >= hit.last or inside
            distance = 0 if inside else (mention.first - hit.last if right else (hit.first - mention.last) * 1.5 + 2)
            crossed = sum(
                1
                for h in heads
                if grammar.is_verb(h)
                and h != hit.head
                and min(hit.head, mention.first) < h < max(hit.head, mention.first)
            )
            low, high = sorted((hit.head, mention.first))
            crossed += 2 * any(low < h < high for h in self._strangers(grammar, rule))
            crossed += 3 * any(token.text == ";" for token in grammar.tokens[low:high])
            score = distance + 12 * crossed + (15 if active and not right else 0)
            if best is None or (score, mention.first) < (best[0], best[1]):
                best = (score, mention.first, mention, role)
        if best is None or best[0] >= 40:
            return
        if best[3] == "total":
            report.void = report.void or rule.deal in ("funding", "fund")  # only what was raised so far is told
        else:
            report.amount = best[2]

    def _owners(self, grammar: Grammar) -> dict[int, int]:
        """First token of each sum that stands inside a noun trigger -> that trigger's head."""
        found: dict[int, int] = {}
        for hit in grammar.sentence.hits:
            rule = self._rulebook.triggers.get(hit.rule)
            if rule is not None and not rule.verb:
                for mention in grammar.sentence.of_kind("money"):
                    if hit.first <= mention.first < hit.last:
                        found.setdefault(mention.first, hit.head)
        return found

    @staticmethod
    def _stage(grammar: Grammar, hit: Hit, heads: Sequence[int], report: Report) -> None:
        stages = grammar.sentence.of_kind("stage")
        if not stages:
            return
        tokens = grammar.tokens
        if grammar.name_at[hit.head] and hit.last - hit.first > 1:
            stages = [m for m in stages if hit.first <= m.first < hit.last]
        weak = [m for m in stages if m.last < len(tokens) and tokens[m.last].lower in NOT_ROUNDS]
        weak = [m for m in weak if m.value.strength != "explicit"]
        if report.minority and any(m.value.stage == "private_equity" for m in weak):
            report.stage = next(m for m in weak if m.value.stage == "private_equity")
            return
        stages = [m for m in stages if m not in weak]
        if not stages:
            return
        strong = [m for m in stages if m.value.strength == "explicit"] or stages
        report.stage = min(strong, key=lambda m: (abs(m.first - hit.head) + (4 if m.first < hit.head else 0), m.first))

    @staticmethod
    def _stake(grammar: Grammar, hit: Hit, roles: dict[int, tuple[str, str]], report: Report) -> None:
        near = grammar.tokens[max(0, hit.head - 8) : hit.last + 12]
        words = " ".join(token.lower for token in near)
        report.majority = bool(MAJORITY.search(words))
        report.minority = bool(MINORITY.search(words))
        if report.kind not in ("acquisition", "stake"):
            return
        for mention in grammar.sentence.of_kind("percent"):
            if roles.get(mention.first, ("", ""))[0] == "stake" and abs(mention.first - hit.head) < 16:
                report.stake = mention
                return

    @staticmethod
    def _date(grammar: Grammar, head: int) -> Mention | None:
        dates = [m for m in grammar.sentence.of_kind("date")]
        return min(dates, key=lambda m: (abs(m.first - head), m.first)) if dates else None

    def _facets(self, grammar: Grammar) -> list[Facet]:
        out = []
        done: set[tuple[str, int]] = set()
        for hit in grammar.sentence.hits:
            rule = self._rulebook.facets.get(hit.rule)
            if rule is None or (rule.role, hit.head) in done:
                continue
            done.add((rule.role, hit.head))
            if hit.first and grammar.tokens[hit.first - 1].lower in ("earlier", "previous", "prior", "past"):
                continue
            lead = rule.role == "lead"
            if rule.take == "after":
                begin = hit.head + 1 if rule.take_from == "head" else hit.last
                refs = list_after(grammar, begin, stops=LEAD_STOPS if lead else frozenset())
            else:
                refs = list_before(grammar, hit.head)
            if '"' in grammar.sentence.text or "“" in grammar.sentence.text:
                # Who speaks of a round is not thereby in it.
                refs = [ref for ref in refs if ref.entity != "PERSON"]
            if not refs:
                continue
            out.append(
                Facet(
                    rule.id, rule.role, tuple(refs), grammar.sentence.number, hit.first, rule.deals, rule.same_sentence
                )
            )
            if lead and rule.take == "after":
                out += self._followers(grammar, rule, refs)
        return out

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
