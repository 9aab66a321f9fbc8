"""A kit without radio, log or stations: what the dashboard asks of a hub, held in plain attributes."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from tests.fakes.badges import FakeBadges
from tests.fakes.care import FakeCare
from tests.fakes.checks import FakeChecks
from tests.fakes.clock import FakeClock
from tests.fakes.findings import FakeFindings
from tests.fakes.groups import FakeGroups
from tests.fakes.keeping import FakeKeeping
from tests.fakes.library import FakeLibrary
from tests.fakes.lines import FakeLines
from tests.fakes.machine import FakeLogs, FakeMachine
from tests.fakes.network import FakeNetwork
from tests.fakes.ordering import FakeOrdering
from tests.fakes.pairing import FakePairing
from tests.fakes.papers import FakePapers
from tests.fakes.picture import FakePlaces, FakeSignals
from tests.fakes.recorder import FakeRecorder
from tests.fakes.rounds import FakeRounds
from tests.fakes.takeaways import FakeTakeaways
from tests.fakes.teaching import FakeTeaching
from tests.fakes.updating import FakeRoot
from tests.fakes.visitors import FakeVisitors
from tests.fakes.visits import FakeVisits
from xlab.events import Draft, Event, Fact, Source
from xlab.link import BadgeHere, Face, KitInfo, Phase, Radio, Room, Spot

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
CODE = "271828"
TOKEN = "the-token-in-the-file"

SPOTS = (
    Spot(id="st-1", name="Station 1", x=0.5, y=0.9, screen="attract"),
    Spot(id="pi-a", name="Window", x=0.1, y=0.2, source="recorded"),
    Spot(id="pi-b", name="Door", x=0.9, y=0.2, source="recorded"),
)


def badge(
    number: int, face: str, station: str | None, proximity: str = "near", source: Source = "recorded"
) -> BadgeHere:
    """A badge in the room; ``face`` as ``fox-coral``."""
    animal, accent = face.split("-")
    return msgspec.convert(
        {
            "beacon": f"{UUID}/1/{number}",
            "face": {"animal": animal, "accent": accent},
            "station": station,
            "proximity": proximity,
            "source": source,
        },
        BadgeHere,
    )


class FakeKit:
    """Implements :class:`xlab.dashboard.ports.Kit`. Change it with the methods below from any thread."""

    def __init__(self, home: Path, code: str | None = CODE) -> None:
        self.home = home
        self.token = TOKEN
        self.badges = FakeBadges()
        self.care = FakeCare()
        self.checks = FakeChecks()
        self.clock = FakeClock()
        self.machine = FakeMachine()
        self.network = FakeNetwork()
        self.logs = FakeLogs()
        self.demos = FakeLibrary()
        self.findings = FakeFindings(self)
        self.keeping = FakeKeeping(home)
        self.ordering = FakeOrdering()
        self.pairing = FakePairing()
        self.papers = FakePapers(home)
        self.recorder = FakeRecorder(home)
        self.rounds = FakeRounds()
        self.takeaways = FakeTakeaways()
        self.teaching = FakeTeaching()
        self.root = FakeRoot(home)
        self.updating = self.root.updating(home)
        self.visits = FakeVisits()
        self.visitors = FakeVisitors(self.visits)
        self.lines = FakeLines(self.visits)
        self.groups = FakeGroups(self.visits, self.rounds)
        self.touches: list[tuple[str, Phase, float, float]] = []
        self.pin_set = 0
        self.log: list[Event] = []
        self.streams_closed = threading.Event()
        self.open_feeds = 0
        self.open_screens = 0
        self.kit_info = KitInfo(
            kit="kit-7f3a", name="Lab kit Berlin", version="0.1.0", urls=("http://192.168.4.1:8080/",), setup_code=code
        )
        self.room_now = Room(
            revision=1, spots=SPOTS, radio=Radio(state="replaying", source="recorded", reason="No radio here.")
        )
        self.places = FakePlaces(self.room, self.show)
        self.signals = FakeSignals()
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Queue[object]]] = set()

    # What the dashboard asks.

    def info(self) -> KitInfo:
        """How the kit is reached goes with its network, as the hub says it."""
        return msgspec.structs.replace(self.kit_info, network=self.network.now.now)

    def room(self) -> Room:
        return self.room_now

    def uptime(self) -> float:
        return 12.34

    def pin_was_set(self) -> None:
        self.pin_set += 1
        self.kit_info = msgspec.structs.replace(self.kit_info, setup_code=None)

    def touch(self, station: str, phase: Phase, x: float, y: float) -> bool:
        spot = next(spot for spot in self.room_now.spots if spot.id == station)
        if spot.screen == "away":
            return False
        self.touches.append((station, phase, x, y))
        return True

    async def feed(self, after: int | None) -> AsyncIterator[Event | Room]:
        with _Listening(self._listeners) as queue:
            self.open_feeds += 1
            try:
                for event in self.log[after:] if after is not None else ():
                    yield event
                while (item := await queue.get()) is not None:
                    if isinstance(item, Event | Room):
                        yield item
            finally:
                self.open_feeds -= 1
                self.streams_closed.set()

    async def screen(self, station: str) -> AsyncIterator[bytes]:
        with _Listening(self._listeners) as queue:
            self.open_screens += 1
            try:
                yield self.picture
                while (item := await queue.get()) is not None:
                    if isinstance(item, bytes):
                        yield item
            finally:
                self.open_screens -= 1
                self.streams_closed.set()

    # What tests do to it.

    picture = b""
    """The JPEG every screen shows first."""

    def show(self, *badges: BadgeHere, **changes: object) -> None:
        """Change the room and tell every listener."""
        self.room_now = msgspec.structs.replace(
            self.room_now, revision=self.room_now.revision + 1, badges=badges, **changes
        )
        self._tell(self.room_now)

    def happen(self, fact: Fact) -> Event:
        """Put a fact into the log and tell every listener."""
        seq = len(self.log) + 1
        draft = Draft(id=f"id-{seq}", wall=1.0, boot="boot", mono=1.0, fact=fact)
        event = Event(kit="kit-7f3a", seq=seq, **{name: getattr(draft, name) for name in draft.__struct_fields__})
        self.log.append(event)
        self._tell(event)
        return event

    def paint(self, jpeg: bytes) -> None:
        """A new picture on every screen that is watched."""
        self.picture = jpeg
        self._tell(jpeg)

    def end_streams(self) -> None:
        """End every feed and screen, as a hub does that stops."""
        self.rounds.end_streams()
        self.visits.end_streams()
        self._tell(None)

    def _tell(self, item: object) -> None:
        for loop, queue in list(self._listeners):
            loop.call_soon_threadsafe(queue.put_nowait, item)


class _Listening:
    """One listener's queue, known to the kit while it listens."""

    def __init__(self, listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Queue[object]]]) -> None:
        self._listeners = listeners
        self._own = (asyncio.get_running_loop(), asyncio.Queue[object]())

    def __enter__(self) -> asyncio.Queue[object]:
        self._listeners.add(self._own)
        return self._own[1]

    def __exit__(self, *_: object) -> None:
        self._listeners.discard(self._own)


__all__ = ["CODE", "SPOTS", "TOKEN", "Face", "FakeKit", "badge"]
