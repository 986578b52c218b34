"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import FetchFailed, SourceError
from extractor.fetch.client import ROBOTS_NAME, Client
from extractor.fetch.exchange import REDIRECTS, exchange, parse_url

if TYPE_CHECKING:
    import httpx
    from protego import Protego

MAX_BYTES = 512 * 1024
"""What is read of a robots.txt; RFC 9309 asks for at least 500 KiB."""


def check_robots(source: str, url: httpx.URL, client: Client) -> float | None:
    """The delay in seconds that the site asks for, if any. Raises FetchFailed where it forbids ``url``."""
    if not client.robots:
        return None
    origin = str(url.copy_with(raw_path=b"/", fragment=None))
    if origin not in client.policies:
        client.policies[origin] = _policy(url, client)
    policy = client.policies[origin]
    if isinstance(policy, str):
        raise FetchFailed(source, policy)
    if not policy.can_fetch(str(url), ROBOTS_NAME):
        raise FetchFailed(source, f"the robots.txt of {url.host} does not allow it")
    delay = policy.crawl_delay(ROBOTS_NAME)
    return None if delay is None else min(float(delay), 30.0)


def _policy(url: httpx.URL, client: Client) -> Protego | str:
    """The rules of a site; none where it has no robots.txt; a reason to stay away where it cannot be read."""
    from protego import Protego

    place = url.copy_with(raw_path=b"/robots.txt", fragment=None)
    deadline = client.clock() + client.limits.seconds
    name = str(place)
    try:
        for _hop in range(client.limits.redirects + 1):
            client.wait_turn(place.host)
            answer = exchange(name, place, client, deadline, accept="text/plain, */*;q=0.5", limit=MAX_BYTES)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                break
            place = parse_url(name, str(place.join(answer.headers["location"])), client)
    except SourceError as error:
        return f"the robots.txt of {url.host} could not be read, so nothing is fetched there: {error.reason}"
    if answer.status == 200:
        return Protego.parse(answer.body.decode("utf-8", "replace"))
    if answer.status >= 500 or answer.status == 429:
        return f"the robots.txt of {url.host} could not be read (HTTP {answer.status}), so nothing is fetched there"
    return Protego.parse("")
