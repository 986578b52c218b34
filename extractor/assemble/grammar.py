"""Questions that assembly asks of a parsed sentence: whose subject, which object, what hangs on a preposition.

The parse is a witness, not an oracle: where it gives no answer, the order of the words does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from extractor.assemble.firms import firm_behind
from extractor.assemble.words import (
    ADVISING,
    ASIDE,
    CARRIERS,
    CAUSING,
    OF_ANOTHER,
    ORGANISATIONS,
    PERMITS,
    POINTERS,
    RECEIVING,
    SAYING,
    TALKS,
    TITLES,
)
from extractor.records import Mention, Sentence, Token

EMERGING = frozenset("emerge emerges emerged emerging named unveiled revealed confirmed identified".split())
"""Verbs whose "as" says what the subject is: "emerged as the buyer"."""
GRANTING = frozenset("grant grants granted granting give gives gave given giving award awarded handed".split())
"""Verbs that give somebody an option or a right."""
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})


VOTING = frozenset("vote votes voted voting".split())
MEANS = frozenset(
    """
    placing placement issue offering loan loans facility credit notes bonds debentures money cash proceeds funds line
    shares stock rights sale debt borrowings
    """.split()
)
"""What money comes from, or is: "a placing to pay for the purchase" pays nothing by itself."""
MAX_CLIMB = 8

TARGETS = frozenset({"target", "subject", "object"})
"""What a company is of a bid that it meets."""


class Grammar:
    """A sentence's parse, with children and mentions indexed."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.name_at: list[Mention | None] = [None] * len(self.tokens)
        self.mention_at: dict[str, list[Mention | None]] = {
            kind: [None] * len(self.tokens) for kind in ("money", "percent", "date", "stage")
        }
        for mention in sentence.mentions:
            for i in range(mention.first, mention.last):
                if mention.kind == "name":
                    self.name_at[i] = mention
                else:
                    self.mention_at[mention.kind][i] = mention

    @cached_property
    def children(self) -> list[list[int]]:
        """What each token governs, in order; made where a trigger asks for it, as most sentences hold none."""
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        return children

    @cached_property
    def openings(self) -> tuple[list[tuple[str, int] | None], list[bool]]:
        """For patterns: kind and end of the mention that begins at each token; whether a token is part of a name."""
        mention_at: list[tuple[str, int] | None] = [None] * len(self.tokens)
        for mention in self.sentence.mentions:
            mention_at[mention.first] = (mention.kind, mention.last)
        return mention_at, [name is not None for name in self.name_at]

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of token ``i`` with one of these labels, in order."""
        return [c for c in self.children[i] if self.tokens[c].dep in deps]

    def subtree(self, i: int) -> Iterator[int]:
        """Token ``i`` and all it governs, in no particular order."""
        stack = [i]
        while stack:
            at = stack.pop()
            yield at
            stack.extend(self.children[at])

    def is_verb(self, i: int) -> bool:
        """Is the token tagged as a verb?"""
        return self.tokens[i].tag in VERB_TAGS

    def is_passive(self, v: int) -> bool:
        """Does the verb stand in the passive: "was bought", "to be bought", or a bare participle before "by"?"""
        token = self.tokens[v]
        if token.lower.endswith("ing"):
            return any(self.tokens[c].lower == "being" for c in self.children[v])
        if self.kids(v, "auxpass", "nsubjpass"):
            return True
        if token.tag in ("VBN", "VBD") and self.kids(v, "agent") and not self.kids(v, "dobj"):
            return True  # a headline's "Dovecote bought out of administration by Tern"
        if self._is_afterthought(v):
            return True
        if token.tag == "VBN" and token.dep == "advcl" and token.head > v and not self.kids(v, "nsubj", "aux", "dobj"):
            return True  # "Backed to the tune of $8m by Tern, Hocvui now teaches": the subject of what follows
        if token.dep == "conj" and token.tag in ("VBN", "VBD") and not self.kids(v, "dobj", "nsubj", "aux"):
            # "Was put into administration and sold to Tern"
            return self.kids(token.head, "auxpass") != [] and token.head < v
        for back in range(v - 1, max(-1, v - 4), -1):
            lower = self.tokens[back].lower
            if lower in ("be", "been", "being", "was", "were", "is", "are", "gets", "got"):
                return token.tag in ("VBN", "VBD", "JJ", "NN") and not token.lower.endswith("s")
            if self.tokens[back].tag not in ("RB", "RBR"):
                break
        following = self.tokens[v + 1].lower if v + 1 < len(self.tokens) else ""
        return following == "by" and token.tag in ("VBN", "VBD", "JJ") and not self.kids(v, "dobj")

    def _is_afterthought(self, v: int) -> bool:
        """ "The drone maker Skua, bought for $4 million on Friday": a participle right behind the comma of a name."""
        token = self.tokens[v]
        if v < 2 or v + 1 >= len(self.tokens) or token.lower not in ("bought", "acquired", "sold", "purchased"):
            return False
        behind_name = self.tokens[v - 1].text == "," and self.name_at[v - 2] is not None
        loose = self.tokens[v + 1].lower in ("for", "in", "from", "by", "on", "last", "earlier", "this")
        return behind_name and loose and not self.kids(v, "dobj")

    def subject(self, v: int, depth: int = 0) -> int | None:
        """The token that is the verb's subject, found through control, coordination and relative clauses."""
        if depth > MAX_CLIMB:
            return None
        token = self.tokens[v]
        own = [c for c in self.kids(v, "nsubj", "nsubjpass", "csubj", "expl") if c != v]
        for c in reversed(own):
            if self.tokens[c].lower in RELATIVE and token.dep in ("relcl", "acl", "ccomp", "ROOT"):
                antecedent = self._antecedent(v, c)
                if antecedent is not None:
                    return antecedent
                continue
            return c
        if token.dep == "ROOT" or token.head == v:
            return None
        head = token.head
        if token.dep in ("xcomp", "ccomp", "advcl") and self.tokens[head].lower in CAUSING:
            # "The regulator allowed Tern to buy Acme": who is allowed acts.
            caused = [c for c in self.kids(head, "dative", "dobj") if head < c < v]
            if caused and any(self.name_at[c] for c in caused):
                return next(c for c in caused if self.name_at[c])
        if token.dep in ("relcl", "acl"):
            if self.is_verb(head):
                return self.subject(head, depth + 1)
            if self.tokens[head].lower in CARRIERS:
                owner = self.kids(head, "poss")
                if owner:
                    return owner[-1]
                giving = self.governor(head)
                if giving is not None and self.tokens[giving].lower in GRANTING:
                    given = [c for c in self.kids(giving, "dative", "dobj") if c < head and self.name_at[c]]
                    if given:  # "has granted Tern an option to acquire its mill"
                        return given[-1]
                above = self.tokens[self.tokens[head].head]
                if self.tokens[head].dep == "pobj" and above.lower == "in" and self.name_at[above.head]:
                    return above.head  # a headline's "Acme in talks to buy"
                return self.governor_subject(head, depth + 1)
            if self.tokens[head].lower in MEANS and any(self.tokens[c].lower == "to" for c in self.kids(v, "aux")):
                return self.governor_subject(head, depth + 1)  # "raises $5m through a placing to pay for"
            return head
        if token.dep in ("agent", "prep") and not self.is_verb(head):
            return self.governor_subject(head, depth + 1)
        if self.is_verb(head):
            return self.subject(head, depth + 1)
        if token.dep in (
            "pcomp",
            "pobj",
            "xcomp",
            "ccomp",
            "conj",
            "advcl",
            "appos",
            "dep",
            "amod",
            "attr",
            "oprd",
            "dobj",
        ):
            return self.governor_subject(head, depth + 1)
        return None

    def _antecedent(self, v: int, relative: int) -> int | None:
        """What "which" stands for: the head of the relative clause, else the noun before the comma."""
        if self.tokens[v].dep == "relcl":
            return self.tokens[v].head
        at = relative - 1
        while at >= 0 and self.tokens[at].text in (",", "-", "–", "—"):
            at -= 1
        return at if at >= 0 and self.tokens[at].tag.startswith("NN") else None

    def governor(self, i: int) -> int | None:
        """The verb that governs a noun, through prepositions, possession and coordination."""
        at = i
        for _ in range(MAX_CLIMB):
            head = self.tokens[at].head
            if head == at:
                return None
            if self.is_verb(head):
                return head
            at = head
        return None

    def governor_subject(self, noun: int, depth: int = 0) -> int | None:
        """The subject of the verb that governs a noun."""
        verb = self.governor(noun)
        return self.subject(verb, depth + 1) if verb is not None else None

    def ancestors(self, i: int) -> Iterator[int]:
        """The tokens that govern token ``i``, nearest first."""
        at = i
        for _ in range(2 * MAX_CLIMB):
            head = self.tokens[at].head
            if head == at:
                return
            yield head
            at = head

    def agent_of_noun(self, noun: int) -> tuple[int | None, bool]:
        """Who does, or who meets with, what a noun says: ``(subject token, meets)``.

        "Acme made a bid" gives Acme, who acts; "Acme rejected a bid" gives Acme, whom it meets. None where the noun is
        itself the subject, or stands in an aside ("after its acquisition").
        """
        at = noun
        meets = False
        for _ in range(MAX_CLIMB):
            token = self.tokens[at]
            head = token.head
            if token.dep == "appos" and token.lower in TARGETS and head != at:
                return head, True  # "Acme, the target of a bid by Tern"
            if head == at or token.dep in ("nsubj", "nsubjpass", "csubj", "appos", "npadvmod", "relcl", "conj"):
                return None, False
            if self._is_topic(head):
                at = head
                continue
            aside = head if self.tokens[head].lower in ASIDE else at if token.lower in ASIDE else None
            if aside is not None and self._says_what_it_is(aside):
                aside = None
            if aside == at or (aside == head and token.dep in ("pobj", "pcomp", "prep", "dep", "advmod")):
                return None, False
            if token.dep in ("compound", "nmod", "amod", "poss") and self.tokens[head].lower not in CARRIERS:
                return None, False
            meets = meets or self.tokens[head].lower in TARGETS
            if self.is_verb(head):
                if self.tokens[head].lower in ADVISING:  # "Roe & Moss advised Acme on its sale" acts for Acme
                    return next(iter(self.kids(head, "dobj")), None), False
                if any(self.tokens[c].lower in PERMITS for c in self.kids(head, "dobj") if c != at):
                    return None, False  # "The regulator gave the green light to the takeover"
                meets = meets or self.tokens[head].lower in RECEIVING
                subject = self.subject(head)
                if subject is not None and self.tokens[head].lower in VOTING and self.name_at[subject] is not None:
                    return None, False  # "Roe & Co, which owns a tenth, will vote for the buyout": of another
                return subject, meets
            at = head
        return None, False

    def _says_what_it_is(self, i: int) -> bool:
        """ "Emerged as the buyer": does the preposition lead to what the subject is?"""
        above = self.tokens[self.tokens[i].head].lower
        return self.tokens[i].lower == "as" and above in EMERGING

    def _is_topic(self, prep: int) -> bool:
        """Does a preposition say what talks are about: "in talks about a merger"?"""
        return self.tokens[prep].lower == "about" and self.tokens[self.tokens[prep].head].lower in TALKS

    def objects(self, v: int) -> list[int]:
        """Direct objects of a verb."""
        return [c for c in self.kids(v, "dobj", "dative", "attr", "oprd") if self.tokens[c].tag not in ("IN", "TO")]

    def passive_subject(self, v: int) -> int | None:
        """What the passive verb is done to; for a bare participle the noun that it modifies or follows."""
        found = self.subject(v)
        if found is not None:
            return found
        token = self.tokens[v]
        if token.dep in ("acl", "relcl", "amod"):
            return token.head
        return None

    def prepositions(self, i: int, limit: int | None = None, depth: int = 3) -> Iterator[tuple[str, int]]:
        """``(preposition, object token)`` for what hangs on token ``i``, on its objects, and on those phrases in turn.

        At most ``depth`` prepositions lie between ``i`` and the object, so "for X in the state of Y" does not give Y.

        Relative clauses, appositions and coordinated verbs are not entered. ``limit``: nothing behind that token.
        """
        stack = [(i, 0)]
        seen: set[int] = set()
        while stack:
            at, level = stack.pop()
            if at in seen or level > depth:
                continue
            seen.add(at)
            for c in self.children[at]:
                token = self.tokens[c]
                if limit is not None and c >= limit:
                    continue
                if token.dep in ("prep", "agent", "dative") and token.tag in ("IN", "TO", "RP", "VBG"):
                    for objects in self.kids(c, "pobj", "pcomp"):
                        yield token.lower, objects
                        stack.append((objects, level + 1))
                    stack.append((c, level))
                elif token.dep in ("dobj", "pobj", "attr", "nmod", "npadvmod", "oprd", "dep") or (
                    token.dep in ("xcomp", "acl") and c == i + 1
                ):
                    stack.append((c, level))

    def name_in_phrase(self, i: int) -> Mention | None:
        """The name that a noun phrase headed by token ``i`` stands for: itself, its apposition, or the name inside it.

        "logistics provider Shipwire" is parsed with the name as head, "Fridman's LetterOne investment vehicle" is not.
        """
        name = self.name_at[i]
        if name:
            return name
        for c in self.kids(i, "appos"):
            if self.name_at[c] and c - i <= 14:
                return self.name_at[c]
            before = self.name_at[c - 1]
            if before and c > i and self.tokens[c].lower in ORGANISATIONS:
                return before  # "its owner, the Moss family"
        if i + 1 < len(self.tokens) and self.name_at[i + 1]:
            return self.name_at[i + 1]
        word = self.tokens[i].lower.rstrip("s")
        if word not in ORGANISATIONS or word in OF_ANOTHER:
            return None  # "20 Boeing planes", "OLED panels", "the Tally owner": the name is no party
        inner = [
            name
            for c in self.kids(i, "compound", "nmod", "amod")
            if c < i and (name := self.name_at[c]) is not None and name.sort != "place"
        ]
        apart = bool(inner) and any(
            t.tag in ("NN", "NNS") and t.text.islower() for t in self.tokens[inner[-1].last : i]
        )
        if apart and word in ("startup", "start-up", "company", "firm", "app", "platform"):
            return None  # "an Aarhus podcast startup", "a Stanford robotics company": where it is from
        return inner[-1] if inner else None

    def conjuncts(self, i: int) -> list[int]:
        """Tokens coordinated with ``i``, in order."""
        found: list[int] = []
        stack = [i]
        while stack:
            at = stack.pop()
            for c in self.kids(at, "conj"):
                if not self.is_verb(c) and c not in found:
                    found.append(c)
                    stack.append(c)
        return sorted(found)

    def nearest_name_before(self, i: int) -> Mention | None:
        """The last name before token ``i`` that no possessive mark follows and no preposition precedes."""
        for name in reversed([m for m in self.sentence.mentions if m.kind == "name" and m.last <= i]):
            after = self.tokens[name.last] if name.last < len(self.tokens) else None
            before = self.tokens[name.first - 1] if name.first else None
            if after and after.tag == "POS":
                continue
            if before and before.tag in ("IN", "TO") and before.lower not in ("that", "as"):
                continue
            if self._hangs_on_preposition(name.last - 1):
                continue
            return name
        return None

    def _hangs_on_preposition(self, i: int) -> bool:
        """Is the token the object of a preposition, or a coordinate of one?"""
        at = i
        for _ in range(MAX_CLIMB):
            token = self.tokens[at]
            if token.dep == "pobj":
                return self.tokens[token.head].lower not in ("by", "that", "as")
            if token.dep not in ("conj", "compound", "appos") or token.head == at:
                return False
            at = token.head
        return False

    def antecedent(self, i: int) -> Mention | None:
        """The name that a pronoun at token ``i`` points back to inside the sentence: the subject before it."""
        best: Mention | None = None
        adviser = next((v for v in self.ancestors(i) if self.is_verb(v)), None)
        if adviser is not None and self.tokens[adviser].lower in ADVISING:
            for c in self.kids(adviser, "dobj"):
                if self.name_at[c] and c < i:
                    return self.name_at[c]
        thing = self.tokens[i].lower in ("it", "its", "itself")
        for mention in self.sentence.mentions:
            if mention.kind != "name" or mention.last > i:
                continue
            inside = range(mention.first, mention.last)
            if any(self.tokens[j].dep in ("nsubj", "nsubjpass") and self.tokens[j].head not in inside for j in inside):
                best = (self._firm_of(mention) or best) if thing and mention.sort == "person" else mention
        if best is None:
            # "Lisbon start-up Acme said that it": the name stands in apposition to the subject, or inside it.
            for token in self.tokens[:i]:
                if token.dep in ("nsubj", "nsubjpass") and self.name_in_phrase(token.i):
                    found = self.name_in_phrase(token.i)
                    best = found if found is not None and found.last <= i else best
        if best is None:
            return self._owner_told_of(i) or self._opening(i) or self._before_verb(i)
        return None if thing and self._pointed_anew(best.last, i) else best

    def _pointed_anew(self, first: int, i: int) -> bool:
        """ "Roe met Moss amid talk that the group may raise its bid": is it the group's, whoever that is?"""
        above = set(self.ancestors(i))
        return any(
            token.dep == "nsubj"
            and token.head in above
            and token.lower in POINTERS
            and any(self.tokens[c].lower in ("the", "this", "that") for c in self.kids(token.i, "det"))
            and self.name_in_phrase(token.i) is None
            for token in self.tokens[first:i]
        )

    def _firm_of(self, person: Mention) -> Mention:
        """ "Rockfeld CEO Jane Roe said it would sell": "it" is the firm right before the person's title."""
        at = person.first - 1
        while at > 0 and self.tokens[at].lower in TITLES:
            at -= 1
        firm = self.name_at[at] if 0 <= at < person.first - 1 else None
        firm = firm or firm_behind(self.tokens, self.name_at, person.last)
        return firm if firm is not None and firm.sort != "place" else person

    def _owner_told_of(self, i: int) -> Mention | None:
        """ "Moss's other investments include its purchase of Oatcake": whose they are, where they act for nobody."""
        if self.tokens[i].dep != "poss":
            return None
        for verb in self.ancestors(i):
            for subject in self.kids(verb, "nsubj") if self.is_verb(verb) else ():
                word = self.tokens[subject].lower
                acting = word.rstrip("s") in ORGANISATIONS or word in POINTERS or word.endswith(("er", "or", "al"))
                for owner in () if acting or subject > i else self.kids(subject, "poss"):
                    return self.name_at[owner]
        return None

    def _opening(self, i: int) -> Mention | None:
        """The name that opens the sentence and tells something before token ``i``: "Tallyho today announced it has"."""
        name = self.name_at[0] or (self.name_at[1] if len(self.tokens) > 1 else None)  # "Troubled Tallyho said it"
        if name is None or name.sort or name.last > i:
            return None
        behind = self.tokens[name.last : min(i, name.last + 4)]
        return name if any(token.lower in SAYING for token in behind) else None

    def _before_verb(self, i: int) -> Mention | None:
        """The name right before a finite verb, over a day: "..., Skyward Inc yesterday withdrew the offering it"."""
        for name in self.sentence.mentions:
            if name.kind != "name" or name.sort or name.last >= i:
                continue
            at = name.last
            while at < i and (self.mention_at["date"][at] is not None or self.tokens[at].tag == "RB"):
                at += 1
            if at < i and self.tokens[at].tag in ("VBD", "VBZ") and not self.kids(at, "nsubj", "nsubjpass"):
                return name
        return None

    def word(self, i: int) -> Token:
        """The token at ``i``."""
        return self.tokens[i]
