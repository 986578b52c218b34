"""What the model knows of a word by itself, remembered.

A third of the model's work goes into a word's own vector, before it looks at the words around it; that vector depends
on the word's letters alone, and most words come again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.annotate.starting import PIPES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WORDS_KEPT = 4_096
"""So many vectors a generation of them holds, 600 bytes each. The last two generations are remembered."""


def remember_words(nlp: Language) -> bool:
    """Let the model remember the vectors of words; tells whether it is built in a way that allows it.

    The model is spaCy's MultiHashEmbed without pretrained vectors (https://spacy.io/api/architectures#MultiHashEmbed):
    features of the word, hashed rows, one layer that mixes them. Anything else is left as it is.
    """
    if "tok2vec" not in nlp.pipe_names:
        return False
    pipe: Any = nlp.get_pipe("tok2vec")
    outer = pipe.model.layers
    if len(outer) != 2:
        return False
    embed = outer[0]
    names = [layer.name for layer in embed.layers]
    if (
        len(names) != 5
        or names[0] != "extract_features"
        or names[1] != "list2ragged"
        or "hashembed" not in names[2]
        or "maxout" not in names[3]
        or names[4] != "ragged2list"
    ):
        return False
    memory = _Memory(embed)
    _ask_less(nlp, embed.layers[0].attrs["columns"])
    # Layers are called through this attribute; weights, and with them the model on disk, stay as they are.
    embed._func = memory.forward
    return True


def _ask_less(nlp: Language, columns: Sequence[int]) -> None:
    """Let spaCy find out of a new word only what the model asks for: whether it is like a number, an address, a stop
    word, and a dozen more, takes half of the time that a new word costs."""
    from spacy.attrs import (  # type: ignore[import-not-found]  # compiled
        IS_SPACE,
        LANG,
        LOWER,
        NORM,
        PREFIX,
        SHAPE,
        SUFFIX,
    )

    if not PIPES.issuperset(nlp.pipe_names):
        return
    asked = {LANG, LOWER, NORM, PREFIX, SUFFIX, SHAPE, IS_SPACE, *columns}
    vocab: Any = nlp.vocab
    getters = vocab.lex_attr_getters
    for attribute in [attribute for attribute in getters if attribute not in asked]:
        del getters[attribute]


class _Memory:
    def __init__(self, embed: Any) -> None:
        self._columns = embed.layers[0].attrs["columns"]
        self._hash, self._mix = embed.layers[2].layers[0], embed.layers[3].layers[0]
        self._forward = embed._func
        self._vectors: list[Any] = []
        """Of the words met of late, and of those met before these; each table is filled again and again."""
        self._rows: list[dict[bytes, int]] = [{}, {}]

    def forward(self, model: Any, docs: list[Doc], is_train: bool) -> Any:
        """What spaCy's layer gives, a word's vector computed once."""
        if is_train or not docs:
            return self._forward(model, docs, is_train)
        features = np.ascontiguousarray(np.concatenate([doc.to_array(self._columns) for doc in docs]))
        if not len(features):
            return self._forward(model, docs, is_train)
        keys: list[bytes] = features.view(f"V{features.strides[0]}").ravel().tolist()
        rows = self._rows[0]
        wanted = {key: i for i, key in enumerate(keys) if key not in rows}
        if len(rows) + len(wanted) > WORDS_KEPT:
            wanted = {key: i for i, key in enumerate(keys)}
            if len(wanted) > WORDS_KEPT:
                return self._forward(model, docs, is_train)
            self._rows = [{}, rows]
            self._vectors.reverse()
            rows = self._rows[0]
        if wanted:
            self._learn(wanted, features)
        found = self._vectors[0][[rows[key] for key in keys]]
        return np.split(found, np.cumsum([len(doc) for doc in docs])[:-1]), _no_training

    def _learn(self, wanted: dict[bytes, int], features: Any) -> None:
        """Take words into the younger generation, from the older one where they are in it."""
        older = self._rows[1]
        met = {key: older[key] for key in wanted if key in older}
        if met:
            self._keep(met, self._vectors[1][list(met.values())])
        new = {key: i for key, i in wanted.items() if key not in met}
        if new:
            self._keep(new, self._mix.predict(self._hash.predict(features[list(new.values())])))

    def _keep(self, words: dict[bytes, int], vectors: Any) -> None:
        if not self._vectors:
            # Filled, so that the memory is taken now and not as articles go by.
            self._vectors = [np.full((WORDS_KEPT, vectors.shape[1]), 0, dtype=vectors.dtype) for _ in self._rows]
        rows = self._rows[0]
        known = len(rows)
        self._vectors[0][known : known + len(vectors)] = vectors
        rows.update(zip(words, range(known, known + len(vectors)), strict=True))


def _no_training(gradient: Any) -> Any:
    raise RuntimeError("a model that remembers words cannot be trained")
