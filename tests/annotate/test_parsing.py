"""Our way through the model's layers and the parser's steps gives spaCy's own parse, whatever is read together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import spacy
from spacy.language import Language

from extractor.annotate.annotator import DEFAULT_MODELS
from extractor.annotate.encoding import quicken_encoder
from extractor.annotate.numerics import is_steady, one_thread, quicken
from extractor.annotate.parsing import PARSER, TOGETHER, Parser
from extractor.annotate.remembering import remember_words

SENTENCES = (
    "Fenwick raised $5 million in a round that was led by Tern Capital, with Moss and others taking part.",
    "Oatcake buys Tally",
    "It did.",
    "The baker, which was founded in 2009 by two brothers who had sold their first firm to Pembury, said on Monday "
    "that it had agreed to be acquired by Ashdown for an undisclosed sum, subject to the approval of the authorities.",
    "Bought",
    "Whom, asked the chairman of Alder Bank plc, had they meant to sell it to when nobody was buying - at what price?",
)


def load() -> Language:
    """The model with nothing done to it."""
    name = next(name for name in DEFAULT_MODELS if spacy.util.is_package(name))
    return spacy.load(name, exclude=["lemmatizer", "attribute_ruler", "senter", "ner"])


@pytest.fixture(scope="module")
def plain() -> Language:
    return load()


@pytest.fixture(scope="module")
def quick() -> Language:
    nlp = load()
    if not quicken(nlp):
        pytest.skip("OpenBLAS is not steady on this processor: spaCy's own way is taken")
    assert remember_words(nlp)
    assert quicken_encoder(nlp)
    return nlp


@pytest.fixture(scope="module")
def parser(quick: Language) -> Parser:
    parser = Parser.of(quick)
    assert parser is not None
    return parser


def read(nlp: Language, parser: Parser, sentences: Sequence[str]) -> list[Any]:
    with one_thread():
        docs = list(nlp.pipe([nlp.make_doc(sentence) for sentence in sentences], disable=[PARSER]))
        parser.parse(docs)
    return [[(token.head.i, token.dep_, token.tag_) for token in doc] for doc in docs]


@pytest.mark.parametrize(
    "sentences",
    [SENTENCES, SENTENCES[::-1], SENTENCES[:1], SENTENCES[2:3], SENTENCES * 40, (" ".join(SENTENCES * 30),), ()],
    ids=["all", "backwards", "one", "short", "many", "longer than what is read together", "none"],
)
def test_parse(plain: Language, quick: Language, parser: Parser, sentences: tuple[str, ...]) -> None:
    docs = [plain(sentence) for sentence in sentences]
    theirs = [[(token.head.i, token.dep_, token.tag_) for token in doc] for doc in docs]
    assert read(quick, parser, sentences) == theirs
    if len(sentences) == 1:
        assert (len(docs[0]) > TOGETHER) == (len(sentences[0]) > 10_000)


@pytest.mark.skipif(not is_steady(), reason="OpenBLAS is not steady on this processor: spaCy's own way is taken")
def test_words_in_company(quick: Language) -> None:
    """A word's numbers are the same to the last bit, whatever sentences stand beside its own."""
    pipe: Any = quick.get_pipe("tok2vec")
    with one_thread():
        together = pipe.predict([quick.make_doc(sentence) for sentence in SENTENCES])
        for sentence, made in zip(SENTENCES, together, strict=True):
            (alone,) = pipe.predict([quick.make_doc(sentence)])
            assert (alone == made).all()


def test_same_layers(plain: Language, quick: Language) -> None:
    """The layers' numbers are those of thinc's own."""
    docs = [plain.make_doc(sentence) for sentence in SENTENCES]
    pipes: list[Any] = [nlp.get_pipe("tok2vec") for nlp in (plain, quick)]
    with one_thread():
        for theirs, ours in zip(*(pipe.predict(docs) for pipe in pipes), strict=True):
            assert abs(theirs - ours).max() < 1e-4


def test_unknown_models_are_left_alone() -> None:
    nlp = spacy.blank("en")
    assert not quicken_encoder(nlp)
    assert Parser.of(nlp) is None
    nlp.add_pipe("sentencizer")
    assert Parser.of(nlp) is None
