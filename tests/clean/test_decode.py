"""Which encoding wins: mark, bytes, transport, page, guess."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.clean.decode import decode, is_binary

FRENCH = "Société Générale rachète l’éditeur Œuvre & Cie pour 12 millions d’euros – à la surprise générale"
RUSSIAN = "Компания Альфа объявила о покупке компании Бета за четыреста миллионов рублей в этом году"
JAPANESE = "アルファ株式会社はベータ工業を四百億円で買収すると正式に発表した。取引は来年完了する見込みだ。"
CHINESE = "阿尔法公司宣布以四亿元人民币收购贝塔公司，交易预计将于明年完成。"


def page(text: str, label: str | None, codec: str) -> bytes:
    meta = f'<meta charset="{label}">' if label else ""
    return f"<html><head>{meta}<title>News</title></head><body><p>{text}</p></body></html>".encode(codec)


MATRIX = [
    # text, what the page says, what the transport says, what the bytes are
    (FRENCH, "utf-8", None, "utf-8"),
    (FRENCH, None, None, "utf-8"),
    (FRENCH, None, "utf-8", "utf-8"),
    (FRENCH, "iso-8859-1", None, "utf-8"),
    (FRENCH, "utf-8", "iso-8859-1", "utf-8"),
    (FRENCH, "iso-8859-1", "utf-8", "utf-8"),
    (FRENCH, "iso-8859-1", None, "cp1252"),
    (FRENCH, "us-ascii", None, "cp1252"),
    (FRENCH, "windows-1252", None, "cp1252"),
    (FRENCH, "utf-8", None, "cp1252"),
    (FRENCH, "utf-8", "windows-1252", "cp1252"),
    (FRENCH, None, "latin-1", "cp1252"),
    (FRENCH, "x-no-such-thing", None, "utf-8"),
    (FRENCH, None, None, "utf-16"),
    (FRENCH, "utf-8", "utf-8", "utf-16"),
    (FRENCH, "utf-16le", None, "utf-16-le"),
    (FRENCH, None, None, "utf-16-be"),
    (FRENCH, None, None, "utf-8-sig"),
    (FRENCH, "iso-8859-1", "iso-8859-1", "utf-8-sig"),
    (FRENCH, "utf-16", None, "utf-8"),
    (RUSSIAN, "windows-1251", None, "cp1251"),
    (RUSSIAN, None, "windows-1251", "cp1251"),
    (RUSSIAN, "koi8-r", None, "koi8-r"),
    (RUSSIAN, None, None, "cp1251"),
    (RUSSIAN, "utf-8", None, "cp1251"),
    (JAPANESE, "shift_jis", None, "cp932"),
    (JAPANESE, None, "Shift_JIS", "cp932"),
    (JAPANESE, None, None, "cp932"),
    (JAPANESE, "euc-jp", None, "euc_jp"),
    (JAPANESE, "iso-2022-jp", None, "iso2022_jp"),
    (CHINESE, "gb2312", None, "gb18030"),
    (CHINESE, "gbk", "gbk", "gb18030"),
    (CHINESE, "big5", None, "utf-8"),
]


@pytest.mark.parametrize(("text", "label", "transport", "codec"), MATRIX)
def test_decode(text: str, label: str | None, transport: str | None, codec: str) -> None:
    """The text comes out whole, whatever is claimed."""
    decoded = decode(page(text, label, codec), transport)
    assert text in decoded.text
    assert decoded.lossy == 0


def test_one_bad_byte_costs_one_character() -> None:
    """A broken byte in a UTF-8 page does not turn the page into another encoding."""
    broken = page(FRENCH, "utf-8", "utf-8").replace(b"millions", b"mill\xffions")
    decoded = decode(broken)
    assert decoded.encoding == "utf-8"
    assert "mill\ufffdions" in decoded.text
    assert 0 < decoded.lossy < 0.02


BINARY = [
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    b"%PDF-1.7\n",
    b"\x1f\x8b\x08\x00",
    b"PK\x03\x04ab",
    bytes(range(256)) * 4,
]
TEXT = [
    b"",
    b"<p>words</p>",
    codecs.BOM_UTF16_LE + "<p>words</p>".encode("utf-16-le"),
    "<p>Société</p>".encode("cp1252"),
]


@pytest.mark.parametrize(("content", "expected"), [(c, True) for c in BINARY] + [(c, False) for c in TEXT])
def test_is_binary(content: bytes, expected: bool) -> None:
    """Images and archives are told from text in any encoding."""
    assert is_binary(content) is expected


@given(st.binary(max_size=2000), st.none() | st.text(max_size=20))
def test_decode_never_raises(content: bytes, charset: str | None) -> None:
    """Any bytes, any claim."""
    decode(content, charset)
    is_binary(content)
