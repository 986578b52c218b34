"""Who says "we": the company whose own page tells of its round."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.assemble.companies import Company, Registry
from extractor.assemble.parties import Ref
from extractor.assemble.report import SentenceTelling
from extractor.records import Article, Sentence

FIRST_PERSON = frozenset({"we", "our", "us", "i", "my"})
QUOTES = ('"', "“", "”")

AT_HOME = r"\b(?:[Aa]t|[Jj]oin(?:ed|ing)?|[Bb]uild(?:ing)?) (?:{})\b,?(?: we\b| our\b|$)"
"""At Oatcake, we ..."""
FOUNDING = r"\b(?:[Ww]e|[Ii])(?: \w+)? (?:started|founded|built|created|launched|are|call it|called it) (?:{})\b"
"""I started Oatcake; we are Oatcake."""
TOLD_OF = r"(?<!\w)(?:{}),? (?:has|have|is|will|now|today|just|raised|closed)\b"
"""Oatcake has a new set of partners."""
OTHERS = r"(?<!\w)(?:{}) and I\b|\bI and (?:{})(?!\w)|\bour \w+ at (?:{})(?!\w)"
"""Jane and I; our friends at Finch."""


def says_we(ref: Ref, sentence: Sentence | None) -> bool:
    """Does a word that points back mean whoever writes, and nobody who is quoted?"""
    if sentence is None or ref.text.lower() not in FIRST_PERSON:
        return False
    return not any(mark in sentence.text for mark in QUOTES)


def person_before(sentence: int, registry: Registry, tellings: Iterable[SentenceTelling]) -> Ref | None:
    """Whom "he" or "she" means: the person who is the subject of one of the two sentences before; None if none is."""
    for telling in sorted(tellings, key=lambda telling: -telling.number):
        if sentence - 2 <= telling.number < sentence:
            for ref in telling.subjects:
                company = registry.find(ref)
                if company is not None and (company.given or company.titled or company.is_person()):
                    return ref
    return None


def speaker_of(article: Article, registry: Registry, tellings: Iterable[SentenceTelling]) -> Company | None:
    """The company that tells of itself: the one named most that gives no money, best in the headline or as in "at
    Oatcake, we"; of equals the one that comes first."""
    given = [ref for telling in tellings for facet in telling.facets for ref in facet.refs]
    given += [ref for telling in tellings for report in telling.reports for ref, _ in report.investors]
    givers = {company.number for ref in given if (company := registry.company_of(ref)) is not None}
    text = f"{article.title}\n{article.text}"
    best: tuple[int, int] | None = None
    found = None
    for company in registry.companies:
        if company.number in givers or company.is_person() or registry.is_place(company):
            continue
        forms = "|".join(re.escape(name) for name in company.names)
        score = len(re.findall(rf"(?<!\w)(?:{forms})(?!\w)", text)) + 3 * company.in_title
        score += 5 * bool(re.search(AT_HOME.format(forms), text, re.MULTILINE))
        score += 3 * bool(re.search(FOUNDING.format(forms), text))
        score += 2 * bool(re.search(TOLD_OF.format(forms), text))
        score -= 5 * bool(re.search(OTHERS.format(forms, forms, forms), text))
        if best is None or (score, -company.first) > best:
            best, found = (score, -company.first), company
    return found
