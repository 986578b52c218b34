"""What a sum, a percentage or a trigger is, by the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from extractor.assemble.asides import apart, has_asides
from extractor.assemble.grammar import Grammar
from extractor.assemble.report import Vote
from extractor.assemble.words import FINISHED, PLANNING, POINTERS, SAYING
from extractor.records import Hit, Kind, Status
from extractor.rulebook import CueRule, Rulebook

DECISIVE = (
    "amount",
    "valuation_pre",
    "valuation_post",
    "past_valuation",
    "stake_given",
    "held_percent",
    "market_value",
)
"""Roles whose words hold those of another and say more: "a transaction valued at", "holding a 12 percent stake"."""
STATUSES: dict[str, Status] = {
    "completed": "completed",
    "announced": "announced",
    "planned": "planned",
    "rumored": "rumored",
    "terminated": "terminated",
    "denied": "denied",
}
CLOSED = frozenset({"completed", "closed", "finalized", "finalised", "concluded", "consummated"})
STRENGTH: dict[Status, int] = {
    "denied": 6,
    "terminated": 5,
    "rumored": 4,
    "planned": 3,
    "announced": 2,
    "completed": 1,
}
"""Where several cues govern one trigger, the one that takes most away from it wins."""


@dataclass(frozen=True)
class Cues:
    """The cue rules of a rulebook, sorted by what they are about."""

    about_mentions: dict[str, CueRule]
    about_triggers: dict[str, CueRule]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Cues:
        """Sort the rulebook's cues."""
        mentions = {key: rule for key, rule in rulebook.cues.items() if rule.scope == "mention"}
        triggers = {key: rule for key, rule in rulebook.cues.items() if rule.scope != "mention"}
        return cls(mentions, triggers)

    def mention_roles(self, grammar: Grammar) -> dict[int, tuple[str, str]]:
        """First token of each sum and percentage that a cue speaks of -> (role, rule id).

        Of several cues for one mention the shorter match wins, since it stands closer.
        """
        found: dict[int, tuple[int, str, str]] = {}
        for hit in grammar.sentence.hits:
            rule = self.about_mentions.get(hit.rule)
            if rule is None:
                continue
            mention = grammar.mention_at["money"][hit.head] or grammar.mention_at["percent"][hit.head]
            if mention is None:
                continue
            if rule.cue == "other_money" and _for_purpose(grammar, mention.last, hit.last):
                continue
            # "A transaction valued at": what the deal is worth is no valuation, though the words of one are in it.
            span = 0 if rule.cue in DECISIVE else hit.last - hit.first
            if mention.first not in found or span < found[mention.first][0]:
                found[mention.first] = (span, rule.cue, rule.id)
        return {first: (role, rule_id) for first, (_, role, rule_id) in found.items()}

    def governing(self, grammar: Grammar, head: int, kind: Kind) -> list[tuple[CueRule, Hit]]:
        """The cues whose scope covers the trigger at token ``head``."""
        found = []
        for hit in grammar.sentence.hits:
            rule = self.about_triggers.get(hit.rule)
            if rule is None or (rule.deals and kind not in rule.deals):
                continue
            if rule.scope == "before":
                covered = 0 <= head - hit.last + 1 <= rule.reach
            elif rule.scope == "after":
                covered = 0 <= hit.first - head <= rule.reach
            elif rule.scope == "near":
                covered = abs(head - hit.head) <= rule.reach
            else:
                covered = True
            if covered and rule.cue == "background" and has_asides(grammar) and apart(grammar, hit.head, head):
                covered = False
            if covered and rule.cue == "planned" and not _intends(grammar, hit, head):
                covered = False
            if covered and rule.cue == "terminated" and not _concerns(grammar, hit, head):
                covered = False
            if (
                covered
                and rule.cue == "background"
                and (_only_reported(grammar, hit) or _previously(grammar, hit) or _earlier_now(grammar, hit))
            ):
                covered = False
            if covered:
                found.append((rule, hit))
        return found


def _for_purpose(grammar: Grammar, at: int, last: int) -> bool:
    """ "Raises $5m to grow its deposits": what stands behind "to grow" is what the money is for, not what it is."""
    tokens = grammar.tokens[at:last]
    return any(one.tag == "TO" and other.tag == "VB" for one, other in pairwise(tokens))


def _intends(grammar: Grammar, hit: Hit, head: int) -> bool:
    """Is the trigger what is planned ("plans to raise $5m"), and nothing else ("looking to grow, it raised $5m")?"""
    last = grammar.tokens[hit.last - 1].lower
    if last not in ("to", "with", "for") or not grammar.is_verb(hit.head) or hit.last > head:
        return True
    if last != "to":
        return head - hit.last < 5 or hit.head in grammar.ancestors(head)
    verbs = (i for i in range(hit.last, min(head + 1, hit.last + 4)) if grammar.is_verb(i))
    meant = next(verbs, head)
    return meant == head or meant in grammar.ancestors(head)


