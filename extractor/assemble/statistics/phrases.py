"""Reads the noun phrases of a sentence: where one begins and ends, what it names, whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.assemble.grammar import Grammar
from extractor.assemble.statistics.nouns import (
    INNER,
    JOINING,
    LEADING,
    LINKS,
    NOUNS,
    POINTING,
    WEAK,
    Phrase,
    PhraseKind,
    Words,
)


class Phrases:
    """Reads noun phrases of one sentence."""

    def __init__(self, grammar: Grammar, words: Words) -> None:
        self.grammar = grammar
        self.sentence = grammar.sentence
        self.tokens = grammar.tokens
        self.words = words
        self._no_companies = words.context | words.subjects | words.activities | words.markets
        self.blocked = [False] * len(self.tokens)
        for kind in ("money", "percent", "date"):
            for i, mention in enumerate(grammar.mention_at[kind]):
                self.blocked[i] = self.blocked[i] or mention is not None

    def at(self, i: int) -> Phrase:
        """The phrase headed by token ``i``; a measure ("the number of deals") gives way to what it measures."""
        head = self._head(i)
        lower = self.tokens[head].lower
        if lower in self.words.transparent and head + 1 < len(self.tokens) and self.tokens[head + 1].lower == "of":
            inner = self.after(head + 2)
            if inner is not None and inner.kind in ("activity", "group", "market"):
                return inner
        first, last = self._left(head), self._participle(head, self._right(head))
        begin = first
        for i in range(begin, head):
            cries = any(self._shouted(j, 4) for j in range(max(0, i - 3), i))
            quote = self.tokens[i].tag in ("''", "``", "POS") and cries
            if self._shouted(i) or self.grammar.mention_at["percent"][i] or quote:
                first = i + 1
        while first < head and self._leads(first):
            first += 1
        kind = self._kind(head)
        owned = self._owned(head, first) or self._one_deal(head, last)
        phrase = Phrase(self.sentence, kind, head, first, last, owned=owned)
        qualifying = [t for t in self.tokens[first:last] if t.i != head and t.tag[:2] in ("NN", "JJ", "VB", "FW")]
        said = [t for t in qualifying if not (t.lower in WEAK or t.lower in LINKS or self.blocked[t.i])]
        bare = not said
        if kind == "activity" and self.tokens[head].lower in self.words.vague:
            outlay = self.tokens[head].lower in ("spending", "spend", "outlays") and not self._surveyed(head, last)
            bare = not any(self._is_wide(t.i) if outlay else self._tells_which(t.i) for t in said)
        points = any(
            self.tokens[i].lower == "the" and self.tokens[i + 1].lower in POINTING for i in range(head + 1, last - 1)
        )
        return replace(phrase, bare=(bare or points) and kind != "place")

    def _surveyed(self, head: int, last: int) -> bool:
        """Is it spending on or for something, as somebody estimates it?"""
        aimed = last > head + 1 and self.tokens[head + 1].lower in ("on", "for", "in")
        return aimed and any(
            token.lower.startswith(("estimat", "forecast", "predict", "project")) or token.lower == "according"
            for token in self.tokens
        )

    def _is_wide(self, i: int) -> bool:
        """Spending is a market's where a place or the world is named; else it is a company's, or the consumers'."""
        return self._is_place(i) or self.tokens[i].lower in ("global", "worldwide", "industry")

    def _tells_which(self, i: int) -> bool:
        token = self.tokens[i]
        return (
            token.lower in self.words.context
            or token.lower in self.words.groups
            or token.lower in self.words.markets
            or token.lower in self.words.places
            or token.lower in ("global", "worldwide", "industry", "cleantech")
            or self._names_place(i)
            or "backed" in token.lower
            or (self.tokens[i - 1].lower in ("in", "for", "into") and i > 0)
            or (token.tag in ("NNS", "NN") and self._after_link(i))
        )

    def _after_link(self, i: int) -> bool:
        """Does the noun stand in a phrase behind "in", "into" or "for"?"""
        at = i - 1
        while at > 0 and self.tokens[at].tag in INNER | {"DT"}:
            at -= 1
        return self.tokens[at].lower in ("in", "for", "into") and at > 0

    def _one_deal(self, head: int, last: int) -> bool:
        """Does the phrase tell of one deal or one company: "proceeds of the offering", "investment in Acme"?"""
        if (
            head + 1 < len(self.tokens)
            and self.tokens[head + 1].tag in ("NNP", "NNPS")
            and not self._is_place(head + 1)
        ):
            # "Drone makers Aerolith and Petrel": two companies, not a trade.
            return True
        for i in range(head + 1, last):
            token = self.tokens[i]
            if token.lower in self.words.one_deal and not (
                i + 1 < len(self.tokens) and self.tokens[i + 1].tag in NOUNS
            ):
                return True
            if token.tag == "PRP$" or self.is_company(i):
                return True
            if token.tag == "POS" and self.tokens[i - 1].tag.startswith("NNP") and not self._is_place(i - 1):
                return True
        return False

    def _known_place(self, i: int) -> bool:
        """Is the token the end of a listed place? The model takes many a company for one."""
        first = i
        while first > 0 and self.tokens[first - 1].text[:1].isupper():
            first -= 1
        return any(
            " ".join(token.lower for token in self.tokens[start : i + 1]) in self.words.places
            for start in range(first, i + 1)
        )

    def _is_place(self, i: int) -> bool:
        return self.tokens[i].lower in self.words.places or self._names_place(i)

    def _names_place(self, i: int) -> bool:
        name = self.grammar.name_at[i]
        if name is not None and name.sort == "place":
            return True
        return self.tokens[i].lower.partition("-")[0] in self.words.places  # "U.S.-targeted deals"

    def _shouted(self, i: int, least: int = 5) -> bool:
        """A word of a heading that ran into the sentence."""
        text = self.tokens[i].text
        return text.isupper() and len(text) >= least and text.isalpha()

    def after(self, i: int, limit: int = 10) -> Phrase | None:
        """The noun phrase that begins at token ``i`` or behind its determiner."""
        last_noun = None
        for at in range(i, min(len(self.tokens), i + limit)):
            token = self.tokens[at]
            if self.blocked[at] and token.tag != "POS":
                if last_noun is not None or self.grammar.mention_at["date"][at] is None:
                    break
                continue
            if token.tag in NOUNS or (token.lower in self.words.subjects and token.dep in ("pobj", "dobj", "nsubj")):
                last_noun = at
            elif token.tag in ("DT", "PDT", "PRP$", "RB") and last_noun is None:
                continue
            elif token.tag not in INNER or (token.tag in JOINING and last_noun is not None and not self._continues(at)):
                break
            elif token.tag == "HYPH" and at and token.start > self.tokens[at - 1].end:
                break  # a dash between phrases, not a hyphen inside one
        return self.at(last_noun) if last_noun is not None else None

    def _continues(self, at: int) -> bool:
        """Does the phrase go on behind an "and" or a participle: "venture capital and private equity firms"?"""
        follow = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if follow is None or follow.tag not in NOUNS | {"JJ"}:
            return False
        if self.tokens[at].tag == "CC":
            head = self.tokens[at - 1].head
            many = any(c > at and self.tokens[c].lower in self.words.groups for c in self.grammar.kids(at - 1, "conj"))
            return many or (head > at and self.tokens[head].tag in NOUNS)
        return self.tokens[at].head > at

    def subject(self, v: int) -> Phrase | None:
        """The phrase that is a verb's subject; for a participle behind a noun, the whole phrase of that noun."""
        before = v - 1
        while before >= 0 and (self.tokens[before].text in (",", "--", "-") or self.tokens[before].tag == "RB"):
            before -= 1
        if self.tokens[v].tag in ("VBG", "VBN") and before >= 0 and self.tokens[before].tag in NOUNS:
            near = self.outer(before)
            if near.kind in ("activity", "group", "market"):
                return near
        found = self.grammar.subject(v)
        if found is None or found > v:
            found = self._noun_before(v)
        if found is None:
            return None
        phrase = self.outer(found) if self.tokens[found].tag in NOUNS else self.at(found)
        if phrase.kind == "other":
            # "the value of blockchain and bitcoin investments": the parser may take the first for the subject.
            for c in self.grammar.conjuncts(found):
                joined = self.at(c) if found < c < v else phrase
                if joined.kind in ("activity", "group", "market"):
                    return joined
        return phrase

    def outer(self, i: int) -> Phrase:
        """The phrase of token ``i``, or the one that it hangs on: "funding for start-ups" for "start-ups"."""
        phrase = self.at(i)
        for _ in range(3):
            link = phrase.first - 1
            while link > 0 and self.tokens[link].tag in ("DT", "PRP$", "JJ", "CD"):
                link -= 1
            if link < 1 or self.tokens[link].lower not in LINKS or self.tokens[link - 1].tag not in NOUNS:
                break
            wider = self.at(link - 1)
            if wider.kind not in ("activity", "group", "market") or wider.last < phrase.head:
                break
            phrase = wider
        return phrase

    def _noun_before(self, v: int) -> int | None:
        for at in range(v - 1, max(-1, v - 9), -1):
            token = self.tokens[at]
            if token.tag in NOUNS and not self.blocked[at]:
                return at
            if token.tag in ("VBD", "VBZ", "VBP", "MD") or token.text in (";", ":"):
                return None
        return None

    def _head(self, i: int) -> int:
        """The last noun of the compound that token ``i`` stands in."""
        at = i
        while at + 1 < len(self.tokens) and self.tokens[at].tag in NOUNS and self.tokens[at + 1].tag in NOUNS:
            if self.tokens[at].lower in self.words.subjects and self.tokens[at].head != at + 1:
                break
            if self.blocked[at + 1]:
                break
            at += 1
        return at

    def _left(self, head: int) -> int:
        """The first token of the words that stand before a head and belong to it."""
        inside = {head}
        stack = [c for c in self.grammar.children[head] if c < head]
        while stack:
            at = stack.pop()
            if at < head:
                inside.add(at)
                stack.extend(self.grammar.children[at])
        first = head
        while first - 1 in inside and not self._stops(first - 1):
            first -= 1
        return first

    def _stops(self, i: int) -> bool:
        token = self.tokens[i]
        return token.tag in ("IN", "TO", "WDT", "WP", "MD", ",", ":", "-LRB-", "-RRB-") or (
            token.tag.startswith("VB") and token.tag not in ("VBN", "VBG")
        )

    def _leads(self, i: int) -> bool:
        token = self.tokens[i]
        return (
            token.lower in LEADING
            or token.tag in ("DT", "PDT", "PRP$", "WP$", "CD", "POS", "RB", "CC", "HYPH", "IN", "$", "JJR", "''")
            or (self.blocked[i] and token.tag != "NN")
        )

    def _right(self, head: int) -> int:
        """The token behind the prepositional phrases that follow a head."""
        last = head + 1
        if last + 1 < len(self.tokens) and self.tokens[last].tag == "CC" and self.tokens[last + 1].tag == "NNS":
            joined = self.tokens[last + 1]
            if joined.lower in self.words.activities and joined.head == head and joined.dep == "conj":
                last += 2
        for _ in range(3):
            if last >= len(self.tokens) or self.tokens[last].lower not in LINKS:
                break
            end = self._simple(last + 1)
            if end is None or self.tokens[end - 1].lower in self.words.transparent:
                break
            last = end
        return last

    def _participle(self, head: int, last: int) -> int:
        """ "startups led by women", "companies working with lasers": the participle says which."""
        if last + 1 >= len(self.tokens) or last != head + 1 or self.tokens[last].dep != "acl":
            return last
        links = {"VBN": ("by", "in", "with", "for"), "VBG": ("with", "in", "on")}.get(self.tokens[last].tag, ())
        if self.tokens[last].head != head or self.tokens[last + 1].lower not in links:
            return last
        return self._simple(last + 2) or last

    def _simple(self, i: int) -> int | None:
        """The end of a plain noun phrase that begins at ``i``; None where there is none, or a date or sum."""
        last = None
        for at in range(i, min(len(self.tokens), i + 8)):
            token = self.tokens[at]
            if self.blocked[at]:
                if last is None and self.grammar.mention_at["date"][at] is not None and self._owning(at):
                    continue
                return last if last and token.tag != "POS" else None
            if token.tag in NOUNS:
                last = at + 1
            elif token.tag in ("DT", "PRP$") and at == i:
                continue
            elif token.tag not in INNER - {"RB", "CD"} or (
                token.tag in ("VBN", "VBG", "CC") and not self._continues(at)
            ):
                break
        return last

    def _owning(self, at: int) -> bool:
        """Is the date at ``at`` an owner: "the first quarter's IPOs"?"""
        mention = self.grammar.mention_at["date"][at]
        after = mention.last if mention is not None else len(self.tokens)
        return any(i < len(self.tokens) and self.tokens[i].tag == "POS" for i in (after - 1, after))

    def _kind(self, head: int) -> PhraseKind:
        token = self.tokens[head]
        lower = token.lower
        if lower in self.words.markets:
            follows = self.tokens[head + 1].lower if head + 1 < len(self.tokens) else ""
            return "other" if follows in ("value", "capitalization", "capitalisation", "cap", "share") else "market"
        if lower in self.words.activities:
            return "activity"
        if lower in self.words.groups:
            return "group"
        if lower in self.words.pointers or token.tag in ("WDT", "PRP"):
            return "pointer" if lower in self.words.pointers else "other"
        if self._is_place(head):
            return "place"
        return "other"

    def _owned(self, head: int, first: int) -> bool:
        """Does the phrase belong to one company: "its deals", "Blackstone's funds", "Sequoia funds"?"""
        for i in self._owners(head):
            token = self.tokens[i]
            if i < first and token.tag != "PRP$":
                continue
            if token.tag == "PRP$" and token.lower != "whose":
                return True
            if self.is_company(i):
                return True
            owns = token.dep == "poss" and token.tag.startswith("NNP") and not self._known_place(i)
            if owns and token.lower not in self.words.subjects:
                return True
        token, before = self.tokens[head], self.tokens[head - 1] if head else None
        return (
            before is not None
            and token.text[:1].isupper()
            and before.text[:1].isupper()
            and not token.text.isupper()
            and not self._is_place(head - 1)
            and before.lower not in self.words.context
            and "&" not in token.text
            and token.lower not in ("ipos", "ipo's", "spacs", "lbos", "vcs")
            and self.sentence.where == "text"
        )

    def _owners(self, head: int) -> Iterator[int]:
        for c in self.grammar.children[head]:
            if c < head and self.tokens[c].dep in ("poss", "compound", "nmod", "amod"):
                yield c
                yield from (d for d in self.grammar.subtree(c) if d != c and d < head)

    def is_company(self, i: int) -> bool:
        """Is the token part of the name of a company or person?"""
        token = self.tokens[i]
        if token.lower in self._no_companies or not token.text[:1].isupper():
            return False
        if self.grammar.name_at[i] is None or self._is_place(i) or (i == 0 and not token.tag.startswith("NNP")):
            return False  # "Energy and power deals": a capital that any word has there
        return not (token.text.isupper() and len(token.text) <= 3)
