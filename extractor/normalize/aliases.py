"""Names that lead to one company."""

from __future__ import annotations

from collections.abc import Iterable


def group_companies(aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each company key with another name, the smallest key of all the names that lead to it.

    >>> group_companies([("face", "megvii"), ("megvii", "megviitech")])
    {'face': 'face', 'megvii': 'face', 'megviitech': 'face'}
    """
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for a, b in aliases:
        small, large = sorted((find(a), find(b)))
        leader[large] = small
    return {key: find(key) for key in sorted(leader)}
