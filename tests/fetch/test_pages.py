"""A page as fetched: redirects, busy servers, robots.txt, and every way it can fail by name."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from extractor.errors import FetchFailed, NotFound, SourceError, TooLarge
from extractor.fetch import Client, Limits, fetch_page
from extractor.records import Page

URL = "https://news.example/acme"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HTML = b"<html><p>Acme raised $5 million.</p></html>"


class World:
    """A web of canned answers, a clock that moves by sleeping alone, and a list of what was asked for."""

    def __init__(self, pages: dict[str, Any], **options: Any) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.slept: list[float] = []
        self.time = 1000.0
        options.setdefault("robots", False)
        self.client = Client(
            transport=httpx.MockTransport(self.answer),
            clock=lambda: self.time,
            sleep=self.sleep,
            now=lambda: NOW,
            **options,
        )

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def answer(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        self.asked.append(url)
        page = self.pages.get(url, httpx.Response(404))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        if isinstance(page, Exception):
            raise page
        answer: httpx.Response = page(request) if callable(page) else page
        return answer

    def fetch(self, url: str = URL) -> Page:
        return fetch_page(url, client=self.client)

    def refused(self, url: str = URL) -> SourceError:
        with pytest.raises(SourceError) as caught:
            self.fetch(url)
        assert caught.value.source == url
        return caught.value


class Stream(httpx.SyncByteStream):
    """A body that comes as it is told to, in chunks."""

    def __init__(self, *chunks: bytes, then: Callable[[], None] | None = None) -> None:
        self.chunks = chunks
        self.then = then

    def __iter__(self) -> Any:
        for chunk in self.chunks:
            if self.then:
                self.then()
            yield chunk


def raw(*chunks: bytes, **headers: str) -> httpx.Response:
    """A response whose body is sent as it is, whatever its headers say."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return httpx.Response(200, headers=named, stream=Stream(*chunks))


