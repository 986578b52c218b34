"""The forms of verbs and nouns that patterns with /v and /n match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.rulebook.inflect import PAST, WHOLE, noun_forms, verb_forms

IRREGULAR = {*WHOLE, *PAST}

VERBS = [
    ("raise", "raise raises raised raising"),
    ("close", "close closes closed closing"),
    ("invest", "invest invests invested investing"),
    ("acquire", "acquire acquires acquired acquiring"),
    ("apply", "apply applies applied applying"),
    ("buy", "buy buys bought buying"),
    ("deploy", "deploy deploys deployed deploying"),
    ("reach", "reach reaches reached reaching"),
    ("amass", "amass amasses amassed amassing"),
    ("snap", "snap snaps snapped snapping"),
    ("wrap", "wrap wraps wrapped wrapping"),
    ("bag", "bag bags bagged bagging"),
    ("plan", "plan plans planned planning"),
    ("slip", "slip slips slipped slipping"),
    ("sell", "sell sells sold selling"),
    ("take", "take takes took taken taking"),
    ("lead", "lead leads led leading"),
    ("co-lead", "co-lead co-leads co-led co-leading"),
    ("put", "put puts putting"),
    ("rise", "rise rises rose risen rising"),
    ("strike", "strike strikes struck striking"),
    ("break", "break breaks broke broken breaking"),
    ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
    ("cancel", "cancel cancels canceled canceling cancelled cancelling"),
    ("veto", "veto vetoes vetoed vetoing"),
    ("offer", "offer offers offered offering"),
]

NOUNS = [
    ("round", "round rounds"),
    ("facility", "facility facilities"),
    ("company", "company companies"),
    ("survey", "survey surveys"),
    ("business", "business businesses"),
    ("tranche", "tranche tranches"),
    ("branch", "branch branches"),
    ("tax", "tax taxes"),
]


@pytest.mark.parametrize(("base", "forms"), VERBS)
def test_verbs(base: str, forms: str) -> None:
    """A verb's forms as news prints them."""
    assert sorted(verb_forms(base)) == sorted(forms.split())


@pytest.mark.parametrize(("base", "forms"), NOUNS)
def test_nouns(base: str, forms: str) -> None:
    """Singular and plural."""
    assert noun_forms(base) == tuple(forms.split())


@pytest.mark.parametrize("base", sorted(IRREGULAR))
def test_irregular_verbs_hold_their_base(base: str) -> None:
    """Each row of the table is a verb with its -s and -ing forms, without repetition."""
    forms = verb_forms(base)
    assert base in forms
    assert len(set(forms)) == len(forms)
    assert base == "be" or any(form.endswith("ing") for form in forms)


@given(st.text(alphabet="aeiouybcdnsxz", min_size=1, max_size=8))
def test_any_word_has_forms(base: str) -> None:
    """The word itself comes first, whatever it is."""
    assert verb_forms(base)[0] == base or base in IRREGULAR
    assert noun_forms(base)[0] == base
