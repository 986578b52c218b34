"""Tables of deals: a header that names the columns, and a deal a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.assemble.parties import Ref
from extractor.assemble.report import Report, Vote
from extractor.normalize.rounds import StageReader
from extractor.normalize.tables import CELL, Headers
from extractor.records import Kind, Mention, Reading, Sentence


class TableReader:
    """Reads the rows of an article's tables as reports.

    ``headers`` is column -> the words that head it, in lower case.
    """

    def __init__(self, headers: Mapping[str, Sequence[str]], stages: StageReader) -> None:
        self._stages = stages
        self._headers = Headers(headers)

    def read(self, reading: Reading) -> dict[int, list[Report]]:
        """Sentence number of each row -> the reports it makes."""
        found: dict[int, list[Report]] = {}
        columns: list[str | None] = []
        last = -2
        for sentence in reading.sentences:
            blocks = reading.article.blocks
            if sentence.block < 0 or blocks[sentence.block].kind != "table_row":
                columns = []
                continue
            if sentence.block != last + 1 or not columns:
                columns = self._headers.columns(sentence.text)
                last = sentence.block
                continue
            last = sentence.block
            report = self._row(sentence, columns)
            if report is not None:
                found[sentence.number] = [report]
        return found

    def _row(self, sentence: Sentence, columns: Sequence[str | None]) -> Report | None:
        cells = list(_cells(sentence))
        if len(cells) != len(columns):
            return None
        kind: Kind = "acquisition" if "acquirer" in columns else "funding"
        report = Report(kind, "table-row", 0.9, sentence.number, 0, sentence.start, sentence.end)
        report.vote = Vote("completed", 1, "table-row")
        for column, (start, end) in zip(columns, cells, strict=True):
            if column is None or end <= start:
                continue
            text = sentence.text[start - sentence.start : end - sentence.start]
            ref = Ref(text, start, end, sentence.number, "cell")
            inside = [m for m in sentence.mentions if start <= m.start and m.end <= end]
            self._fill(report, column, ref, inside)
        return report if report.companies and (report.amount or report.stage or report.acquirers) else None

    def _stage(self, ref: Ref) -> Mention | None:
        """ "Seed" in a column of stages is a seed round."""
        for span in self._stages.find(f"{ref.text} round"):
            if span.start == 0:
                return Mention("stage", 0, 0, ref.start, ref.end, ref.text, span)
        return None

    def _fill(self, report: Report, column: str, ref: Ref, inside: Sequence[Mention]) -> None:
        of_kind = {kind: [m for m in inside if m.kind == kind] for kind in ("money", "stage", "date", "name")}
        if column == "company":
            report.companies = [ref]
        elif column == "amount" and of_kind["money"]:
            report.amount = of_kind["money"][0]
        elif column == "stage":
            report.stage = of_kind["stage"][0] if of_kind["stage"] else self._stage(ref)
        elif column == "date" and of_kind["date"]:
            report.date = of_kind["date"][0]
        elif column in ("lead", "investors", "acquirer", "seller") and ref.text.strip(" -–—") and ref.text[0].isupper():
            names = list(_split(ref))
            if column == "acquirer":
                report.acquirers = names
            elif column == "seller":
                report.sellers = names
            else:
                report.investors += [(name, column == "lead") for name in names]


def _cells(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Spans of a row's cells, without the space around them."""
    at = 0
    for piece in sentence.text.split(CELL):
        left = len(piece) - len(piece.lstrip())
        yield sentence.start + at + left, sentence.start + at + max(left, len(piece.rstrip()))
        at += len(piece) + len(CELL)


def _split(ref: Ref) -> Iterator[Ref]:
    """The names of a cell that lists several, parted by commas or semicolons."""
    at = 0
    mark = ";" if ";" in ref.text else ","
    for piece in ref.text.split(mark):
        left = len(piece) - len(piece.lstrip())
        if piece.strip():
            start = ref.start + at + left
            yield Ref(piece.strip(), start, start + len(piece.strip()), ref.sentence, "cell")
        at += len(piece) + 1
