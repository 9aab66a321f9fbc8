"""A facilitator walks through a station, on a kiosk off screen: every step, what goes wrong, and who hears of it."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from msgspec import structs

from tests.fakes.badge import UUID
from tests.fakes.camera import jpeg
from tests.fakes.hublink import KIT, FakeHubLink
from tests.fakes.quiet_shell import trial
from tests.fakes.station import FakePlayer, ScriptedDemo, Station, trial_entry
from tests.shell.test_app_orders import hold_the_corner, order
from tests.waiting import until
from xlab.link import BadgeHere, CheckStation, Face, GoHome, Radio, Room, StationChecked, Welcome
from xlab_kiosk import host
from xlab_kiosk.shell.care.caretaker import Caretaker
from xlab_kiosk.shell.preflight import trials
from xlab_kiosk.shell.preflight.preflight import OFFERED, WISHED
from xlab_kiosk.shell.preflight.touching import ORDER, STRAIGHT, Turn
from xlab_kiosk.shell.preflight.walk import STEPS

Make = Callable[..., Station]

FOX = BadgeHere(beacon=f"{UUID}/1/7", face=Face("fox", "coral"), station="st-1", proximity="touch", source="live")
QUIET = Room(revision=1, radio=Radio(state="scanning", source="live"))


def ask(kiosk: Station) -> None:
    kiosk.hub.say(CheckStation())
    kiosk.turn()
    kiosk.turn(skip=0.3)


def at(kiosk: Station) -> str:
    kiosk.turn(skip=0.3)
    seen = kiosk.app.preflight.seen()
    return seen.walk.at if seen is not None else kiosk.place


def found(kiosk: Station) -> list[tuple[str, bool | None]]:
    seen = kiosk.app.preflight.seen()
    assert seen is not None
    return [(check.key.removeprefix("preflight."), check.ok) for check in seen.found]


def told(kiosk: Station) -> list[StationChecked]:
    return [message for message in kiosk.hub.sent if isinstance(message, StationChecked)]


def tap_rings(kiosk: Station, turn: Turn = STRAIGHT, *, fingers: bool = False) -> None:
    """Tap all five, on a panel that tells each touch in its own way."""
    width, height = kiosk.display.size
    for spot in ORDER:
        box = kiosk.app.scene.screen.boxes[spot]
        x, y = turn.told((box.centerx / width, box.centery / height))
        if fingers:
            tap_finger(kiosk, x, y)
        else:
            kiosk.tap(x * width, y * height)


def tap_finger(kiosk: Station, x: float, y: float) -> None:
    for kind in (pygame.FINGERDOWN, pygame.FINGERUP):
        kiosk.turn(pygame.event.Event(kind, touch_id=5, finger_id=1, x=x, y=y, dx=0.0, dy=0.0))


def frame() -> pygame.Surface:
    return pygame.Surface((400, 200))


def open_demos(kiosk: Station) -> None:
    """Let every demo show itself for its moment."""
    while not kiosk.app.preflight._trials.over:  # type: ignore[union-attr]
        if kiosk.demos and not kiosk.demo.stopped:
            kiosk.demo.frames.append(frame())
        kiosk.turn(skip=0.5)


def skip_to(kiosk: Station, step: str) -> None:
    while at(kiosk) != step:
        kiosk.tap_box("skip" if "skip" in kiosk.app.scene.screen.boxes else "next")


def test_a_facilitator_walks_through_a_sound_station_and_the_hub_hears_of_it(station: Make):
    player = FakePlayer()
    kiosk = station(player=player, hub=FakeHubLink(QUIET), idle_seconds=30)
    hold_the_corner(kiosk)
    assert kiosk.place == "locked"
    kiosk.tap_box("check")
    assert (kiosk.place, at(kiosk), kiosk.hub.status.screen) == ("checking", "touch", "locked")
    tap_rings(kiosk)
    assert found(kiosk) == [("touch_fine", True)]
    kiosk.turn(skip=2.3)
    assert at(kiosk) == "display"
    # Nobody sees a picture in memory, which is found without a question.
    assert found(kiosk) == [("picture_none", False)]
    kiosk.tap_box("next")
    assert at(kiosk) == "sound"
    kiosk.turn(skip=1.0)
    assert player.played == ["left", "right"]
    kiosk.tap_box("yes")
    assert at(kiosk) == "camera" and player.played[-1] == "end"
    assert found(kiosk) == [("camera_unused", True)]
    kiosk.turn(skip=3.1)
    assert at(kiosk) == "demos"
    assert not found(kiosk)
    open_demos(kiosk)
    kiosk.turn()
    assert found(kiosk) == [("opened_all", True)] and kiosk.demo.stopped
    kiosk.turn(skip=1.7)
    assert at(kiosk) == "badges" and not found(kiosk)
    kiosk.hub.room = structs.replace(QUIET, badges=(FOX,))
    kiosk.turn()
    assert found(kiosk) == [("heard_badge", True)]
    assert not told(kiosk)
    kiosk.turn(skip=2.3)
    assert at(kiosk) == "summary"
    (said,) = told(kiosk)
    assert [(check.area, check.ok) for check in said.checks] == [(step, step != "display") for step in STEPS]
    assert said.walk and said.age < 60
    # One step once more, and the hub hears of a walk that is another one.
    kiosk.tap_box("chip sound")
    assert at(kiosk) == "sound"
    kiosk.tap_box("no")
    assert found(kiosk) == [("sound_silent", False)]
    kiosk.tap_box("next")
    assert at(kiosk) == "summary"
    again = told(kiosk)[-1]
    assert again.walk != said.walk and [check.key for check in again.checks if check.area == "sound"] == [
        "preflight.sound_silent"
    ]
    kiosk.tap_box("done")
    assert kiosk.place == "attract"


def test_visitors_do_not_reach_it_and_a_walk_that_is_broken_off_says_nothing(station: Make):
    kiosk = station(idle_seconds=20)
    hold_the_corner(kiosk)
    kiosk.turn(skip=OFFERED + 1)
    assert "check" not in kiosk.app.scene.screen.boxes
    kiosk.tap(*kiosk.display.surface.get_rect().center)
    assert kiosk.place == "locked"
    order(kiosk, locked=True)
    ask(kiosk)
    assert at(kiosk) == "touch"
    # Nobody goes on: it asks, and then goes back to where the facilitator wants it.
    kiosk.turn(skip=21)
    assert kiosk.app.state.sheet == "countdown"
    kiosk.turn(skip=11)
    assert (kiosk.place, kiosk.demos[-1].stopped, told(kiosk)) == ("locked", True, [])
    order(kiosk)
    ask(kiosk)
    ask(kiosk)  # twice, as people do
    assert at(kiosk) == "touch"
    kiosk.tap_box("home")
    kiosk.turn(skip=1)
    kiosk.turn(skip=1)
    assert kiosk.place == "attract" and not told(kiosk)


def test_a_wish_of_the_dashboard_waits_for_the_visitor_but_not_for_ever(station: Make):
    kiosk = station(idle_seconds=1000)
    kiosk.open_demo()
    ask(kiosk)
    assert kiosk.place == "playing"
    kiosk.hub.say(GoHome())
    kiosk.turn()
    kiosk.until(lambda: kiosk.place == "checking", "the preflight")
    kiosk.tap_box("home")
    kiosk.open_demo()
    ask(kiosk)
    kiosk.turn(skip=WISHED + 1)
    kiosk.hub.say(GoHome())
    kiosk.turn(skip=1)
    kiosk.turn(skip=1)
    assert kiosk.place == "attract"


def test_a_mirrored_screen_is_put_right_and_stays_so(station: Make, tmp_path: Path):
    turn = Turn(swap=True, mirror_y=True)

    def made() -> Station:
        return station(care=Caretaker(tmp_path, lambda _: None, begun=0.0))

    kiosk = made()
    ask(kiosk)
    tap_rings(kiosk, turn, fingers=True)
    assert found(kiosk) == [("touch_quarter_left", None)]
    # From now on a finger meets what it touches.
    box = kiosk.app.scene.screen.boxes["again"]
    tap_finger(kiosk, *turn.told((box.centerx / 800, box.centery / 480)))
    assert not found(kiosk)
    tap_rings(kiosk, turn, fingers=True)
    assert found(kiosk) == [("touch_fine", True)]
    until((tmp_path / "touch.json").exists)
    later = made()
    ask(later)
    tap_rings(later, turn, fingers=True)
    assert found(later) == [("touch_fine", True)]
    # A mouse is another thing.
    ask(later)
    later.tap_box("again")
    tap_rings(later)
    assert found(later) == [("touch_fine", True)]


def test_a_dead_corner_is_passed_by_and_touches_from_afar_are_no_test(station: Make):
    kiosk = station()
    ask(kiosk)
    for phase in ("down", "up"):
        kiosk.remote(phase, 0.06, 0.1)
    kiosk.tap(200, 150)  # meets no ring
    seen = kiosk.app.preflight.seen()
    assert seen is not None and seen.touch is not None
    assert (seen.touch.asked, seen.touch.stray, seen.touch.tapped) == ("top_left", (200 / 800, 150 / 480), {})
    for spot in ORDER:
        if spot == "bottom_left":
            kiosk.tap_box("dead")
        else:
            kiosk.tap_box(spot)
    assert found(kiosk) == [("touch_dead_bottom_left", False)]
    kiosk.turn(skip=20)
    assert at(kiosk) == "touch", "what is wrong waits to be read"
    kiosk.tap_box("again")
    kiosk.turn(skip=0.3)
    for _ in ORDER:
        kiosk.tap_box("dead")
    assert found(kiosk) == [("touch_none", False)]


def test_without_a_sound_device_it_says_so_itself(station: Make):
    entry = trial_entry()
    assert entry.manifest is not None
    loud = structs.replace(entry, manifest=structs.replace(entry.manifest, uses=("touch", "sound")))
    for entries, ok in (([entry], None), ([loud], False)):
        kiosk = station(player=FakePlayer(lost=True), entries=entries)
        ask(kiosk)
        skip_to(kiosk, "sound")
        assert found(kiosk) == [("sound_none", ok)]


def test_a_camera_that_stands_still_or_is_shut_is_told(station: Make, tmp_path: Path):
    frozen = tmp_path / "frozen.mjpeg"
    frozen.write_bytes(jpeg((90, 90, 90), (64, 36)))
    kiosk = station(camera=str(frozen))
    ask(kiosk)
    skip_to(kiosk, "camera")
    kiosk.until(lambda: kiosk.app.preflight.pictures().get("camera"), "a picture")
    kiosk.clock.skipped += 1.5
    kiosk.until(lambda: found(kiosk) == [("camera_frozen", False)], "a frozen picture")
    kiosk.tap_box("bar home")
    assert kiosk.place == "attract"
    entry = trial_entry()
    assert entry.manifest is not None
    seeing = structs.replace(entry, manifest=structs.replace(entry.manifest, uses=("touch", "camera")))
    kiosk = station(camera="none", entries=[seeing])
    ask(kiosk)
    skip_to(kiosk, "camera")
    assert found(kiosk) == [("camera_shut", False)]


@pytest.mark.parametrize(
    ("hub", "case"),
    [
        (
            FakeHubLink(structs.replace(QUIET, radio=Radio(state="off", source="live", reason="It is off."))),
            "heard_off",
        ),
        (FakeHubLink(structs.replace(QUIET, badges=(structs.replace(FOX, source="recorded"),))), "heard_recorded"),
        (FakeHubLink(structs.replace(QUIET, radio=Radio(state="replaying", source="recorded"))), "heard_recorded"),
    ],
)
def test_a_radio_that_hears_nothing_real_is_told(station: Make, hub: FakeHubLink, case: str):
    kiosk = station(hub=hub)
    ask(kiosk)
    skip_to(kiosk, "badges")
    assert found(kiosk)[0][0] == case


def test_a_station_whose_hub_is_away_says_later_what_it_found(station: Make, tmp_path: Path):
    def made(hub: FakeHubLink) -> Station:
        return station(hub=hub, care=Caretaker(tmp_path, lambda _: None, begun=0.0))

    hub = FakeHubLink()
    kiosk = made(hub)
    ask(kiosk)
    hub.go_away()
    hub.info = None
    skip_to(kiosk, "badges")
    assert found(kiosk) == [("heard_alone", False)]
    kiosk.tap_box("next")
    assert at(kiosk) == "summary" and not told(kiosk)
    until((tmp_path / "checked.json").exists)
    # The station is started anew, and only then the hub comes: an older one first, which would not know the word.
    for checks in (False, True):
        later = FakeHubLink()
        next_one = made(later)
        later.info = structs.replace(KIT, checks=checks)
        later.say(Welcome(info=later.info))
        next_one.turn()
        assert [len(message.checks) for message in told(next_one)] == ([len(STEPS)] if checks else [])
    new = FakeHubLink()
    never = station(hub=new)
    new.say(Welcome(info=KIT))
    never.turn()
    assert told(never) == [StationChecked()], "so the hub knows that it can ask"


def test_hostile_demos_cost_a_cross_and_nothing_else(station: Make, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(trials, "SHOWN", 0.3)
    entries = [trial(name) for name in ("moving", "crash_start", "hang_start", "eat_memory")]
    running: list[host.DemoProcess] = []

    def start(entry, **options) -> host.DemoProcess:
        running.append(host.DemoProcess.start(entry, **options))
        return running[-1]

    kiosk = station(entries=entries, start=start)
    ask(kiosk)
    skip_to(kiosk, "demos")
    kiosk.until(lambda: len(running) > 1, "the second demo")
    monkeypatch.setattr(trials, "SHOWN", 600.0)  # however slow this machine is, they fail by themselves
    kiosk.until(lambda: found(kiosk), "the end of all demos")
    assert found(kiosk) == [("opened_crashed", False), ("opened_hung", False), ("opened_crashed", False)]
    assert kiosk.app.preflight.pictures()["try-moving"].get_size()[0] > 100
    kiosk.tap_box("next")
    assert at(kiosk) == "badges" and len(running) == len(entries)
    kiosk.tap_box("bar home")
    assert kiosk.place == "attract"
    assert all(one.join(60) for one in running)


def test_a_demo_that_shows_nothing_was_changed_or_cannot_start_is_named(station: Make):
    def entry(name: str, **more: object):
        made = trial_entry(name)
        assert made.manifest is not None
        return structs.replace(made, manifest=structs.replace(made.manifest, id=name), **more)

    started: list[str] = []

    def start(entry, *, size, language, **_: object) -> ScriptedDemo:
        started.append(entry.name)
        if entry.name == "no-process":
            raise OSError("no more processes")
        return ScriptedDemo(size, language)

    changed = entry("changed", door="dropped", digest="0" * 64)
    kiosk = station(entries=[changed, entry("no-process"), entry("empty")], start=start, idle_seconds=5)
    ask(kiosk)
    skip_to(kiosk, "demos")
    kiosk.until(lambda: "empty" in started, "the last demo")
    for _ in range(int(trials.LONGEST)):
        kiosk.turn(skip=1.0)
    kiosk.until(lambda: found(kiosk), "the findings")
    assert found(kiosk) == [("opened_changed", False), ("opened_crashed", False), ("opened_empty", False)]
    assert started == ["no-process", "empty"]
    # Passed by, then once more from the last screen: all of them are opened anew.
    kiosk.tap_box("again")
    assert not found(kiosk)
    skip_to(kiosk, "summary")
    kiosk.tap_box("chip demos")
    kiosk.until(lambda: started.count("empty") == 2, "the demos once more")


def test_a_station_without_demos_says_so(station: Make):
    kiosk = station(entries=[])
    ask(kiosk)
    skip_to(kiosk, "demos")
    assert found(kiosk) == [("opened_none", False)]
