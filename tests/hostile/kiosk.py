"""The real kiosk as a process, as a visitor and a facilitator meet it: touched, looked at, and counted from outside.

Its hub is :class:`~tests.fakes.scripted_hub.ScriptedHub`: it touches the screen from afar, hears what the screen shows
(``Status``) and sees it (the live picture). Demos come through the installed door: a folder on ``PYTHONPATH`` that
looks like a Python package with demos.
"""

import contextlib
import ctypes
import io
import os
import queue
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageChops
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from tests.fakes.scripted_hub import ScriptedHub
from tests.hostile.census import Census, count, demos_of
from tests.running import RunningProcess
from tests.waiting import PATIENCE
from xlab import link
from xlab.events import Fact, Recorded, RunEnded, RunStarted
from xlab.link import BadgeHere, Face, RemoteTouch, Room, Status

DEMOS = Path(__file__).parents[1] / "data" / "demos"
SIZE = (800, 480)
MIDDLE = (0.5, 0.5)
HOME = (0.034, 0.06)
STILL = 0.97
"""The part of two pictures that is the same where nothing fades: the ring of the card is all that moves on it."""

BADGE = BadgeHere(
    beacon="e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/2",
    face=Face("fox", "sky"),
    station="st-1",
    proximity="touch",
    source="live",
)
SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of linux/prctl.h: what a kiosk loses track of becomes a child of ours, and is counted."""


class HostileKiosk:
    """A kiosk among hostile demos. A context manager; ``bare``: on a machine that has no sandbox."""

    def __init__(self, folder: Path, *, bare: bool = False, env: dict[str, str] | None = None) -> None:
        self.home, self.site, self.scratch = folder / "home", folder / "site", folder / "scratch"
        self.status: Status | None = None
        self.run: RunStarted | None = None
        self.ended: RunEnded | None = None
        self.records: list[dict[str, object]] = []
        self.picture: Image.Image | None = None
        self._room = 1
        self._env = {
            "PYTHONPATH": str(self.site),
            "TMPDIR": str(self.scratch),
            "SDL_AUDIODRIVER": "dummy",
            "XLAB_IDLE_SECONDS": "600",
            "TRIAL_SECRET": "hostile-suite-secret",
        } | (env or {})
        for made in (self.home, self.site, self.scratch):
            made.mkdir(parents=True)
        (self.home / "events.db").write_text("what no demo may read")
        if bare:
            self._env["PATH"] = str(without_bwrap(folder / "bin"))

    def __enter__(self) -> "HostileKiosk":
        with contextlib.ExitStack() as stack:
            ctypes.CDLL(None).prctl(SUBREAPER, 1)
            stack.callback(ctypes.CDLL(None).prctl, SUBREAPER, 0)
            self.hub = stack.enter_context(ScriptedHub(self.home))
            self.offer()
            size = "x".join(map(str, SIZE))
            command = ("xlab_kiosk", "--offscreen", "--home", str(self.home), "--hub", self.hub.url, "--size", size)
            self.process = RunningProcess(*command, env=self._env)
            stack.callback(self.process.stop)
            self.link: ServerConnection = self.hub.connections.get(timeout=PATIENCE)
            self.say(link.Watch(on=True))
            self.until(lambda: self.shows("attract") and self.picture, "attract")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def pid(self) -> int:
        return self.process.process.pid

    def offer(self, *demos: str, build: Callable[[Path], None] | None = None) -> None:
        """Install these trial demos, and no others; ``build`` finishes the first."""
        install(self.site, *demos, port=self.hub.url.rpartition(":")[2], build=build)
        if self.shows("attract"):  # it looks for demos when it comes back there
            self.tap(MIDDLE)
            self.until(lambda: self.shows("menu"), "the menu")
            self.go_home()

    def say(self, message: link.ToStation) -> None:
        """The hub tells the kiosk something."""
        self.hub.say(self.link, message)

    def tap(self, place: tuple[float, float]) -> float:
        """A visitor's quick tap; the moment of it."""
        moment = time.monotonic()
        self.say(RemoteTouch("down", *place))
        self.say(RemoteTouch("up", *place))
        return moment

    def lay_badge(self, *badges: BadgeHere) -> float:
        """These badges lie on the station's pad now, and no others; the moment of it."""
        self._room += 1
        moment = time.monotonic()
        self.say(link.RoomIs(room=Room(revision=self._room, badges=badges)))
        return moment

    def shows(self, screen: str, demo: str | None = None) -> bool:
        """Whether the kiosk says that it shows this."""
        return self.status is not None and (self.status.screen, self.status.demo) == (screen, demo)

    def until(self, done: Callable[[], object], what: str, timeout: float = PATIENCE) -> float:
        """Hear the kiosk until ``done``; the moment of it. What it says is kept in the attributes."""
        deadline = time.monotonic() + timeout
        while not done():
            left = deadline - time.monotonic()
            if left <= 0 or self.process.process.poll() is not None:
                raise AssertionError(f"{what} did not come; it shows {self.status}. It said:\n{self.process.output}")
            self._hear(min(left, 0.25))
        return time.monotonic()

    def rest(self, seconds: float) -> None:
        """Hear the kiosk for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._hear(left)

    def next_picture(self) -> Image.Image:
        """A live picture that was made from now on."""
        self.picture = None
        self.say(link.Watch(on=True))  # who begins to watch gets one at once, even of a screen at rest
        self.until(lambda: self.picture, "a live picture")
        assert self.picture is not None
        return self.picture

    def resting_picture(self) -> Image.Image:
        """A live picture of this screen once it has faded in: the next one is nearly the same.

        How long that takes says nothing: a busy kiosk makes a picture a second while a change of place fades.
        """
        assert self.status is not None
        screen, before = self.status.screen, self.next_picture()
        while True:
            self.rest(0.2)
            newest = self.next_picture()
            if same(before, newest) > STILL or self.status.screen != screen:
                return newest
            before = newest

    def go_home(self) -> None:
        """Back to the attract screen, as the facilitator can order from afar."""
        self.say(link.GoHome())
        self.until(lambda: self.shows("attract") and (self.run is None or self.ended), "attract")

    def open(self, demo: str) -> float:
        """Begin a demo as the facilitator can from afar, as soon as the kiosk has found it; the moment of that."""
        self.run, self.ended, deadline = None, None, time.monotonic() + PATIENCE
        self.records.clear()
        while time.monotonic() < deadline:
            moment = time.monotonic()
            self.say(link.Open(demo=demo))
            with contextlib.suppress(AssertionError):
                self.until(lambda: self.run is not None and self.run.demo == demo, demo, timeout=0.5)
                self.until(lambda: self.shows("playing", demo) or self.ended, demo)
                return moment
        raise AssertionError(f"{demo} was not begun. The kiosk said:\n{self.process.output}")

    def quiet(self) -> None:
        """Wait until the kiosk is alone."""
        self.until(lambda: not demos_of(self.pid), "the end of all processes of demos")

    def pace(self, demo: str) -> float:
        """Pictures a second of this demo's newest run, as the kiosk's own log tells them; 0 for fewer than ten."""
        shown = re.findall(rf"{demo} showed (\d+) pictures(?: in [\d.]+ s, ([\d.]+) )?", self.process.output)
        assert shown, self.process.output
        pictures, pace = shown[-1]
        return float(pace) if int(pictures) >= 10 else 0.0

    def census(self) -> Census:
        """What the kiosk has and holds now."""
        return count(self.pid, self.scratch, self.site)

    def _hear(self, seconds: float) -> None:
        try:
            message = self.hub.heard.get(timeout=max(0.001, seconds))
        except queue.Empty:
            return
        match message:
            case bytes():
                self.picture = Image.open(io.BytesIO(message)).convert("RGB")
            case Status():
                self.status = message
            case link.AskKnown(beacon=beacon):
                self.say(link.Known(beacon=beacon, events=()))
            case link.Deliver(drafts=drafts):
                for draft in drafts:
                    self._note(draft.fact)
                with contextlib.suppress(ConnectionClosed):
                    self.say(link.Delivered(ids=tuple(draft.id for draft in drafts)))
            case _:
                pass

    def _note(self, fact: Fact) -> None:
        match fact:
            case RunStarted():
                self.run = fact
            case RunEnded() if self.run is not None and fact.run == self.run.run:
                self.ended = fact
            case Recorded():
                self.records.append(dict(fact.values))
            case _:
                pass


def same(one: Image.Image, other: Image.Image) -> float:
    """The part of two pictures that is the same, give or take what JPEG does."""
    apart = ImageChops.difference(one, other).convert("L").histogram()
    return sum(apart[:8]) / sum(apart)


def install(site: Path, *demos: str, port: str, build: Callable[[Path], None] | None = None) -> None:
    """Make ``site`` look like a Python package with these trial demos, and no others; ``build`` finishes the first.

    Each finds the ``port`` of the hub in a file of its own.
    """
    for demo in demos:
        folder = site / _folder(demo)
        if not folder.exists():
            shutil.copytree(DEMOS / folder.name, folder)
            (folder / "hub.txt").write_text(port)
            if build is not None and demo == demos[0]:
                build(folder)
    about = site / "hostile_trials-1.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile-trials\nVersion: 1\n")
    points = "".join(f"{demo} = {_folder(demo)}\n" for demo in demos)
    (about / "entry_points.new").write_text(f"[xlab.demos]\n{points}")
    (about / "entry_points.new").replace(about / "entry_points.txt")


def without_bwrap(folder: Path) -> Path:
    """A folder of all programs on the search path but the sandbox's."""
    folder.mkdir()
    for program in _programs():
        target = folder / program.name
        if program.name != "bwrap" and not target.is_symlink():
            target.symlink_to(program)
    return folder


def _folder(demo: str) -> str:
    return "xlab_demo_" + demo.replace("-", "_")


def _programs() -> Iterator[Path]:
    for part in os.environ["PATH"].split(os.pathsep):
        with contextlib.suppress(OSError):
            yield from Path(part).iterdir()
