"""Real sockets, on this machine: slow servers, cut bodies, TLS without a certificate."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from extractor.errors import FetchFailed
from extractor.fetch import Client, Limits, fetch_page

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n"


@contextmanager
def server(act: Callable[[socket.socket, Event], None]) -> Iterator[str]:
    """A server that does ``act`` with its first connection; gives its address."""
    closed = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)

        def serve() -> None:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    act(connection, closed)
                except OSError:
                    return  # the client has hung up, as it should

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        closed.set()
    thread.join(10)


def client(seconds: float = 10.0) -> Client:
    return Client(allow_private=True, robots=False, limits=Limits(seconds=seconds, repeats=0))


def drip(content: bytes) -> Callable[[socket.socket, Event], None]:
    """Send the first bytes one by one, for ever."""

    def act(connection: socket.socket, closed: Event) -> None:
        connection.recv(4096)
        for byte in content:
            if closed.wait(0.02):
                return
            connection.sendall(bytes([byte]))

    return act


def answer(content: bytes) -> Callable[[socket.socket, Event], None]:
    def act(connection: socket.socket, closed: Event) -> None:
        connection.recv(4096)
        connection.sendall(content)
        connection.shutdown(socket.SHUT_WR)
        closed.wait(0.2)

    return act


def test_page() -> None:
    """A page from a real server."""
    with server(answer(HEAD + b"<p>Acme</p>")) as place:
        page = fetch_page(f"http://{place}/a?b=c", client=client())
    assert (page.content, page.url) == (b"<p>Acme</p>", f"http://{place}/a?b=c")


DRIPS = {
    "headers": HEAD[:-2] + b"X-Filler: " + b"x" * 5000,
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + b"x" * 5000,
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 900,
    "interim": b"HTTP/1.1 100 Continue\r\n\r\n" * 300,
}


@pytest.mark.parametrize("content", DRIPS.values(), ids=DRIPS)
def test_drip(content: bytes) -> None:
    """A server that sends a byte now and then does not outlast the deadline."""
    with server(drip(content)) as place, pytest.raises(FetchFailed, match=r"longer than 0\.5 s"):
        fetch_page(f"http://{place}/", client=client(0.5))


def test_silence() -> None:
    """Nor does one that says nothing."""

    def act(connection: socket.socket, closed: Event) -> None:
        closed.wait(5)

    with server(act) as place, pytest.raises(FetchFailed, match=r"longer than 0\.3 s"):
        fetch_page(f"http://{place}/", client=client(0.3))


CUT = {
    "body": HEAD + b"<p>",
    "headers": HEAD[:30],
    "nothing": b"",
    "nonsense": b"\x00\x01\x02 not HTTP at all\r\n\r\n",
    "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    "huge header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
}


@pytest.mark.parametrize("content", CUT.values(), ids=CUT)
def test_cut(content: bytes) -> None:
    """A connection that ends too early, or speaks no HTTP, is a failed fetch."""
    with server(answer(content)) as place, pytest.raises(FetchFailed, match="connection to 127"):
        fetch_page(f"http://{place}/", client=client())


def test_no_tls() -> None:
    """A server without TLS is not asked again without it."""
    with server(answer(HEAD)) as place, pytest.raises(FetchFailed, match="connection to 127"):
        fetch_page(f"https://{place}/", client=client())


def test_nobody_there() -> None:
    """A port where nobody listens is a failed fetch."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = f"127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(FetchFailed, match="connection to 127"):
        fetch_page(f"http://{place}/", client=client())
