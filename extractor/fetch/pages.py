"""URL -> page: redirects, repeats, and what a page must be."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from extractor.errors import EmptySource, FetchFailed, NotFound, NotText
from extractor.fetch.client import Client
from extractor.records import Page

if TYPE_CHECKING:
    import httpx

    from extractor.fetch.exchange import Answer

ACCEPT = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8"
UNTOLD = ("application/octet-stream", "application/xhtml+xml", "application/xml", "unknown/unknown")
BUSY = (429, 502, 503, 504)


def fetch_page(url: str, *, client: Client) -> Page:
    """The page at ``url``, after at most five redirects; its bytes unpacked, not decoded.

    Every hop's address is checked before a socket is opened, and its robots.txt is asked. Raises NotFound (404, 410),
    FetchFailed (all else that the network, the server or our manners forbid), TooLarge, NotText, EmptySource.
    """
    from extractor.fetch.exchange import REDIRECTS, parse_url

    place = parse_url(url, url, client)
    spent = 0.0
    seen = {str(place)}
    for _hop in range(client.limits.redirects + 1):
        answer, took = _ask(url, place, client, client.limits.seconds - spent)
        spent += took
        if answer.status not in REDIRECTS:
            return _page(url, answer, client)
        target = answer.headers.get("location")
        if not target:
            raise FetchFailed(url, f"the server redirects (HTTP {answer.status}) without saying where to")
        place = parse_url(url, _join(url, place, target), client)
        if str(place) in seen:
            raise FetchFailed(url, f"its redirects go in a circle, by way of {place}")
        seen.add(str(place))
    raise FetchFailed(url, f"it redirects more than {client.limits.redirects} times")


def _join(source: str, place: httpx.URL, target: str) -> str:
    import httpx

    try:
        return str(place.join(target))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed(source, f"it redirects to what is no URL: {error}") from error


def _ask(source: str, place: httpx.URL, client: Client, seconds: float) -> tuple[Answer, float]:
    """The answer, asked for again where the server is busy, and the seconds it took."""
    from extractor.fetch.exchange import exchange
    from extractor.fetch.robots import check_robots

    delay = check_robots(source, place, client)
    client.wait_turn(place.host, delay)
    begun = client.clock()
    deadline = begun + seconds
    for attempt in range(client.limits.repeats + 1):
        answer = exchange(source, place, client, deadline, accept=ACCEPT)
        if answer.status not in BUSY or attempt == client.limits.repeats:
            break
        wait = _wait(answer.headers.get("retry-after"), attempt, client.now())
        if wait > deadline - client.clock():
            raise FetchFailed(
                source, f"the server is busy (HTTP {answer.status}) and asks for {wait:.0f} s of patience"
            )
        client.sleep(max(wait, client.limits.delay))
    return answer, client.clock() - begun


def _wait(told: str | None, attempt: int, now: datetime) -> float:
    """Seconds to wait by Retry-After, in seconds or as a date; 1, 2, 4 where it says nothing."""
    text = (told or "").strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    if text:
        try:
            return max((parsedate_to_datetime(text) - now) / timedelta(seconds=1), 0.0)
        except (ValueError, TypeError):
            pass  # neither seconds nor a date: it says nothing
    return float(2**attempt)


def _page(source: str, answer: Answer, client: Client) -> Page:
    if answer.status in (404, 410):
        raise NotFound(source, f"the server has no such page (HTTP {answer.status})")
    if answer.status != 200:
        raise FetchFailed(source, f"the server answers HTTP {answer.status} {answer.reason}".rstrip())
    kind = answer.media_type
    if kind and not kind.startswith("text/") and kind not in UNTOLD:
        raise NotText(source, f"the server sends {kind}, not an article's text or HTML")
    if not answer.body.strip():
        raise EmptySource(source, "the page is empty")
    return Page(
        source=source,
        content=answer.body,
        url=str(answer.url),
        media_type=kind,
        charset=answer.charset,
        fetched=client.now().isoformat(timespec="seconds"),
    )
