"""Gold: what people agreed on. Reads it, and scores what the program found against it.

Gold comes in two shapes. A *fixture* is a folder in ``fixtures/``::

    acme-series-a/
      page.html       the page as a publisher would serve it (or page.txt)
      article.yaml    title, standfirst, published, site, authors, text: what cleaning should give
      deals.yaml      deals and statistics, with evidence as quotes
      meta.yaml       url, date, licence, teaches, absent (clutter that cleaning must drop)

and a *gold file* is ``.json`` (one article) or ``.jsonl`` (one a line), each article
``{"id": ..., "deals": [...], "statistics": [...]}`` with every name a list of accepted spellings. The
articles themselves stand beside a gold file: ``gold.jsonl`` with ``articles.jsonl``, ``NAME.gold.jsonl`` with
``NAME.jsonl`` or a folder ``NAME/`` of pages named by id, ``NAME.gold.json`` with ``NAME.txt`` or
``NAME.html``.

This room never runs the program: predictions are handed in, as :class:`~extractor.records.Extraction` or as
dicts in the output's form. The whole of ``dealwire evaluate FIXTURES [--min record=0.8] [--predictions OUT.jsonl]
[--output OUT.jsonl] [--compare OLD.jsonl] [--errors N]`` is::

    from extractor import gold

    articles = gold.read_gold(["fixtures"])
    found = gold.read_predictions("OUT.jsonl")          # or: extract every one of gold.sources(articles)
    card = gold.score(articles, found)
    print(gold.render_text(card, errors=20))            # or: json.dumps(gold.render_json(card))
    short = gold.shortfalls(card, gold.parse_minimums(["record=0.8", "clean=0.95"]))
    for line in short:
        print(line)                                     # exit status 1 when there is any
    changes = gold.compare(gold.read_predictions("OLD.jsonl"), found, articles)
    print(gold.render_changes(changes))

Counting is told in :mod:`extractor.gold.scoring`; how two values are held to be the same in
:mod:`extractor.gold.facts`.
"""

from __future__ import annotations

from extractor.gold.changes import Change, Changes, compare
from extractor.gold.models import GoldArticle, GoldDeal, GoldMoney, GoldParty, GoldStatistic
from extractor.gold.predictions import Prediction, read_predictions
from extractor.gold.reading import read_fixture, read_gold, sources
from extractor.gold.rendering import render_changes, render_json, render_text
from extractor.gold.scoring import (
    FIELDS,
    ArticleScore,
    Bin,
    Mistake,
    Scorecard,
    Tally,
    parse_minimums,
    score,
    score_article,
    shortfalls,
)

__all__ = [
    "FIELDS",
    "ArticleScore",
    "Bin",
    "Change",
    "Changes",
    "GoldArticle",
    "GoldDeal",
    "GoldMoney",
    "GoldParty",
    "GoldStatistic",
    "Mistake",
    "Prediction",
    "Scorecard",
    "Tally",
    "compare",
    "parse_minimums",
    "read_fixture",
    "read_gold",
    "read_predictions",
    "render_changes",
    "render_json",
    "render_text",
    "score",
    "score_article",
    "shortfalls",
    "sources",
]
