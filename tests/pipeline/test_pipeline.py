"""The order of the steps, and one outcome for every source whatever happens on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import extractor
from extractor import pipeline
from extractor.errors import ModelError, NotEnglish, UsageError
from extractor.fetch import Client
from extractor.pipeline import Extractor
from extractor.records import Extraction, Failure, Page, Reading
from extractor.sinks import open_store

STORY = "Acme Robotics has raised $12 million in a Series A round led by Norrland Capital, it said on Tuesday. " * 3


@pytest.fixture(scope="module")
def reader() -> Extractor:
    """Rules and model, loaded once for all these tests."""
    return Extractor()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Five lines, the second broken, the fourth of a language that the rules do not read."""
    german = (
        "Das Unternehmen hat zwölf Millionen Euro von Investoren erhalten, wie es am Montag in Berlin mitteilte. " * 3
    )
    rows = [
        json.dumps({"text": STORY, "id": "one", "title": "Acme raises", "published": "2021-03-02"}),
        "{",
        json.dumps(
            {"html": f"<article><p>{STORY}</p></article>", "id": "three", "title": "Given", "url": "https://a.example/"}
        ),
        json.dumps({"text": german}),
        json.dumps({"text": STORY.replace("Acme", "Bolt")}),
    ]
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def told(outcome: Extraction | Failure) -> tuple[str, str]:
    if isinstance(outcome, Failure):
        return outcome.source.rpartition("#")[2], outcome.code
    return outcome.article.source.rpartition("#")[2], ", ".join(deal.company.name for deal in outcome.deals)


def test_one_outcome_each(reader: Extractor, lines: Path) -> None:
    """In the order given; failures say what is wrong and stop nothing."""
    assert [told(outcome) for outcome in reader.iter_extract([str(lines)])] == [
        ("1", "Acme Robotics"),
        ("2", "bad_record"),
        ("3", "Acme Robotics"),
        ("4", "not_english"),
        ("5", "Bolt Robotics"),
    ]


def test_records_stand(reader: Extractor, lines: Path) -> None:
    """What a record says of its article counts more than what its HTML says."""
    one = reader.extract(f"{lines}#1").article
    assert (one.id, one.title, one.published, one.language) == ("one", "Acme raises", "2021-03-02", "en")
    three = reader.extract(f"{lines}#3").article
    assert (three.id, three.title, three.url, three.source) == ("three", "Given", "https://a.example/", f"{lines}#3")
    five = reader.extract(f"{lines}#5").article
    assert five.id


def test_extract_raises(reader: Extractor, lines: Path) -> None:
    """A single source is asked for by itself: its error is raised."""
    with pytest.raises(NotEnglish) as caught:
        reader.extract(f"{lines}#4")
    assert caught.value.source == f"{lines}#4"
    with pytest.raises(UsageError, match="several articles"):
        reader.extract(str(lines))


def test_provenance(reader: Extractor, lines: Path) -> None:
    """Each record says what read it."""
    provenance = reader.extract(f"{lines}#1").provenance
    assert provenance is not None
    assert provenance.version == extractor.__version__
    assert provenance.rules == reader.rulebook.digest
    assert len(provenance.model_digest) == 16


