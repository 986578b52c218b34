"""Sums: what a group took in, what went into one, what a market or all deals come to."""

from __future__ import annotations

from extractor.assemble.statistics.figures import Figure, lead
from extractor.assemble.statistics.nouns import NOUNS, Phrase
from extractor.assemble.statistics.view import ABOUT, Draft, Mark, View


def read_sum(view: View, figure: Figure) -> Draft | None:
    """The total or the size of a market that a sum tells, or None."""
    if figure.bracketed:
        return view.beside(figure)
    if _of_one_deal(view, figure):
        return None
    return (
        _market(view, figure)
        or _earlier(view, figure)
        or _participle(view, figure)
        or _flow(view, figure)
        or _level(view, figure)
        or _or(view, figure)
        or _worth_of(view, figure)
    )


def _of_one_deal(view: View, figure: Figure) -> bool:
    """ "a $4.5 billion round", "its $3 billion bid"."""
    if figure.last >= len(view.tokens):
        return False
    at = view.tokens[figure.last - 1].head
    if not figure.last <= at <= figure.last + 5:
        return False
    token = view.tokens[at]
    return token.tag in ("NN", "NNP") and token.lower not in view.words.markets


def _market(view: View, figure: Figure) -> Draft | None:
    """ "China's $15 billion security camera market"."""
    at = figure.last
    if at < len(view.tokens) and view.tokens[at].text == "-":
        at += 2
    for i in range(at, min(at + 7, len(view.tokens))):
        token = view.tokens[i]
        if token.lower in view.words.markets and token.tag in NOUNS:
            if i + 1 < len(view.tokens) and view.tokens[i + 1].tag in NOUNS:
                return None
            if any(view.tokens[j].lower == "stock" for j in range(at, i)):
                return None
            phrase = view.phrases.at(i)
            if phrase.bare and phrase.noun.lower() == "market":
                return None
            return view.draft("market_size", figure, "market-compound", phrase)
        if token.tag not in NOUNS and token.tag not in ("JJ", "VBG", "VBN", "HYPH", "CC", "RB", ","):
            return None
    return None


def _participle(view: View, figure: Figure) -> Draft | None:
    """ "$8.2 billion invested in fintech companies", "the $5 billion raised in the third quarter"."""
    at = figure.last
    if at >= len(view.tokens) or view.tokens[at].tag not in ("VBN", "VBD"):
        return None
    mark = view.mark_at(at, ("takes", "gives"))
    if mark is None or view.grammar.kids(at, "nsubj", "nsubjpass"):
        return None
    target = view.target(at + 1, ("in", "into", "across") if mark.tells == "gives" else ("by",))
    if target is not None:
        if target.kind in ABOUT and not target.owned and view.plural(target):
            return view.draft("total", figure, mark.rule.id, target)
        if target.kind == "other" and view.has_company(target):
            return None
    definite = figure.first and any(t.lower == "the" for t in view.tokens[max(0, figure.first - 2) : figure.first])
    if view.told_near() and (definite or view.drafts or target is None):
        return view.draft("total", figure, mark.rule.id, None)
    return None


def _earlier(view: View, figure: Figure) -> Draft | None:
    """ "down from $1.3 trillion", "compared with $2.6 billion a year ago": the same, at another time."""
    at = lead(view.sentence, figure)
    mark = view.mark_at(at, ("before",), inside=True)
    between = figure.first - at
    if mark is None and at + 1 < figure.first:
        # "over", "than", "under" before "the $5 billion" compare; before a bare sum they qualify.
        for i in range(figure.first - 1, at, -1):
            if view.tokens[i].lower in ("the", "last") and i and view.mark_at(i - 1, ("before",), inside=True):
                mark = view.mark_at(i - 1, ("before",), inside=True)
    if mark is None or between > 8:
        return None
    same = [d for d in view.drafts if d.unit == figure.unit and d.metric != "growth"]
    any_change = [d for d in view.drafts if d.metric == "growth" and figure.unit != "percent"]
    if same:
        return view.same(same[-1], figure, mark.rule.id)
    if any_change:
        return view.same(any_change[-1], figure, mark.rule.id)
    if view.tokens[at].lower == "from":
        # "rose from $5 billion to $7 billion": the first number of the sentence.
        change = view.mark_left(at, ("up", "down", "times", "level"))
        if change is not None:
            return view.levelled(figure, change)
    if view.memory.last == view.sentence.number - 1 and view.pointing():
        return view.draft("total", figure, mark.rule.id, None)
    return None


