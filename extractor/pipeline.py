"""The one room that knows the order of the steps: source -> page -> article -> reading -> deals and statistics.

Steps raise :class:`~extractor.errors.SourceError`; here each becomes a :class:`~extractor.records.Failure`, one
outcome per source in the order given, so that a bad page never stops a run. Steps are imported when first used:
what is costly to load is loaded only where there is something to read.
"""

from __future__ import annotations

import json
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias, TypeVar

from extractor import __version__
from extractor.errors import DealwireError, ModelError, NoArticle, NotEnglish, SourceError, UsageError
from extractor.records import Article, Extraction, Failure, Page, Provenance, Reading
from extractor.sources import Draft, Form, Source, find_sources, read_source

if TYPE_CHECKING:
    from extractor.annotate import Annotator
    from extractor.assemble import Explanation
    from extractor.fetch import Client
    from extractor.rulebook import Rulebook
    from extractor.sinks import Step, Store

logger = logging.getLogger(__name__)
T = TypeVar("T")
Given = TypeVar("Given", Source, Article, Page, Draft, Page | Draft)
Read: TypeAlias = Page | Draft

BATCH = 16
"""Articles whose sentences go through the model together."""

ENOUGH = 48
"""Sources from which on it pays to start other processes, each of which takes a second or two to load the model."""

POISONOUS = ("internal", "crashed", "timeout", "memory")
"""Codes of failures that come of the program meeting the page, and will come again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one source in a run."""

    source: str
    state: Literal["new", "changed", "same", "failed", "quarantined"]
    """``new`` or ``changed``: read and stored; ``same``: nothing to do, the database has it; ``failed``: see there;
    ``quarantined``: an earlier run put this very page into quarantine, and this one passed it by."""
    extraction: Extraction | None = None
    """What was read; None where the database knew the page, or where it failed."""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """What an article tells, with the sentences behind it."""

    extraction: Extraction
    reading: Reading
    untold: tuple[Explanation, ...]
    """Sentences that look like a deal and gave none."""


