"""``dealwire evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import Model, Rules, make_extractor

if TYPE_CHECKING:
    from extractor.gold import GoldArticle


def evaluate(
    fixtures: Annotated[
        list[str],
        typer.Argument(metavar="FIXTURES", help="Folders of fixtures, or gold files beside their articles."),
    ],
    minimum: Annotated[
        list[str] | None,
        typer.Option("--min", metavar="FIELD=F1", help="Exit with 1 where a field's F1 is lower; may be repeated."),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option(help="Score this output of `dealwire extract` instead of reading the articles now.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="An earlier output: show the deals gained and lost since then.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Keep what was found, for a later --compare.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="How many deals that are not right to show.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    model: Model = None,
    rules: Rules = None,
) -> None:
    """Score what is found against what people agreed on, field by field.

    \b
    dealwire evaluate fixtures
    dealwire evaluate fixtures --min record=0.8 --min clean=0.95 --errors 20
    dealwire evaluate fixtures --output before.jsonl     (then change a rule)
    dealwire evaluate fixtures --compare before.jsonl
    """
    from extractor import gold

    articles = gold.read_gold(fixtures)
    minimums = gold.parse_minimums(minimum or [])
    earlier = gold.read_predictions(compare) if compare else None
    found = gold.read_predictions(predictions) if predictions else _extract(articles, model, rules)
    if output:
        output.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
    card = gold.score(articles, found)
    typer.echo(json.dumps(gold.render_json(card), indent=2) if as_json else gold.render_text(card, errors=errors))
    if earlier is not None:
        typer.echo("\n" + gold.render_changes(gold.compare(earlier, found, articles)))
    short = gold.shortfalls(card, minimums)
    for line in short:
        typer.echo(line, err=True)
    if short:
        raise typer.Exit(1)


def _extract(articles: list[GoldArticle], model: str | None, rules: Path | None) -> list[dict[str, Any]]:
    """What is found in the gold's articles, in the output's form."""
    from extractor.gold import sources

    extractor = make_extractor(model, rules, allow_private=False)
    return [outcome.to_json() for outcome in extractor.iter_extract(sources(articles))]
