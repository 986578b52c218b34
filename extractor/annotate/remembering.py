"""What the model knows of a word by itself, remembered.

A third of the model's work goes into a word's own vector, before it looks at the words around it; that vector depends
on the word's letters alone, and most words come again and again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

WORDS_KEPT = 40_000
"""So many vectors are remembered, 400 bytes each."""


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
    # Layers are called through this attribute; weights, and with them the model on disk, stay as they are.
    embed._func = memory.forward
    return True


class _Memory:
    def __init__(self, embed: Any) -> None:
        self._columns = embed.layers[0].attrs["columns"]
        self._hash, self._mix = embed.layers[2].layers[0], embed.layers[3].layers[0]
        self._forward = embed._func
        self._vectors: Any = None
        self._rows: dict[bytes, int] = {}

    def forward(self, model: Any, docs: list[Doc], is_train: bool) -> Any:
        """What spaCy's layer gives, a word's vector computed once."""
        if is_train or not docs:
            return self._forward(model, docs, is_train)
        features = np.ascontiguousarray(np.concatenate([doc.to_array(self._columns) for doc in docs]))
        if not len(features):
            return self._forward(model, docs, is_train)
        keys: list[bytes] = features.view(f"V{features.strides[0]}").ravel().tolist()
        new: dict[bytes, int] = {}
        for i, key in enumerate(keys):
            if key not in self._rows:
                new.setdefault(key, i)
        if new:
            if len(self._rows) + len(new) > WORDS_KEPT:
                self._rows.clear()
                new = {key: i for i, key in reversed(list(enumerate(keys)))}
            self._learn(new, features)
        found = self._vectors[[self._rows[key] for key in keys]]
        return np.split(found, np.cumsum([len(doc) for doc in docs])[:-1]), _no_training

    def _learn(self, new: dict[bytes, int], features: Any) -> None:
        made = self._mix.predict(self._hash.predict(features[list(new.values())]))
        known = len(self._rows)
        if self._vectors is None or known + len(made) > len(self._vectors):
            size = max(2 * (known + len(made)), 4096)
            grown = np.zeros((size, made.shape[1]), dtype=made.dtype)
            if known:
                grown[:known] = self._vectors[:known]
            self._vectors = grown
        self._vectors[known : known + len(made)] = made
        self._rows.update(zip(new, range(known, known + len(made)), strict=True))


def _no_training(gradient: Any) -> Any:
    raise RuntimeError("a model that remembers words cannot be trained")
