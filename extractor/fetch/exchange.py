"""One request and its answer, with every way it can go wrong as a named error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import cast

import httpx

from extractor.bodies import BodyError, BodyTooLarge, read_body
from extractor.errors import FetchFailed, TooLarge
from extractor.fetch.client import Client
from extractor.fetch.transport import MAX_HEADERS, AddressRefused, DeadlinePassed

PORTS = (80, 443)
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; ``body`` only where the status is 200."""

    url: httpx.URL
    status: int
    reason: str
    headers: httpx.Headers
    body: bytes = b""

    @property
    def media_type(self) -> str | None:
        """As declared, lower case, without parameters."""
        declared = self.headers.get("content-type", "").split(";")[0].strip().lower()
        return declared or None

    @property
    def charset(self) -> str | None:
        """As declared with the media type."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


def parse_url(source: str, text: str, client: Client) -> httpx.URL:
    """A URL that may be asked for. Raises FetchFailed with the reason where it may not."""
    if any(character <= " " or character in "\\\x7f" for character in text.strip()):
        raise FetchFailed(source, "a URL has no blanks, backslashes or control characters")
    try:
        url = httpx.URL(text.strip())
        port = url.port
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed(source, f"it is no URL: {error}") from error
    if url.scheme not in ("http", "https"):
        raise FetchFailed(source, f"only http and https are fetched, not {url.scheme or 'a URL without a scheme'}")
    if not url.host:
        raise FetchFailed(source, "the URL names no host")
    if url.userinfo:
        raise FetchFailed(source, "the URL carries a user name or password; none is ever sent")
    if port not in (None, *PORTS) and not client.allow_private:
        raise FetchFailed(source, f"only the ports 80 and 443 are asked, not {port}")
    return url.copy_with(fragment=None)


def exchange(
    source: str, url: httpx.URL, client: Client, deadline: float, *, accept: str, limit: int | None = None
) -> Answer:
    """Ask for ``url`` and read the answer until ``deadline``; a redirect is not followed.

    Raises FetchFailed, TooLarge.
    """
    request = httpx.Request(
        "GET",
        url,
        headers={
            "User-Agent": client.user_agent,
            "Accept": accept,
            "Accept-Language": "en",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        },
        extensions={"deadline": deadline},
    )
    limits = client.limits
    try:
        response = client.transport.handle_request(request)
        try:
            headers = response.headers
            if sum(len(key) + len(value) for key, value in headers.raw) > MAX_HEADERS:
                raise TooLarge(source, f"the headers are over {MAX_HEADERS // 1024} KiB")
            body = b""
            if response.status_code == 200:
                chunks = _until(response, client, deadline)
                wire, unpacked = (limit, limit) if limit else (limits.wire, limits.unpacked)
                body = read_body(chunks, headers.get("content-encoding", ""), wire=wire, unpacked=unpacked)
            return Answer(url, response.status_code, response.reason_phrase, headers, body)
        finally:
            response.close()
    except (DeadlinePassed, httpx.TimeoutException) as error:
        if isinstance(error, DeadlinePassed) or client.clock() >= deadline:
            raise FetchFailed(source, f"it took longer than {limits.seconds:g} s") from error
        raise FetchFailed(source, f"{url.host} did not answer in time: {error}") from error
    except AddressRefused as error:
        raise FetchFailed(
            source,
            f"{url.host} is at {error}, which is not a public address (--allow-private admits such)",
        ) from error
    except BodyTooLarge as error:
        raise TooLarge(source, str(error)) from error
    except BodyError as error:
        raise FetchFailed(source, str(error)) from error
    except httpx.TransportError as error:
        raise FetchFailed(source, f"the connection to {url.host} failed: {error}") from error


def _until(response: httpx.Response, client: Client, deadline: float) -> Iterator[bytes]:
    for chunk in cast(httpx.SyncByteStream, response.stream):
        if client.clock() > deadline:
            raise DeadlinePassed
        yield chunk
