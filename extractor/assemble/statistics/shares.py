"""Percentages: growth, and parts of a whole."""

from __future__ import annotations

from extractor.assemble.statistics.figures import Figure, lead
from extractor.assemble.statistics.nouns import NOUNS, Phrase
from extractor.assemble.statistics.view import ABOUT, Draft, Mark, View

CHANGE_GAP = frozenset([
    "annual", "annualized", "yearly", "average", "year-on-year", "year-over-year", "compound", "further", "sharp",
    "steep", "year", "on", "over", "quarter", "quarterly",
])  # fmt: skip


def read_percent(view: View, figure: Figure) -> Draft | None:
    """The growth or the share that a percentage tells, or None."""
    if figure.bracketed:
        return view.beside(figure)
    return (
        _change_noun(view, figure)
        or _share(view, figure)
        or _change(view, figure)
        or _also(view, figure)
        or _average(view, figure)
    )


def _change_noun(view: View, figure: Figure) -> Draft | None:
    """ "a 44 percent increase", "a 51 percent jump in investments"."""
    at = figure.last
    for _ in range(5):
        if at < len(view.tokens) and (view.tokens[at].lower in CHANGE_GAP or view.tokens[at].text in ("-", ",")):
            at += 1
    mark = view.mark_at(at, ("up", "down")) if at < len(view.tokens) else None
    if mark is None or view.tokens[at].tag not in ("NN", "NNS", "JJR", "VB", "JJ"):
        return None
    figure = _signed(view, figure, mark)
    follow = view.tokens[at + 1].lower if at + 1 < len(view.tokens) else ""
    if follow in ("in", "of", "for"):
        phrase = view.phrases.after(at + 2)
        if phrase is not None and phrase.kind == "market" and not _whole_market(view, phrase):
            return None
        if phrase is not None and phrase.kind in ABOUT:
            return None if phrase.owned else view.subject("growth", figure, mark.rule.id, phrase)
        if phrase is not None and phrase.kind == "other":
            return None
    if view.drafts and view.adjoined(figure):
        last = view.drafts[-1]
        return view.draft("growth", figure, mark.rule.id, last.subject, noun=last.noun)
    governor = view.grammar.governor(at)
    if governor is None:
        return None
    subject = view.phrases.subject(governor)
    if subject is None:
        return None
    if subject.kind == "pointer" and view.told_near():
        return view.draft("growth", figure, mark.rule.id, None)
    if (subject.kind in ("activity", "market") and not subject.owned) or view.sector(subject):
        return view.subject("growth", figure, mark.rule.id, subject)
    return None


def _share(view: View, figure: Figure) -> Draft | None:
    """A part of a market, or of all deals."""
    whole = _whole(view, figure)
    if whole is None:
        return None
    kind, of = whole
    at = lead(view.sentence, figure)
    mark = view.mark_left(figure.first, ("part", "takes", "level"), reach=16)
    before = view.mark_at(at, ("before",), inside=True)
    if before is not None and view.drafts and view.drafts[-1].metric == "share":
        return view.same(view.drafts[-1], figure, before.rule.id)
    sums = [d for d in view.drafts if d.metric == "total" and d.figure.last <= figure.first]
    if sums and view.tokens[at].lower == "or":
        return view.draft("share", figure, "or", sums[-1].subject, of=of, noun=sums[-1].noun)
    subject = None
    if mark is not None:
        subject = view.phrases.subject(mark.hit.head)
        if subject is None and view.tokens[mark.hit.head].tag in NOUNS:
            subject = _possessor(view, mark.hit.head)
    goes = _goes_to(view, figure)
    if goes is not None:
        return view.draft("share", figure, "stat-gives", goes, of=of)
    if view.tokens[at].lower == "with":
        governor = view.grammar.governor(figure.first)
        subject = view.phrases.subject(governor) if governor is not None else None
    if subject is None:
        return None
    if kind == "told" and (subject.kind == "place" or view.sector(subject)):
        return view.draft("share", figure, mark.rule.id if mark else "share", subject, of=of)
    if kind == "activity" and subject.kind == "place" and of is not None and view.contextual(of):
        return view.draft("share", figure, mark.rule.id if mark else "share", subject, of=of)
    named = subject.kind in ("other", "place", "pointer") and not view.sector(subject)
    if named and (kind != "market" or subject.kind == "pointer"):
        return None
    if of is not None and of.sentence is subject.sentence and (of.head, of.first) == (subject.head, subject.first):
        return None
    if subject.kind == "other" and named and not (view.has_company(subject) or view.grammar.name_at[subject.head]):
        return None
    return view.draft("share", figure, mark.rule.id if mark else "share", subject, of=of)


