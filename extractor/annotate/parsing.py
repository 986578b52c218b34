"""The parser's steps, taken for many sentences at once.

spaCy's parser goes through its sentences without holding Python's lock, and takes and gives it back several times for
every word: nine tenths of its time. Here the same steps are taken with the lock held. What decides them is computed
for all sentences together, in the same order of operations, so that the parse is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.annotate.numerics import SMALL_BLOCK, Matrix, block_product

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TOGETHER = 2000
"""Words of sentences of about the same length that are taken through their steps together."""
PARSER = "parser"


class Parser:
    """spaCy's transition parser (https://spacy.io/api/architectures#TransitionBasedParser), used step by step."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        lower, upper = parser.model.get_ref("lower"), parser.model.get_ref("upper")
        self._features, self._width, self._pieces = (lower.get_dim(name) for name in ("nF", "nO", "nP"))
        wide = self._features * self._width * self._pieces
        self._lower = np.ascontiguousarray(lower.get_param("W").reshape(wide, -1).T)
        self._pad = lower.get_param("pad").reshape(wide)
        self._bias = lower.get_param("b").ravel()
        self._upper, self._upper_bias = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        self._unseen = sorted(parser.model.attrs["unseen_classes"])
        self._known: Matrix = np.zeros((0, wide), dtype=np.float32)
        """What each word adds to the numbers of a state, by the place that it has there; first what no word adds."""
        # Layers are called through this attribute; weights, and with them the model on disk, stay as they are.
        lower._func = self._precompute

    @classmethod
    def of(cls, nlp: Language) -> Parser | None:
        """The parser of a model, where it is built in a way that allows this; it must be its last part."""
        from spacy.pipeline import DependencyParser

        if nlp.pipe_names[-1:] != [PARSER]:
            return None
        parser: Any = nlp.get_pipe(PARSER)
        if type(parser) is not DependencyParser or parser.cfg["beam_width"] != 1:
            return None
        lower = parser.model.get_ref("lower")
        if not parser.model.attrs["has_upper"] or lower.name != "precomputable_affine" or lower.get_dim("nP") < 2:
            return None
        return cls(parser)

    def parse(self, docs: Sequence[Doc]) -> None:
        """Parse sentences whose words have their vectors."""
        batch: list[Doc] = []
        words = 0
        for doc in sorted((doc for doc in docs if len(doc)), key=len):
            if words + len(doc) > TOGETHER and batch:
                self._parse(batch)
                batch, words = [], 0
            batch.append(doc)
            words += len(doc)
        if batch:
            self._parse(batch)

    def _parse(self, docs: Sequence[Doc]) -> None:
        parser = self._parser
        states = parser.moves.init_batch(docs)
        steps = parser.model.predict(docs)
        going = [state for state in states if not state.is_final()]
        known = self._known.reshape(-1, self._width * self._pieces)
        places = np.arange(self._features) + self._features  # the first row is that of no word
        while going:
            words = steps.get_token_ids(going)
            going = parser.transition_states(going, self._scores(known, (words * self._features + places).T))
        steps.clear_memory()
        parser.set_annotations(docs, states)

    def _scores(self, known: Matrix, rows: Any) -> Matrix:
        """How well each transition suits each state; ``rows``: the rows of its words, place by place."""
        made = np.add.reduce(known.take(rows, axis=0), axis=0)
        made += self._bias
        best = made[:, 0 :: self._pieces]
        for piece in range(1, self._pieces):
            best = np.maximum(best, made[:, piece :: self._pieces])
        scores = block_product(best, self._upper, block=SMALL_BLOCK)
        scores += self._upper_bias
        if self._unseen:
            scores[:, self._unseen] = scores.min()
        return scores

    def _precompute(self, model: Any, vectors: Matrix, is_train: bool) -> Any:
        """What spaCy's layer gives, in memory that is used again."""
        if is_train:
            raise RuntimeError("a parser that is used step by step cannot be trained")
        if len(self._known) <= len(vectors):
            self._known = np.empty((max(TOGETHER, len(vectors)) + 1, len(self._pad)), dtype=np.float32)
        known = self._known[: len(vectors) + 1]
        known[0] = self._pad
        block_product(vectors, self._lower, known[1:])
        return known.reshape(len(known), self._features, self._width, self._pieces), None
