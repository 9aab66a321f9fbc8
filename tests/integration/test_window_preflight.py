"""A facilitator walks through a station at a real window with real taps, from the hold in the corner to the end.

The camera is a recorded clip, and the sound goes to a device of SDL's that nobody hears: these two are stand-ins. The
demo runs in a process of its own, and no hub is there, as on a station that waits for its kit.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pygame import Rect

from tests.fakes.camera import jpeg
from tests.running import RunningProcess
from tests.screen import Screen
from tests.shell.screens import shown
from tests.waiting import until
from xlab.link import Check, Programme, Slot
from xlab_kiosk.shell.care.kept import write_kept
from xlab_kiosk.shell.preflight.panel import Panel
from xlab_kiosk.shell.preflight.report import CheckedFile
from xlab_kiosk.shell.preflight.screen import Checking
from xlab_kiosk.shell.preflight.seen import DisplaySeen, Seen
from xlab_kiosk.shell.preflight.touch import INSET
from xlab_kiosk.shell.preflight.touching import ORDER, spots
from xlab_kiosk.shell.preflight.walk import STEPS, At, Step, Walk
from xlab_kiosk.shell.screens.locked import Locked
from xlab_kiosk.shell.view import View
from xlab_kiosk.stage.theme import Theme

SIZE = (800, 480)
THEME = Theme(SIZE)
QUIET = tuple(THEME.color("foam_raised").lerp(THEME.color("foam_edge"), 0.5))[:3]
INK, PAPER = (tuple(THEME.color(token))[:3] for token in ("ink", "paper"))
LOUD = (Check(area="camera", ok=None, key="preflight.camera_clip"),)
ALONE = (Check(area="badges", ok=False, key="preflight.heard_alone"),)


class Window:
    """The kiosk's window, read and touched by the boxes that its own screens lay out."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def shows(self, x: float, y: float, wanted: tuple[int, ...]) -> bool:
        time.sleep(0.1)  # whoever looks at the whole screen all the time keeps it from being drawn
        return self.screen.picture().convert("RGB").getpixel((round(x), round(y))) == wanted

    def comes(self, step: Step) -> None:
        """The step is up: its part of the progress is alight."""
        laid = shown(Checking, SIZE, View(preflight=Seen(walk=Walk(step))))
        assert isinstance(laid, Checking)
        until(lambda: self.shows(*laid.strip[STEPS.index(step)].center, INK), f"{step} did not come")

    def tap(self, x: float, y: float) -> None:
        time.sleep(0.4)  # as people do, who read first
        self.screen.tap(x / SIZE[0], y / SIZE[1])

    def press(self, box: Rect, color: tuple[int, ...] = PAPER) -> None:
        """Tap a button, as soon as it is there."""
        until(lambda: self.shows(box.centerx, box.y + 6, color), f"no button at {box}")
        self.tap(*box.center)


def button(at: At, name: str, **seen: object) -> Rect:
    return shown(Checking, SIZE, View(preflight=Seen(walk=Walk(at), **seen))).boxes[name]  # type: ignore[arg-type]


@pytest.fixture
def window() -> Iterator[Window]:
    with Screen(*SIZE) as screen:
        yield Window(screen)


def test_a_station_is_walked_through_with_real_taps(window: Window, tmp_path: Path):
    clip = tmp_path / "clip.mjpeg"
    clip.write_bytes(b"".join(jpeg((40 * n, 90, 90), (320, 180)) for n in range(1, 5)))
    write_kept(tmp_path / "programme.json", Programme(slots=(Slot(demo="hello"),)))
    env = window.screen.env | {"XLAB_CAMERA": str(clip)}
    kiosk = RunningProcess("xlab_kiosk", "--home", str(tmp_path), "--size", "800x480", env=env)
    try:
        kiosk.line("On screen")
        window.screen.down(0.01, 0.01)
        check = shown(Locked, SIZE, View(offers_check=True)).boxes["check"]
        until(lambda: window.shows(check.centerx, check.y + 6, QUIET), "it is not locked")
        window.screen.up()
        window.screen.keep("window-preflight-0-locked")
        window.press(check, QUIET)

        places = spots(SIZE, INSET * THEME.target)
        for spot in ORDER:
            x, y = places[spot][0] * SIZE[0], places[spot][1] * SIZE[1]
            until(lambda x=x, y=y: window.shows(x, y, INK), f"the ring {spot} is not alight")
            window.tap(x, y)
        window.screen.keep("window-preflight-1-touch")

        until(lambda: window.shows(SIZE[0] // 2, 1, PAPER), "no edge is to be seen")
        window.screen.keep("window-preflight-2-display")
        window.press(button("display", "yes", display=DisplaySeen("picture", Panel(SIZE))))
        window.comes("sound")
        window.screen.keep("window-preflight-3-sound")
        window.press(button("sound", "yes"))
        window.comes("camera")
        following = button("camera", "next", found=LOUD)
        until(lambda: window.shows(following.centerx, following.y + 6, PAPER), "the camera is not seen")
        window.screen.keep("window-preflight-4-camera")
        window.press(following)
        window.comes("badges")  # the demo opened, which needs no tap
        following = button("badges", "next", found=ALONE)
        until(lambda: window.shows(following.centerx, following.y + 6, PAPER), "nothing is said of badges")
        window.screen.keep("window-preflight-6-badges")
        window.press(following)

        until((tmp_path / "checked.json").exists, "nothing was kept")
        walk = msgspec.json.decode((tmp_path / "checked.json").read_bytes(), type=CheckedFile)
        assert [(check.key, check.ok) for check in walk.checks] == [
            ("preflight.touch_fine", True),
            ("preflight.picture_whole", True),
            ("preflight.sound_heard", True),
            ("preflight.camera_clip", None),
            ("preflight.opened_all", True),
            ("preflight.heard_alone", False),
        ]
        done = button("summary", "done")
        until(lambda: window.shows(done.centerx, done.y + 6, PAPER), "no last screen")
        window.screen.keep("window-preflight-7-summary")
        window.press(done)
        until(lambda: not window.shows(done.centerx, done.y + 6, PAPER), "it does not open for visitors")
    finally:
        kiosk.stop()
