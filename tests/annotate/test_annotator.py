"""Articles as read: what is parsed, what is skipped, and that every span is what the text says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.annotate import Annotator
from extractor.errors import ModelError
from extractor.records import Article, Block, Reading
from extractor.rulebook import Rulebook

TEXT = (
    "LEEDS, May 4, 2018 (Reuters) - Brightloom, a maker of knitting robots, has raised £12 million ($16 million) in a "
    "Series A round led by Tern Capital. Its looms are blue. It rained in Leeds. Tern (“TC”) bought "
    "a 12 percent stake on Monday."
)


def read(annotator: Annotator, text: str, title: str = "", blocks: tuple[Block, ...] = ()) -> Reading:
    """A text as read."""
    return annotator.read(Article(id="a", source="a", title=title, text=text, blocks=blocks))


def check(reading: Reading) -> None:
    """Every token, mention and sentence lies where it says; hits and heads point at tokens."""
    article = reading.article
    last = -1
    for sentence in reading.sentences:
        source = article.title if sentence.where == "title" else article.text
        assert source[sentence.start : sentence.end] == sentence.text
        assert sentence.number > last
        last = sentence.number
        at = sentence.start
        for index, token in enumerate(sentence.tokens):
            assert token.i == index
            assert sentence.start <= token.start < token.end <= sentence.end
            assert token.start >= at or token.start >= sentence.tokens[index - 1].start
            assert 0 <= token.head < len(sentence.tokens)
            at = token.start
        for mention in sentence.mentions:
            assert 0 <= mention.first < mention.last <= len(sentence.tokens)
            assert sentence.start <= mention.start < mention.end <= sentence.end
            if mention.kind != "name" or sentence.where == "text":
                assert source[mention.start : mention.end].lower() == mention.text.lower()
        for hit in sentence.hits:
            assert 0 <= hit.first <= hit.head < hit.last <= len(sentence.tokens)


def test_an_article(annotator: Annotator) -> None:
    """The first sentences and those that may tell a deal are parsed, with their sums, stages, names and rules."""
    reading = read(annotator, TEXT, "Brightloom Raises £12 Million From Tern Capital")
    check(reading)
    title, first, _, fourth = reading.sentences
    assert reading.skipped == 1
    assert (title.number, first.number, fourth.number) == (0, 1, 4)
    assert title.where == "title"
    assert first.text.startswith("Brightloom, a maker")
    kinds = [(mention.kind, mention.text) for mention in first.mentions]
    assert kinds == [
        ("name", "Brightloom"),
        ("money", "£12 million"),
        ("stage", "Series A"),
        ("name", "Tern Capital"),
    ]
    (money,) = first.of_kind("money")
    assert (money.value.money.value, money.value.money.currency) == (12_000_000, "GBP")
    assert [(m.money.value, m.money.currency) for m in money.others] == [(16_000_000, "USD")]
    assert {hit.rule for hit in first.hits} >= {"raise-verb", "led-by"}
    assert [mention.text for mention in fourth.of_kind("percent")] == ["12 percent"]
    assert [mention.text for mention in fourth.of_kind("date")] == ["Monday"]
    assert reading.names["Tern"] >= 1


def test_boilerplate_is_marked(annotator: Annotator) -> None:
    """An "About" block is read, and its sentences know what they are."""
    about = "About Tern\n\nTern Capital has raised $2 billion for its funds."
    text = f"{TEXT}\n\n{about}"
    start = len(TEXT) + 2
    blocks = (
        Block(kind="paragraph", start=0, end=len(TEXT)),
        Block(kind="paragraph", start=start, end=len(text), boilerplate=True),
    )
    reading = read(annotator, text, blocks=blocks)
    check(reading)
    marked = [sentence for sentence in reading.sentences if sentence.boilerplate]
    assert [sentence.block for sentence in marked] == [1]
    assert marked[0].text.startswith("Tern Capital has raised")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\t\n"])
def test_nothing_to_read(text: str, annotator: Annotator) -> None:
    """A text without news gives a reading without sentences."""
    reading = read(annotator, text)
    assert reading.sentences == ()


def test_the_title_once(annotator: Annotator) -> None:
    """A body that begins with its own headline tells it once."""
    title = "Brightloom raises £12 million from Tern"
    reading = read(annotator, f"{title}\n\n{TEXT}", title)
    assert [sentence.number for sentence in reading.sentences if "£12 million from" in sentence.text] == [0]


def test_a_very_long_sentence(annotator: Annotator) -> None:
    """Of a sentence without end the beginning is read."""
    reading = read(annotator, "Acme bought Oat and " + "sold oats and " * 2000 + "Acme raised $5 million.")
    check(reading)
    (sentence,) = reading.sentences
    assert 1000 < len(sentence.text) <= 3000


def test_batches_read_alike(annotator: Annotator) -> None:
    """Reading one article tells the same as reading it among others, or twice."""
    articles = [Article(id=str(i), source="s", text=text) for i, text in enumerate([TEXT, "", TEXT.lower(), TEXT])]
    many = annotator.read_batch(articles)
    assert many == [annotator.read(article) for article in articles]
    assert many[0].sentences == many[3].sentences


def test_missing_model(rulebook: Rulebook) -> None:
    """A model that is not installed is told with its name and the way out, when it is first needed."""
    annotator = Annotator(rulebook, model="xx_no_such_model")
    with pytest.raises(ModelError, match=r"'xx_no_such_model' is not installed.*install.*--model"):
        read(annotator, TEXT)


def test_model_info(annotator: Annotator) -> None:
    """Evidence can be traced to the weights that read it."""
    info = annotator.model_info
    assert info.name.startswith("en_core_web_sm")
    assert info.version.startswith("3.8")
    assert len(info.digest) == 16
    assert annotator.model_info == info


PIECES = st.sampled_from(
    [
        "Acme",
        "raised",
        "$5 million",
        "(OAT.L)",
        "Leeds-based",
        ",",
        "“Oat”",
        "bought",
        "12 percent",
        "of",
        "Series B",
        ".",
        "\n\n",
        "in May",
        "€3m ($4m)",
        "A.B.",
        "led by",
        "Tern Capital",
        "(“Tern”)",
        "to",
        "&",
        "'s",
        "S.p.A.",
        "\u00a0",
        "🦉",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
    st.text(max_size=60).map(lambda text: f"Acme raised $5m {text} sold"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=TEXTS, text=TEXTS)
def test_every_span_is_in_the_text(title: str, text: str, annotator: Annotator) -> None:
    """Whatever the words, reading ends and every span lies where it says."""
    check(read(annotator, text, title))


def rows(*texts: str) -> Article:
    """An article that is a table of these rows, under two sentences."""
    lines = ["It rained in Leeds.", "The looms are blue.", *texts]
    blocks, start = [], 0
    for line in lines:
        kind = "table_row" if " | " in line else "paragraph"
        blocks.append(Block(kind=kind, start=start, end=start + len(line)))
        start += len(line) + 2
    return Article(id="a", source="a", title="", text="\n\n".join(lines), blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("header", "whole"),
    [("Company | Raised", True), ("Company | Colour", False), ("The best company | Raised", False)],
)
def test_tables_of_deals_are_read_whole(header: str, whole: bool, annotator: Annotator) -> None:
    """Where a row heads a table of companies and what they raised; a cell that only holds such a word does not."""
    article = rows("Oat | blue", header, "Fluent | $4 million", "Moss | $5 million")
    (reading,) = annotator.read_batch([article], prospect=lambda sentences, article: "none")
    parsed = [sentence.text for sentence in reading.sentences if any(token.dep for token in sentence.tokens)]
    assert ("Moss | $5 million" in parsed) == whole