def _concerns(grammar: Grammar, hit: Hit, head: int) -> bool:
    """Is it the trigger's own deal that was called off ("agreed to buy A, scrapping a deal with B" calls off B's)?"""
    if _fails_itself(grammar, hit, head):
        return False
    words = range(hit.first, hit.last)
    if grammar.kids(hit.head, "neg"):
        return False  # "it has not abandoned its bid"
    if _contrasts(grammar, hit, head) or _is_purpose(grammar, hit, head):
        return False
    if head in words or any(i in words for i in grammar.ancestors(head)) or head in grammar.ancestors(hit.head):
        return True
    low, high = min(hit.head, head), max(hit.head, head)
    between = grammar.tokens[low + 1 : high]
    return len(between) < 7 and not any(token.text in (",", ";") or token.tag in ("CC", "WDT") for token in between)


def _is_purpose(grammar: Grammar, hit: Hit, head: int) -> bool:
    """ "May raise its stake to fend off a bid": what is done to end another deal goes on, and so far the other."""
    verb = grammar.tokens[hit.head]
    aims = verb.dep in ("advcl", "xcomp", "acl") and any(
        grammar.tokens[c].lower == "to" for c in grammar.kids(hit.head, "aux")
    )
    return aims and (verb.dep == "advcl" or (head < hit.head and head in grammar.ancestors(hit.head)))


def _contrasts(grammar: Grammar, hit: Hit, head: int) -> bool:
    """ "The offer of A was rejected, while B said that it would bid": does the trigger stand in the other clause?"""
    if hit.head > head:
        return False
    for i in (head, *grammar.ancestors(head)):
        if i == hit.head:
            return False
        if grammar.tokens[i].dep == "advcl" and any(
            grammar.tokens[c].lower in ("while", "whereas") for c in grammar.kids(i, "mark")
        ):
            return grammar.tokens[i].head == hit.head or hit.head in grammar.ancestors(i)
    return False


def _fails_itself(grammar: Grammar, hit: Hit, head: int) -> bool:
    """ "Pellham Bank, which collapsed last month, will be taken over": a company that failed, and no deal."""
    verb = grammar.tokens[hit.head]
    if verb.dep not in ("relcl", "amod", "acl") or not verb.lower.startswith(("collaps", "fail")):
        return False
    noun = verb.head
    return (grammar.name_at[noun] is not None or grammar.tokens[noun].lower in POINTERS) and noun != head


AGREED = frozenset("agree agrees agreed sign signs signed".split())
FUTURE = frozenset("will shall".split())
ENDINGS = ("status-terminated", "status-ipo-put-off")
"""Rules of deals that do not go on; who denies it says that they do."""
TELLING = frozenset("announce report confirm unveil reveal share".split())
GLAD = frozenset("pleased thrilled excited proud happy delighted glad honored honoured".split())
RUMOURS = frozenset("speculation rumors rumours".split())


def _previously(grammar: Grammar, hit: Hit) -> bool:
    """ "Its previously announced acquisition" is the deal of today's news."""
    after = grammar.tokens[hit.last].lower if hit.last < len(grammar.tokens) else ""
    return grammar.tokens[hit.first].lower in ("previously", "earlier") and after in (
        "announced",
        "disclosed",
        "reported",
    )


def _earlier_now(grammar: Grammar, hit: Hit) -> bool:
    """ "Earlier this month", "earlier on Monday": what is told is news."""
    after = [token.lower for token in grammar.tokens[hit.last : hit.last + 2]]
    now = after[:1] in (["today"], ["on"]) or (
        after[:1] == ["this"] and after[1:] in (["week"], ["month"], ["morning"])
    )
    return grammar.tokens[hit.last - 1].lower == "earlier" and now


def _only_reported(grammar: Grammar, hit: Hit) -> bool:
    """ "Said it had bought" is today's news in reported speech, and no earlier event."""
    words = {grammar.tokens[i].lower for i in range(hit.first, hit.last)}
    if "had" not in words:
        return False
    verb = grammar.tokens[hit.last - 1]
    above = grammar.tokens[verb.head]
    return verb.dep == "ccomp" and above.lower in SAYING


