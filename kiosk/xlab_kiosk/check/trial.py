"""One demo played run after run, in simulated time, with its frames timed and its pictures looked at."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
from pygame import Surface

from xlab.events import Proximity
from xlab_kiosk.check.looks import Look, still
from xlab_kiosk.check.messages import Found
from xlab_kiosk.check.meter import Stopwatch
from xlab_kiosk.check.phones import Phones
from xlab_kiosk.host.limits import SILENCE_LIMIT
from xlab_kiosk.stage.inputs import KnownFact, Phase
from xlab_kiosk.stage.probe import Probe
from xlab_kiosk.stage.testing import STEP, Play

SETTLES = 0.45
"""Seconds after which what still changes is taken to move on purpose: the theme's slowest movement takes 0.4."""

KNOWN = (
    KnownFact(wall=1_760_000_000.0, what="given", station="Station 1"),
    KnownFact(wall=1_760_000_060.0, what="entered", station="Station 1"),
    KnownFact(wall=1_760_002_000.0, what="left", station="Station 1"),
    KnownFact(wall=1_760_002_100.0, what="entered", station="Station 2"),
    KnownFact(wall=1_760_004_000.0, what="rating", station="Station 2"),
)
"""What the kit answers when a demo asks what it knows of a badge."""


PHONES_EVERY, VIEW_EVERY = 30, 6
"""Steps from one answer of a phone to the next, and from one picture of the camera to the next."""


class Stuck(Exception):
    """The demo took longer for one step than a kit waits."""


class Setting(msgspec.Struct, frozen=True):
    """What each run begins with; see :class:`~xlab_kiosk.stage.testing.Play`."""

    folder: str
    size: tuple[int, int]
    language: str
    data: str
    seed: int
    camera: bool = False

    def play(self) -> Play:
        """A new run, in a room whose phones need two codes: first the kit's own Wi-Fi, and more room on the screen."""
        data = Path(self.data) if self.data else None
        return Play(Path(self.folder), self.size, self.language, data=data, seed=self.seed, own_wifi=True)


class _Timed(Play):
    """Draws each picture the demo asks for, and counts them."""

    drawn = 0

    def draw(self) -> None:
        self.drawn += 1
        super().draw()


class Trial:
    """Hands on a demo: what they do reaches the run of now. Raises whatever the demo raises, and :class:`Stuck`."""

    def __init__(self, setting: Setting, pulse: Callable[[float], None] = lambda _: None, *, every: int = 1) -> None:
        """``pulse`` is called with the simulated seconds after each step; a picture is drawn at most ``every`` steps.

        Drawing is nearly all that a check takes: where pictures are not timed, half of them show as much.
        """
        self.setting = setting
        self._every = every
        self._pulse = pulse
        self.watch = Stopwatch()
        self.seconds = 0.0
        self.runs = 0
        self.frames: list[float] = []
        self.heard: set[str] = set()
        self._steps = 0
        self._phones = Phones(Random(setting.seed))  # noqa: S311 - what a room answers
        self._views = [_view(color) for color in ("gray40", "gray60")] if setting.camera else []
        self.play = self._begun()

    def again(self) -> None:
        """Begin a new run."""
        self.play.stage.keep.save()
        self.play = self._begun()

    def _begun(self) -> Play:
        self.runs += 1
        self._answered = 0
        play = self.setting.play()
        self._probe: Probe | None = play.stage.probe
        play.stage.probe = None
        return play

    @property
    def over(self) -> bool:
        """Whether this run came to its own end."""
        return self.play.finished

    def touch(self, phase: Phase, x: float, y: float, pointer: int = 1) -> None:
        """A finger does something."""
        if not self.over:
            begun = self.watch.now()
            self.play.touch(phase, x, y, pointer)
            self._answer()
            self._not_stuck(self.watch.now() - begun)

    def badge(self, number: int, proximity: Proximity | None) -> None:
        """A badge comes, moves or leaves."""
        if not self.over:
            self.play.badge(number, proximity)
            self._answer()

    def wait(self, seconds: float) -> None:
        """Time passes, and pictures that are due are drawn, as on a kit."""
        for _ in range(max(1, round(seconds / STEP))):
            if self.over:
                return
            begun = self.watch.now()
            self.play.wait(STEP)
            due = self.play.stage.wants_redraw and self._steps % self._every == 0
            if due:
                self.play.draw()
            took = self.watch.now() - begun
            if due:
                self.frames.append(took)
            self.seconds += STEP
            self._surround()
            self._pulse(self.seconds)
            self._answer()
            self._not_stuck(took)

    def skip(self, seconds: float) -> None:
        """Time passes, and nobody looks."""
        whole, rest = divmod(seconds, 1.0)
        for part in [1.0] * int(whole) + [rest] * (rest > 0):
            self.play.wait(part)
            self._pulse(self.seconds)

    def look(self) -> tuple[Look, Surface]:
        """What is on the screen, and its picture."""
        stage = self.play.stage
        stage.probe = self._probe
        try:
            self.play.draw()
            return Look(tuple(self.play.texts), tuple(self.play.targets)), self.play.picture
        finally:
            stage.probe = None

    def look_twice(self) -> tuple[Look, Look, Surface]:
        """All that is on the screen, what of it stands still, and its picture."""
        before, _ = self.look()
        self.wait(SETTLES)
        now, picture = self.look()
        return now, still(before, now), picture

    def _surround(self) -> None:
        """What is around a demo goes on: phones answer, and the camera sees something else."""
        self._steps += 1
        if self.over:
            return
        if self._steps % PHONES_EVERY == 0:
            self._phones.answer(self.play)
        if self._views and self._steps % VIEW_EVERY == 0:
            self.play.camera(self._views[self._steps // VIEW_EVERY % len(self._views)])

    def _answer(self) -> None:
        """The kit answers what the demo asks of it."""
        said = self.play.said
        for what in said[self._answered :]:
            self.heard.add(what[0])
            if what[0] == "ask_known" and not self.over:
                number = int(str(what[1]).rpartition("/")[2])
                forgotten = ("forget", what[1]) in said
                self.play.known(number, *(() if forgotten else KNOWN))
        self._answered = len(said)

    def _not_stuck(self, took: float) -> None:
        if took > SILENCE_LIMIT:
            raise Stuck(f"The demo was busy or asleep for {took:.1f} s in one step; a kit ends it after 2.")


def _view(color: str) -> Surface:
    """What a camera sees: a room, and something lighter in it."""
    view = Surface((1280, 720), 0, 32)
    view.fill(color)
    view.fill("gray80", (400, 200, 480, 320))
    return view


def stuck(error: Stuck) -> Found:
    """What is told of it."""
    return Found("plays", f"{error} Do long work in pieces, some in each update().")
