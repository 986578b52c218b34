"""Which language a text is in; no verdict where it is too short to tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clean import detect_language
from extractor.clean.metadata import tongue

TEXTS = [
    ("en", "Acme has raised $5 million from Birch Capital, the company said on Monday, and will use it to hire."),
    (None, "Acme Labs acquires Le Monde de la Musique"),
    ("en", "Acme raises $5m. " * 3 + "The company said that it was founded in 2015."),
    (None, "Acme raises $5m in Series A"),
    ("en", "Blackbird has acquired SchoolNest. Terms were not disclosed."),
    ("zh", "融资一亿美元"),
    (None, ""),
    (
        "de",
        "Das Unternehmen hat in einer Finanzierungsrunde 12 Millionen Euro von Investoren erhalten, wie es am Montag "
        "in Berlin mitteilte. Das Geld soll in den Ausbau der Fertigung fließen.",
    ),
    (
        "fr",
        "La jeune pousse a levé 12 millions d'euros auprès de plusieurs fonds, a-t-elle annoncé lundi à Paris dans un "
        "communiqué. Elle compte doubler ses effectifs d'ici à la fin de l'année.",
    ),
    ("es", "La empresa cerró una ronda de 12 millones de euros con varios fondos, según informó el lunes en Madrid."),
    ("fi", "Sammal Oy on suuri yhtiö. Kuka on sen johtaja? Mikä on yhtiön arvo ja milloin kauppa on valmis?"),
    ("zh", "公司周一宣布完成一亿美元的融资，由红杉资本领投。本轮融资将用于扩大团队和研发投入，总部位于北京。"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_detect_language(language: str | None, text: str) -> None:
    """Script and common words settle most; letter groups settle the rest."""
    assert detect_language(text) == language


def test_short_news_needs_no_letter_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells of deals in two lines has few small words; its participles show its language as well."""

    def refuse(text: str) -> str | None:
        raise AssertionError(f"letter groups were asked of {text!r}")

    monkeypatch.setattr(tongue, "of_letters", refuse)
    text = "Oat Mill, a Portland, OR-based milling startup, raised $4m in seed funding led by Birch Capital, Moss & Co."
    assert detect_language(text) == "en"
    with pytest.raises(AssertionError, match="letter groups"):
        detect_language("Moss Oy, San Francisco, Boston, " * 4 + "kauppa on valmis")


LISTED = "Yarn, black, 40 m\nYarn, blue, 40 m\nWool, 40 m\n" * 8


@pytest.mark.parametrize(
    ("said", "few", "letters"),
    [
        ("en", "Prices as of today, and with tax", False),  # the page and its few small words agree
        (None, "Prices as of today, and with tax", True),
        ("de", "Prices as of today, and with tax", True),
        ("en", "Preise von heute, mit Steuer und Versand", True),
        ("en", "", True),
    ],
)
def test_a_list_is_in_the_language_of_its_page(
    said: str | None, few: str, letters: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tongue, "of_letters", lambda text: "xx")
    assert detect_language(LISTED + few, said) == ("xx" if letters else "en")


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Any text has a language, or none."""
    found = detect_language(text)
    assert found is None or len(found) == 2
