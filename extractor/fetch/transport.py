"""The way onto the network: sockets to checked addresses only, and a deadline for the whole exchange.

The check sits where the socket is opened, below the HTTP library, so that Host header, TLS server name and
certificate check go by the name in the URL while the connection goes to the address that was checked. The deadline
sits there too: a server that drips one byte at a time through headers or TLS never outlasts it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import httpcore
import httpx

from extractor.fetch.addresses import Resolve, refused_addresses, resolve

T = TypeVar("T")

MAX_HEADERS = 64 * 1024
CONNECT_SECONDS = 5.0


class AddressRefused(Exception):
    """The host has an address that is not public."""


class DeadlinePassed(Exception):
    """The exchange took longer than it may."""


class GuardedTransport(httpx.BaseTransport):
    """One connection for each exchange, never through a proxy.

    A request's extension ``deadline`` is the moment, by ``clock``, after which it is given up. ``network`` opens
    sockets. Raises AddressRefused, DeadlinePassed, and httpx.TransportError for all else that goes wrong.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolve,
        network: httpcore.NetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = network or httpcore.SyncBackend()
        self._tls = tls
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the response's body is read as the caller asks for it."""
        if self._tls is None:
            self._tls = httpx.create_ssl_context(trust_env=False)
        deadline = float(request.extensions.get("deadline", self._clock() + 30.0))
        gate = _Gate(self._network, self._resolve, self._allow_private, _Deadline(deadline, self._clock))
        pool = httpcore.ConnectionPool(
            ssl_context=self._tls, max_connections=1, max_keepalive_connections=0, network_backend=gate
        )
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
        )
        try:
            answer = _told(lambda: pool.handle_request(asked))
        except BaseException:
            pool.close()
            raise
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream, pool),
            extensions=answer.extensions,
        )


class _Deadline:
    def __init__(self, moment: float, clock: Callable[[], float]) -> None:
        self._moment = moment
        self._clock = clock

    def left(self, timeout: float | None = None) -> float:
        """Seconds left, at most ``timeout``. Raises DeadlinePassed."""
        left = self._moment - self._clock()
        if left <= 0:
            raise DeadlinePassed
        return left if timeout is None else min(left, timeout)


class _Gate(httpcore.NetworkBackend):
    """Opens sockets to the addresses of a host that was resolved once and checked whole."""

    def __init__(
        self, network: httpcore.NetworkBackend, resolve: Resolve, allow_private: bool, deadline: _Deadline
    ) -> None:
        self._network = network
        self._resolve = resolve
        self._allow_private = allow_private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port, self._deadline.left(CONNECT_SECONDS))
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no address for {host} within {CONNECT_SECONDS:g} s") from error
        except OSError as error:
            raise httpcore.ConnectError(f"no address for {host}") from error
        if not self._allow_private and (refused := refused_addresses(addresses)):
            raise AddressRefused(refused[0])
        fault: Exception = httpcore.ConnectError(f"no address for {host}")
        for address in addresses[:3]:
            try:
                stream = self._network.connect_tcp(
                    address, port, self._deadline.left(CONNECT_SECONDS), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                return _Stream(stream, self._deadline)
        raise fault

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A socket that gives up when the deadline has passed."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    """The body as it comes, and the connection under it."""

    def __init__(self, stream: Any, pool: httpcore.ConnectionPool) -> None:
        self._stream = stream
        self._pool = pool

    def __iter__(self) -> Iterator[bytes]:
        chunks = iter(self._stream)
        while (chunk := _told(lambda: next(chunks, None))) is not None:
            yield chunk

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()
        self._pool.close()


def _told(act: Callable[[], T]) -> T:
    """``act()``, with the errors of the layer below as errors of the HTTP library."""
    try:
        return act()
    except httpcore.TimeoutException as error:
        raise httpx.TimeoutException(str(error) or "no answer in time") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise httpx.TransportError(str(error) or type(error).__name__) from error
