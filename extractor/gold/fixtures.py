"""Reads one fixture folder, and refuses gold that its article does not bear out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import ValidationError

from extractor.errors import GoldError
from extractor.gold.models import DateText, GoldArticle, GoldDeal, GoldParty, GoldStatistic
from extractor.gold.quotes import find_quote
from extractor.records import Article, Block, Record

_PAGES: Final = ("page.html", "page.txt")
_PARTY_LISTS: Final = ("investors", "acquirers", "sellers")
_PROVED: Final = ("company", "amount", "stage", "valuation", "stake_percent", *_PARTY_LISTS)
"""Fields that need a quote. A date may come from the page, kind and status from the sentence as a whole."""
_QUOTABLE: Final = (*_PROVED, "kind", "status", "date", "extension")


class _Loader(yaml.SafeLoader):
    """YAML whose dates stay text and whose numbers stay exact."""


_Loader.yaml_implicit_resolvers = {
    key: [
        (tag, regexp)
        for tag, regexp in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")
    ]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _About(Record):
    """article.yaml."""

    title: str
    standfirst: str | None = None
    published: DateText | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    language: str = "en"
    text: str


class _Told(Record):
    """deals.yaml; both lists must be there, empty where the article tells none."""

    deals: list[Any]
    statistics: list[Any]
    notes: str | None = None


class _Meta(Record):
    """meta.yaml."""

    licence: str
    teaches: str
    url: str | None = None
    date: DateText | None = None
    absent: tuple[str, ...] = ()


_R = TypeVar("_R", bound=Record)


def read_fixture(folder: str | Path) -> GoldArticle:
    """The gold of one folder, with a span for every quote.

    Raises GoldError naming the folder and every fault: a missing or unknown key, a value without a quote, a
    quote that is absent or ambiguous, a name that the article does not use.
    """
    folder = Path(folder)
    faults: list[str] = []
    page = next((folder / name for name in _PAGES if (folder / name).is_file()), None)
    if page is None:
        faults.append(f"{folder}: has neither page.html nor page.txt")
    about = _load(folder / "article.yaml", _About, faults)
    told = _load(folder / "deals.yaml", _Told, faults)
    meta = _load(folder / "meta.yaml", _Meta, faults)
    if page is None or about is None or told is None or meta is None:
        raise GoldError("\n".join(faults))
    article = _article(folder.name, str(page), about, meta)
    deals = [_read_deal(item, article, f"deal {n}", faults) for n, item in enumerate(told.deals, 1)]
    statistics = [_read_statistic(item, article, f"statistic {n}", faults) for n, item in enumerate(told.statistics, 1)]
    if faults:
        raise GoldError("\n".join(f"{folder}: deals.yaml: {fault}" for fault in faults))
    return GoldArticle(
        id=folder.name,
        deals=tuple(deal for deal in deals if deal is not None),
        statistics=tuple(statistic for statistic in statistics if statistic is not None),
        source=str(page),
        article=article,
        url=meta.url,
        licence=meta.licence,
        teaches=meta.teaches,
        absent=meta.absent,
        notes=told.notes,
    )


def _load(path: Path, form: type[_R], faults: list[str]) -> _R | None:
    """One of a folder's files, checked; None, and its faults listed, where it is not as it should be."""
    try:
        return form.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.append(f"{path}: cannot be read: {error}")
    except ValidationError as error:
        faults.append(f"{path}: {_reasons(error)}")
    return None


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        ": ".join(part for part in (".".join(map(str, e["loc"])), e["msg"]) if part) for e in error.errors()
    )


def _article(name: str, source: str, about: _About, meta: _Meta) -> Article:
    text = about.text.strip()
    blocks, start = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block(kind="paragraph", start=start, end=start + len(part)))
        start += len(part) + 2
    return Article(
        id=name,
        source=source,
        url=meta.url,
        title=about.title,
        standfirst=about.standfirst,
        site=about.site,
        authors=about.authors,
        published=about.published,
        language=about.language,
        text=text,
        blocks=tuple(blocks),
    )


