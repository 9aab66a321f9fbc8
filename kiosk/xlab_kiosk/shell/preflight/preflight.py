"""The walk through a station, step by step: it makes each step, hears its taps, and hands on what all of them found."""

from collections.abc import Callable, Sequence
from typing import Final

from pygame import Surface

from xlab.catalogue import Entry
from xlab.link import BadgeHere, Check, Room
from xlab_kiosk.shell.pointers import Kind
from xlab_kiosk.shell.ports import StartDemo
from xlab_kiosk.shell.preflight import panel
from xlab_kiosk.shell.preflight.company import Hearing, Opening
from xlab_kiosk.shell.preflight.doing import Doing
from xlab_kiosk.shell.preflight.seen import Seen
from xlab_kiosk.shell.preflight.senses import Displaying, Player, Seeing, Sounding
from xlab_kiosk.shell.preflight.taps import Again, GoOn, Meaning, PassBy, Repeat
from xlab_kiosk.shell.preflight.touch import Touching
from xlab_kiosk.shell.preflight.touching import Turn
from xlab_kiosk.shell.preflight.trials import Journal, Trials
from xlab_kiosk.shell.preflight.walk import Step, Walk
from xlab_kiosk.shell.view import item
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.theme import Theme

WISHED: Final = 600.0
"""Seconds for which a wish from the dashboard waits for a visitor to leave: a later one would be a surprise."""


OFFERED: Final = 20.0
"""Seconds for which the locked screen offers the check to whoever has just locked it by hand."""

SETTLE: Final = 0.25
"""Seconds after a change of step in which a tap means nothing: it was meant for the step before."""


class Around:
    """What the preflight needs of the kiosk around it."""

    def __init__(
        self,
        theme: Theme,
        *,
        shown: bool,
        camera: str,
        stage: tuple[int, int],
        entries: Callable[[], Sequence[Entry]],
        start: StartDemo,
        player: Callable[[], Player],
        here: Callable[[], tuple[BadgeHere, ...]],
        room: Callable[[], Room | None],
        righted: Callable[[Kind, Turn], None],
        ended: Callable[[tuple[Check, ...], float], None],
        wake: Callable[[], None],
        journal: Journal | None,
    ) -> None:
        """``shown``: somebody sees the display. ``stage`` is the size of a demo's surface in pixels.

        ``camera`` is the setting of that name. ``ended`` is told all findings when a walk comes to its end.
        """
        self.theme, self.shown, self.camera, self.stage = theme, shown, camera, stage
        self.entries, self.start, self.player = entries, start, player
        self.here, self.room, self.righted, self.ended = here, room, righted, ended
        self.wake, self.journal = wake, journal


