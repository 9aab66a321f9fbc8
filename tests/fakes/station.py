"""A kiosk off screen, driven turn by turn: the real shell with a link to no hub, and real or scripted demos."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pygame

from tests.fakes.hublink import FakeHubLink
from tests.waiting import PATIENCE
from xlab.catalogue import Entry, read_manifest
from xlab.events import Source
from xlab.events.visits import EditedLine
from xlab.link import Phase, RemoteTouch
from xlab.settings import Settings
from xlab.store import Outbox
from xlab_kiosk.host import Ended, Said
from xlab_kiosk.shell.app import App
from xlab_kiosk.shell.care.caretaker import Caretaker
from xlab_kiosk.shell.display import open_display
from xlab_kiosk.shell.evidence import Evidence
from xlab_kiosk.shell.gallery import Gallery, Render, ready
from xlab_kiosk.shell.ports import Keep, Running, Speaker, StartDemo
from xlab_kiosk.shell.waker import Waker
from xlab_kiosk.stage.inputs import KnownFact, Presence, Touch
from xlab_kiosk.stage.room import FromRoom

DEMOS = Path(__file__).parents[1] / "data" / "station"


def trial_entry(name: str = "try-station") -> Entry:
    folder = DEMOS / "xlab_demo_try_station"
    return Entry(name=name, door="installed", folder=folder, status="ready", manifest=read_manifest(folder))


def no_pictures(entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str) -> Sequence[pygame.Surface]:
    return []


LONGEST_TURN = 0.1
"""Seconds that one turn of the loop may seem to take, however long a busy machine was at it."""


class Clock:
    """Seconds that pass when a test lets them, and while it waits for what takes real time."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.skipped = 0.0

    def __call__(self) -> float:
        return self._began + self.skipped


class ScriptedDemo:
    """A demo that does only what the test says: put things into ``says``, ``frames`` and ``end``."""

    def __init__(self, size: tuple[int, int], language: str, lines: tuple[EditedLine, ...] = ()) -> None:
        self.size, self.language, self.lines = size, language, lines
        self.touches: list[Touch] = []
        self.presences: list[Presence] = []
        self.knowns: list[tuple[str, tuple[KnownFact, ...]]] = []
        self.rooms: list[FromRoom] = []
        self.says: list[Said] = []
        self.frames: list[pygame.Surface] = []
        self.end: Ended | None = None
        self.stopped = False
        self.words = ""
        self.camera_source: Source | None = None

    def touch(self, touch: Touch) -> None:
        self.touches.append(touch)

    def presence(self, change: Presence) -> None:
        self.presences.append(change)

    def known(self, beacon: str, facts: tuple[KnownFact, ...]) -> None:
        self.knowns.append((beacon, facts))

    def room(self, said: FromRoom) -> None:
        self.rooms.append(said)

    def poll(self, now: float) -> Sequence[Said]:
        says, self.says = self.says, []
        return says

    def frame(self) -> pygame.Surface | None:
        return self.frames.pop() if self.frames else None

    def ended(self, now: float) -> Ended | None:
        return self.end

    def stop(self) -> None:
        self.stopped = True

    def join(self, timeout: float | None = None) -> bool:
        return self.stopped


class FakePlayer:
    """Plays into a list; ``lost`` where there is no device."""

    def __init__(self, lost: bool = False) -> None:
        self.lost = lost
        self.played: list[str] = []

    def play(self, path: Path) -> None:
        assert path.stat().st_size
        self.played.append(path.stem)

    def close(self, patience: float) -> None:
        self.played.append("end")


class Station:
    """One kiosk. Close it, and nothing of it is left."""

    def __init__(
        self,
        *,
        keep: Keep,
        size: tuple[int, int] = (800, 480),
        entries: Sequence[Entry] | None = None,
        start: StartDemo | None = None,
        render: Render = no_pictures,
        hub: FakeHubLink | None = None,
        speaker: Speaker | None = None,
        care: Caretaker | None = None,
        player: FakePlayer | None = None,
        **settings: object,
    ) -> None:
        self.hub = hub or FakeHubLink()
        self.clock = Clock()
        self.demos: list[ScriptedDemo] = []
        self.entries = [trial_entry()] if entries is None else list(entries)
        self.find: Callable[[], list[Entry]] = lambda: list(self.entries)
        waker = Waker()
        self.display = open_display(size, ["memory"])
        self.evidence = Evidence(keep, "st-1", kept=self.hub.deliver, answered=waker.wake)
        self.app = App(
            settings=Settings(offscreen=True, **settings),  # type: ignore[arg-type]
            display=self.display,
            hub=self.hub,
            evidence=self.evidence,
            gallery=Gallery(
                lambda: self.find(),  # noqa: PLW0108 - a test may change what is found
                render,
                waker.wake,
                care.bill if care is not None else ready,
            ),
            start_demo=start or self._scripted,
            waker=waker,
            clock=self.clock,
            speaker=speaker,
            care=care,
            player=lambda: player or FakePlayer(),
        )
        self.app.turn([])

    @property
    def place(self) -> str:
        return self.app.state.place

    @property
    def demo(self) -> ScriptedDemo:
        return self.demos[-1]

    def close(self) -> None:
        self.app.close()
        self.display.close()

    def turn(self, *events: pygame.event.Event, skip: float = 0.0) -> None:
        """One turn, after ``skip`` seconds."""
        self.clock.skipped += skip
        self.app.turn(events)

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Turn as the loop does, on real events, until the condition holds."""
        looked = time.monotonic()
        end = looked + PATIENCE
        wait = self.app.turn([])
        while not condition():
            assert looked < end, f"{what} did not happen; the station is at {self.place}"
            first = pygame.event.wait(max(1, round(wait * 1000)))
            before, looked = looked, time.monotonic()
            self.clock.skipped += min(looked - before, LONGEST_TURN)
            wait = self.app.turn([first, *pygame.event.get()])

    def touch(self, phase: Phase, x: float, y: float) -> None:
        """A mouse at ``x``, ``y`` pixels of the display."""
        kinds = {"down": pygame.MOUSEBUTTONDOWN, "up": pygame.MOUSEBUTTONUP}
        self.turn(pygame.event.Event(kinds[phase], pos=(x, y), button=1, touch=False))

    def tap(self, x: float, y: float) -> None:
        self.touch("down", x, y)
        self.touch("up", x, y)

    def tap_box(self, name: str) -> None:
        """Tap the middle of something the screen that is up has laid out; an object after a look at the choice."""
        if name.startswith("object"):
            self.clock.skipped += 0.5
        boxes = self.app.scene.sheet.boxes if self.app.scene.sheet is not None else self.app.scene.screen.boxes
        self.tap(*boxes[name].center)

    def remote(self, phase: Phase, x: float, y: float) -> None:
        """A touch on the dashboard's picture, ``x``, ``y`` in 0..1."""
        self.hub.say(RemoteTouch(phase=phase, x=x, y=y))
        self.turn()

    def open_demo(self) -> None:
        """From attract into the first demo."""
        self.tap(*self.display.surface.get_rect().center)
        self.tap_box("object 0")
        self.turn(skip=0.5)
        assert self.place == "playing"

    def _scripted(
        self, entry: Entry, *, size: tuple[int, int], language: str, lines: tuple[EditedLine, ...] = (), **_: object
    ) -> Running:
        self.demos.append(ScriptedDemo(size, language, lines))
        return self.demos[-1]


def open_outbox(folder: Path) -> Outbox:
    return Outbox.open(folder / "outbox.db")
