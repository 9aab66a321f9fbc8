"""The networks this machine is on, and its addresses there that somebody in the room can open.

Linux only: ``ifaddr`` lists the addresses, the kernel says which interfaces carry anything and which addresses are
ready.
"""

import fcntl
import re
import socket
import struct
from ipaddress import ip_address
from pathlib import Path

import ifaddr
import msgspec

_SIOCGIFFLAGS = 0x8913
_UP, _LOOPBACK, _POINT_TO_POINT, _RUNNING, _MULTICAST = 0x1, 0x8, 0x10, 0x40, 0x1000

_INSIDE = re.compile(r"^(docker\d+|br-[0-9a-f]{12}|virbr\d+|lxcbr\d+|lxdbr\d+)$")
"""Bridges to containers and virtual machines of this machine; nobody in the room is on them."""

_TEMPORARY, _FAILED, _DEPRECATED, _TENTATIVE = 0x01, 0x08, 0x20, 0x40
"""Flags of an IPv6 address that make it unfit to be told to others: soon gone, a duplicate, or not ready yet."""


class Network(msgspec.Struct, frozen=True):
    """An interface and its addresses, the best to tell others first; ``link_local`` serves mDNS only, never a URL."""

    name: str
    index: int
    addresses: tuple[str, ...]
    link_local: str | None = None


def usable() -> list[Network]:
    """The networks somebody in the room can be on, the one with the default route first. None is a usual answer."""
    default = _default_interface()
    ready = _ready_ipv6()
    found = []
    for adapter in ifaddr.get_adapters():
        flags = _flags(adapter.name)
        if not flags & _UP or not flags & _RUNNING or not flags & _MULTICAST or flags & (_LOOPBACK | _POINT_TO_POINT):
            continue
        if _INSIDE.match(adapter.name):
            continue
        ipv4 = sorted(str(ip.ip) for ip in adapter.ips if ip.is_IPv4)
        ipv6 = sorted(ip.ip[0] for ip in adapter.ips if ip.is_IPv6 and ip_address(ip.ip[0]).compressed in ready)
        # 169.254.x.x is what two machines give themselves on a bare cable: it works, but anything else is better.
        ipv4.sort(key=lambda address: ip_address(address).is_link_local)
        outside = [address for address in ipv6 if not ip_address(address).is_link_local]
        inside = [address for address in ipv6 if ip_address(address).is_link_local]
        if ipv4 or ipv6:
            found.append(Network(adapter.name, adapter.index or 0, (*ipv4, *outside), inside[0] if inside else None))
    return sorted(found, key=lambda network: (network.name != default, network.name))


def loopback() -> list[Network]:
    """This machine alone; for tests and for trying things out without a network."""
    return [Network("lo", 1, ("127.0.0.1",))]


def addresses() -> list[str]:
    """This machine's usable addresses, the best to show first; IPv4 before IPv6, which needs brackets in a URL."""
    every = [address for network in usable() for address in network.addresses]
    return sorted(every, key=lambda address: (":" in address, ip_address(address).is_link_local))


def _flags(interface: str) -> int:
    """What the kernel says of the interface now; 0 if it has gone meanwhile."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", interface.encode(), 0)
        try:
            answer = fcntl.ioctl(any_socket.fileno(), _SIOCGIFFLAGS, request)
        except OSError:
            return 0
    (flags,) = struct.unpack_from("H", answer, 16)
    return int(flags)


def _ready_ipv6() -> set[str]:
    """IPv6 addresses that others can use now. The file is missing where IPv6 is switched off."""
    ready = set()
    for line in _lines("/proc/net/if_inet6"):
        digits, _, _, _, flags, _ = line.split()
        if not int(flags, 16) & (_TEMPORARY | _FAILED | _DEPRECATED | _TENTATIVE):
            ready.add(ip_address(bytes.fromhex(digits)).compressed)
    return ready


def _default_interface() -> str | None:
    for line in _lines("/proc/net/route")[1:]:
        interface, destination, *_ = line.split()
        if int(destination, 16) == 0:
            return interface
    return None


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("ascii").splitlines()
    except OSError:
        return []