def status_vote(
    grammar: Grammar, head: int, kind: Kind, verb: bool, default: Status | None, cues: list[tuple[CueRule, Hit]]
) -> Vote:
    """The status that cues and tense give a trigger."""
    statuses = [(STRENGTH[STATUSES[rule.cue]], rule, hit) for rule, hit in cues if rule.cue in STATUSES]
    words = [(rule, grammar.tokens[hit.first].lower) for _, rule, hit in statuses]
    if any(rule.id in ("status-completed", "status-closed") and word in FINISHED for rule, word in words):
        # "Announced the completion of its previously announced acquisition": it is done.
        statuses = [
            item
            for item in statuses
            if item[1].cue != "announced" or not grammar.tokens[item[2].first].lower.startswith("announce")
        ]
    if any(rule.id == "status-completed" and word in CLOSED for rule, word in words):
        # "Closed its acquisition after receiving clearance": what was approved is done.
        statuses = [item for item in statuses if item[1].id != "status-approved"]
    if any(rule.id == "status-agreed" and word in AGREED for rule, word in words):
        # "Agreed to buy it, ending months of speculation": what the parties say ends the rumours.
        statuses = [item for item in statuses if grammar.tokens[item[2].first].lower not in RUMOURS]
    denied = [hit.head for hit in grammar.sentence.hits if hit.rule == "status-denied"]
    endings = [hit.head for _, rule, hit in statuses if rule.id in ENDINGS]
    if any(i in denied for ending in endings for i in grammar.ancestors(ending)):
        # "Denied that it had put its offering on hold": what goes on as planned.
        statuses = [item for item in statuses if item[1].cue not in ("denied", "terminated", "rumored")]
        default = default or "planned"
    if default == "planned":
        # "It will make a bid" tells of no more than that it bids.
        statuses = [item for item in statuses if grammar.tokens[item[2].first].lower not in FUTURE]
    traded = [item for item in statuses if item[1].id == "status-ipo-traded"]
    statuses = traded or statuses
    if any(rule.cue == "announced" for _, rule, _ in statuses):
        # What was agreed on is also called proposed until it closes.
        statuses = [item for item in statuses if item[1].id != "status-proposed"]
    if statuses:
        _, rule, hit = max(statuses, key=lambda item: (item[0], -abs(item[2].head - head)))
        tokens = grammar.tokens
        return Vote(
            STATUSES[rule.cue], 3, rule.id, tokens[hit.first].start, tokens[hit.last - 1].end, grammar.sentence.number
        )
    if default == "announced" and grammar.tokens[head].tag == "VBG" and grammar.tokens[head].dep == "advcl":
        above = grammar.tokens[grammar.tokens[head].head]
        if grammar.is_verb(above.i) and above.lower not in SAYING and _tense(grammar, above.i, kind, True)[1] == 3:
            default = _tense(grammar, above.i, kind, True)[0]  # "has raised its exposure, paying $4 million for"
    if default:
        return Vote(default, 2, "trigger")
    status, weight = _tense(grammar, head, kind, verb)
    return Vote(status, weight, "tense", grammar.tokens[head].start, grammar.tokens[head].end, grammar.sentence.number)


def _planned_above(grammar: Grammar, head: int) -> bool:
    """ "It planned a rights issue at 3.20 a share to raise $1.6 billion": is what is to be done a part of a plan?"""
    above = next((i for i in grammar.ancestors(head) if grammar.is_verb(i)), None)
    return above is not None and grammar.tokens[above].lower in PLANNING and grammar.tokens[above].tag != "MD"


def _tense(grammar: Grammar, head: int, kind: Kind, verb: bool) -> tuple[Status, int]:
    """Status by the form of the verb and by what governs it; the weight says how plainly."""
    tokens = grammar.tokens
    if not verb:
        governor = grammar.governor(head)
        if governor is None:
            return ("announced", 0) if kind in ("acquisition", "merger", "stake") else ("completed", 0)
        if tokens[governor].lower in PLANNING and tokens[governor].tag != "MD":
            return "planned", 2  # "plans IPO", "seeks $2 billion listing"
        status, weight = _tense(grammar, governor, kind, True)
        done = status == "completed" and tokens[governor].lower in FINISHED
        return status, weight if done else min(weight, 1)  # "The sale of A to B was completed on Friday"
    token = tokens[head]
    before = [t.lower for t in tokens[max(0, head - 6) : head]]
    near = before[-3:]
    deal_like = kind in ("acquisition", "merger", "stake")
    future: Status = "announced" if deal_like else "planned"
    title = grammar.sentence.where == "title"
    if token.lower in TELLING and "to" in near and set(before) & GLAD:
        return ("announced" if deal_like else "completed"), 2  # "is pleased to announce"
    if "to" in near and token.tag in ("VB", "VBN", "VBP", "NN", "VBD"):
        words = {*before, tokens[token.head].lower if token.head != head else ""}
        if words & {"agreed", "agrees", "agree", "agreement", "deal", "definitive", "signed", "signs"}:
            return future if deal_like else "announced", 3
        if words & PLANNING or (not deal_like and _planned_above(grammar, head)):
            return "planned", 3
        return future, 2
    if set(near) & {"will", "'ll", "shall"} or (near[-1:] == ["being"] and set(near) & {"is", "are"}):
        return future, 2
    if "would" in near and token.dep == "ccomp" and tokens[token.head].lower in SAYING:
        return future, 2  # "said it would buy"
    if set(near) & {"may", "might", "could", "would"}:
        return "planned", 1
    if token.lower in ("announcing", "unveiling", "sharing", "revealing") and kind in ("funding", "fund"):
        return "completed", 2  # "today we are announcing our Series A"
    if title and token.lower in ("targeting", "seeking", "eyeing") and not deal_like:
        return "planned", 1
    if token.lower.endswith("ing"):
        if set(near) & {"is", "are", "be", "'s", "was", "were"}:
            return (future, 2) if not set(near) & {"was", "were"} else ("planned", 1)
        return ("announced", 0) if deal_like else ("completed", 0)
    if token.tag in ("VBZ", "VBP", "VB", "NNS", "NN"):
        return ("announced" if deal_like and title else "completed"), 1
    return "completed", 1 if title or token.lower in ("announced", "revealed") else 3
