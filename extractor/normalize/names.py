"""Names of companies and people: cleaned for display, reduced to a key, compared.

Keys are stable across runs and machines: the same name always gives the same key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from extractor.normalize.legal_forms import PREFIXES, SCRIPT_SUFFIXES, SOFT, SUFFIXES

LONGEST = 200
"""Whatever is longer is no name, and is only rid of its line breaks."""

_SUFFIXES = frozenset(SUFFIXES)
_PREFIXES = frozenset(PREFIXES)
_LONGEST = max(len(form.split()) for form in SUFFIXES)
_FOLDED = str.maketrans(
    dict(zip("øØłŁđĐıðþ’‘`´“”‐‑–—－＆", "oOlLdDidþ''''\"\"-----&", strict=True))
    | {"þ": "th", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)
_EXCHANGE = (
    r"(?:NASDAQ\w*|NYSE(?:\s?(?:American|MKT|Arca))?|AMEX|OTC\w*|LSE|AIM|TSXV?|TSX[\s-]?V|CSE|ASX|HKEX|HKSE|SEHK|SGX|BSE|"
    r"NSE|FWB|ETR|FRA|XETRA|Euronext\w*|EPA|AMS|SIX|SWX|BIT|BME|KRX|KOSDAQ|TSE|TYO|SSE|SZSE|SHA|SHE|CNSX|JSE|NZX|NEO|OSE|"
    r"OMX|STO|B3|PINK|Pink|Nasdaq\w*|Nyse|CBOE|FTSE|SEAQ|TASE)"
)
_TICKER = re.compile(
    rf"\s?[(\[]\s?(?:[^()\[\]]{{0,40}}\b{_EXCHANGE}\s?:[^()\[\]]{{0,60}}|"
    r"(?:NASDAQ|Nasdaq|NYSE|AMEX|OTC)\w*(?:\s[^()\[\]]{0,40})?|(?i:ticker|symbol)[^()\[\]]{0,40}|"
    r"[A-Z0-9]{1,7}\.[A-Za-z]{1,4})\s?[)\]]"
)
_MARKUP = re.compile(r"\*\*|__|[®™©]|\(R\)|\(TM\)|\[\d+\]")
_EDGE = " \t\r\n\u00a0,;:!?\"“”«»‘’'`*_|/\\<>-–—"
_OWN_POSSESSIVE = frozenset(
    name + "'s"
    for name in (
        "arby",
        "beck",
        "byju",
        "foster",
        "bloomingdale",
        "bonham",
        "carl",
        "casey",
        "chili",
        "christie",
        "claire",
        "denny",
        "dick",
        "dillard",
        "domino",
        "freddy",
        "hardee",
        "hershey",
        "kellogg",
        "kohl",
        "levi",
        "lloyd",
        "lowe",
        "macy",
        "mcdonald",
        "moody",
        "morrison",
        "nando",
        "papa john",
        "peet",
        "sainsbury",
        "sam",
        "smucker",
        "sotheby",
        "trader joe",
        "wendy",
        "zaxby",
    )
)
"""Names that end in a possessive of their own."""
_POSSESSIVE = re.compile(r"(?:['’]s?|['’]S)$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_PLAIN = re.compile(r"(?!(?:the|a|an)\s)[^\W_](?:[\w&.+ -]*[^\W_])?", re.IGNORECASE)
"""A name from which there is nothing to clean."""
_PAREN = re.compile(r"\s*\(([^()]{1,60})\)\s*$")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[&+]")
_OWNING = re.compile(r"'s\b")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){1,6}(?:[^\W\d_]\b)?")
_KEEPS_THE = re.compile(
    r"^The\s+(?:\w+\s+(?:Company|Group|Times|Post|Journal|Bank|Fund|Corporation|Trust|Foundation|Firm|"
    r"Agency|Coca-Cola|Co)\b|[A-Z][\w'’-]*$|\w+\s+Companies)"
)


def find_ticker(text: str, names: Iterable[str]) -> tuple[int, int] | None:
    """Where ``text`` gives one of the ``names`` its exchange and ticker: "Acme Corp. (NASDAQ: ACM)"; None if nowhere.

    The span is that of the bracket.
    """
    if ":" not in text:
        return None
    for name in sorted(set(names), key=lambda form: (-len(form), form)):
        at = text.find(name)
        while at >= 0:
            bracket = _BRACKET_BEHIND.match(text, at + len(name)) if _begins_word(text, at) else None
            if bracket is not None:
                if LISTED.search(bracket[1]):
                    return bracket.span(1)
                break  # what the first bracket says counts
            at = text.find(name, at + 1)
    return None


_BRACKET_BEHIND = re.compile(r"(?:[,.]? (?:Inc|Corp|Ltd|Co|plc|PLC|AG|SA|NV)\b\.?)?\s?(\([^()]{0,60}\))")
LISTED = re.compile(rf"\b{_EXCHANGE}\s?:")


def _begins_word(text: str, at: int) -> bool:
    r"""Is there a ``\b`` at ``at``?"""
    before, behind = text[max(0, at - 1) : at], text[at : at + 1]
    return (before.isalnum() or before == "_") != (behind.isalnum() or behind == "_")


@lru_cache(maxsize=1 << 12)
def clean_name(raw: str) -> str:
    """A name as a reader would write it: no ticker, markup, possessive, quotes or punctuation at the edges.

    >>> clean_name("**TELUS** (NASDAQ: TU)'s")
    'TELUS'
    >>> clean_name("the Uber [UBER.UL],")
    'Uber'
    """
    name, before = " ".join(raw.split()), None
    if _PLAIN.fullmatch(name) and "__" not in name:
        return name
    while name != before and len(name) <= LONGEST:
        before, name = name, _clean_once(name)
    return name


def _clean_once(name: str) -> str:
    name = " ".join(_MARKUP.sub("", name).split())
    name = _TICKER.sub("", name).strip(_EDGE)
    if name.lower().replace("’", "'") not in _OWN_POSSESSIVE:
        name = _POSSESSIVE.sub("", name).strip(_EDGE)
    if sum(map(name.count, '"“”')) % 2:
        name = re.sub(r'["“”]', "", name)
    if name.startswith("(") and name.endswith(")") and name.count("(") == 1:
        name = name[1:-1].strip(_EDGE)
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")].strip(_EDGE)
    elif name.count(")") > name.count("(") and name.endswith(")"):
        name = name[:-1].strip(_EDGE)
    if _ARTICLE.match(name) and not _KEEPS_THE.match(name):
        name = _ARTICLE.sub("", name)
    if name.endswith(".") and not _ends_with_form(name):
        name = name.rstrip(".").strip(_EDGE)
    return name


def _ends_with_form(name: str) -> bool:
    """Whether the closing dot belongs to the name: "Acme Inc.", "Acme S.A."."""
    last = name.split()[-1] if name.split() else ""
    return (
        last.rstrip(".").replace(".", "").lower() in _SUFFIXES
        or bool(re.fullmatch(r"(?:\w\.)+", last))
        or last == "Bros."
    )


def fold(text: str) -> str:
    """Diacritics, typographic quotes and dashes gone, case folded; scripts other than Latin stay.

    >>> fold("Nestlé – Ørsted")
    'nestle - orsted'
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    text = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", text).casefold()