def _whole(view: View, figure: Figure) -> tuple[str, Phrase | None] | None:
    """What a percentage is a part of: ("market" or "activity", the phrase)."""
    at = figure.last
    if at < len(view.tokens) and view.tokens[at].text == ",":
        at += 1
    words = [t.lower for t in view.tokens[at : at + 3]]
    if words[:1] == ["share"]:
        follow = view.phrases.after(at + 2) if words[1:2] == ["of"] else None
        return ("market", follow) if follow is not None and follow.kind == "market" else None
    if words[:2] == ["market", "share"]:
        return "market", None
    if words[:1] == ["of"]:
        told = view.drafts or (view.memory.told if view.told_near() else [])
        sums = [draft for draft in told if draft.metric == "total"]
        last = (sums or told)[-1] if told else None
        if words[1:2] in (["that"], ["those"], ["it"], ["them"]) and last is not None:
            return "told", last.subject or last.noun
        if words[1:3] in (["the", "money"], ["the", "total"], ["this", "total"], ["all", "money"]) and last is not None:
            return "told", last.subject or last.noun
        phrase = view.phrases.after(at + 1)
        if phrase is None or phrase.owned:
            return None
        if phrase.kind == "market":
            return "market", phrase
        if phrase.kind == "activity":
            return ("activity", phrase) if not phrase.bare or view.told_near() else None
        if phrase.kind == "group" and view.contextual(phrase):
            return "activity", phrase
        return None
    back = [t.lower for t in view.tokens[max(0, figure.first - 5) : figure.first]]
    if back[-3:] == ["market", "share", "of"] or (back[-4:-1] == ["market", "share", "of"]):
        return "market", None
    return None


def _goes_to(view: View, figure: Figure) -> Phrase | None:
    """ "48 percent of it went to China": who got the part."""
    for at in range(figure.last, min(len(view.tokens), figure.last + 6)):
        if view.mark_at(at, ("gives",)):
            target = view.target(at + 1, ("to", "into"))
            if target is not None and (target.kind in (*ABOUT, "place") or view.sector(target)) and not target.owned:
                return target
            return None
    return None


def _also(view: View, figure: Figure) -> Draft | None:
    """ "The United States, with 38 percent, ...": another part of what was told before."""
    at = lead(view.sentence, figure)
    share = view.memory.share
    if at < 1 or view.tokens[at].lower != "with" or share is None or share.sentence.number < view.sentence.number - 2:
        return None
    follow = view.tokens[figure.last].lower if figure.last < len(view.tokens) else "."
    if follow not in (",", ".", ";", "and", ")"):
        return None
    before = at - 1 - (view.tokens[at - 1].text == ",")
    phrase = view.phrases.at(before) if view.tokens[before].tag in NOUNS else None
    if phrase is None or (phrase.kind not in (*ABOUT, "place") and view.grammar.name_at[before] is None):
        return None
    return view.draft("share", figure, "with", phrase, of=share.of)


def _possessor(view: View, head: int) -> Phrase | None:
    owner = view.grammar.kids(head, "poss")
    return view.phrases.at(owner[-1]) if owner else None


def _change(view: View, figure: Figure) -> Draft | None:
    mark = view.mark_left(figure.first, ("up", "down", "level", "takes", "gives", "part"))
    if mark is None or mark.tells not in ("up", "down"):
        return None
    at = lead(view.sentence, figure)
    if view.mark_at(at, ("before",), inside=True) or (at >= 0 and view.tokens[at].lower in ("to", "from")):
        return None
    follow = view.tokens[figure.last].lower if figure.last < len(view.tokens) else ""
    if follow in ("of", "stake", "share", "interest"):
        return None
    subject = view.subject_of(mark)
    if subject is None or (subject.kind == "group" and not (view.drafts and view.adverbial(mark.hit.head))):
        return None
    if subject.kind == "market" and not _whole_market(view, subject):
        return None
    signed = _signed(view, figure, mark)
    return view.subject("growth", signed, mark.rule.id, subject, place=view.region(mark, figure))


def _average(view: View, figure: Figure) -> Draft | None:
    """ "The average premium was 28 percent"."""
    mark = view.mark_left(figure.first, ("level", "up", "down"))
    subject = view.phrases.subject(mark.hit.head) if mark is not None and mark.tells == "level" else None
    return view.average(figure, mark, subject) if mark is not None and subject is not None else None


def _whole_market(view: View, subject: Phrase) -> bool:
    """A trade or an industry, and not the stock market."""
    if subject.noun.lower().startswith("market"):
        said = set(subject.qualifiers.lower().split())
        stock = {"stock", "broader", "equity", "share", "bond", "capital", "wider", "overall", "housing", "stocks"}
        return not subject.bare and bool(said - stock) and not stock & said
    return True


def _signed(view: View, figure: Figure, mark: Mark) -> Figure:
    value = -abs(figure.value) if mark.tells == "down" else figure.value
    return Figure(figure.kind, figure.first, figure.last, figure.start, figure.end, value, figure.unit)
