"""Percentages: growth, and parts of a whole."""

from __future__ import annotations

from extractor.assemble.statistics.figures import Figure, lead
from extractor.assemble.statistics.phrases import NOUNS, Phrase
from extractor.assemble.statistics.view import ABOUT, Draft, Mark, View

CHANGE_GAP = frozenset([
    "annual", "annualized", "yearly", "average", "year-on-year", "year-over-year", "compound", "further", "sharp",
    "steep", "year", "on", "over", "quarter", "quarterly",
])  # fmt: skip


def read_percent(view: View, figure: Figure) -> Draft | None:
    if figure.bracketed:
        return view.beside(figure)
    return _change_noun(view, figure) or _share(view, figure) or _change(view, figure)


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
    if subject.kind in ("activity", "market") and not subject.owned:
        return view.subject("growth", figure, mark.rule.id, subject)
    return None


def _share(view: View, figure: Figure) -> Draft | None:
    """A part of a market, or of all deals."""
    whole = _whole(view, figure)
    if whole is None:
        return None
    kind, of = whole
    mark = view.mark_left(figure.first, ("part", "takes", "level", "before"), reach=16)
    at = lead(view.sentence, figure)
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
    if subject is None:
        return None
    named = subject.kind in ("other", "place", "pointer")
    if named and (kind != "market" or subject.kind == "pointer"):
        return None
    if subject.kind == "other" and not (view.has_company(subject) or view.grammar.name_at[subject.head]):
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
        if words[1:2] in (["that"], ["those"]) and view.drafts:
            return "activity", view.drafts[-1].subject
        phrase = view.phrases.after(at + 1)
        if phrase is None or phrase.owned:
            return None
        if phrase.kind == "market":
            return "market", phrase
        if phrase.kind == "activity":
            return "activity", phrase
        if phrase.kind == "group" and view.contextual(phrase):
            return "activity", phrase
        return None
    back = [t.lower for t in view.tokens[max(0, figure.first - 5) : figure.first]]
    if back[-3:] == ["market", "share", "of"] or (back[-4:-1] == ["market", "share", "of"]):
        return "market", None
    return None


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


def _whole_market(view: View, subject: Phrase) -> bool:
    """A trade or an industry, and not the stock market."""
    if subject.noun.lower().startswith("market"):
        stock = {"stock", "broader", "equity", "share", "bond", "capital", "wider", "overall", "housing", "stocks"}
        return not subject.bare and not stock & set(subject.text.lower().split())
    return True


def _signed(view: View, figure: Figure, mark: Mark) -> Figure:
    value = -abs(figure.value) if mark.tells == "down" else figure.value
    return Figure(figure.kind, figure.first, figure.last, figure.start, figure.end, value, figure.unit)