def _tokens(folded: str) -> list[str]:
    """Words; initials written with dots are one word ("S.A." -> "sa"), "&" and "+" inside are "and" and "
    ""plus"."""
    if folded.isalnum():
        return [folded]
    if "." in folded:
        folded = _DOTTED.sub(lambda match: match[0].replace(".", ""), folded)
    if "'" in folded:
        folded = _OWNING.sub("", folded)
    words = [word.replace("'", "") for word in _WORD.findall(folded)]
    return ["and" if word == "&" else "plus" if word == "+" else word for word in words]


def _without_forms(words: list[str]) -> list[str]:
    words = list(words)
    changed = True
    while changed and len(words) > 1:
        changed = False
        for size in range(min(_LONGEST, len(words) - 1), 0, -1):
            if " ".join(words[-size:]) in _SUFFIXES:
                del words[-size:]
                changed = True
                break
        if len(words) > 2 and words[-1] == "and":
            words.pop()
            changed = True
    for size in (4, 3, 2, 1):
        if len(words) > size and " ".join(words[:size]) in _PREFIXES:
            return words[size:]
    return words


def strip_legal_form(name: str) -> str:
    """The name without its legal form, otherwise as written.

    >>> strip_legal_form("Robert Bosch GmbH & Co. KG")
    'Robert Bosch'
    >>> strip_legal_form("Alibaba Group Holding Ltd")
    'Alibaba Group Holding'
    """
    name = name.strip()
    for form in SCRIPT_SUFFIXES if not name.isascii() else ():
        if name.endswith(form) and len(name) > len(form):
            return name[: -len(form)].strip(_EDGE + "(（")
        if name.startswith(form) and len(name) > len(form):
            return name[len(form) :].strip(_EDGE + ")）")
    parts = name.split()
    if len(parts) < 2:
        return name
    read = [_form_words(part) for part in parts]
    for size in range(min(len(parts) - 1, _LONGEST + 1), 0, -1):
        tail = " ".join(chain.from_iterable(read[-size:]))
        if tail in _SUFFIXES or tail.replace(" ", "") in _SUFFIXES:
            return strip_legal_form(" ".join(parts[:-size]).rstrip(_EDGE + "&("))
    for size in (4, 3, 2, 1):
        if len(parts) > size and " ".join(chain.from_iterable(read[:size])) in _PREFIXES:
            return " ".join(parts[size:])
    return name


