"""What fetches have in common: the transport, the limits, and what is remembered of each host."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx
    from protego import Protego

USER_AGENT = "dealwire (reads news articles for records of deals)"
ROBOTS_NAME = "dealwire"
"""The name that a robots.txt would call us by."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost."""

    redirects: int = 5
    seconds: float = 30.0
    """For one page, redirects and repeats and all; the wait for a host's turn aside."""
    wire: int = 10 * 1024 * 1024
    """Bytes of a body as they come."""
    unpacked: int = 20 * 1024 * 1024
    """Bytes of a body when unpacked."""
    repeats: int = 2
    """How often a page is asked for again where the server is busy."""
    delay: float = 1.0
    """Seconds between two requests to one host; a robots.txt may ask for more."""


class Client:
    """Fetches pages, one at a time, with manners; not to be shared by threads.

    ``allow_private`` admits addresses of this machine and the local network, on any port. ``robots`` says whether
    robots.txt is heeded. ``transport`` is an httpx transport for tests; ``clock``, ``sleep`` and ``now`` are the time.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        robots: bool = True,
        limits: Limits | None = None,
        user_agent: str = USER_AGENT,
        transport: httpx.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.allow_private = allow_private
        self.robots = robots
        self.limits = limits or Limits()
        self.user_agent = user_agent
        self.clock = clock
        self.sleep = sleep
        self.now = now
        self.policies: dict[str, Protego | str] = {}
        """By origin: what robots.txt says, or why nothing may be fetched there."""
        self._transport = transport
        self._turns: dict[str, float] = {}

    @property
    def transport(self) -> httpx.BaseTransport:
        """The way onto the network, made when first used."""
        if self._transport is None:
            from extractor.fetch.transport import GuardedTransport

            self._transport = GuardedTransport(allow_private=self.allow_private, clock=self.clock)
        return self._transport

    def wait_turn(self, host: str, delay: float | None = None) -> None:
        """Wait until ``host`` may be asked again, and take the turn."""
        now = self.clock()
        turn = max(self._turns.get(host, now), now)
        if turn > now:
            self.sleep(turn - now)
        self._turns[host] = turn + max(delay or 0.0, self.limits.delay)