def moved(target: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": target})


def test_page() -> None:
    """What a page carries: bytes as they are, where it lives, what is declared, when it came."""
    world = World({URL: raw(HTML, content_type="Text/HTML; charset=ISO-8859-1")})
    assert world.fetch(URL + "#top") == Page(
        source=URL + "#top",
        content=HTML,
        url=URL,
        media_type="text/html",
        charset="iso-8859-1",
        fetched="2026-03-02T09:30:00+00:00",
    )


def test_request() -> None:
    """The request says who asks, wants English text, and carries neither cookies nor referrer."""
    seen: dict[str, str] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        seen.update(request.headers)
        return httpx.Response(200, content=HTML, headers={"set-cookie": "a=1"})

    world = World({URL: answer})
    world.fetch()
    world.fetch()
    assert seen["user-agent"].startswith("dealwire ")
    assert seen["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "referer", "authorization"} & set(seen)


BODIES = [
    pytest.param(raw(HTML), id="plain"),
    pytest.param(raw(gzip.compress(HTML), content_encoding="gzip"), id="gzip"),
    pytest.param(raw(gzip.compress(HTML[:9]), gzip.compress(HTML[9:]), content_encoding="x-gzip"), id="two members"),
    pytest.param(raw(gzip.compress(HTML) + b"\0\0", content_encoding="GZIP"), id="padding"),
    pytest.param(raw(zlib.compress(HTML), content_encoding="deflate"), id="deflate"),
    pytest.param(raw(zlib.compress(HTML)[2:-4], content_encoding="deflate"), id="raw deflate"),
    pytest.param(raw(gzip.compress(zlib.compress(HTML)), content_encoding="deflate, gzip"), id="twice"),
    pytest.param(raw(*[bytes([b]) for b in gzip.compress(HTML)], content_encoding="gzip"), id="byte by byte"),
    pytest.param(raw(HTML, content_encoding="identity"), id="identity"),
]


@pytest.mark.parametrize("response", BODIES)
def test_bodies(response: httpx.Response) -> None:
    """Bodies are unpacked as they come."""
    assert World({URL: response}).fetch().content == HTML


MIB = 2**20
BOMB = gzip.compress(b"\0" * (64 * MIB))
FAILS = [
    ("not_found", "404", httpx.Response(404)),
    ("not_found", "410", httpx.Response(410)),
    ("fetch_failed", "HTTP 403 Forbidden", httpx.Response(403)),
    ("fetch_failed", "HTTP 500", httpx.Response(500)),
    ("fetch_failed", "HTTP 204", httpx.Response(204)),
    ("fetch_failed", "without saying where", httpx.Response(302)),
    ("not_text", "application/pdf", raw(b"%PDF", content_type="application/pdf")),
    ("not_text", "image/png", raw(b"\x89PNG", content_type="image/png")),
    ("empty", "empty", raw(b" \n", content_type="text/html")),
    ("too_large", "on the wire", raw(*[b"x" * MIB] * 11)),
    ("too_large", "when unpacked", raw(BOMB, content_encoding="gzip")),
    ("too_large", "when unpacked", raw(gzip.compress(BOMB), content_encoding="gzip, gzip")),
    ("fetch_failed", "3 times over", raw(HTML, content_encoding="gzip, gzip, gzip")),
    ("fetch_failed", "(br)", raw(HTML, content_encoding="br")),
    ("fetch_failed", "(zstd)", raw(HTML, content_encoding="zstd")),
    ("fetch_failed", "broken", raw(HTML, content_encoding="gzip")),
    ("fetch_failed", "broken", raw(b"\xff" * 20, content_encoding="deflate")),
    ("fetch_failed", "breaks off", raw(gzip.compress(HTML)[:-9], content_encoding="gzip")),
    ("too_large", "headers", raw(HTML, x_filler="x" * 70_000)),
    ("fetch_failed", "did not answer", httpx.ReadTimeout("slow")),
    ("fetch_failed", "certificate", httpx.ConnectError("certificate verify failed")),
]


@pytest.mark.parametrize(("code", "words", "response"), FAILS)
def test_fails_by_name(code: str, words: str, response: Any) -> None:
    """Whatever goes wrong is an error of this source, with the reason."""
    error = World({URL: response}).refused()
    assert error.code == code
    assert words in error.reason


def test_redirects() -> None:
    """Five redirects are followed, relative ones too; the page lives where they end."""
    steps = {f"https://news.example/{n}": moved(f"/{n + 1}", status) for n, status in enumerate((301, 302, 303, 307))}
    steps["https://news.example/4"] = moved("http://other.example/end#x", 308)
    world = World(steps | {"http://other.example/end": raw(HTML)})
    assert world.fetch("https://news.example/0").url == "http://other.example/end"
    assert len(world.asked) == 6


def test_too_many_redirects() -> None:
    """The sixth is one too many."""
    steps = {f"https://news.example/{n}": moved(f"/{n + 1}") for n in range(9)}
    world = World(steps)
    assert "more than 5" in world.refused("https://news.example/0").reason
    assert len(world.asked) == 6


@pytest.mark.parametrize("target", [URL, "/acme#again", "/b"])
def test_circle(target: str) -> None:
    """Redirects in a circle are told as such."""
    world = World({URL: moved(target), "https://news.example/b": moved(URL)})
    assert "circle" in world.refused().reason


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "https://u:p@news.example/", "https://news.example:22/", "//"]
)
def test_bad_targets(target: str) -> None:
    """A redirect leads nowhere that could not be asked for at first."""
    assert World({URL: moved(target)}).refused().code == "fetch_failed"


def busy(status: int = 503, after: str | None = None) -> httpx.Response:
    return httpx.Response(status, headers={"retry-after": after} if after else {})


PATIENCE = [
    ([busy(429, "7"), raw(HTML)], [7.0]),
    ([busy(503, "Mon, 02 Mar 2026 09:30:12 GMT"), raw(HTML)], [12.0]),
    ([busy(503, "Mon, 02 Mar 2020 09:30:12 GMT"), raw(HTML)], [1.0]),
    ([busy(), busy(), raw(HTML)], [1.0, 2.0]),
    ([busy(502, "soon"), raw(HTML)], [1.0]),
]


