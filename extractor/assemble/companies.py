"""One list of the parties an article names, with all their names: "Face++", "Megvii", "the Beijing startup"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.assemble.parties import Ref
from extractor.assemble.words import FIRM_WORDS, OFFICES, OFFICIALS, PADDING, POINTERS, UNITS
from extractor.normalize.names import clean_name, is_alias, is_shortened, name_key
from extractor.records import Mention, Reading, Sentence

SENTENCE_ENDS = (".", "!", "?", ":", ";", '"', "”", "'", "’", ")")
"""What prose ends with, and headlines and crossheads do not."""

PLURAL_INITIALS = re.compile(r"[A-Z]{2,5}s")
"""Things by their initials: VPNs, ETFs."""

LISTING = re.compile(r"(?:Top|Best|Worst) (?:\d|[A-Z])|.* (?:Guide|Review|Reviews|Tips|List)$")
"""What a headline lists, where the prose has no such name: "Best VPNs", "Japan Travel Guide"."""


@dataclass(slots=True)
class Company:
    """A company, firm or person of the article."""

    number: int
    keys: set[str] = field(default_factory=set)
    names: dict[str, int] = field(default_factory=dict)
    """Each written form and how often it stands."""
    sorts: dict[str, int] = field(default_factory=dict)
    """What its name is taken to stand for, and how often; see :data:`~extractor.records.NameSort`."""
    in_title: bool = False
    in_body: bool = False
    given: bool = False
    """A form of the name of two or three words begins with a common given name."""
    forename: bool = False
    """Some form of the name is a common given name alone."""
    described: bool = False
    """An apposition calls it a company, a firm, a provider."""
    titled: bool = False
    """A title of office or address stands before it: Mr, CEO, Senator."""
    official: bool = False
    """A title of public office, or of one who speaks for others, stands before it: Minister, analyst."""
    first: int = 10**9
    """Number of the first sentence that names it."""

    @property
    def name(self) -> str:
        """The form to report: the most frequent of the full forms, the first of these."""
        best = max(self.names, key=lambda form: (self._spelled(form), self._fullness(form), self.names[form]))
        first = next(iter(self.names))
        key = name_key(first)
        short = sum(count for form, count in self.names.items() if name_key(form) == key)
        if best != first and padded(key, name_key(best)) and short > 2 * self.names[best]:
            return first  # "CBS Corp", of which "CBS Interactive" is a part that the article names later
        return best

    def _spelled(self, form: str) -> bool:
        """Does another form give the initials of this one: "Tern Iron Products", also told of as "TIP"?"""
        initials = "".join(word[0] for word in name_key(form).split())
        return len(initials) > 2 and initials in self.keys

    def _fullness(self, form: str) -> int:
        key = name_key(form)
        person = self.is_person()
        return sum(
            is_alias(other, key) or is_shortened(other, key) or (person and key.endswith(" " + other))
            for other in self.keys
            if other != key
        )

    def is_country(self) -> bool:
        """Is it the name of a place wherever it stands, as a headline's "Spain" for a Spanish company?"""
        return 0 < sum(self.sorts.values()) == self.sorts.get("place", 0)

    def is_person(self) -> bool:
        """Is it a person, by a title before the name or by a given name in it?"""
        if self.titled:
            return True
        words = {word.strip(".,").lower() for name in self.names for word in name.split()}
        if self.described or words & FIRM_WORDS:
            return False
        return self.given and self.sorts.get("person", 0) > 0


def count_common(text: str, noun: str) -> int:
    """How often a noun, or its plural with an "s", stands in ``text`` by itself, and in no address or compound."""
    count = 0
    at = text.find(noun)
    while at >= 0:
        end = at + len(noun)
        end += text[end : end + 1] == "s"
        stop = text[end : end + 1] == "."  # the end of a sentence, or the dot of an address
        behind = _is_apart(text[end + 1 : end + 2]) if stop else _is_apart(text[end : end + 1], "@/-")
        if behind and _is_apart(text[max(0, at - 1) : at], ".@/#-"):
            count += 1
            at = text.find(noun, end)
        else:
            at = text.find(noun, at + 1)
    return count


