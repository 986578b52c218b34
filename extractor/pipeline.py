"""The one room that knows the order of the steps: source -> page -> article -> reading -> deals and statistics.

Steps raise :class:`~extractor.errors.SourceError`; here each becomes a :class:`~extractor.records.Failure`, one
outcome per source in the order given, so that a bad page never stops a run. Steps are imported when first used:
what is costly to load is loaded only where there is something to read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from extractor import __version__
from extractor.errors import NoArticle, NotEnglish, SourceError, UsageError
from extractor.records import Article, Extraction, Failure, Page, Provenance
from extractor.sources import Draft, Form, Source, find_sources, read_source

if TYPE_CHECKING:
    from extractor.annotate import Annotator
    from extractor.fetch import Client
    from extractor.rulebook import Rulebook

logger = logging.getLogger(__name__)


class Extractor:
    """Reads articles, with rules and model loaded once, at the first article.

    ``rules`` is a folder of rules (the shipped ones where None), ``model`` an installed spaCy model, by name or
    path, ``client`` what fetches URLs (a careful one of its own where None).
    """

    def __init__(
        self, *, rules: Path | str | None = None, model: str | None = None, client: Client | None = None
    ) -> None:
        self._rules = rules
        self._model = model
        self._client = client

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
        """One outcome for every source that was found, in order.

        Raises RuleError and ModelError before the first article.
        """
        self.annotator  # noqa: B018 - rules that cannot be used are no fault of a source
        for source in found:
            yield self._outcome(source)

    def read_article(self, source: Source) -> Article:
        """Read and clean, nothing more. Raises a SourceError."""
        if source.form == "url":
            from extractor.fetch import fetch_page

            article = self._clean(fetch_page(source.name, client=self.client))
        else:
            article = self._clean(read_source(source))
        return check_article(article)

    def extract_article(self, article: Article) -> Extraction:
        """Find the deals and statistics of a cleaned article."""
        from extractor.assemble import assemble_deals, assemble_statistics

        reading = self.annotator.read(article)
        return Extraction(
            article=article,
            deals=tuple(assemble_deals(reading, self.rulebook)),
            statistics=tuple(assemble_statistics(reading, self.rulebook)),
            provenance=self.provenance,
        )

    def _clean(self, read: Page | Draft) -> Article:
        from extractor.clean import clean_html, clean_page, clean_text

        if isinstance(read, Page):
            return clean_page(read)
        if read.text is not None:
            return clean_text(
                read.text,
                source=read.source,
                title=read.title,
                url=read.url,
                published=read.published,
                id=read.id,
            )
        article = clean_html(read.html or "", read.url, source=read.source)
        given = {"id": read.id, "title": read.title, "published": read.published}
        return article.model_copy(update={key: value for key, value in given.items() if value})

    def _outcome(self, source: Source) -> Extraction | Failure:
        try:
            return self.extract_article(self.read_article(source))
        except SourceError as error:
            logger.debug("%s", error, exc_info=True)
            return Failure(source=error.source, code=error.code, message=error.reason)
        except Exception as error:
            # The boundary of a run: a fault of ours in one article must not cost the user all the others.
            logger.debug("a fault while reading %s", source.name, exc_info=True)
            told = f"a fault in dealwire, not in the article: {type(error).__name__}: {error}"
            return Failure(source=source.name, code="internal", message=f"{told}; please report it with the article")


def check_article(article: Article) -> Article:
    """``article`` with its language. Raises NoArticle where it has no text, NotEnglish where rules cannot read it."""
    from extractor.normalize.language import detect_language

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


def _only(name: str, form: Form) -> Source:
    found = find_sources([name], form=form)
    source = next(found)
    if next(found, None) is not None:
        raise UsageError(f"{name} holds several articles: name one of them (as FILE#LINE), or use iter_extract")
    return source
