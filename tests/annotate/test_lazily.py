"""Values made when they are asked for."""

from __future__ import annotations

from extractor.annotate.lazily import lazily


class Counted:
    """Counts how often its value is made."""

    made = 0

    @lazily
    def value(self) -> int:
        """The answer."""
        self.made += 1
        return 41 + self.made


def test_a_value_is_made_once_for_each_object() -> None:
    one, other = Counted(), Counted()
    assert (one.made, one.value, one.value, one.made) == (0, 42, 42, 1)
    assert other.made == 0
    assert other.value == 42


def test_the_class_knows_what_makes_it() -> None:
    assert Counted.value.__doc__ == "The answer."
