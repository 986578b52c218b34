"""The one room that knows the order of the steps: source -> page -> article -> reading -> deals and statistics.

Steps raise :class:`~extractor.errors.SourceError`; here each becomes a :class:`~extractor.records.Failure`, one
outcome per source in the order given, so that a bad page never stops a run. Steps are imported when first used:
what is costly to load is loaded only where there is something to read.

``cleaning`` ends in an article; ``extractor`` knows the steps; ``spreading`` gives them to other processes;
``storing`` keeps what a run finds.
"""

from extractor.pipeline.cleaning import check_article, clean_article
from extractor.pipeline.extractor import Extractor, extract, iter_extract, open_deals, shared_extractor
from extractor.pipeline.outcomes import POISONOUS, Explained, Finished, Read, Stored

__all__ = [
    "POISONOUS",
    "Explained",
    "Extractor",
    "Finished",
    "Read",
    "Stored",
    "check_article",
    "clean_article",
    "extract",
    "iter_extract",
    "open_deals",
    "shared_extractor",
]