def _read_deal(item: Any, article: Article, name: str, faults: list[str]) -> GoldDeal | None:
    if not isinstance(item, dict):
        faults.append(f"{name}: is not a mapping")
        return None
    quotes = item.get("evidence") or {}
    plain = {key: value for key, value in item.items() if key != "evidence" and value is not None}
    try:
        deal = GoldDeal.model_validate(plain)
    except ValidationError as error:
        faults.append(f"{name}: {_reasons(error)}")
        return None
    name = f"{name} ({deal.company[0]})"
    evidence = _find_all(quotes, article, name, faults)
    for field in _PROVED:
        value = getattr(deal, field)
        needed = len(value) if field in _PARTY_LISTS else int(value is not None)
        if _given(quotes, field) < needed:
            faults.append(f"{name}: {field} needs {needed} quote(s) as evidence")
    strange = [key for key in quotes if key not in _QUOTABLE] if isinstance(quotes, dict) else []
    faults += [f"{name}: evidence for {key!r}, which is no field of a deal" for key in strange]
    faults += [f"{name}: {fault}" for fault in _unused_names(deal, article)]
    return GoldDeal.model_validate({**plain, "evidence": evidence})


def _given(quotes: Any, field: str) -> int:
    """How many quotes are written for a field, found or not."""
    given = quotes.get(field, []) if isinstance(quotes, dict) else []
    return len(given) if isinstance(given, list) else 1


def _unused_names(deal: GoldDeal, article: Article) -> Iterator[str]:
    """A name that gold gives must be one that the article uses, in one of its spellings at least."""
    words = f"{article.title}\n{article.text}"
    parties: tuple[GoldParty, ...] = (*deal.investors, *deal.acquirers, *deal.sellers)
    for names in (deal.company, *(party.name for party in parties)):
        if not any(spelling in words for spelling in names):
            yield f"the article nowhere says {' or '.join(map(repr, names))}"


def _read_statistic(item: Any, article: Article, name: str, faults: list[str]) -> GoldStatistic | None:
    if not isinstance(item, dict):
        faults.append(f"{name}: is not a mapping")
        return None
    quotes = item.get("evidence") or {}
    plain = {key: value for key, value in item.items() if key != "evidence" and value is not None}
    try:
        statistic = GoldStatistic.model_validate(plain)
    except ValidationError as error:
        faults.append(f"{name}: {_reasons(error)}")
        return None
    evidence = _find_all(quotes, article, f"{name} ({statistic.subject})", faults)
    if not _given(quotes, "value"):
        faults.append(f"{name} ({statistic.subject}): value needs a quote as evidence")
    return GoldStatistic.model_validate({**plain, "evidence": evidence})


def _find_all(quotes: Any, article: Article, name: str, faults: list[str]) -> list[dict[str, Any]]:
    """Evidence for quotes by field: each a string, ``{quote, occurrence, in: title}``, or a list of these."""
    if not isinstance(quotes, dict):
        faults.append(f"{name}: evidence is not a mapping of fields to quotes")
        return []
    found = []
    for field, given in quotes.items():
        for entry in given if isinstance(given, list) else [given]:
            entry = {"quote": entry} if isinstance(entry, str) else entry
            if not isinstance(entry, dict) or "quote" not in entry or set(entry) - {"quote", "occurrence", "in"}:
                faults.append(f"{name}: {field}: a quote is a string, or quote with occurrence or in; not {entry!r}")
                continue
            where = entry.get("in", "text")
            text = article.title if where == "title" else article.text
            try:
                start, end = find_quote(text, str(entry["quote"]), occurrence=entry.get("occurrence"))
            except GoldError as error:
                faults.append(f"{name}: {field}: {error}")
                continue
            found.append(
                {
                    "field": field,
                    "start": start,
                    "end": end,
                    "text": text[start:end],
                    "rule": "gold",
                    "in": where,
                }
            )
    return found
