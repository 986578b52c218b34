"""Lists of rounds with the particulars of each in brackets: "Tally ($100M, Series C, led by Tern), Oatcake ($25M)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.assemble.grammar import Grammar
from extractor.assemble.parties import Ref, ref_of_name
from extractor.assemble.report import Facet, Report

BRACKETED = "name-with-sum"
"""The rule of a name with a sum in brackets."""


def read_brackets(grammar: Grammar, reports: Sequence[Report]) -> list[tuple[int, int]]:
    """Give each bracketed round the stage and the investors of its own bracket; the brackets' token spans."""
    spans = []
    for report in reports:
        if report.rule != BRACKETED:
            continue
        tokens = grammar.tokens
        first = next((t.i for t in tokens[report.head :] if t.text in ("(", "-LRB-")), None)
        if first is None:
            continue
        last = next((t.i for t in tokens[first:] if t.text in (")", "-RRB-")), None)
        if last is None:
            continue
        spans.append((first, last))
        stages = [m for m in grammar.mention_at["stage"][first:last] if m is not None]
        report.stage = stages[0] if stages else None
        known = {ref.first for ref, _ in report.investors}
        for ref, lead in _investors(grammar, first, last):
            if ref.first not in known:
                report.investors.append((ref, lead))
    return spans


def _investors(grammar: Grammar, first: int, last: int) -> list[tuple[Ref, bool]]:
    """The names between two brackets, and whether "led by" stands before each."""
    out = []
    lead = False
    at = first + 1
    while at < last:
        name = grammar.name_at[at]
        if name is not None:
            out.append((ref_of_name(grammar, name), lead))
            at = name.last
            continue
        lower = grammar.tokens[at].lower
        lead = (lead or lower == "led") and lower not in (";", "with", "from")
        at += 1
    return out


def outside_brackets(grammar: Grammar, facets: Sequence[Facet], spans: Sequence[tuple[int, int]]) -> list[Facet]:
    """The facets that stand outside these brackets, without the parties inside: those belong to the bracket's round."""
    kept = []
    for facet in facets:
        if any(first <= facet.at <= last for first, last in spans):
            continue
        refs = tuple(ref for ref in facet.refs if not any(first <= ref.first <= last for first, last in spans))
        if refs:
            kept.append(replace(facet, refs=refs))
    return kept
