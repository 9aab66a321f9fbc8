"""Signs of others: a request from another machine, by which address and name, and a word to all on the network."""

import socket
from typing import Any

import pytest

from tests.waiting import come
from xlab.hub.network_came import Came, Overheard, about

HERE = "192.168.1.20"


class Counting(Overheard):
    """Remembers whose words came, also those that do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        super().datagram_received(data, addr)
        self.sources.append(addr[0])


async def asks(came: Came, there: str, host: str, here: str = HERE) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["path"] == "/"

    scope = {"type": "http", "path": "/", "client": (there, 4711), "server": (here, 8080)}
    await came.before(app)(scope | {"headers": [(b"host", host.encode())]}, None, None)


async def test_a_phone_counts_and_the_kits_own_screen_does_not():
    came = Came()
    for there, here in (("127.0.0.1", "127.0.0.1"), ("::1", "::1"), (HERE, HERE), ("", HERE)):
        await asks(came, there, "localhost:8080", here)
    assert not came.reached([HERE, "127.0.0.1"]) and not came.by_name
    await asks(came, "192.168.1.33", f"{HERE}:8080")
    assert came.reached([HERE]) and not came.by_name
    await asks(came, "192.168.1.34", "XLAB-blue.local.:8080")
    assert came.by_name


async def test_another_network_begins_anew_and_one_more_address_does_not():
    came = Came()
    await asks(came, "192.168.1.33", "xlab-blue.local")
    came.keep([HERE, "10.0.0.5"])
    assert came.reached([HERE]) and came.by_name
    came.keep(["10.42.0.1"])
    assert not came.reached([HERE, "10.42.0.1"]) and not came.by_name


async def test_others_are_heard_and_the_kits_own_words_are_not():
    overheard = Counting()
    await overheard.listen(["127.0.0.1"])
    for source, heard in (("127.0.0.1", False), ("127.0.0.9", True)):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as speaker:
            speaker.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
            speaker.bind((source, 0))
            speaker.sendto(b"hello", ("224.0.0.251", 5353))
        await come(lambda source=source: source in overheard.sources)
        assert overheard.heard is heard
    overheard.close()


async def test_where_it_cannot_listen_nothing_is_heard():
    overheard = Overheard()
    await overheard.listen(["203.0.113.7"])  # not ours
    assert not overheard.heard


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (119, 0), (120, 2), (299, 2), (700, 10), (90_000, 60)])
def test_minutes_change_rarely(seconds, minutes):
    assert about(seconds) == minutes