def _flow(view: View, figure: Figure) -> Draft | None:
    """Money that a group takes in, or that is put into one."""
    ahead = _mark_ahead(view, figure)
    if ahead is not None:
        target = view.target(ahead.hit.last, ("in", "into", "to", "toward", "across"))
        if target is not None and target.kind in ABOUT and not target.owned and view.plural(target):
            return view.draft("total", figure, ahead.rule.id, target)
    mark = view.mark_left(figure.first, ("takes", "gives"))
    if mark is None or not _direct(view, mark, figure):
        return None
    subject = view.phrases.subject(mark.hit.head)
    if subject is not None and (view.has_company(subject) or view.tokens[subject.head].tag == "PRP"):
        return None
    if mark.tells == "gives":
        target = view.target(figure.last, ("in", "into", "to", "across", "toward"), reach=9)
        if target is not None:
            if target.kind in ABOUT and not target.owned and view.plural(target):
                return view.subject("total", figure, mark.rule.id, target)
            if view.has_company(target):
                return None
    if subject is None:
        return None
    if view.tokens[mark.hit.head].lower.startswith("generat") and subject.kind != "market":
        return None
    if subject.kind in ("group", "market") or (subject.kind == "activity" and mark.tells == "takes"):
        if not view.plural(subject) or subject.owned:
            return None
        if mark.tells == "takes" and subject.kind == "activity" and subject.noun.lower() not in view.words.counted:
            return None
        return view.subject("total", figure, mark.rule.id, subject)
    if mark.tells == "takes" and view.sector(subject):
        return view.draft("total", figure, mark.rule.id, subject)
    if subject.kind == "pointer" and mark.tells == "takes" and view.drafts:
        return view.draft("total", figure, mark.rule.id, None)
    return None


def _level(view: View, figure: Figure) -> Draft | None:
    """ "deals totaled $5 billion", "fell 35 percent to $1.6 trillion", "the market is worth $5 billion"."""
    mark = view.mark_left(figure.first, ("level", "up", "down", "times", "part"))
    if mark is None:
        return None
    at = lead(view.sentence, figure)
    before = view.tokens[at].lower if at >= 0 else ""
    if mark.tells in ("up", "down", "times") and before not in ("to", "at"):
        return None
    if mark.tells == "level" and mark.rule.id == "stat-put" and before not in ("to", "at", "of"):
        return None
    if mark.tells in ("up", "down") and view.tokens[mark.hit.head].tag in NOUNS and before == "to":
        # "a 51 percent jump in investments to $625 million"
        changes = [d for d in view.drafts if d.metric == "growth" and d.figure.last <= mark.hit.head]
        return view.same(changes[-1], figure, mark.rule.id) if changes else None
    if mark.tells == "part" and view.tokens[mark.hit.head].lower not in (
        "account",
        "accounted",
        "accounts",
        "accounting",
    ):
        return None
    return view.levelled(figure, mark)


def _or(view: View, figure: Figure) -> Draft | None:
    """ "14.5 percent of funds raised, or $50.2 billion"."""
    at = lead(view.sentence, figure)
    if at >= 0 and view.tokens[at].lower == "or":
        shares = [d for d in view.drafts if d.metric == "share"]
        if shares:
            return _same_total(view, shares[-1], figure)
    return None


def _same_total(view: View, draft: Draft, figure: Figure) -> Draft:
    return Draft("total", figure.value, figure.unit, figure, view.sentence, "or", draft.subject, draft.of, draft.noun)


def _worth_of(view: View, figure: Figure) -> Draft | None:
    """ "$299 billion in deals", "$4.7 billion of investments"."""
    at = figure.last
    if at < len(view.tokens) and view.tokens[at].lower == "worth":
        at += 1
    if at >= len(view.tokens) or view.tokens[at].lower not in ("in", "of"):
        return None
    phrase = view.phrases.after(at + 1, 6)
    if phrase is None or phrase.kind != "activity" or phrase.owned:
        return None
    holder = _holder(view, phrase.head + 1)
    if holder is not None:
        return view.draft("total", figure, "worth-of", holder, of=phrase)
    if view.grammar.mention_at["stage"][phrase.first] is not None and not view.told_near():
        return None
    governor = view.grammar.governor(figure.last - 1)
    if governor is not None:
        subject = view.phrases.subject(governor)
        if subject is not None and subject.kind in ("other", "pointer") and not view.told_near():
            return None
        if subject is not None and view.has_company(subject):
            return None
    if phrase.bare:
        return view.draft("total", figure, "worth-of", None, noun=phrase) if view.told_near() else None
    if not (view.told_near() or (view.contextual(phrase) and view.dated())):
        return None
    return view.draft("total", figure, "worth-of", phrase)


def _holder(view: View, i: int) -> Phrase | None:
    """Whose the sum is: "$3 billion of dry powder held by buyout firms"."""
    for at in range(i, min(len(view.tokens) - 1, i + 10)):
        if view.tokens[at].tag == "VBN" and view.tokens[at + 1].lower == "by":
            target = view.target(at + 1, ("by",))
            return target if target is not None and target.kind == "group" and not target.owned else None
        if view.tokens[at].tag in ("VBD", "VBZ", "VBP", "MD"):
            return None
    return None


def _mark_ahead(view: View, figure: Figure) -> Mark | None:
    """The verb of giving that a sum is the subject of: "$5 billion flowed into"."""
    for at in range(figure.last, min(len(view.tokens), figure.last + 6)):
        mark = view.mark_at(at, ("gives",))
        if mark is not None:
            subject = view.grammar.subject(at)
            return mark if subject is not None and figure.first <= subject <= at else None
    return None


def _direct(view: View, mark: Mark, figure: Figure) -> bool:
    """Is the sum the direct object, and not "to", "from" or "at" a level?"""
    at = lead(view.sentence, figure)
    if at < mark.hit.head:
        return True
    token = view.tokens[at]
    return token.tag not in ("IN", "TO") or token.lower in ("of",) or at < mark.hit.last