class Preflight:
    """All methods belong to the main thread; times are seconds on its clock. Nothing waits."""

    def __init__(self, around: Around) -> None:
        self.on = False
        self._around = around
        self._walk = Walk()
        self._doing = Doing()
        self._trials: Trials | None = None
        self._camera: Seeing | None = None
        self._wished: float | None = None
        self._offered = float("-inf")
        self._since = 0.0
        self._language = "en"

    def wish(self, now: float) -> None:
        """The dashboard wants the preflight here; one that goes on is what it wants."""
        self._wished = None if self.on else now

    def wished(self, now: float) -> bool:
        """Whether it is still wished, and nothing of the last walk is left."""
        return self._wished is not None and now - self._wished <= WISHED and self.quiet()

    def offer(self, now: float) -> None:
        """The facilitator has locked the station by hand and stands before it."""
        self._offered = now

    def offered(self, now: float) -> bool:
        """Whether the check is still offered."""
        return now - self._offered <= OFFERED

    def begin(self, language: str, now: float) -> None:
        """The screen is up: from the first step, with the first demo beside it."""
        self.end()
        self.on, self._wished, self._language = True, None, language
        self._offered = float("-inf")
        self._try_demos()
        self._go(Walk(), now)

    def end(self) -> None:
        """The screen goes: let go of everything. A walk that was broken off says nothing to anybody."""
        self._doing.end()
        self._doing, self.on = Doing(), False
        if self._trials is not None:
            self._trials.end()

    def close(self, patience: float) -> None:
        """After the last :meth:`end`: wait up to ``patience`` seconds for what still ends."""
        self.end()
        if self._trials is not None:
            self._trials.close(patience)

    def quiet(self) -> bool:
        """Whether no demo of a walk is still ending."""
        return self._trials is None or self._trials.quiet

    @property
    def busy(self) -> bool:
        """Whether a step works by itself, so that a hand that rests is no sign that nobody is here."""
        return self.on and self._doing.busy

    def pictures(self) -> dict[str, Surface]:
        """What cannot be told in values: the camera's picture as ``camera``, and each demo's by its id."""
        shown = dict(self._trials.pictures) if self._trials is not None else {}
        if isinstance(self._doing, Seeing) and self._doing.picture is not None:
            shown["camera"] = self._doing.picture
        return shown

    def seen(self) -> Seen | None:
        """What there is to see; None while no walk goes on."""
        return self._doing.look(Seen(walk=self._walk, found=self._doing.found)) if self.on else None

    def touch(self, touch: Touch, now: float) -> bool:
        """A touch that met no button. True if it says something."""
        match self._doing:
            case Touching() as touching:
                touching.touch(touch, now)
                return True
            case Displaying() as displaying:
                displaying.touch(touch)
                return True
        return False

    def mean(self, meaning: Meaning, now: float) -> None:
        """A button was tapped."""
        if now - self._since < SETTLE:
            return
        doing, at = self._doing, self._walk.at
        match meaning:
            case Repeat(step=step) if at == "summary":
                if step == "demos":
                    self._try_demos()
                self._go(self._walk.repeat(step), now)
            case PassBy():
                if at == "demos" and self._trials is not None:
                    self._trials.end()
                self._go(self._walk.pass_by(), now)
            case Again() if at != "summary":
                if at == "demos":
                    self._try_demos()
                self._make(at, now)
            case GoOn() if doing.found:
                self._go(self._walk.on(*doing.found), now)
            case _:
                doing.mean(meaning, now)

    def tick(self, now: float) -> None:
        """Go on."""
        if not self.on:
            return
        if self._trials is not None:
            self._trials.tick(now, camera_free=self._camera_free())
        self._doing.tick(now)
        if self._doing.over(now):
            self._go(self._walk.on(*self._doing.found), now)

    def _camera_free(self) -> bool:
        """Demos wait with the camera until its own step is behind, which could not open it beside them."""
        behind = "camera" in self._walk.found and self._walk.at != "camera"
        return behind and (self._camera is None or self._camera.free())

    def _go(self, walk: Walk, now: float) -> None:
        self._walk, self._since = walk, now
        if walk.at == "summary":
            self._doing.end()
            self._doing = Doing()
            self._around.ended(walk.checks, now)
        else:
            self._make(walk.at, now)

    def _make(self, step: Step, now: float) -> None:
        self._doing.end()
        around = self._around
        match step:
            case "touch":
                self._doing = Touching(around.theme.size, around.theme.target, around.righted)
            case "display":
                facts = panel.look(around.theme.size, shown=around.shown)
                self._doing = Displaying(facts, shown=around.shown, now=now)
            case "sound":
                self._doing = Sounding(around.player, used=self._used("sound"), now=now)
            case "camera":
                self._camera = Seeing(around.camera, used=self._used("camera"), now=now)
                self._doing = self._camera
            case "demos":
                assert self._trials is not None
                shown = [entry for entry in around.entries() if entry.manifest is not None]
                titles = {entry.name: item(entry, self._language).title for entry in shown}
                self._doing = Opening(self._trials, titles)
            case "badges":
                self._doing = Hearing(around.here, around.room)
        self._doing.tick(now)

    def _try_demos(self) -> None:
        """All of them, from the first; a trial that still goes on is over."""
        if self._trials is not None:
            self._trials.end()
        around = self._around
        self._trials = Trials(
            around.entries(),
            around.start,
            size=around.stage,
            language=self._language,
            wake=around.wake,
            journal=around.journal,
        )

    def _used(self, what: str) -> bool:
        manifests = (entry.manifest for entry in self._around.entries())
        return any(manifest is not None and what in manifest.uses for manifest in manifests)
