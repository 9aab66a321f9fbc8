"""A network of attributes, without a radio behind it."""

from xlab.dashboard.ports.network import Heard, Kept, NetworkPage, NetworkRefused
from xlab.link import NetworkNow, OwnWifi, WayNow

OWN = OwnWifi(
    name="Lab kit Berlin",
    password="mola-kefi-rubo-tesa",
    code="WIFI:T:WPA;S:Lab kit Berlin;P:mola;;",
    url="http://10.42.0.1:8080/",
)
VENUE = "Café am Fluß ☕"

WAYS = (
    WayNow(way="name", ok=None, key="network.name_untried", values={"name": "xlab-7f3a.local:8080"}),
    WayNow(way="address", ok=True, key="network.address_works", values={"address": "192.168.4.1:8080"}),
    WayNow(way="own", ok=None, key="network.own_ready"),
    WayNow(way="cable", ok=None, key="network.cable_none"),
)


class FakeNetwork:
    """Implements :class:`xlab.dashboard.ports.network.Network`. Change its attributes from any thread."""

    def __init__(self) -> None:
        self.now = NetworkPage(
            now=NetworkNow(ways=WAYS, key="network.next_fine"),
            possible=True,
            network=VENUE,
            heard=(
                Heard(id=VENUE.encode().hex(), name=VENUE, strength=4, lock="password", known=True, joined=True),
                Heard(id=b"Guests".hex(), name="Guests", strength=3, lock="open"),
                Heard(id=b"Upstairs".hex(), name="Upstairs", strength=1, lock="password"),
                Heard(id=b"Staff".hex(), name="Staff", strength=2, lock="company"),
            ),
            kept=(Kept("uuid-1", VENUE), Kept("uuid-2", "Head office")),
        )
        self.refusal: NetworkRefused | None = None
        self.wishes: list[tuple[str, ...]] = []

    def page(self) -> NetworkPage:
        return self.now

    def join(self, network: str, name: str, password: str) -> str:
        self._wish("join", network, name, password)
        return name or bytes.fromhex(network).decode()

    def own(self) -> None:
        self._wish("own")

    def look(self) -> None:
        self._wish("look")

    def forget(self, network: str) -> None:
        self._wish("forget", network)

    def switch_on(self) -> None:
        self._wish("switch_on")

    def _wish(self, *wish: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.wishes.append(wish)
