"""Who merges with whom: two that a noun joins, that act together, that are told one behind the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assemble.grammar import Grammar
from extractor.assemble.lists import list_after
from extractor.assemble.parties import Ref, ref_of_name, resolve_phrase
from extractor.assemble.report import Report

SHELL = re.compile(r"\b(?:Acquisition (?:Corp|Co|Company|Holdings|Group|Ltd|Limited|Inc)\b|SPAC$)")
"""How firms that were listed to buy another are called."""


BLANK = re.compile(r"\b(?:special purpose acquisition|blank[- ]che(?:ck|que)|SPAC\b|shell company|listed shell)", re.I)
"""What an apposition calls such a firm."""


def settle_merger(grammar: Grammar, report: Report, slots: list[tuple[str, list[Ref]]]) -> None:
    """Who merges with whom: the two that somebody merges, else subject and other, else the two behind "between"."""
    if report.kind != "merger":
        return
    report.parties = [ref for ref in report.parties if ref.sort != "place"]
    joined = [ref for slot, refs in slots if slot in ("of", "with") for ref in refs if ref.kind == "name"]
    if len(joined) > 1 and grammar.tokens[report.head + 1].lower == "of":
        report.parties = joined  # "Roe and Moss announced the combination of A with B": owners may announce it
    merged = [ref for slot, refs in slots if slot == "object" for ref in refs]
    together = _together(grammar, report.head, merged or report.parties)
    if together:
        report.parties = together
    elif merged:
        merger = [ref for slot, refs in slots if slot == "subject" for ref in refs]
        report.parties = [ref for ref in report.parties if ref not in merger or ref in merged]
        report.void = report.void or len(report.parties) < 2
    if len([ref for ref in report.parties if ref.kind != "blank"]) < 2:
        report.parties = (
            _pair(grammar, report.head)
            or _both(grammar, report.head)
            or _each_explained(grammar, report)
            or _circumstance(grammar, report)
            or report.parties
        )
    pointers = [ref for ref in report.parties if ref.kind == "pointer"]
    if len(report.parties) == 2 and len(pointers) == 1:
        # "Acme said its holders approved the merger of the company with Dovecote": who speaks is the company.
        before = grammar.antecedent(pointers[0].first)
        if before is not None and all(before.start != ref.start for ref in report.parties):
            named = ref_of_name(grammar, before)
            report.parties = [named if ref is pointers[0] else ref for ref in report.parties]


def _each_explained(grammar: Grammar, report: Report) -> list[Ref]:
    """ "Tern, the pump maker, and Moss, a Swedish rival, will merge": the second, behind what explains the first."""
    tokens = grammar.tokens
    first = grammar.name_at[report.parties[0].first] if report.parties and report.parties[0].first >= 0 else None
    if first is None or first.last >= len(tokens) or tokens[first.last].text != ",":
        return []
    for at in range(first.last + 2, min(report.head, first.last + 22)):
        if tokens[at].lower == "and" and tokens[at - 1].text == ",":
            name = next((n for n in grammar.name_at[at + 1 : at + 5] if n is not None and n.sort != "place"), None)
            return [report.parties[0], ref_of_name(grammar, name)] if name is not None else []
        if tokens[at].tag in ("VBD", "VBZ", "VBP", "MD") and tokens[at - 1].tag not in ("WDT", "WP"):
            return []
    return []


def _circumstance(grammar: Grammar, report: Report) -> list[Ref]:
    """ "Holders of Tern will own most of the group after the merger with Moss": of whom the clause tells merges."""
    tokens = grammar.tokens
    prep = tokens[report.head].head
    if len(report.parties) != 1 or tokens[prep].lower not in ("after", "before", "following", "through", "in", "by"):
        return []
    if grammar.kids(report.head, "poss") or tokens[report.head].dep != "pobj":
        return []
    subject = grammar.governor_subject(report.head)
    refs = resolve_phrase(grammar, subject) if subject is not None else []
    named = [ref for ref in refs if ref.kind == "name" and ref.sort != "place" and ref.text != report.parties[0].text]
    return [named[0], report.parties[0]] if named else []


def _together(grammar: Grammar, head: int, merging: Sequence[Ref]) -> list[Ref]:
    """ "A in York and B in Leeds said they are merging", "A signed a deal with B to merge their mills": the two."""
    if not merging or any((ref.owner or ref).text.lower() not in ("they", "their") for ref in merging):
        return []
    tokens = grammar.tokens
    found: list[Ref] = []
    for name in grammar.sentence.of_kind("name"):
        before = tokens[name.first - 1] if name.first else None
        if name.last > head or name.sort in ("place", "person"):
            continue
        opens = before is None or before.text in ("-", "–", "—", ",", ":")
        subject = opens or any(tokens[i].dep == "nsubj" for i in range(name.first, name.last))
        joined = bool(found) and before is not None and before.lower in ("and", "&", "with")
        if (subject and not found) or joined:
            found.append(ref_of_name(grammar, name))
    return found if len(found) == 2 else []


def _is_shell(grammar: Grammar, ref: Ref) -> bool:
    if SHELL.search(ref.text):
        return True
    behind = grammar.sentence.text[ref.end - grammar.sentence.start :][:60]
    return behind[:1] in (",", " ") and behind[1:3] in (" a", "a ", "an", " t") and BLANK.search(behind) is not None


def list_by_shell(grammar: Grammar, report: Report) -> None:
    """ "Coral Acquisition Corp will merge with Voltly": the merger with a shell that is listed lists the other."""
    named = [ref for ref in report.parties if ref.kind == "name"]
    shells = [ref for ref in named if _is_shell(grammar, ref)]
    if report.kind == "merger" and len(named) == 2 and len(shells) == 1:
        report.kind = "ipo"
        report.companies = [ref for ref in named if ref is not shells[0]]
        report.acquirers, report.parties = shells, []


def _both(grammar: Grammar, head: int) -> list[Ref]:
    """ "A and B completed their merger": the two that act together."""
    if not any(grammar.tokens[owner].lower in ("their", "they") for owner in grammar.kids(head, "poss")):
        return []
    subject = grammar.governor_subject(head)
    refs = resolve_phrase(grammar, subject) if subject is not None else []
    named = [ref for ref in refs if ref.kind == "name"]
    return named[:2] if len(named) >= 2 else []


def _pair(grammar: Grammar, head: int) -> list[Ref]:
    """Two companies by the order of the words: "between A and B", "merger of A and B", a headline's "A, B merge"."""
    starts = [token.i + 1 for token in grammar.tokens if token.lower == "between"]
    starts += [head + 2 for token in grammar.tokens[head + 1 : head + 2] if token.lower == "of"]
    if grammar.sentence.where == "title":
        starts.append(0)
    for start in starts:
        found = list_after(grammar, start, limit=head if start == 0 else None)
        named: list[Ref] = []
        for ref in found:
            if ref.sort != "place" and not any(ref.text == other.text for other in named):
                named.append(ref)
        if len(named) >= 2:
            return named[:2]
    return []