def count_inside(text: str, name: str) -> int:
    """How often a name stands in ``text`` by itself inside a sentence: behind a small letter or a comma."""
    count = 0
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        inside = at > 1 and text[at - 1] == " " and (text[at - 2] == "," or "a" <= text[at - 2] <= "z")
        if inside and _is_apart(text[end : end + 1], "-"):
            count += 1
            at = text.find(name, end)
        else:
            at = text.find(name, at + 1)
    return count


def _is_apart(char: str, signs: str = "") -> bool:
    """Does a character beside a word, or none, leave it a word of its own?"""
    return not (char.isalnum() or char == "_" or (char and char in signs))


def padded(short: str, long: str) -> bool:
    """Does the longer key add nothing to the shorter but words like "group"?"""
    return long.startswith(short + " ") and all(word in PADDING for word in long[len(short) + 1 :].split())


def _left_out(brief: str, full: str) -> bool:
    """Does a headline leave out words in the middle: "Vance Publishing" for "Vance Regional Publishing"?"""
    short, long = brief.split(), full.split()
    if not 1 < len(short) < len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def _surname_of(short: Company, full: Company) -> bool:
    """Is the one a surname of the other, a person?"""
    return full.given and any(key.endswith(" " + last) for key in full.keys for last in short.keys if " " not in last)


def _described(sentence: Sentence, mention: Mention) -> bool:
    """Is the name followed by an apposition such as ", a Berlin-based maker of ..."?"""
    tokens = sentence.tokens[mention.last : mention.last + 16]
    if len(tokens) < 3 or tokens[0].text != "," or tokens[1].lower not in ("a", "an", "the"):
        return False
    for token in tokens[2:]:
        if token.lower in POINTERS:
            return True
        if token.text == "," or token.tag in ("VBD", "VBZ", "IN"):
            return False
    return False


