"""The deals of an article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor.assemble.build import Builder
from extractor.assemble.companies import Registry
from extractor.assemble.drafts import Drafter
from extractor.assemble.judge import Judge, features_of
from extractor.assemble.prospects import prospect_of
from extractor.assemble.report import SentenceTelling
from extractor.assemble.tables import TableReader
from extractor.assemble.telling import Teller
from extractor.normalize.rounds import StageReader
from extractor.records import Article, Deal, Prospect, Reading, Sentence
from extractor.rulebook import Rulebook

Tellings = dict[int, tuple[Sentence, SentenceTelling]]
"""What sentences tell, by their identity, each kept beside it so that no other comes to have the same."""


@dataclass(frozen=True)
class Candidate:
    """A deal that the rules found, with what is known of it; not yet judged."""

    deal: Deal
    features: dict[str, float]


class Assembler:
    """The rulebook, compiled once for many articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._teller = Teller(rulebook)
        self._tables = TableReader(rulebook.lexicon("table-headers"), StageReader(rulebook.lexicon("stages")))
        self._judge = Judge(rulebook.lexicon("deal-judge"))
        self._given_names = rulebook.words("given-names")
        self._no_parties = rulebook.words("places") | rulebook.words("no-parties")

    def candidates(self, reading: Reading, told: Tellings | None = None) -> list[Candidate]:
        """Every deal that the rules find in a reading; what is in ``told`` is taken from there."""
        told = {} if told is None else told
        rows = self._tables.read(reading)
        tellings = []
        for sentence in reading.sentences:
            if not sentence.boilerplate:
                # Taken out, since drafts change the reports that they are made of.
                known = told.pop(id(sentence), None)
                telling = self._teller.tell(sentence) if known is None else known[1]
                row = rows.get(sentence.number)
                tellings.append(replace(telling, reports=row, facets=[]) if row else telling)
        registry = Registry(reading, self._no_parties, self._given_names)
        drafts = Drafter(reading, registry).gather(tellings)
        built = Builder(reading, registry).build(drafts)
        kept = [draft for draft, _ in built]
        return [Candidate(deal, features_of(draft, deal, kept, reading)) for draft, deal in built]

    def prospect(self, sentences: Iterable[Sentence], article: Article, told: Tellings) -> Prospect:
        """What may become of an article whose trigger sentences are these (tables aside)? Fills ``told``."""
        read = [sentence for sentence in sentences if not sentence.boilerplate]
        for sentence in read:
            if id(sentence) not in told:
                told[id(sentence)] = sentence, self._teller.tell(sentence)
        blocks = {sentence.number: sentence.block for sentence in read}
        return prospect_of([told[id(sentence)][1] for sentence in read], blocks, article)

    def deals(self, reading: Reading, told: Tellings | None = None) -> list[Deal]:
        """The deals that the judge believes, each with its confidence."""
        found = []
        for candidate in self.candidates(reading, told):
            probability = self._judge.probability(candidate.features)
            if probability >= self._judge.threshold:
                found.append(candidate.deal.model_copy(update={"confidence": round(probability, 3)}))
        return found


_assemblers: dict[str, Assembler] = {}


def assemble_deals(reading: Reading, rulebook: Rulebook, told: Tellings | None = None) -> list[Deal]:
    """The deals that a reading tells, each value with its evidence; main deals and background alike.

    ``told``: what :func:`deal_prospect` found its sentences to tell; it is used up.
    """
    return _assembler(rulebook).deals(reading, told)


def deal_prospect(
    sentences: Iterable[Sentence], article: Article, *, rulebook: Rulebook, told: Tellings | None = None
) -> Prospect:
    """What may become of an article whose trigger sentences are these? See :func:`prospect_of`.

    ``told`` keeps what they tell, so that it need not be found out again by :func:`assemble_deals`.
    """
    return _assembler(rulebook).prospect(sentences, article, {} if told is None else told)


def _assembler(rulebook: Rulebook) -> Assembler:
    """The compiled rulebook, kept by its digest."""
    assembler = _assemblers.get(rulebook.digest)
    if assembler is None:
        assembler = _assemblers[rulebook.digest] = Assembler(rulebook)
    return assembler