def test_a_fault_of_ours(reader: Extractor, lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program in one article costs that article alone, and asks to be reported."""
    whole = Extractor.extract_reading

    def faulty(self: Extractor, reading: Reading, *told: Any) -> Extraction:
        if reading.article.id == "one":
            raise ZeroDivisionError("by nought")
        return whole(self, reading, *told)

    monkeypatch.setattr(Extractor, "extract_reading", faulty)
    first, *others = reader.iter_extract([str(lines)])
    assert isinstance(first, Failure)
    assert (first.source, first.code) == (f"{lines}#1", "internal")
    assert "ZeroDivisionError: by nought" in first.message
    assert len(others) == 4


def test_what_stops_a_run(lines: Path, tmp_path: Path) -> None:
    """Rules or a model that cannot be used are no fault of a source."""
    with pytest.raises(ModelError):
        list(Extractor(model="no_such_model").iter_extract([f"{lines}#1"]))
    with pytest.raises(UsageError):
        Extractor().iter_extract(["-"])


def web(request: httpx.Request) -> httpx.Response:
    pages: dict[str, dict[str, Any]] = {
        "/page": {"html": f"<html><body><article><p>{STORY}</p></article></body></html>"},
        "/text": {"text": STORY},
    }
    page = pages.get(request.url.path)
    return httpx.Response(200, **page) if page else httpx.Response(404)


def test_urls(reader: Extractor) -> None:
    """URLs are fetched by the client that was handed in."""
    fetching = Extractor(client=Client(transport=httpx.MockTransport(web), sleep=lambda seconds: None))
    fetching.__dict__["annotator"] = reader.annotator
    urls = [f"https://news.example/{name}" for name in ("page", "text", "gone")]
    page, text, gone = fetching.iter_extract(urls)
    assert isinstance(page, Extraction)
    assert isinstance(text, Extraction)
    assert (page.article.url, text.article.url) == (urls[0], urls[1])
    assert page.deals
    assert text.deals
    assert gone == Failure(source=urls[2], code="not_found", message="the server has no such page (HTTP 404)")


def test_iter_stored(reader: Extractor, lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store holds is not read again; a run that was stopped goes on; failures are kept."""
    read: list[str] = []
    whole = Extractor.extract_reading

    def counted(self: Extractor, reading: Reading, *told: Any) -> Extraction:
        read.append(reading.article.source)
        return whole(self, reading, *told)

    monkeypatch.setattr(Extractor, "extract_reading", counted)
    with open_store(":memory:") as store:
        stopped = reader.iter_stored([str(lines)], store)
        assert next(stopped).state == "new"
        assert isinstance(stopped, Iterator)
        stopped.close()  # type: ignore[attr-defined]
        states = [one.state for one in reader.iter_stored([str(lines)], store)]
        assert states == ["same", "failed", "new", "failed", "new"]
        assert read == [f"{lines}#1", f"{lines}#3", f"{lines}#5"]
        assert [failure.code for failure in store.failures()] == ["bad_record", "not_english"]
        assert [run.finished_at is None for run in store.runs()] == [True, False]
        before = store.counts()
        assert {one.state for one in reader.iter_stored([str(lines)], store)} == {"same", "failed"}
        assert store.counts() | {"runs": 0} == before | {"runs": 0}


def test_faults_are_quarantined(reader: Extractor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that trips over a fault of ours is told once, then passed by until it changes or is asked for."""
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    whole = Extractor.extract_reading

    def broken(_self: Extractor, reading: Reading, *_told: Any) -> Extraction:
        raise ZeroDivisionError(reading.article.source)

    def states(*, again: bool = False) -> list[str]:
        return [one.state for one in reader.iter_stored([str(path)], store, again=again)]

    with open_store(":memory:") as store:
        monkeypatch.setattr(Extractor, "extract_reading", broken)
        assert [states(), states(), states(again=True)] == [["failed"], ["quarantined"], ["failed"]]
        (held,) = store.quarantined()
        assert (held.source, held.step, held.code, held.attempts) == (str(path), "extract", "internal", 2)
        assert "ZeroDivisionError" in held.reason
        path.write_text(STORY + " More was not said.")
        assert states() == ["failed"]
        monkeypatch.setattr(Extractor, "extract_reading", whole)
        assert [states(), states(again=True), states()] == [["quarantined"], ["new"], ["same"]]
        assert store.quarantined() == []
        assert store.failures() == []


def test_explain(reader: Extractor, tmp_path: Path) -> None:
    """Why each deal is one, and why other sentences with money are none."""
    path = tmp_path / "story.txt"
    path.write_text(STORY + "\n\nIts sales reached $3 million last year, the company said. Nothing else was said.")
    explained = reader.explain(str(path))
    assert [deal.company.name for deal in explained.extraction.deals] == ["Acme Robotics"]
    (untold,) = [one for one in explained.untold if "$3 million" in one.sentence.text]
    assert "no rule found words that announce a deal" in untold.reason


def test_front_door() -> None:
    """Three lines are enough, and the names are there without loading anything before they are used."""
    assert extractor.extract is pipeline.extract
    assert set(extractor.__all__) <= set(dir(extractor))
    for name in extractor.__all__:
        assert getattr(extractor, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = extractor.nothing


def test_pages_as_given(reader: Extractor) -> None:
    """Cleaning alone can be asked for, too."""
    html = f"<html lang='de'><body><article><p>{STORY}</p></article></body></html>".encode()
    article = pipeline.clean_article(Page(source="x", content=html, media_type="text/html"))
    assert article.language == "en"  # the text says so, whatever the page claims