def _form_words(text: str) -> list[str]:
    return _tokens(fold(text).replace("/", "")) if "/" in text else _tokens(fold(text))


@lru_cache(maxsize=1 << 12)
def name_key(name: str) -> str:
    """What two spellings of one company's name have in common, for look-up and comparison; may be empty.

    >>> name_key("Nestlé S.A.") == name_key("Nestle")
    True
    >>> name_key("Johnson & Johnson's")
    'johnson and johnson'
    """
    if len(name) > LONGEST:
        return name
    key = _key_once(name)
    return key if key == name else name_key(key)


def _key_once(name: str) -> str:
    bare = strip_legal_form(clean_name(name))
    words = _without_forms(_tokens(fold(bare)))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words) if words else " ".join(fold(bare).split())


def _core(key: str) -> list[str]:
    """The key's words without those that newspapers drop at the end."""
    words = key.split()
    while len(words) > 1 and words[-1] in SOFT:
        words.pop()
    return words


_DOMAIN = re.compile(r"\.(?:com|net|org|io|ai|co|cn|in|tv|me|app|de|fr|uk|eu|us)(?:\.\w\w)?$", re.IGNORECASE)


def same_company(a: str, b: str) -> bool:
    """Whether two names are surely one company's: equal but for legal form, case, diacritics, spacing, domain.

    Conservative: "Alphabet" and "Alphabet Energy" are two companies, "Bain" and "Bain Capital" too.
    """
    left, right = name_key(a), name_key(b)
    if not left or not right:
        return False
    if left == right:
        return True
    first, second = _core(left), _core(right)
    if first == second or "".join(first) == "".join(second):
        return True
    if "." not in a and "." not in b:
        return False
    bare = [_DOMAIN.sub("", clean_name(name)) for name in (a, b)]
    if bare[0] != clean_name(a) or bare[1] != clean_name(b):
        return "".join(_core(name_key(bare[0]))) == "".join(_core(name_key(bare[1])))
    return False


