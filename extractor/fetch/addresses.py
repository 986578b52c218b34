"""Which addresses are public.

``ipaddress.is_global`` of Python 3.11 calls multicast, IPv4-compatible, NAT64 and 6to4 forms of 127.0.0.1 global, so
the tables are our own: the IANA registries of special-purpose addresses (RFC 6890 and its updates) for IPv4, and for
IPv6 what is global unicast (RFC 4291) less the special-purpose blocks in it. Forms that carry an IPv4 address are
judged by that address, or refused where no public server uses them.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

Resolve = Callable[[str, int, float], list[str]]
"""Host, port and seconds to all addresses of the host. Raises OSError where there are none, TimeoutError."""

_NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; metadata of some clouds
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # a cloud's own services, though the address is public
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, given up
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments, Teredo, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries an IPv4 address, given up
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether a server of the public internet can have this address."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        return address in _GLOBAL_6 and not any(address in block for block in _NOT_PUBLIC_6)
    return not any(address in block for block in _NOT_PUBLIC_4)


def refused_addresses(addresses: list[str]) -> list[str]:
    """Those of ``addresses`` that are not public, or no addresses at all."""
    refused = []
    for address in addresses:
        try:
            public = is_public(ip_address(address))
        except ValueError:
            public = False
        if not public:
            refused.append(address)
    return refused


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """All addresses of ``host`` by the system's resolver, in its order, each once.

    Raises OSError where there are none, TimeoutError where it takes longer than ``seconds`` (the system's own patience
    is no concern of ours: it is asked from a thread that may be left behind).
    """
    answers: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except Empty:
        raise TimeoutError(f"no answer for {host}") from None
    if isinstance(answer, UnicodeError):
        raise OSError(f"{host} is no name of a host") from answer
    if isinstance(answer, OSError):
        raise answer
    return answer
