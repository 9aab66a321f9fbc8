"""Which of this machine's addresses somebody in the room can open, on interfaces as the kernel reports them."""

import socket
import struct
from collections.abc import Callable

import ifaddr
import pytest

from xlab.discovery import Network, addresses, loopback, networks, usable

UP, LOOPBACK, POINT_TO_POINT, RUNNING, MULTICAST = 0x1, 0x8, 0x10, 0x40, 0x1000
FINE = UP | RUNNING | MULTICAST
READY, TEMPORARY, FAILED, DEPRECATED, TENTATIVE = 0x80, 0x01, 0x08, 0x20, 0x40

Kernel = Callable[..., None]


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    """Interfaces as the test lists them: ``name=(flags, {address: IPv6 flags})``."""

    def pretend(default: str = "", **interfaces: tuple[int, dict[str, int]]) -> None:
        adapters, flags, ready, routes = [], {}, [], ["Iface\tDestination\tGateway"]
        for index, (keyword, (state, held)) in enumerate(interfaces.items(), start=1):
            name = keyword.replace("_", "-")
            flags[name] = state
            ips = []
            for address, ipv6 in held.items():
                if ":" in address:
                    ips.append(ifaddr.IP((address, 0, index), 64, name))
                    packed = socket.inet_pton(socket.AF_INET6, address).hex()
                    ready.append(f"{packed} {index:02x} 40 00 {ipv6:02x} {name}")
                else:
                    ips.append(ifaddr.IP(address, 24, name))
            adapters.append(ifaddr.Adapter(name, name, ips, index))
            routes.append(f"{name}\t{'00000000' if name == default else '000200C0'}\t010200C0")

        def ioctl(descriptor: int, request: int, argument: bytes) -> bytes:
            name = argument[:16].rstrip(b"\0").decode()
            if name not in flags:
                raise OSError("No such device")
            return argument[:16] + struct.pack("H14x", flags[name])

        files = {"/proc/net/if_inet6": ready, "/proc/net/route": routes}
        monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters)
        monkeypatch.setattr("fcntl.ioctl", ioctl)
        monkeypatch.setattr(networks, "_lines", lambda path: files[path])

    return pretend


def test_ipv4_comes_first_and_link_local_ipv6_serves_mdns_only(kernel: Kernel) -> None:
    kernel(eth0=(FINE, {"fe80::1": READY, "fd00::2": READY, "192.168.4.1": READY}))
    assert usable() == [Network("eth0", 1, ("192.168.4.1", "fd00::2"), "fe80::1")]
    assert addresses() == ["192.168.4.1", "fd00::2"]


def test_the_network_with_the_default_route_comes_first(kernel: Kernel) -> None:
    kernel(default="wlan0", eth0=(FINE, {"10.0.0.2": READY}), wlan0=(FINE, {"192.168.4.1": READY}))
    assert [network.name for network in usable()] == ["wlan0", "eth0"]
    assert addresses() == ["192.168.4.1", "10.0.0.2"]


def test_what_two_machines_give_themselves_on_a_bare_cable_is_the_last_resort(kernel: Kernel) -> None:
    kernel(eth0=(FINE, {"169.254.7.7": READY}), wlan0=(FINE, {"192.168.4.1": READY}))
    assert addresses() == ["192.168.4.1", "169.254.7.7"]


@pytest.mark.parametrize(
    "flags",
    [0, UP | MULTICAST, RUNNING | MULTICAST, UP | RUNNING, FINE | LOOPBACK, FINE | POINT_TO_POINT],
    ids=["gone", "unplugged", "down", "no multicast", "loopback", "tunnel"],
)
def test_interfaces_nobody_in_the_room_is_on_do_not_count(kernel: Kernel, flags: int) -> None:
    kernel(eth0=(flags, {"192.168.4.1": READY}))
    assert usable() == []
    assert addresses() == []


@pytest.mark.parametrize("name", ["docker0", "br_0123456789ab", "virbr0", "lxcbr0"])
def test_bridges_to_containers_do_not_count_but_a_hotspots_bridge_does(kernel: Kernel, name: str) -> None:
    kernel(**{name: (FINE, {"172.17.0.1": READY}), "br0": (FINE, {"192.168.4.1": READY})})
    assert addresses() == ["192.168.4.1"]


@pytest.mark.parametrize("flag", [TEMPORARY, FAILED, DEPRECATED, TENTATIVE])
def test_ipv6_addresses_that_are_not_ready_or_soon_gone_are_not_told(kernel: Kernel, flag: int) -> None:
    kernel(eth0=(FINE, {"fd00::2": flag, "fd00::3": READY}))
    assert addresses() == ["fd00::3"]


def test_an_interface_without_a_usable_address_is_no_network(kernel: Kernel) -> None:
    kernel(eth0=(FINE, {"fd00::2": TENTATIVE}), eth1=(FINE, {}))
    assert usable() == []


def test_this_very_machine_answers_too() -> None:
    assert all(network.addresses or network.link_local for network in usable())
    assert "127.0.0.1" not in addresses()
    assert [network.addresses for network in loopback()] == [("127.0.0.1",)]