class Registry:
    """All names of a reading, grouped into companies."""

    def __init__(self, reading: Reading, no_parties: frozenset[str], given_names: frozenset[str]) -> None:
        self._no_parties = no_parties
        self._text = reading.article.text
        self._common: dict[str, bool] = {}
        self._hands: dict[tuple[int, int], bool] = {}
        self.companies: list[Company] = []
        self._by_key: dict[str, Company] = {}
        forms: list[tuple[str, str, int, bool, tuple[str, ...], str, bool, bool]] = []
        for sentence in reading.sentences:
            for mention in sentence.of_kind("name"):
                before = sentence.tokens[mention.first - 1].lower if mention.first else ""
                titled = before.rstrip(".") if before.rstrip(".") in OFFICES else ""
                forms.append(
                    (
                        mention.text,
                        mention.sort,
                        sentence.number,
                        sentence.where == "title",
                        mention.aliases,
                        titled,
                        _described(sentence, mention),
                        sentence.where == "title" or not sentence.text.rstrip().endswith(SENTENCE_ENDS),
                    )
                )
        # In the order of the body: news gives the full name first and then the short one. Headlines come last.
        for text, sort, number, title, aliases, titled, described, headline in sorted(
            forms, key=lambda f: (f[3], f[7], f[2])
        ):
            name = clean_name(text)
            company = self._named_within(name_key(name)) if headline else None
            if company is None:
                company = self._file(text, headline=headline, titled=titled in ("mr", "mrs", "ms"))
                company.names[name] = company.names.get(name, 0) + 1
            company.sorts[sort] = company.sorts.get(sort, 0) + 1
            company.in_title = company.in_title or title
            company.in_body = company.in_body or not title
            company.titled = company.titled or bool(titled)
            words = name.split()
            office = any(word.lower() in OFFICIALS for word in words[:-1]) and len(words) > 2
            company.official = company.official or titled in OFFICIALS or office
            company.described = company.described or described
            company.given = company.given or (1 < len(words) <= 3 and words[0].lower() in given_names)
            company.forename = company.forename or (len(words) == 1 and words[0].lower() in given_names)
            company.first = min(company.first, number)
            for alias in aliases:
                key = name_key(alias)
                if key and key not in self._by_key:
                    company.keys.add(key)
                    self._by_key[key] = company

    def _file(self, text: str, *, headline: bool = False, titled: bool = False) -> Company:
        key = name_key(clean_name(text))
        company = self._by_key.get(key)
        if company is None:
            company = self._related(key, clean_name(text), headline=headline)
            company = company or (self._surnamed(key) if titled else None)
            if company is None:
                company = Company(len(self.companies))
                self.companies.append(company)
            company.keys.add(key)
            self._by_key[key] = company
        return company

    def _named_within(self, key: str) -> Company | None:
        """The company whose name ends a longer form that only a headline has; None if there is none.

        Headline capitals join a name to the words that describe it: "Payments Platform Osprey Raises $5M" reads as
        one name, but the body's prose knows Osprey alone.
        """
        if key in self._by_key:
            return None
        joined = [c for c in self.companies if any(other.endswith(f" and {key}") for other in c.keys)]
        if len(joined) == 1 and joined[0].in_body:
            return joined[0]  # "computer parts and systems buys": the rest of a name that the headline's "and" parts
        words = key.split()
        for first in range(1, len(words)):
            if first == len(words) - 1 and words[first] in PADDING:
                continue  # "Mercury Financial", where a sentence begins with "Financial stress"
            company = self._by_key.get(" ".join(words[first:]))
            if company is not None and company.in_body and not self.is_place(company) and not company.is_person():
                self._by_key[key] = company
                return company
        for last in range(len(words) - 1, 0, -1):
            company = self._by_key.get(" ".join(words[:last]))
            if company is not None and company.in_body and " ".join(words[last:]) in self._no_parties:
                self._by_key[key] = company  # "AgBank Hong Kong IPO"
                return company
        return None

    def _related(self, key: str, name: str, *, headline: bool) -> Company | None:
        """The one company that this form is another name of; None if there are none or several.

        A shorter form stands for a longer one named before ("Pernod" for "Pernod Ricard"); a longer form named later is
        the same company only if it adds nothing but words like "group".
        """
        if " " not in key:
            surname = " " + key
            for company in self.companies:
                if any(other.endswith(surname) for other in company.keys) and (
                    company.is_person() or (headline and company.given)
                ):
                    return company
        if headline and key in UNITS:
            # "To sell pipeline interest", in capitals, of what the body calls Sandhill Pipeline.
            owned = [c for c in self.companies if c.in_body and any(other.endswith(" " + key) for other in c.keys)]
            if len(owned) == 1:
                return owned[0]
        found: list[Company] = []
        first = key[:1]  # short forms and initials keep the first letter; most names differ there
        for company in self.companies:
            for other in company.keys:
                padding = padded(other, key) and not self._is_land(other)  # "Irish division" is no name of the Irish
                if other[:1] == first and (padding or is_alias(key, other) or is_alias(name, other)):
                    found.append(company)
                    break
                if self._placed(key, other) or (headline and (is_shortened(key, other) or _left_out(key, other))):
                    found.append(company)
                    break
        if len(found) > 1:
            starts = [c for c in found if any(other.startswith(key + " ") for other in c.keys)]
            found = starts if len(starts) == 1 else found
        return found[0] if len(found) == 1 else None

    def _surnamed(self, surname: str) -> Company | None:
        """Who else but "Mr Roe" bears the name: the one "Jane Roe" told of before, if there is one alone."""
        found = [
            company
            for company in self.companies
            if any(len(key.split()) in (2, 3) and key.endswith(" " + surname) for key in company.keys)
        ]
        return found[0] if len(found) == 1 and " " not in surname else None

    def _placed(self, short: str, long: str) -> bool:
        """ "Mengniu" for "China Mengniu Dairy": does the longer name put only a place before the shorter one?"""
        first, _, rest = long.partition(" ")
        if len(short) < 5 or short in self._no_parties or first not in self._no_parties:
            return False
        if rest != short and not rest.startswith(short + " "):
            return False
        return not all(word in FIRM_WORDS or word in PADDING or word in POINTERS for word in short.split())

    def only_other(self, parties: Sequence[Company | None], until: int) -> Company | None:
        """The one company named up to sentence ``until`` beside these parties; None where there are none or several."""
        others = [
            company
            for company in self.companies
            if company.first <= until
            and not any(company is party for party in parties)
            and not (company.is_person() or self.is_place(company))
        ]
        return others[0] if len(others) == 1 else None

    def is_place(self, company: Company) -> bool:
        """Is it the name of a country, a people, a region, a city or a thing in general, and nothing more?"""
        common = sum(count for name, count in company.names.items() if self.is_common(name))
        if 2 * common >= sum(company.names.values()) > 0:
            return True
        return all(self._is_land(name.lower().removeprefix("the ")) for name in company.names)

    def _is_land(self, name: str) -> bool:
        """A country or a people: "Norway", "Norwegian", "Norwegians"."""
        return name in self._no_parties or (name.endswith(("ians", "eans", "icans")) and name[:-1] in self._no_parties)

    def are_one_hand(self, one: Company, other: Company) -> bool:
        """ "Jane Roe's Tern Capital", "Roe" for "Jane Roe": does the one act through, or stand for, the other?"""
        pair = (min(one.number, other.number), max(one.number, other.number))
        found = self._hands.get(pair)
        if found is None:
            found = self._hands[pair] = any(
                self._acts_through(owner, owned) or _surname_of(owner, owned)
                for owner, owned in ((one, other), (other, one))
            )
        return found

    def _acts_through(self, owner: Company, firm: Company) -> bool:
        if (
            owner.described
            or owner.sorts.get("place")
            or any(word in FIRM_WORDS for key in owner.keys for word in key.split())
        ):
            return False
        if any(
            len(key.split()) in (2, 3)
            and not FIRM_WORDS.intersection(key.split())
            and other.startswith(key.split()[-1] + " ")
            and len(other.split()) <= 3
            for key in owner.keys
            for other in firm.keys
        ):
            return True  # "Chip Lansdale" and his Lansdale Sports
        if not any(f"{name}{mark}s " in self._text for name in owner.names for mark in "'’"):
            return False  # nearly always: no pattern is compiled
        forms = "|".join(re.escape(name.split()[0]) for name in firm.names)
        owners = "|".join(re.escape(name) for name in owner.names)
        return bool(forms) and re.search(rf"\b(?:{owners})['’]s (?:{forms})\b", self._text) is not None

    def is_common(self, name: str) -> bool:
        """Does the article write the name as a common noun more often than as a name: "Cameras", "Lease", "Cloud"?

        Headings, cells and first words of sentences capitalise what is no name; the prose below them does not.
        """
        common = self._common.get(name)
        if common is None:
            words = name.split()
            common = bool(PLURAL_INITIALS.fullmatch(name))
            common = common or (bool(LISTING.match(name)) and name not in self._prose)
            if not common and not name.islower() and all(word[1:].islower() for word in words):
                common = self._stands_small(name)
                if not common and len(words) > 1 and name not in self._prose:
                    common = all(map(self._stands_small, words))  # "Cloud Storage Stocks", in a headline
            self._common[name] = common
        return common

    def _stands_small(self, name: str) -> bool:
        small = name.lower()
        bare = small[:-1] if small.endswith("s") and not small.endswith("ss") else small
        if bare not in self._text:
            return False
        low = count_common(self._prose, bare)
        return low > 1 and low > count_inside(self._prose, name)

    @cached_property
    def _prose(self) -> str:
        """The article's text without its headings and cells."""
        return "\n".join(line for line in self._text.split("\n") if line.rstrip().endswith(SENTENCE_ENDS))

    @staticmethod
    def apart(ref: Ref) -> Company:
        """A party whose name is that of another as well: Moss AG, where it sells Moss Lighting."""
        return Company(-1, names={clean_name(ref.text): 1}, in_body=True, first=ref.sentence)

    def company_of(self, ref: Ref) -> Company | None:
        """The company that a party stands for; None where it names none."""
        if ref.kind in ("pointer", "blank", "person"):
            return None
        if ref.kind in ("unit", "heading", "cell"):
            return self.of_text(ref.text)
        return self.find(ref)

    def find(self, ref: Ref) -> Company | None:
        """The company that a name stands for; None where the article writes it as a common noun."""
        name = clean_name(ref.text)
        company = self._by_key.get(name_key(name))
        return None if company is not None and self.is_common(name) else company

    def of_text(self, text: str) -> Company:
        """The company filed under a text, filed now if it is new (units without a name)."""
        company = self._file(text)
        if not company.names:
            company.names[text] = 1
        return company
