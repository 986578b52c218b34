"""The layers that let a word see its neighbours, computed block by block in the processor's cache.

It is what takes most of the model's time. Layer by layer over thousands of words, as thinc does it, every array is
larger than the cache, the largest of three pieces is sought one number at a time, and a sixth of the rows are the
noughts that keep sentences apart. Here a block goes through a whole layer before the next one is begun, the pieces lie
beside each other, and of the noughts only those are followed that a word gets to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.annotate.numerics import BLOCK, Matrix, rows_of_last

if TYPE_CHECKING:
    from spacy.language import Language

DEPTH = 4
"""Layers, and so the rows between two sentences: a word sees one row further with every layer."""
PARTS = frozenset({"expand_window", "maxout", "layernorm", "dropout"})
Rows = np.ndarray[Any, np.dtype[np.int64]]


def quicken_encoder(nlp: Language) -> bool:
    """Compute the model's window layers in blocks; tells whether it is built in a way that allows it.

    The layers are spaCy's MaxoutWindowEncoder (https://spacy.io/api/architectures#MaxoutWindowEncoder) with a window
    of one word on either side. Anything else is left as it is.
    """
    if "tok2vec" not in nlp.pipe_names:
        return False
    pipe: Any = nlp.get_pipe("tok2vec")
    outer = pipe.model.layers
    if len(outer) != 2 or outer[1].attrs.get("pad") != DEPTH or len(outer[1].layers) != 1:
        return False
    residuals = outer[1].layers[0].layers
    parts = [{part.name: part for part in layer.walk() if not part.layers} for layer in residuals]
    if len(residuals) != DEPTH or any(set(named) != PARTS for named in parts):
        return False
    if any(named["expand_window"].attrs["window_size"] != 1 for named in parts):
        return False
    encoder = _Encoder([_Layer.of(named["maxout"], named["layernorm"]) for named in parts], outer[1]._func)
    # Layers are called through this attribute; weights, and with them the model on disk, stay as they are.
    outer[1]._func = encoder.forward
    return True


@dataclass(frozen=True)
class _Layer:
    """One layer's numbers, laid out for products by blocks."""

    width: int
    pieces: int
    weights: Matrix
    """Numbers of a word and its two neighbours -> those of the first piece, the second, ..."""
    bias: Matrix
    scale: Matrix
    shift: Matrix

    @classmethod
    def of(cls, maxout: Any, norm: Any) -> _Layer:
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        width, pieces, high = weights.shape
        return cls(
            width,
            pieces,
            np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(width * pieces, high).T),
            np.ascontiguousarray(bias.T.ravel()),
            norm.get_param("G"),
            norm.get_param("b"),
        )

    def apply(self, seen: Matrix, out: Matrix) -> Matrix:
        """For every row of ``seen``, a word between its neighbours, what the layer adds to the word."""
        width = self.width
        made = np.dot(seen, self.weights, out=out)
        made += self.bias
        best = made[:, :width]
        for piece in range(1, self.pieces):
            np.maximum(best, made[:, piece * width : (piece + 1) * width], out=best)
        best -= np.add.reduce(best, axis=1, keepdims=True) / np.float32(width)
        square = np.multiply(best, best, out=made[:, width : 2 * width])
        spread = np.add.reduce(square, axis=1, keepdims=True) / np.float32(width) + np.float32(1e-8)
        best *= spread ** np.float32(-0.5)
        best *= self.scale
        best += self.shift
        return best


class _Encoder:
    def __init__(self, layers: Sequence[_Layer], forward: Any) -> None:
        self._layers = layers
        self._forward = forward
        width = layers[0].width
        self._seen = np.zeros((BLOCK, 3 * width), dtype=np.float32)
        self._made = np.zeros((BLOCK, layers[0].weights.shape[1]), dtype=np.float32)
        # What the first layer makes of noughts alone.
        self._nought = layers[0].apply(self._seen, self._made)[0].copy()

    def forward(self, model: Any, vectors: Sequence[Matrix], is_train: bool) -> Any:
        """What thinc's layers give: of the vectors of each sentence's words by themselves those of words in company."""
        lengths = np.array([len(one) for one in vectors])
        if is_train or not lengths.all():
            return self._forward(model, vectors, is_train)
        count = int(lengths.sum())
        words: Rows = np.arange(count) + DEPTH * np.repeat(np.arange(1, len(lengths) + 1), lengths)
        rows = count + DEPTH * (len(lengths) + 1)
        beside = np.zeros(rows, dtype=bool)
        beside[words - 1] = beside[words] = beside[words + 1] = True
        near: Rows = np.flatnonzero(beside)
        state = np.zeros((rows, vectors[0].shape[1]), dtype=np.float32)
        state[words] = np.concatenate(vectors)
        first, second, third, last = self._layers
        one = np.tile(self._nought, (rows, 1))
        self._step(first, state, near, one)
        two = self._step(second, one, np.arange(1, rows - 1), np.zeros_like(one))
        three = self._step(third, two, near, np.zeros_like(two))
        four = self._step(last, three, words, np.zeros_like(three))
        return np.split(four[words], np.cumsum(lengths)[:-1]), _no_training

    def _step(self, layer: _Layer, state: Matrix, rows: Rows, out: Matrix) -> Matrix:
        """Put the new state of ``rows`` into ``out``."""
        count, width = state.shape
        step = state.strides[0]
        windows = np.lib.stride_tricks.as_strided(
            state, (count - 2, 3 * width), (step, state.itemsize), writeable=False
        )
        for start in range(0, len(rows), BLOCK):
            here = rows[start : start + BLOCK]
            self._seen[: len(here)] = windows[here - 1]
            high = rows_of_last(len(here))
            out[here] = layer.apply(self._seen[:high], self._made[:high])[: len(here)] + state[here]
        return out


def _no_training(gradient: Any) -> Any:
    raise RuntimeError("a model whose layers run in blocks cannot be trained")
