"""The parse mended where names show that it went astray."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.records import Token


def mend_parse(tokens: tuple[Token, ...], names: Sequence[tuple[int, int]]) -> tuple[Token, ...]:
    """The parse, where the first word of a name is no preposition: "Under Armour has acquired ..."."""
    mended = list(tokens)
    for first, last in names:
        opening, closing = tokens[first], tokens[last - 1]
        if last - first < 2 or opening.dep not in ("prep", "mark") or closing.dep not in ("pobj", "pcomp"):
            continue
        if closing.head != first or first <= opening.head < last:
            continue
        dep = "nsubj" if opening.head >= last else "dobj"
        mended[first] = opening._replace(tag="NNP", dep="compound", head=closing.i)
        mended[last - 1] = closing._replace(dep=dep, head=opening.head)
    _part_lists(mended, names)
    for _, last in names:
        if mended[last - 1].tag == "RB" and mended[last - 1].dep in ("advmod", "npadvmod"):
            _act(mended, last - 1)
    return tuple(mended)


def _act(tokens: list[Token], at: int) -> None:
    """The parse, where a name in -ly is no adverb: "Loggerly has raised", "its venture, Fathomly, raised"."""
    name = tokens[at]
    if name.head <= at or tokens[name.head].tag[:2] != "VB":
        return
    subjects = [t.i for t in tokens[: name.head] if t.head == name.head and t.dep in ("nsubj", "nsubjpass")]
    if not subjects:
        passive = any(t.dep == "auxpass" and t.head == name.head for t in tokens[at : name.head])
        tokens[at] = name._replace(tag="NNP", dep="nsubjpass" if passive else "nsubj")
    elif at > 1 and subjects[-1] == at - 2 and tokens[at - 1].text == ",":
        tokens[at] = name._replace(tag="NNP", dep="appos", head=at - 2)


def _part_lists(tokens: list[Token], names: Sequence[tuple[int, int]]) -> None:
    """Part names of a list that the parser took for one: in "Tern Capital and Oat Wales" all describes "Wales"."""
    for number, (_first, last) in enumerate(names):
        closing = tokens[last - 1]
        if closing.dep not in ("nmod", "compound") or closing.head < last:
            continue
        before, behind = last - 1, last
        for start, end in names[number + 1 :]:
            if any(tokens[i].lower not in (",", "and", "&") for i in range(behind, start)) or behind == start:
                break
            if start <= closing.head == end - 1:
                whole = tokens[end - 1]
                tokens[last - 1] = closing._replace(dep=whole.dep, head=whole.head)
                for i in range(start, end - 1):
                    tokens[i] = tokens[i]._replace(dep="compound", head=end - 1)
                tokens[end - 1] = whole._replace(dep="conj", head=before)
                break
            before, behind = end - 1, end
