"""A walk through the stations by real taps in a real window: ``python -m tests.walk``.

A whole kit runs in an X display; a finger takes each station out of the case, plays it to its end, and goes on to the
next. What can be tapped is known from a twin: the same demo, played beside it in simulated time, tapped in the same
places. Pictures of every stop go to ``build/walk``; the walk fails if a run does not come to its own end.
"""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PIL import Image

from tests.demos.playing import folder_of
from tests.menu import place_of
from tests.running import RunningKit
from tests.screen import Screen
from tests.waiting import until
from tests.walk_room import answer
from xlab_kiosk.host.panel import stage_rect
from xlab_kiosk.stage.testing import NotOnScreen, Play
from xlab_kiosk.stage.theme import Theme

PANEL = (1280, 720)
PICTURES = Path(__file__).resolve().parents[1] / "build" / "walk"
NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
FOAM = 150
"""Red, green and blue of what a station lies in, together, are below this."""

SIMULATED_BADGE = (0.68, 0.06)


class Walk:
    """One station on the real panel, and its twin."""

    def __init__(self, kit: RunningKit, screen: Screen, demo: str) -> None:
        self.kit, self.screen, self.demo = kit, screen, demo
        self.stage = stage_rect(Theme(PANEL))
        self.twin = Play(folder_of(demo), self.stage.size)
        self.kept = 0
        self.at = time.monotonic()

    def catch_up(self) -> None:
        """The twin lives as long as the station on the panel does."""
        now = time.monotonic()
        self.twin.wait(now - self.at)
        self.at = now

    def text(self, key: str, **values: object) -> str:
        """The station's words."""
        return self.twin.stage.text(key, **values)

    def tap(self, spot: str | tuple[float, float]) -> None:
        """Tap what is called so, or a place on the stage in pixels, on the real panel and at the twin."""
        self.screen.settle(timeout=1.0)
        self.catch_up()
        x, y = self.twin.find(spot)
        self.screen.tap((x + self.stage.x) / PANEL[0], (y + self.stage.y) / PANEL[1])
        self.twin.tap((x, y))

    def pad(self) -> None:
        """Lay the simulated badge on the pad."""
        self.screen.tap(*SIMULATED_BADGE)
        self.twin.badge(1, "touch", "simulated")

    def wait(self, seconds: float) -> None:
        """Both live on for so long, and the real panel until it stands still."""
        time.sleep(seconds)
        self.screen.settle(timeout=1.0)
        self.catch_up()

    def go_on(self, key: str, there: str) -> None:
        """Tap what leads on, where it is there, until ``there`` can be read; a station may go on by itself."""
        for _ in range(30):
            if self.sees(there):
                return
            with suppress(NotOnScreen):
                self.tap(self.text(key))
            self.wait(0.6)
        raise AssertionError(f"{self.demo} did not come to {there!r}: {self.twin}")

    def sees(self, key: str) -> bool:
        """Whether this can be read, or tapped, now."""
        named = self.text(key)
        return self.twin.sees(named) or any(one.name == named for one in self.twin.targets)

    def keep(self, what: str) -> Image.Image:
        """A picture of the panel."""
        self.kept += 1
        picture = self.screen.picture()
        picture.save(PICTURES / f"{self.demo}-{self.kept}-{what}.png")
        return picture


def warm_welcome(walk: Walk) -> None:
    walk.pad()
    walk.wait(4.0)
    walk.keep("known")
    walk.tap(walk.text("known.forget"))
    walk.wait(6.0)
    walk.keep("result")
    walk.tap(walk.text("result.done"))


def follow_the_material(walk: Walk) -> None:
    walk.wait(1.0)
    for letter in "AB":
        walk.tap(walk.text("name", letter=letter))
        walk.go_on("hurry", "other" if letter == "A" else "both")
        walk.keep(f"way-{letter}")
    walk.go_on("hurry", "choose.title")
    walk.keep("both")
    walk.tap(walk.text("name", letter="A"))
    walk.wait(2.0)
    walk.keep("result")
    walk.tap(walk.text("result.done"))


def grow_the_pie(walk: Walk) -> None:
    walk.wait(0.5)
    for place in sides(walk, "seats.sit"):
        walk.tap(place)
    walk.wait(0.5)
    walk.keep("cards")
    for _ in range(12):
        if not sides(walk, "option.share"):
            break
        for place in sides(walk, "option.share"):
            walk.tap(place)
        walk.wait(3.0)
    walk.keep("made")
    walk.wait(3.0)
    for place in sides(walk, "split.agree"):
        walk.tap(place)
    walk.wait(2.0)
    walk.keep("served")
    walk.tap(sides(walk, "served.go_on")[-1])
    walk.wait(1.5)
    walk.keep("result")
    walk.tap(walk.text("result.done"))


