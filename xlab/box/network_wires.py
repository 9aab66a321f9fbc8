"""The machine's sockets and radios as the kernel shows them, and who else is there; with NetworkManager or without."""

import socket
import struct
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import msgspec

from xlab.discovery import Network

_NET: Final = Path("/sys/class/net")
_PROC: Final = Path("/proc/net")
_ETHERNET: Final = "1"
_COMPLETE: Final = 0x2
_DISCARD: Final = 9
"""The port that throws away whatever it gets: a datagram there asks only who has the address."""


class Wire(msgspec.Struct, frozen=True):
    """A network interface. ``plugged`` is what the kernel says of its carrier; addresses are those others can use."""

    name: str
    wireless: bool
    plugged: bool
    addresses: tuple[str, ...] = ()

    @property
    def reachable(self) -> bool:
        """Whether it has an address that is more than what two machines on one bare cable give themselves."""
        return any(not ip_address(address).is_link_local for address in self.addresses)


class Around(msgspec.Struct, frozen=True):
    """Who else is on an interface: whether the gateway answers (None without one), and how many others do."""

    gateway: bool | None
    others: int


def wires(networks: Sequence[Network], net: Path = _NET) -> tuple[Wire, ...]:
    """Every socket and radio of the machine, also without an address, and whatever else somebody can be on."""
    addresses = {network.name: network.addresses for network in networks}
    names = set(addresses)
    with suppress(OSError):
        names |= {path.name for path in net.iterdir() if _is_socket(path)}
    found = []
    for name in sorted(names):
        path = net / name
        wireless = (path / "wireless").exists() or (path / "phy80211").exists()
        plugged = name in addresses or _text(path / "carrier") == "1"
        found.append(Wire(name, wireless, plugged, addresses.get(name, ())))
    return tuple(found)


def around(interface: str, proc: Path = _PROC) -> Around:
    """Who else is on an interface, as far as the kernel has spoken with them; IPv4 only."""
    gateway = _gateway(interface, proc)
    answering = set()
    for line in _lines(proc / "arp")[1:]:
        parts = line.split()
        if len(parts) >= 6 and parts[5] == interface and int(parts[2], 16) & _COMPLETE:
            answering.add(parts[0])
    return Around(gateway in answering if gateway else None, len(answering - {gateway}))


def ask_gateway(interface: str, proc: Path = _PROC) -> None:
    """Make the kernel ask who has the gateway's address, so that :func:`around` can say whether it answers."""
    gateway = _gateway(interface, proc)
    if gateway:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            any_socket.sendto(b"", (gateway, _DISCARD))


def _is_socket(path: Path) -> bool:
    return (path / "device").exists() and _text(path / "type") == _ETHERNET


def _gateway(interface: str, proc: Path) -> str:
    for line in _lines(proc / "route")[1:]:
        parts = line.split()
        if len(parts) >= 3 and parts[0] == interface and int(parts[1], 16) == 0 and int(parts[2], 16):
            return socket.inet_ntoa(struct.pack("<L", int(parts[2], 16)))
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:  # a carrier cannot be read while its interface is down
        return ""


def _lines(path: Path) -> list[str]:
    return _text(path).splitlines()
