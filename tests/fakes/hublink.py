"""The link to a hub that is only attributes: what the shell asks of :class:`xlab_kiosk.shell.ports.Hub`."""

from xlab.link import FromStation, KitInfo, Room, Status, ToStation
from xlab.station.showing import Showing

KIT = KitInfo(
    kit="kit-7f3a",
    name="Lab kit Berlin",
    version="0.1.0",
    takes=True,
    checks=True,
    urls=("http://lab-kit-berlin.local:8080", "http://192.168.4.1:8080"),
)


class FakeHubLink:
    """Change its attributes, or :meth:`say` something; ``sent`` and ``pictures`` are what the shell said."""

    def __init__(self, room: Room | None = None) -> None:
        self.connected = True
        self.info: KitInfo | None = KIT
        self.room: Room | None = room or Room(revision=1)
        self.pairing: Showing | None = None
        self.sent: list[FromStation] = []
        self.pictures: list[bytes] = []
        self.delivered = 0
        self.closed = False
        self._waiting: list[ToStation] = []

    def say(self, message: ToStation) -> None:
        self._waiting.append(message)

    def go_away(self) -> None:
        self.connected = False
        self.room = None

    def come_back(self, room: Room | None = None) -> None:
        self.connected = True
        self.room = room or Room(revision=2)

    @property
    def status(self) -> Status:
        return next(message for message in reversed(self.sent) if isinstance(message, Status))

    def poll(self) -> list[ToStation]:
        waiting, self._waiting = self._waiting, []
        return waiting

    def send(self, message: FromStation) -> None:
        self.sent.append(message)

    def send_screen(self, jpeg: bytes) -> None:
        self.pictures.append(jpeg)

    def deliver(self) -> None:
        self.delivered += 1

    def close(self) -> None:
        self.closed = True