def this_or_that(walk: Walk) -> None:
    answer(walk.kit, 20)
    walk.wait(2.0)
    walk.keep("pair")
    for _ in range(10):
        cards = [one.rect for one in walk.twin.targets if one.name in needs(walk)]
        walk.tap(cards[0].center)
        walk.wait(1.0)
    walk.keep("own")
    walk.tap(walk.text("write.skip"))
    walk.wait(2.0)
    walk.keep("result")
    walk.tap(walk.text("result.done"))


def common_ground(walk: Walk) -> None:
    walk.wait(1.0)
    answer(walk.kit, 14)
    walk.wait(2.0)
    for said in ("agree", "disagree", "agree", "agree", "pass", "disagree", "agree"):
        walk.tap(walk.text(f"vote.{said}"))
        walk.wait(2.0)
    walk.wait(3.0)
    walk.keep("map")
    walk.tap(walk.text("go.result"))
    walk.wait(2.0)
    walk.keep("result")
    walk.tap(walk.text("go.done"))


def see_inside(walk: Walk) -> None:
    walk.wait(2.0)
    if walk.sees("seek.clip"):
        walk.tap(walk.text("seek.clip"))
    walk.go_on("open.coming", "open.next")
    for part in range(4):
        walk.tap(walk.text("open.next"))
        walk.wait(1.5)
        walk.keep(f"part-{part + 1}")
    walk.tap(walk.text("open.finish"))
    walk.wait(2.0)
    walk.keep("result")
    walk.tap(walk.text("result.done"))


def needs(walk: Walk) -> set[str]:
    """What is compared."""
    return {walk.text(key) for key in walk.twin.stage.keys("needs")}


def sides(walk: Walk, key: str) -> list[tuple[float, float]]:
    """Where two players can tap this, the far one first."""
    name = walk.text(key)
    return sorted((one.rect.center for one in walk.twin.targets if one.name == name), key=lambda place: place[1])


STATIONS: dict[str, Callable[[Walk], None]] = {
    "warm-welcome": warm_welcome,
    "follow-the-material": follow_the_material,
    "grow-the-pie": grow_the_pie,
    "common-ground": common_ground,
    "this-or-that": this_or_that,
    "see-inside": see_inside,
}


FACES = {
    "warm-welcome": "known",
    "follow-the-material": "both",
    "grow-the-pie": "made",
    "common-ground": "map",
    "this-or-that": "result",
    "see-inside": "part-3",
}
"""The picture that shows best what a station is."""


def face(demo: str) -> Image.Image:
    """That picture, of the last walk."""
    return Image.open(next(PICTURES.glob(f"{demo}-[0-9]-{FACES[demo]}.png")))


def lit(screen: Screen) -> int:
    """How bright the panel is in its corner: while a demo comes up it is in the colour of its stage."""
    red, green, blue = screen.picture().convert("RGB").getpixel((4, PANEL[1] - 4))  # type: ignore[misc]
    return red + green + blue


def play(kit: RunningKit, screen: Screen, demo: str, after: int) -> tuple[str, int]:
    """Take a station out of the case, play it, and see it end; how its run ended, and that event's number."""
    if kit.health()["stations"][0]["state"] == "attract":
        screen.tap(0.5, 0.5)
    kit.wait(lambda health: health["stations"][0]["state"] == "menu")
    screen.settle()
    screen.tap(*place_of(demo, PANEL))
    kit.wait(lambda health: health["stations"][0]["demo"] == demo)
    until(lambda: lit(screen) < FOAM, "the station did not come up")
    screen.settle()
    walk = Walk(kit, screen, demo)
    walk.keep("start")
    STATIONS[demo](walk)
    events = (data for _, event, _, data in kit.live(after=after) if event == "event")
    ended = next(data for data in events if data["fact"]["type"] == "RunEnded")
    assert ended["fact"]["demo"] == demo
    return ended["fact"]["outcome"], ended["seq"]


def main(*demos: str) -> int:
    """Walk through these stations, or all; how many did not come to their own end."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    failed, after = 0, 0
    with Screen(*PANEL) as screen, RunningKit("--size", "{}x{}".format(*PANEL), env=NO_BUS | screen.env) as kit:
        kit.sign_in()
        kit.wait(lambda health: health["stations"] and health["stations"][0]["state"] == "attract")
        for demo in demos or STATIONS:
            outcome, after = play(kit, screen, demo, after)
            print(f"{demo:<24}{outcome}")
            failed += outcome != "finished"
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
