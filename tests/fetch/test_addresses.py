"""Which addresses are public, and that no socket is ever opened to any other."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore
import pytest

from extractor.errors import FetchFailed, SourceError
from extractor.fetch import Client, fetch_page, is_public
from extractor.fetch.addresses import resolve
from extractor.fetch.transport import GuardedTransport

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "223.255.255.255",
    "2001:4860:4860::8888",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize(("address", "public"), [(a, True) for a in PUBLIC] + [(a, False) for a in NOT_PUBLIC])
def test_is_public(address: str, public: bool) -> None:
    """By the registries of special-purpose addresses, and by the IPv4 address inside of an IPv6 one."""
    assert is_public(ip_address(address)) == public


class Network(httpcore.MockBackend):
    """A network without sockets that remembers where they would have gone."""

    def __init__(self, buffer: list[bytes]) -> None:
        super().__init__(buffer)
        self.opened: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.opened.append(host)
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


def page(body: bytes = b"<p>Acme</p>") -> list[bytes]:
    return [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body), body]


def redirect(target: str) -> list[bytes]:
    return [f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()]


def careful(network: Network, names: dict[str, list[str]], **options: Any) -> Client:
    def look_up(host: str, port: int, seconds: float) -> list[str]:
        if host in names:
            return names[host]
        return resolve(host, port, seconds)  # numbers only: no name of these tests is looked up

    transport = GuardedTransport(network=network, resolve=look_up, **options)
    return Client(transport=transport, robots=False, sleep=lambda seconds: None)


LITERALS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://user:password@8.8.8.8/",
    "http://8.8.8.8@127.0.0.1/",
    "http://127.0.0.1\\@8.8.8.8/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:8080/",
    "https://10.0.0.1/",
    "http:///",
    "http://",
    "ftp://8.8.8.8/",
    "file:///etc/passwd",
    "gopher://8.8.8.8/",
    "http://exa mple.com/",
    "http://8.8.8.8:99999/",
    "http://[::1",
    "http://localhost/",
]


@pytest.mark.parametrize("url", LITERALS)
def test_no_socket_for(url: str) -> None:
    """However an address is written, the one it resolves to is judged, and no socket is opened."""
    network = Network(page())
    with pytest.raises(FetchFailed):
        fetch_page(url, client=careful(network, {}))
    assert network.opened == []


@pytest.mark.parametrize("target", [url for url in LITERALS if " " not in url and url.isascii()])
def test_no_socket_behind_a_redirect(target: str) -> None:
    """Each hop is checked like the first."""
    network = Network(redirect(target))
    with pytest.raises(SourceError):
        fetch_page("http://news.example/", client=careful(network, {"news.example": ["8.8.8.8"]}))
    assert set(network.opened) <= {"8.8.8.8"}


ANSWERS = [
    ["127.0.0.1"],
    ["8.8.8.8", "127.0.0.1"],
    ["8.8.8.8", "::1"],
    ["2606:2800:220:1::1", "::ffff:10.0.0.1"],
    ["fe80::1%eth0"],
    ["no address"],
]


@pytest.mark.parametrize("addresses", ANSWERS)
def test_mixed_answers(addresses: list[str]) -> None:
    """One address that is not public spoils the whole answer."""
    network = Network(page())
    with pytest.raises(FetchFailed, match="not a public address"):
        fetch_page("http://news.example/", client=careful(network, {"news.example": addresses}))
    assert network.opened == []


def test_a_name_is_resolved_once() -> None:
    """The socket goes to the address that was checked, so that a second answer can do no harm."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    network = Network(page())
    transport = GuardedTransport(network=network, resolve=lambda host, port, seconds: next(answers))
    client = Client(transport=transport, robots=False, sleep=lambda seconds: None)
    assert fetch_page("http://rebind.example/", client=client).content == b"<p>Acme</p>"
    assert network.opened == ["8.8.8.8"]
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1"):
        fetch_page("http://rebind.example/", client=client)


def test_private_addresses_on_request() -> None:
    """Whoever asks for the local network gets it, on any port."""
    network = Network(page())
    client = careful(network, {}, allow_private=True)
    client.allow_private = True
    assert fetch_page("http://127.0.0.1:8080/", client=client).url == "http://127.0.0.1:8080/"
    assert network.opened == ["127.0.0.1"]


def test_the_next_address_is_tried() -> None:
    """A host with several addresses is reached by the first that answers."""

    class Half(Network):
        def connect_tcp(self, host: str, *args: Any, **options: Any) -> httpcore.NetworkStream:
            stream = super().connect_tcp(host, *args, **options)
            if host == "8.8.8.8":
                raise httpcore.ConnectError("refused")
            return stream

    network = Half(page())
    fetch_page("http://news.example/", client=careful(network, {"news.example": ["8.8.8.8", "1.1.1.1"]}))
    assert network.opened == ["8.8.8.8", "1.1.1.1"]


def test_names_without_an_address() -> None:
    """A name that leads nowhere is a failed fetch."""

    def nowhere(host: str, port: int, seconds: float) -> list[str]:
        raise OSError("unknown")

    def slow(host: str, port: int, seconds: float) -> list[str]:
        raise TimeoutError

    for look_up in (nowhere, slow):
        client = Client(transport=GuardedTransport(network=Network([]), resolve=look_up), robots=False)
        with pytest.raises(FetchFailed, match="no address"):
            fetch_page("http://news.example/", client=client)


def test_resolver() -> None:
    """The system's resolver, asked for numbers only; a name no host can have is no crash."""
    assert resolve("127.1", 80, 5.0) == ["127.0.0.1"]
    with pytest.raises(OSError, match="no name"):
        resolve("x" * 300 + ".example", 80, 5.0)


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies does not lead round the check."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    network = Network(page())
    fetch_page("http://news.example/", client=careful(network, {"news.example": ["8.8.8.8"]}))
    assert network.opened == ["8.8.8.8"]
