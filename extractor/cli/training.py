"""``dealwire train``: learns anew how far a deal that the rules found is to be believed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Model, Rules, make_extractor
from extractor.errors import SourceError

if TYPE_CHECKING:
    from extractor.gold import GoldArticle
    from extractor.pipeline import Extractor

FOLDS = 5
HEAD = """\
id: deal-judge
kind: lexicon
why: The weights by which a draft is judged, learned from gold articles by "dealwire train"; not edited by hand.
entries:
"""


@dataclass(frozen=True)
class Row:
    """A deal that the rules found in a gold article."""

    article: str
    features: Mapping[str, float]
    right: bool
    """Company, kind, amount and stage all as in gold, or gold has it as background."""
    background: bool
    negative: bool
    """The article has no deal at all."""


def train(
    gold: Annotated[list[str], typer.Argument(help="Fixtures, or gold files beside their articles.")],
    output: Annotated[
        Path | None, typer.Option(help="Where to write the weights (the rules' deal-judge.yaml where not given).")
    ] = None,
    threshold: Annotated[float, typer.Option(min=0, max=1, help="The least probability that is reported.")] = 0.5,
    l2: Annotated[float, typer.Option(min=0.01, help="The penalty on large weights.")] = 2.0,
    model: Model = None,
    rules: Rules = None,
) -> None:
    """Learn from gold articles how far to believe what the rules find.

    The weights are written as plain numbers. Prints what the weights of the other folds would do on each article left
    out, so that the figures are honest.

    \b
    dealwire train fixtures --output /tmp/deal-judge.yaml
    """
    from extractor.assemble import fit_judge
    from extractor.gold import read_gold
    from extractor.rulebook import rules_dir

    articles = read_gold(gold)
    rows = list(_rows(make_extractor(model, rules, allow_private=False), articles))
    if not rows:
        typer.echo("the rules found no deal in these articles: nothing to learn from", err=True)
        raise typer.Exit(1)
    _report(rows, articles, l2)
    bias, weights = fit_judge(((row.features, row.right) for row in rows), l2=l2)
    lines = [f"  bias: {bias:.4f}", f"  threshold: {threshold}", "  weights:"]
    lines += [f'    "{name}": {weight:.4f}' for name, weight in sorted(weights.items())]
    place = output or (rules or rules_dir()) / "lexicons" / "deal-judge.yaml"
    place.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    typer.echo(f"{len(weights)} weights from {len(rows)} deals in {len(articles)} articles: {place}")


def _rows(extractor: Extractor, articles: Sequence[GoldArticle]) -> Iterator[Row]:
    """Every deal that the rules find in the articles, with what gold says of it."""
    from extractor.assemble import Assembler
    from extractor.gold import sources
    from extractor.gold.facts import is_right, oriented, pair_deals, read_facts
    from extractor.gold.predictions import index_predictions
    from extractor.records import Extraction
    from extractor.sources import find_sources

    assembler = Assembler(extractor.rulebook)
    wanted = {article.id: article for article in articles}
    for source in find_sources(sources(articles)):
        try:
            reading = extractor.annotator.read(extractor.read_article(source))
        except SourceError as error:
            typer.echo(f"left out: {error}", err=True)
            continue
        found = assembler.candidates(reading)
        row = Extraction(article=reading.article, deals=tuple(candidate.deal for candidate in found))
        article = next((wanted[key] for key in index_predictions([row]) if key in wanted), None)
        if article is None:
            continue
        predicted = [read_facts(deal) for deal in row.to_json()["deals"]]
        true = [read_facts(deal.model_dump(exclude={"evidence"})) for deal in article.deals]
        pairs = pair_deals(predicted, true)
        for i, candidate in enumerate(found):
            match = oriented(predicted[i], true[pairs[i]]) if i in pairs else None
            right = match is not None and is_right(predicted[i], match)
            if match is not None and not right and match.single["stage"] is None and predicted[i].single["stage"]:
                continue  # some gold says nothing of stages: the row would teach the wrong thing
            background = match is not None and match.background
            yield Row(article.id, candidate.features, right or background, background, not true)


def _report(rows: Sequence[Row], articles: Sequence[GoldArticle], l2: float) -> None:
    """What thresholds would do, each article judged by weights learned without it."""
    from extractor.assemble import fit_judge, judge_probability

    judged: list[tuple[float, Row]] = []
    for fold in range(FOLDS):
        bias, weights = fit_judge(((r.features, r.right) for r in rows if _fold(r.article) != fold), l2=l2)
        judged += [(judge_probability(bias, weights, r.features), r) for r in rows if _fold(r.article) == fold]
    wanted = sum(not deal.background for article in articles for deal in article.deals)
    negatives = sum(not article.deals for article in articles)
    typer.echo("threshold  precision  recall     F1  clean   (each article judged without itself)")
    for step in range(10):
        least = step / 10
        kept = [row for probability, row in judged if probability >= least]
        main = [row for row in kept if not row.background]
        right = sum(row.right for row in main)
        precision = right / len(main) if main else 0.0
        recall = right / wanted if wanted else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        dirty = len({row.article for row in kept if row.negative})
        clean = 1 - dirty / negatives if negatives else 1.0
        typer.echo(f"{least:9.1f} {precision:10.3f} {recall:7.3f} {f1:6.3f} {clean:6.3f}")


def _fold(article: str) -> int:
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS
