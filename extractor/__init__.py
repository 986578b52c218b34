"""Dealwire reads news articles and writes deal records, each value with the words that prove it.

Three lines are enough::

    import extractor
    for deal in extractor.extract("page.html").deals:
        print(deal.kind, deal.company.name, deal.amount)

The names below are loaded when first used, so that ``import extractor`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from extractor.clean import clean_html
    from extractor.errors import DealwireError, SourceError
    from extractor.pipeline import Extractor, extract, iter_extract
    from extractor.records import Article, Deal, Evidence, Extraction, Failure, Money, Statistic
    from extractor.rulebook import Rulebook, load_rulebook

__all__ = [
    "Article",
    "Deal",
    "DealwireError",
    "Evidence",
    "Extraction",
    "Extractor",
    "Failure",
    "Money",
    "Rulebook",
    "SourceError",
    "Statistic",
    "__version__",
    "clean_html",
    "extract",
    "iter_extract",
    "load_rulebook",
]

_HOMES = {
    "Article": "records",
    "Deal": "records",
    "DealwireError": "errors",
    "Evidence": "records",
    "Extraction": "records",
    "Extractor": "pipeline",
    "Failure": "records",
    "Money": "records",
    "Rulebook": "rulebook",
    "SourceError": "errors",
    "Statistic": "records",
    "clean_html": "clean",
    "extract": "pipeline",
    "iter_extract": "pipeline",
    "load_rulebook": "rulebook",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its room when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
