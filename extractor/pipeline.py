"""The one room that knows the order of the steps: source -> page -> article -> reading -> deals and statistics.

Steps raise :class:`~extractor.errors.SourceError`; here each becomes a :class:`~extractor.records.Failure`, one
outcome per source in the order given, so that a bad page never stops a run. Steps are imported when first used:
what is costly to load is loaded only where there is something to read.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeVar

from extractor import __version__
from extractor.errors import DealwireError, NoArticle, NotEnglish, SourceError, UsageError
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
Given = TypeVar("Given", Source, Article)

BATCH = 16
"""Articles whose sentences go through the model together."""


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
        self, sources: Iterable[str], *, form: Form = "auto", stdin: BinaryIO | None = None
    ) -> Iterator[Extraction | Failure]:
        """One outcome for every article in ``sources``, in order; see :func:`~extractor.sources.find_sources`."""
        return self.iter_found(find_sources(sources, form=form, stdin=stdin))

    def iter_found(self, found: Iterable[Source]) -> Iterator[Extraction | Failure]:
        """One outcome for every source that was found, in order. Raises RuleError, ModelError."""
        for batch in _batches(found):
            yield from self._outcomes([_guarded(self.read_article, source) for source in batch])

    def iter_stored(
        self,
        sources: Iterable[str],
        store: Store,
        *,
        form: Form = "auto",
        stdin: BinaryIO | None = None,
        again: bool = False,
    ) -> Iterator[Stored]:
        """Read what the store does not hold yet, and store it; one outcome for every article, in order.

        A page that these very rules, model and program have read before is not read again, so that a run that was
        stopped goes on where it ended; one over which they stumbled is put into quarantine and not tried again, unless
        ``again`` says so. Raises RuleError, ModelError, StoreError.
        """
        given = list(sources)
        found = find_sources(given, form=form, stdin=stdin)
        self.load()
        run = store.start_run(given, version=__version__)
        for source in found:
            outcome = _guarded(partial(self._store, store=store, run=run, again=again), source)
            if isinstance(outcome, Failure):
                store.save_failure(outcome, run=run)
                outcome = Stored(source.name, "failed", failure=outcome)
            yield outcome
        store.finish_run(run)

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
        return [self.extract_reading(reading) for reading in self.annotator.read_batch(articles, may_tell=may_tell)]

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

    def _store(self, source: Source, *, store: Store, run: int, again: bool) -> Stored:
        from extractor.sinks import Poison, page_digest

        read = self.read_source(source)
        digest = page_digest(read if isinstance(read, Page) else _page_of(read))
        if store.done(digest, self.provenance):
            return Stored(source.name, "same")
        if not again and store.is_quarantined(digest, self.provenance):
            return Stored(source.name, "quarantined")
        step: Step = "clean"
        try:
            article = clean_article(read)
            step = "extract"
            extraction = self.extract_article(article)
        except DealwireError:
            raise
        except Exception as error:
            told = _fault(error)
            poison = Poison(
                source=source.name, step=step, code="internal", reason=told, page=digest, provenance=self.provenance
            )
            store.quarantine(poison, run=run)
            raise
        saved = store.save(extraction, page=digest, run=run)
        return Stored(source.name, saved.outcome, extraction)


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
        name = source.source if isinstance(source, Article) else source.name
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
