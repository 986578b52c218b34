"""The steps in their order, with rules and model loaded once."""

from __future__ import annotations

import gc
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from extractor import __version__
from extractor.errors import DealwireError, UsageError
from extractor.pipeline.cleaning import clean_article
from extractor.pipeline.collecting import collecting_afterwards
from extractor.pipeline.outcomes import Explained, Finished, Read, Stored, guarded
from extractor.pipeline.spreading import batched, crew, spread
from extractor.pipeline.storing import Run, Taken
from extractor.records import Article, Extraction, Failure, Page, Provenance, Reading
from extractor.sources import Draft, Form, Source, find_sources, read_source

if TYPE_CHECKING:
    from extractor.annotate import Annotator
    from extractor.assemble import Tellings
    from extractor.fetch import Client
    from extractor.rulebook import Rulebook
    from extractor.sinks import Step, Store


class Extractor:
    """Reads articles, with rules and model loaded once, at the first article.

    ``rules`` is a folder of rules (the shipped ones where None), ``model`` an installed spaCy model, by name or
    path, ``client`` what fetches URLs (a careful one of its own where None). ``triage`` parses only what may tell
    a deal or a statistic; without it more is parsed, and the same is found. ``own_process``: this process reads
    articles and does nothing else, so that what is loaded may be kept from the collector of cyclic garbage, which
    would go through it again with every few articles and take a twentieth of the time.
    """

    def __init__(
        self,
        *,
        rules: Path | str | None = None,
        model: str | None = None,
        client: Client | None = None,
        triage: bool = True,
        own_process: bool = False,
    ) -> None:
        self._rules = rules
        self._model = model
        self._client = client
        self._triage = triage
        self._own_process = own_process

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules in use. Raises RuleError where they cannot be used."""
        from extractor.rulebook import load_rulebook

        return load_rulebook(self._rules)

    @cached_property
    def annotator(self) -> Annotator:
        """The model in use. Raises ModelError where it cannot be loaded."""
        from extractor.annotate import Annotator
        from extractor.assemble import tells_statistic

        tells = partial(tells_statistic, rulebook=self.rulebook)
        return Annotator(self.rulebook, model=self._model, tells_statistic=tells)

    @cached_property
    def provenance(self) -> Provenance:
        """What reads the articles: version, model, rules."""
        model = self.annotator.model_info
        if self._own_process:
            gc.freeze()
        return Provenance(
            version=__version__,
            model=model.name,
            model_version=model.version,
            model_digest=model.digest,
            rules=self.rulebook.digest,
        )

    @cached_property
    def client(self) -> Client:
        """What fetches URLs."""
        from extractor.fetch import Client

        return self._client or Client()

    def extract(self, source: str, *, form: Form = "auto") -> Extraction:
        """Read the one article at ``source``: a path, ``FILE#LINE``, ``FILE#OFFSET``, or a URL.

        Raises a SourceError where it cannot be read, UsageError where it holds several articles.
        """
        return self.extract_article(self.read_article(_only(source, form)))

    def iter_extract(
        self,
        sources: Iterable[str],
        *,
        form: Form = "auto",
        stdin: BinaryIO | None = None,
        workers: int | None = 1,
        passed: Counter[str] | None = None,
    ) -> Iterator[Extraction | Failure]:
        """One outcome for every article in ``sources``, in order; see :func:`~extractor.sources.find_sources`.

        ``workers`` processes read them (None: as many as there are cores, where there is enough to read); the outcomes
        are the same with any number.
        """
        return self.iter_found(find_sources(sources, form=form, stdin=stdin, passed=passed), workers=workers)

    def iter_found(
        self, found: Iterable[Source], *, workers: int | None = 1, apart: bool = False
    ) -> Iterator[Extraction | Failure]:
        """One outcome for every source that was found, in order; ``apart``: by another process, even if by one.

        Raises RuleError, ModelError.
        """
        found, workers = crew(found, workers)
        batches = ([guarded(self.read_source, source) for source in batch] for batch in batched(found))
        for finished in self._spread(batches, workers, apart=apart):
            yield from (one.outcome for one in finished)

    def iter_stored(
        self,
        sources: Iterable[str],
        store: Store,
        *,
        form: Form = "auto",
        stdin: BinaryIO | None = None,
        again: bool = False,
        workers: int | None = 1,
        passed: Counter[str] | None = None,
    ) -> Iterator[Stored]:
        """Read what the store does not hold yet, and store it; one outcome for every article, in order.

        A page that these very rules, model and program have read before is not read again, so that a run that was
        stopped goes on where it ended; one over which they stumbled is put into quarantine and not tried again, unless
        ``again`` says so. ``workers`` as in :meth:`iter_extract`. Raises RuleError, ModelError, StoreError.
        """
        given = list(sources)
        found, workers = crew(find_sources(given, form=form, stdin=stdin, passed=passed), workers)
        self.load()
        run = Run(store.start_run(given, version=__version__), store, self.read_source, self.provenance, again)
        taken: deque[list[Taken]] = deque()

        def wanted() -> Iterator[list[Read | Failure]]:
            for batch in batched(found):
                taken.append([run.take(source) for source in batch])
                yield [page.read for page in taken[-1] if page.read is not None]

        for finished in self._spread(wanted(), workers):
            yield from run.keep(taken.popleft(), finished)
        store.finish_run(run.number)

    def finish(self, batch: Sequence[Read | Failure]) -> list[Finished]:
        """What becomes of pages and records: cleaned, annotated and assembled, faults caught; failures stay."""
        step: dict[bool, Step] = {True: "extract", False: "clean"}
        with collecting_afterwards():
            cleaned = [one if isinstance(one, Failure) else guarded(clean_article, one) for one in batch]
            return [
                Finished(outcome, step[isinstance(article, Article)])
                for article, outcome in zip(cleaned, self._outcomes(cleaned), strict=True)
            ]

    def _spread(
        self, batches: Iterable[list[Read | Failure]], workers: int, *, apart: bool = False
    ) -> Iterator[list[Finished]]:
        """:meth:`finish` for every batch, in order, by this process or by several others."""
        if workers == 1 and not apart:
            yield from map(self.finish, batches)
            return
        make = partial(_make_finish, type(self), rules=self._rules, model=self._model, triage=self._triage)
        yield from spread(batches, make, workers, load=self.load)

    def explain(self, source: str, *, form: Form = "auto", stdin: BinaryIO | None = None) -> Explained:
        """Read the one article at ``source`` and tell why each deal is one, and what else gave none.

        Raises as :meth:`extract` does.
        """
        from extractor.assemble import explain

        reading = self.annotator.read(self.read_article(_only(source, form, stdin)))
        extraction = self.extract_reading(reading)
        untold = explain(reading, self.rulebook, extraction.deals, extraction.statistics)
        return Explained(extraction, reading, tuple(untold))

    def load(self) -> None:
        """Load rules and model now. Raises RuleError, ModelError."""
        _ = self.provenance

    def read_source(self, source: Source) -> Page | Draft:
        """Read or fetch, nothing more. Raises a SourceError."""
        if source.form != "url":
            return read_source(source)
        from extractor.fetch import fetch_page

        return fetch_page(source.name, client=self.client)

    def read_article(self, source: Source) -> Article:
        """Read and clean. Raises a SourceError."""
        return clean_article(self.read_source(source))

    def extract_article(self, article: Article) -> Extraction:
        """Find the deals and statistics of a cleaned article."""
        return self.extract_articles([article])[0]

    def extract_articles(self, articles: Sequence[Article]) -> list[Extraction]:
        """Find the deals and statistics of cleaned articles, whose sentences go through the model together."""
        from extractor.assemble import deal_prospect

        told: Tellings = {}
        prospect = partial(deal_prospect, rulebook=self.rulebook, told=told) if self._triage else None
        with collecting_afterwards():
            readings = self.annotator.read_batch(articles, prospect=prospect, thorough=not self._triage)
            return [self.extract_reading(reading, told) for reading in readings]

    def extract_reading(self, reading: Reading, told: Tellings | None = None) -> Extraction:
        """Find the deals and statistics of an annotated article; see :func:`~extractor.assemble.assemble_deals`."""
        from extractor.assemble import assemble_deals, assemble_statistics

        return Extraction(
            article=reading.article,
            deals=tuple(assemble_deals(reading, self.rulebook, told)),
            statistics=tuple(assemble_statistics(reading, self.rulebook)),
            provenance=self.provenance,
        )

    def _outcomes(self, read: Sequence[Article | Failure]) -> list[Extraction | Failure]:
        """What is found in articles, failures left as they are."""
        articles = [article for article in read if not isinstance(article, Failure)]
        found: Iterator[Extraction | Failure]
        try:
            found = iter(self.extract_articles(articles))
        except DealwireError:
            raise
        except Exception:
            # One of them holds a fault of ours: alone, it costs only itself.
            found = (guarded(self.extract_article, article) for article in articles)
        return [one if isinstance(one, Failure) else next(found) for one in read]


def _make_finish(
    kind: type[Extractor], *, rules: Path | str | None, model: str | None, triage: bool
) -> Callable[[Sequence[Read | Failure]], list[Finished]]:
    """What a worker process does, with rules and model loaded."""
    extractor = kind(rules=rules, model=model, triage=triage, own_process=True)
    extractor.load()
    return extractor.finish


@lru_cache(maxsize=4)
def shared_extractor(rules: Path | str | None = None, model: str | None = None) -> Extractor:
    """The same extractor for the same rules and model, so that repeated calls load nothing twice."""
    return Extractor(rules=rules, model=model)


def open_deals(url_or_path: str) -> Store:
    """Open the deal database at a path (SQLite) or URL, where reports of one deal become one; made where there is none.

    Raises StoreError where it cannot be opened.
    """
    from extractor.resolve import DealResolver
    from extractor.sinks import open_store

    return open_store(url_or_path, make_resolver=DealResolver)


def extract(source: str, *, rules: Path | str | None = None, model: str | None = None) -> Extraction:
    """Read the one article at ``source`` (path, ``FILE#LINE`` or URL): its deals and statistics with evidence.

    Raises a SourceError where it cannot be read, UsageError where it holds several articles.
    """
    return shared_extractor(rules, model).extract(source)


def iter_extract(
    sources: Iterable[str], *, rules: Path | str | None = None, model: str | None = None
) -> Iterator[Extraction | Failure]:
    """One outcome for every article in ``sources``: files, folders, globs, URLs, in the order given."""
    return shared_extractor(rules, model).iter_extract(sources)


def _only(name: str, form: Form, stdin: BinaryIO | None = None) -> Source:
    found = find_sources([name], form=form, stdin=stdin)
    source = next(found)
    if next(found, None) is not None:
        raise UsageError(f"{name} holds several articles: name one of them, as FILE#LINE or FILE#OFFSET")
    return source