_SKIPPED = frozenset({"of", "the", "and", "for", "de", "du", "des", "la", "le", "in", "at"})
_GENERIC = frozenset({
    "american", "asia", "asian", "bank", "banks", "board", "british", "business", "businesses", "capital",
    "canadian", "central", "china", "chinese", "company", "core", "council", "department", "digital", "division",
    "east", "energy", "equity", "european", "financial", "first", "foundation", "fund", "funds", "general",
    "global", "government", "great", "group", "health", "holdings", "india", "indian", "institute", "insurance",
    "international", "internet", "investment", "investments", "investors", "japan", "japanese", "management",
    "media", "ministry", "national", "network", "new", "north", "office", "operations", "pacific", "partners",
    "private", "public", "royal", "services", "south", "standard", "state", "systems", "technologies",
    "technology", "texas", "the", "trust", "uk", "unit", "united", "university", "us", "venture", "ventures",
    "wealth", "west",
})  # fmt: skip
"""Words that too many names share."""
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Prof)\.?\s+(?=\w+$)")


def _cut_short(brief: list[str], full: list[str]) -> bool:
    """ "Man United" for "Manchester United", "Sun Micro" for "Sun Microsystems": one word cut, the others whole."""
    cut = [(one, other) for one, other in zip(brief, full, strict=True) if one != other]
    return len(cut) == 1 and 3 <= len(cut[0][0]) < len(cut[0][1]) - 2 and cut[0][1].startswith(cut[0][0])


@lru_cache(maxsize=1 << 11)
def is_alias(short: str, long: str) -> bool:
    """Whether ``short`` may stand for ``long`` once an article has named it in full.

    Its first words ("Horizon" for "Horizon Robotics"), its last two or more words ("Dayang Trands" for "Dalian
    Dayang Trands"), it without the digits at its end, its initials ("IBM"), its form in parentheses ("Sequoia Capital
    China (SCC)"), a title with a surname ("Mr Roe" for "Jane Roe"), or the same name. Words that many
    names share are no alias.
    """
    if same_company(short, long):
        return True
    inside = _PAREN.search(long.strip())
    if inside is not None:
        outside = long.strip()[: inside.start()]
        if outside and (same_company(short, inside[1]) or is_alias(short, outside)):
            return True
    brief, full = _core(name_key(short)), name_key(long).split()
    if not brief or not full:
        return False
    if _TITLE.match(short.strip()):
        return len(full) in (2, 3) and full[-1] == name_key(_TITLE.sub("", short.strip()))
    if len(brief) == len(full) > 1 and _cut_short(brief, full):
        return True
    if 1 < len(brief) < len(full) and full[-len(brief) :] == brief and not _GENERIC.issuperset(brief):
        return True
    if len(brief) < len(full) and full[: len(brief)] == brief:
        return len(brief) > 1 or (len(brief[0]) > 2 and brief[0] not in _GENERIC)
    if len(brief) == 1 and len(brief[0]) > 4 and full[0].startswith(brief[0]) and full[0][len(brief[0]) :].isdigit():
        return True  # "Bellwether" for "Bellwether24"
    cleaned = clean_name(short)
    if " " in cleaned or cleaned.islower():
        return False
    letters = re.sub(r"[^A-Za-z0-9]", "", cleaned)
    if 2 <= len(letters) <= 6 and letters.isupper():
        every = _tokens(fold(clean_name(long)))
        legal = {" ".join(every), *(" ".join(every[:cut]) for cut in range(len(full), len(every)))}
        return any(_initials(words.split(), letters.lower()) for words in sorted(legal))
    return False


def is_shortened(short: str, long: str) -> bool:
    """Whether each word of ``short`` is the word of ``long`` in its place, some of them cut or pressed as headlines do.

    >>> is_shortened("Manch Utd", "Manchester United")
    True
    """
    brief, full = short.split(), long.split()
    if len(brief) != len(full) or len(brief) < 2 or brief == full:
        return False
    return all(map(_presses, brief, full))


def _presses(short: str, long: str) -> bool:
    """Is it the same word, its beginning, or its first and last letter with some of those between?"""
    if long.startswith(short):
        return len(short) > 2 or short == long
    letters = iter(long)
    return len(short) > 2 and short[0] == long[0] and short[-1] == long[-1] and all(c in letters for c in short)


def _initials(words: list[str], letters: str) -> bool:
    every = "".join(word[0] for word in words)
    few = "".join(word[0] for word in words if word not in _SKIPPED)
    return letters in (every, few)