@pytest.mark.parametrize(("answers", "slept"), PATIENCE)
def test_busy_servers(answers: list[httpx.Response], slept: list[float]) -> None:
    """A busy server is asked again when it says, or after a while."""
    world = World({URL: answers})
    assert world.fetch().content == HTML
    assert world.slept == slept


def test_busy_for_good() -> None:
    """There is an end to asking, and no wait longer than a page may take."""
    world = World({URL: [busy(503)]})
    assert "HTTP 503" in world.refused().reason
    assert len(world.asked) == 3
    world = World({URL: [busy(429, "3600")]})
    assert "3600 s" in world.refused().reason
    assert world.slept == []


def test_deadline() -> None:
    """A body that drips is given up when its time has passed."""
    world = World({})

    def pass_time() -> None:
        world.time += 4

    world.pages[URL] = httpx.Response(200, stream=Stream(*[b"x"] * 100, then=pass_time))
    assert "longer than 30 s" in world.refused().reason


def test_turns() -> None:
    """One host is asked once a second, others at once."""
    other = "https://other.example/"
    world = World({URL: lambda request: raw(HTML), other: lambda request: raw(HTML)})
    for url in (URL, other, URL, URL):
        world.fetch(url)
    assert world.slept == [1.0, 1.0]


ROBOTS = "https://news.example/robots.txt"
RULES = [
    ("User-agent: *\nDisallow: /acme", False),
    ("User-agent: *\nDisallow: /*me$", False),
    ("User-agent: *\nDisallow: /\nAllow: /ac", True),
    ("User-agent: dealwire\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
    ("User-agent: dealwire\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
    ("", True),
    ("<html>not found</html>", True),
]


@pytest.mark.parametrize(("rules", "allowed"), RULES)
def test_robots(rules: str, allowed: bool) -> None:
    """A site's rules are kept, and read once."""
    world = World({URL: lambda request: raw(HTML), ROBOTS: httpx.Response(200, text=rules)}, robots=True)
    for _ in range(2):
        if allowed:
            world.fetch()
        else:
            assert "robots.txt" in world.refused().reason
    assert world.asked.count(ROBOTS) == 1
    assert world.asked.count(URL) == (2 if allowed else 0)


NO_RULES = [
    (httpx.Response(404), True),
    (httpx.Response(403), True),
    (httpx.Response(500), False),
    (httpx.Response(429), False),
    (httpx.ConnectTimeout("slow"), False),
    (moved("/r.txt"), True),
    (moved("ftp://news.example/"), False),
    (raw(*[b"#" * MIB] * 2), False),
]


@pytest.mark.parametrize(("answer", "allowed"), NO_RULES)
def test_robots_that_cannot_be_read(answer: Any, allowed: bool) -> None:
    """No rules allow all; rules that cannot be read allow nothing (RFC 9309, 2.3.1)."""
    world = World({URL: raw(HTML), ROBOTS: answer}, robots=True)
    if allowed:
        world.fetch()
    else:
        assert "could not be read" in world.refused().reason
        assert URL not in world.asked


def test_robots_of_the_target() -> None:
    """A redirect to another site asks that site's rules."""
    rules = httpx.Response(200, text="User-agent: *\nDisallow: /")
    world = World({URL: moved("https://other.example/x"), "https://other.example/robots.txt": rules}, robots=True)
    assert "other.example" in world.refused().reason
    assert "https://other.example/x" not in world.asked


def test_crawl_delay() -> None:
    """A site may ask for more patience, within reason."""
    rules = httpx.Response(200, text="User-agent: *\nCrawl-delay: 5")
    world = World({URL: lambda request: raw(HTML), ROBOTS: rules}, robots=True)
    world.fetch()
    world.fetch()
    assert world.slept == [1.0, 5.0]


def test_limits_are_the_callers() -> None:
    """Every limit may be set."""
    limits = Limits(redirects=0, wire=10)
    assert World({URL: raw(HTML)}, limits=limits).refused().code == TooLarge.code
    assert World({URL: moved("/b")}, limits=limits).refused().code == FetchFailed.code
    assert World({}, limits=limits).refused().code == NotFound.code
