"""What happens, without a picture: the sheet is looked for, the appliance sits on it, is opened, and is taken home.

Pure: time comes in as seconds, what was seen as yes or no.
"""

from typing import Literal

from xlab_demo_see_inside.product import NAMES, Name

Scene = Literal["seek", "open", "result"]
Origin = Literal["camera", "clip"]

NO_CAMERA_S = 1.6
"""Seconds after which a station without a picture of a camera shows the clip: opening a camera takes one."""

SURE = 2
"""Pictures in a row in which the sheet must be seen before anything appears on it."""

LOST_S = 0.5
"""Seconds without the sheet after which a visitor is told what to do."""

FADES_S = 1.8
"""Seconds in which the appliance fades at the place where its sheet was last."""

SETTLE_S = 0.4
"""Seconds for which a new scene settles; a finger that is still down from before means nothing in it."""

OPENED = 1.0
"""How far the appliance opens by itself when a part is named that the shell hides."""

NEARER, NEAREST = 0.9, 0.6
"""Parts of the first distance: from the one on, a sheet that comes nearer opens the appliance, at the other fully."""


class Story:
    """One visitor's play."""

    def __init__(self) -> None:
        self.scene: Scene = "seek"
        self.origin: Origin | None = None
        self.seconds = 0.0
        """In this scene."""
        self.seen_s = 0.0
        self.lost_s = 0.0
        self.looked = self.found = 0
        """Pictures since the sheet first appeared, and those of them in which it was found."""
        self.opened: list[Name] = []
        self.lit: Name | None = None
        self.wanted = 0.0
        """How far the appliance should be open, 0 to 1."""
        self._row = 0
        self._first_mm: float | None = None

    def update(self, dt: float) -> None:
        """Time passes."""
        self.seconds += dt
        if self.scene == "seek" and self.origin is None and self.seconds >= NO_CAMERA_S:
            self.use("clip")
        if self.scene == "open":
            if self.sees:
                self.seen_s += dt
            else:
                self.lost_s += dt

    def use(self, origin: Origin) -> None:
        """Pictures come from here now; the sheet is looked for anew."""
        if self.scene == "seek" and origin != self.origin:
            self.origin, self.seconds, self._row = origin, 0.0, 0

    def look(self, mm: float | None) -> None:
        """A picture was looked at: the sheet is so far away, or None if it is not seen."""
        self._row = self._row + 1 if mm is not None else 0
        if self.scene == "seek" and mm is not None and self._row >= SURE:
            self._go("open")
            self._first_mm = mm
        if self.scene != "open":
            return
        self.looked += 1
        self.found += mm is not None
        if mm is not None:
            self.lost_s = 0.0
            self._nearer(mm)

    @property
    def sees(self) -> bool:
        """Whether the sheet was in the last picture."""
        return self._row > 0

    @property
    def lost(self) -> bool:
        """Whether a visitor should be told that the sheet is not seen."""
        return self.scene == "open" and self.lost_s >= LOST_S

    @property
    def visible(self) -> float:
        """How visible the appliance is, 0 to 1."""
        return max(0.0, 1 - max(0.0, self.lost_s - LOST_S) / FADES_S)

    @property
    def following(self) -> Name:
        """The part that a walk comes to next."""
        left = [name for name in NAMES if name not in self.opened]
        if left:
            return left[0]
        at = NAMES.index(self.lit) if self.lit is not None else -1
        return NAMES[(at + 1) % len(NAMES)]

    def pull(self, part: float) -> None:
        """The slider was pulled."""
        self.wanted = part

    def tap(self, name: Name) -> None:
        """A part was tapped; one that the closed shell hides comes out."""
        if self.scene != "open":
            return
        self.lit = name
        if name not in self.opened:
            self.opened.append(name)
        if name != "shell" or len(self.opened) > 1:
            self.wanted = max(self.wanted, OPENED)

    def finish(self) -> bool:
        """Go to the result; False if it is not time for it."""
        if self.scene != "open" or self.seconds < SETTLE_S:
            return False
        self.lit = None
        self._go("result")
        return True

    def _nearer(self, mm: float) -> None:
        """The sheet that comes nearer opens the appliance, and only that: closing is for the slider."""
        if self._first_mm is not None and self.origin == "camera":
            part = (NEARER - mm / self._first_mm) / (NEARER - NEAREST)
            self.wanted = max(self.wanted, min(1.0, part))

    def _go(self, scene: Scene) -> None:
        self.scene, self.seconds = scene, 0.0
