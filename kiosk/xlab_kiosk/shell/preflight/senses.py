"""The steps for the eye and the ear: the display, the sound, the camera."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, Protocol

from pygame import Surface

from xlab_kiosk.host.camera import CameraView, OpenedCamera
from xlab_kiosk.host.process import NO_CAMERA
from xlab_kiosk.shell.preflight.doing import Doing, with_
from xlab_kiosk.shell.preflight.knocks import SECONDS, SIDES, Side, knock
from xlab_kiosk.shell.preflight.looking import Looking
from xlab_kiosk.shell.preflight.panel import Panel
from xlab_kiosk.shell.preflight.seen import CameraSeen, DisplaySeen, Seen, SoundSeen
from xlab_kiosk.shell.preflight.taps import Answer, Meaning
from xlab_kiosk.stage.inputs import Touch

PLAIN: Final = 0.9
"""Seconds of white and of black: a dead pixel is seen at once, and a flicker would be unkind."""

BETWEEN: Final = 0.9
"""Seconds from the left knock to the right one."""


PHASES: Final[tuple[Literal["white", "black", "picture"], ...]] = ("white", "black", "picture")


class Player(Protocol):
    """Plays files, as :class:`xlab_kiosk.shell.sounds.Sounds` does."""

    @property
    def lost(self) -> bool:
        """Whether it ended by itself: there is no device, or none that works."""
        ...

    def play(self, path: Path) -> None:
        """Play a file."""
        ...

    def close(self, patience: float) -> None:
        """Free what it holds, in so many seconds."""
        ...


class Displaying(Doing):
    """White, black, then a picture with edges; whether all four are seen only people can say."""

    step = "display"
    read = 0.0

    def __init__(self, panel: Panel, *, shown: bool, now: float) -> None:
        """``shown`` is False where the kiosk draws in memory, which nobody sees here."""
        super().__init__()
        self._panel, self._began = panel, now
        self._plain = True
        self._phase = 0
        if not shown:
            self._plain = False
            self._find(now, self._check(False, "picture_none"))

    def tick(self, now: float) -> None:
        """From one to the next."""
        self._phase = 2 if not self._plain else min(2, int((now - self._began) / PLAIN))

    def touch(self, touch: Touch) -> None:
        """Any tap ends white and black."""
        if touch.phase == "down":
            self._plain, self._phase = False, 2

    @property
    def plain(self) -> bool:
        """Whether nothing but one colour is shown."""
        return self._phase < 2

    @property
    def busy(self) -> bool:
        """While it goes through its colours."""
        return self.plain

    def mean(self, meaning: Meaning, now: float) -> None:
        """The answer."""
        if isinstance(meaning, Answer):
            width, height = self._panel.size
            case = "picture_whole" if meaning.yes else "picture_cut"
            self._find(now, self._check(meaning.yes, case, width=width, height=height))

    def look(self, seen: Seen) -> Seen:
        """The phase and the facts."""
        return with_(seen, display=DisplaySeen(PHASES[self._phase], self._panel))


class Sounding(Doing):
    """A knock on the left, one on the right; whether they were heard only people can say."""

    step = "sound"
    read = 0.0

    def __init__(self, make: Callable[[], Player], *, used: bool, now: float) -> None:
        """``used``: a demo of this station makes sounds."""
        super().__init__()
        self._used, self._began, self._played = used, now, 0
        self._player = make()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[Side, Path] = {}
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="xlab-knock-")
            for side in SIDES:
                self._files[side] = Path(self._folder.name) / f"{side}.wav"
                self._files[side].write_bytes(knock(side))
        except OSError:
            self._find(now, self._check(None, "sound_untried"))

    def tick(self, now: float) -> None:
        """Play what is due, and see whether anything can be heard at all."""
        if not self.found and self._played < len(SIDES) and now >= self._began + self._played * BETWEEN:
            self._player.play(self._files[SIDES[self._played]])
            self._played += 1
            self._sounds_until = now + SECONDS
        self._now = now
        if not self.found and self._player.lost:
            self._find(now, self._check(False if self._used else None, "sound_none"))

    def mean(self, meaning: Meaning, now: float) -> None:
        """The answer."""
        if isinstance(meaning, Answer):
            self._find(now, self._check(meaning.yes, "sound_heard" if meaning.yes else "sound_silent"))

    def look(self, seen: Seen) -> Seen:
        """Which side sounds."""
        side = SIDES[self._played - 1] if self._played and self._now < self._sounds_until else None
        return with_(seen, sound=SoundSeen(side))

    def end(self) -> None:
        """Silence, and nothing left on the disk."""
        self._player.close(0.1)
        if self._folder is not None:
            self._folder.cleanup()

    _sounds_until = _now = 0.0


class Seeing(Doing):
    """The camera, opened as for a demo, its picture shown live and looked at."""

    step = "camera"
    read = 3.0

    def __init__(self, wish: str, *, used: bool, now: float) -> None:
        """``wish`` is the setting ``camera``; ``used``: a demo of this station looks through it."""
        super().__init__()
        self.picture: Surface | None = None
        self._used = used
        self._looking = Looking(now)
        self._camera: OpenedCamera | None = None
        self._view: CameraView | None = None
        self._seen = CameraSeen()
        if wish == NO_CAMERA:
            self._find(now, self._check(False, "camera_shut") if used else self._check(True, "camera_unused"))
        elif not wish and not any(Path("/dev").glob("video*")):
            self._none(now)
        else:
            self._open(wish, now)

    def tick(self, now: float) -> None:
        """Take the newest picture in."""
        if self._view is None:
            return
        newer = self._view.newer()
        if newer is not None and newer[0] is not None:
            self.picture, source = newer
            self._seen = CameraSeen(self._seen.look, source)
            self._looking.take(newer[0], now)
        look = self._looking.look(now)
        if self.found and look == "frozen" != self._seen.look:
            self.found = ()  # it stopped while its picture was shown
        self._seen = CameraSeen(look, self._seen.source)
        match look:
            case "none":
                self._none(now)
            case "black" | "frozen":
                self._find(now, self._check(False, f"camera_{look}"))
            case "sees":
                live = self._seen.source == "live"
                self._find(now, self._check(True if live else None, "camera_sees" if live else "camera_clip"))

    @property
    def busy(self) -> bool:
        """While the camera wakes up."""
        return not self.found

    def look(self, seen: Seen) -> Seen:
        """What can be said of the picture."""
        return with_(seen, camera=self._seen)

    def end(self) -> None:
        """Shut it: a demo may want it next."""
        if self._view is not None:
            self._view.close()
            self._view = None
        if self._camera is not None:
            self._camera.close()

    def free(self) -> bool:
        """After :meth:`end`: whether others may open the camera."""
        return self._camera is None or self._camera.join(0.0)

    def _open(self, wish: str, now: float) -> None:
        try:
            self._camera = OpenedCamera(wish)
            self._view = CameraView(self._camera.view)
        except OSError:
            self._none(now)

    def _none(self, now: float) -> None:
        self._seen = CameraSeen("none")
        self._find(now, self._check(False, "camera_none") if self._used else self._check(True, "camera_unused"))