class Extractor:
    """Reads articles, with rules and model loaded once, at the first article.

    ``rules`` is a folder of rules (the shipped ones where None), ``model`` an installed spaCy model, by name or
    path, ``client`` what fetches URLs (a careful one of its own where None). ``triage`` parses only what may tell
    a deal or a statistic; without it more is parsed, and the same is found.
    """

    def __init__(
        self,
        *,
        rules: Path | str | None = None,
        model: str | None = None,
        client: Client | None = None,
        triage: bool = True,
    ) -> None:
        self._rules = rules
        self._model = model
        self._client = client
        self._triage = triage

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules in use. Raises RuleError where they cannot be used."""
        from extractor.rulebook import load_rulebook

        return load_rulebook(self._rules)

    @cached_property
    def annotator(self) -> Annotator:
        """The model in use. Raises ModelError where it cannot be loaded."""
        from extractor.annotate import Annotator

        return Annotator(self.rulebook, model=self._model)

    @cached_property
    def provenance(self) -> Provenance:
        """What reads the articles: version, model, rules."""
        model = self.annotator.model_info
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
        """Read the one article at ``source``: a path, ``FILE#LINE``, or a URL.

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
        found, workers = _crew(found, workers)
        batches = ([_guarded(self.read_source, source) for source in batch] for batch in _batches(found))
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
        found, workers = _crew(find_sources(given, form=form, stdin=stdin, passed=passed), workers)
        self.load()
        run = store.start_run(given, version=__version__)
        taken: deque[list[_Page]] = deque()

        def wanted() -> Iterator[list[Read | Failure]]:
            for batch in _batches(found):
                taken.append([self._take(source, store, again=again) for source in batch])
                yield [page.read for page in taken[-1] if page.read is not None]

        for finished in self._spread(wanted(), workers):
            yield from self._keep(taken.popleft(), finished, store, run)
        store.finish_run(run)

    def finish(self, batch: Sequence[Read | Failure]) -> list[Finished]:
        """What becomes of pages and records: cleaned, annotated and assembled, faults caught; failures stay."""
        cleaned = [one if isinstance(one, Failure) else _guarded(clean_article, one) for one in batch]
        step: dict[bool, Step] = {True: "extract", False: "clean"}
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
        from extractor.workers import Lost, Pool, WorkerError

        _ = self.rulebook  # what is wrong with the rules is told here, once
        taken: deque[list[Read | Failure]] = deque()

        def noted() -> Iterator[list[Read | Failure]]:
            for batch in batches:
                taken.append(batch)
                yield batch

        make = partial(_make_finish, type(self), rules=self._rules, model=self._model, triage=self._triage)
        pool: Pool[Read | Failure, Finished] = Pool(make, workers)
        try:
            for results in pool.map(noted()):
                yield [
                    Finished(Failure(source=read.source, code=one.code, message=one.reason), "extract", one.attempts)
                    if isinstance(one, Lost)
                    else one
                    for read, one in zip(taken.popleft(), results, strict=True)
                ]
        except WorkerError as error:
            self.load()  # raises what is wrong, where it is wrong here too
            raise ModelError(f"no worker process could begin: {error}") from error

    def _take(self, source: Source, store: Store, *, again: bool) -> _Page:
        """Read a source, unless the store knows what is in it."""
        from extractor.sinks import page_digest

        read = _guarded(self.read_source, source)
        if isinstance(read, Failure):
            return _Page(source.name, read)
        digest = page_digest(read if isinstance(read, Page) else _page_of(read))
        if store.done(digest, self.provenance):
            return _Page(source.name, None, digest, "same")
        if not again and store.is_quarantined(digest, self.provenance):
            return _Page(source.name, None, digest, "quarantined")
        return _Page(source.name, read, digest)

    def _keep(self, pages: Sequence[_Page], finished: Sequence[Finished], store: Store, run: int) -> list[Stored]:
        """Store what was found in a batch, and what went wrong in it."""
        results = iter(finished)
        ended = [(page, next(results) if page.read is not None else None) for page in pages]
        read = [(one.outcome, page.digest) for page, one in ended if one and isinstance(one.outcome, Extraction)]
        saved = iter(store.save_all(read, run=run) if read else ())
        kept = []
        for page, one in ended:
            if one is None:
                kept.append(Stored(page.source, page.state))
            elif isinstance(one.outcome, Extraction):
                state = next(saved).outcome
                kept.append(Stored(page.source, state, one.outcome if state != "same" else None))
            else:
                self._give_up(page, one, one.outcome, store, run)
                kept.append(Stored(page.source, "failed", failure=one.outcome))
        return kept

    def _give_up(self, page: _Page, one: Finished, failure: Failure, store: Store, run: int) -> None:
        """Remember a failure; what is a fault of ours, or ended a process, goes into quarantine."""
        from extractor.sinks import Poison

        if page.digest is not None and failure.code in POISONOUS:
            poison = Poison(
                source=page.source,
                step=one.step,
                code=failure.code,
                reason=failure.message,
                attempts=one.attempts,
                page=page.digest,
                provenance=self.provenance,
            )
            store.quarantine(poison, run=run)
        store.save_failure(failure, run=run)

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
        from extractor.assemble import may_tell_deals

        may_tell = partial(may_tell_deals, rulebook=self.rulebook) if self._triage else None
        readings = self.annotator.read_batch(articles, may_tell=may_tell, thorough=not self._triage)
        return [self.extract_reading(reading) for reading in readings]

    def extract_reading(self, reading: Reading) -> Extraction:
        """Find the deals and statistics of an annotated article."""
        from extractor.assemble import assemble_deals, assemble_statistics

        return Extraction(
            article=reading.article,
            deals=tuple(assemble_deals(reading, self.rulebook)),
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
            found = (_guarded(self.extract_article, article) for article in articles)
        return [one if isinstance(one, Failure) else next(found) for one in read]


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a page or a record that was read."""

    outcome: Extraction | Failure
    step: Step = "extract"
    """The step that it ended in."""
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class _Page:
    """A source of a run once it is read; ``read`` is None where the store's state says that there is nothing to do."""

    source: str
    read: Read | Failure | None
    digest: str | None = None
    state: Literal["same", "quarantined"] = "same"


def _make_finish(
    kind: type[Extractor], *, rules: Path | str | None, model: str | None, triage: bool
) -> Callable[[Sequence[Read | Failure]], list[Finished]]:
    """What a worker process does, with rules and model loaded."""
    extractor = kind(rules=rules, model=model, triage=triage)
    extractor.load()
    return extractor.finish


def _crew(found: Iterable[Source], workers: int | None) -> tuple[Iterable[Source], int]:
    """How many processes are to read the sources; one where there is too little to read for several to begin."""
    if workers is not None:
        return found, workers
    rest = iter(found)
    first = list(islice(rest, ENOUGH))
    if len(first) < ENOUGH:
        return first, 1
    from extractor.workers import core_count

    return chain(first, rest), core_count()


def clean_article(read: Page | Draft) -> Article:
    """Clean what was read. Raises NoArticle where it has no text, NotEnglish where the rules cannot read it."""
    from extractor.clean import clean_html, clean_page, clean_text

    if isinstance(read, Page):
        return check_article(clean_page(read))
    if read.text is not None:
        article = clean_text(
            read.text, source=read.source, title=read.title, url=read.url, published=read.published, id=read.id
        )
    else:
        article = clean_html(read.html or "", read.url, source=read.source, opening=False)
        given = {"id": read.id, "title": read.title, "published": read.published}
        article = article.model_copy(update={key: value for key, value in given.items() if value})
    return check_article(article)


def check_article(article: Article) -> Article:
    """``article`` with its language. Raises NoArticle where it has no text, NotEnglish where rules cannot read it."""
    from extractor.clean import detect_language

    if not article.text.strip():
        raise NoArticle(article.source, article.problem or "there is no article's text on the page")
    language = detect_language(article.text)
    if language not in (None, "en"):
        raise NotEnglish(article.source, f"the text is in another language ({language}); the rules read English")
    return article.model_copy(update={"language": "en"}) if article.language != "en" else article


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


def _batches(found: Iterable[Source]) -> Iterator[list[Source]]:
    """Sources in batches: small ones at first, so that the first outcomes come soon."""
    rest, size = iter(found), 1
    while batch := list(islice(rest, size)):
        yield batch
        size = min(2 * size, BATCH)


def _guarded(act: Callable[[Given], T], source: Given) -> T | Failure:
    """What ``act`` makes of the source or article; whatever is wrong with it as its failure."""
    try:
        return act(source)
    except SourceError as error:
        logger.debug("%s", error, exc_info=True)
        return Failure(source=error.source, code=error.code, message=error.reason)
    except DealwireError:
        raise
    except Exception as error:
        # The boundary of a run: a fault of ours in one article must not cost the user all the others.
        name = source.name if isinstance(source, Source) else source.source
        logger.debug("a fault while reading %s", name, exc_info=True)
        return Failure(source=name, code="internal", message=_fault(error))


def _fault(error: Exception) -> str:
    told = f"a fault in dealwire, not in the article: {type(error).__name__}: {error}"
    return f"{told}; please report it with the article"


def _page_of(draft: Draft) -> Page:
    """A draft as the page that it stands for, by which the store knows it again wherever its line moves."""
    said = asdict(draft) | {"source": ""}
    return Page(source=draft.source, content=json.dumps(said).encode(), media_type="application/json")


def _only(name: str, form: Form, stdin: BinaryIO | None = None) -> Source:
    found = find_sources([name], form=form, stdin=stdin)
    source = next(found)
    if next(found, None) is not None:
        raise UsageError(f"{name} holds several articles: name one of them, as FILE#LINE")
    return source
