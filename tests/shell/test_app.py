"""A kiosk off screen, with a link to no hub: what visitors and facilitators do with it."""

import time
from collections.abc import Callable

import pygame
import pytest
from msgspec import structs

from tests.fakes.hublink import KIT, FakeHubLink
from tests.fakes.station import ScriptedDemo, Station
from tests.waiting import PATIENCE
from xlab import events
from xlab.events import Draft
from xlab.link import BadgeHere, Face, Radio, Room
from xlab.look.badges import FACES
from xlab.store import Outbox, OutboxFull
from xlab_kiosk import host
from xlab_kiosk.host import DemoProcess
from xlab_kiosk.shell.gestures import HOLD_SECONDS

FOX = BadgeHere(beacon="u/1/1", face=Face("fox", "coral"), station="st-1", proximity="touch", source="live")

Make = Callable[..., Station]


def with_the_fox() -> FakeHubLink:
    """A hub that hears the fox at this station."""
    return FakeHubLink(Room(revision=1, badges=(FOX,)))


def wait_for(condition: Callable[[], object]) -> None:
    """For what another thread does; the shell needs no turn for it."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def facts(outbox: Outbox) -> list[events.Fact]:
    return [draft.fact for draft in outbox.pending(100)]


def of(outbox: Outbox, kind: type) -> list[Draft]:
    return [draft for draft in outbox.pending(100) if isinstance(draft.fact, kind)]


def test_a_real_demo_from_attract_through_a_record_to_its_end(station: Make, outbox: Outbox):
    kiosk = station(start=DemoProcess.start)
    assert (kiosk.place, kiosk.hub.status.screen) == ("attract", "attract")
    kiosk.tap(400, 240)
    assert kiosk.place == "menu"
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.app.scene.playing.frame is not None and kiosk.place == "playing", "the first picture")
    assert (kiosk.hub.status.screen, kiosk.hub.status.demo) == ("playing", "try-station")
    stage = kiosk.app.scene.playing.stage
    kiosk.until(lambda: kiosk.display.surface.get_at(stage.center)[:3] == (10, 120, 10), "the demo's own colour")
    kiosk.tap(stage.width * 0.25, stage.y + stage.height * 0.25)
    kiosk.until(lambda: of(outbox, events.Recorded), "the record")
    kiosk.tap(stage.width * 0.75, stage.y + stage.height * 0.25)
    kiosk.until(lambda: kiosk.place == "menu", "the way back to the menu")
    kiosk.until(lambda: of(outbox, events.RunEnded), "the end in the outbox")
    started, recorded, ended = facts(outbox)
    assert isinstance(started, events.RunStarted) and started.demo == "try-station"
    assert isinstance(recorded, events.Recorded)
    # What the manifest does not announce is not evidence.
    assert recorded.values == {"language": "en"}
    assert isinstance(ended, events.RunEnded) and ended.outcome == "finished"
    assert started.run == recorded.run == ended.run


def test_a_real_crash_costs_a_card_and_nothing_else(station: Make, outbox: Outbox):
    kiosk = station(start=DemoProcess.start)
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.app.scene.playing.frame is not None and kiosk.place == "playing", "the first picture")
    stage = kiosk.app.scene.playing.stage
    kiosk.tap(stage.width * 0.25, stage.y + stage.height * 0.75)
    kiosk.until(lambda: kiosk.place == "trouble", "the trouble card")
    kiosk.until(lambda: of(outbox, events.RunEnded), "the end in the outbox")
    (ended,) = [draft.fact for draft in of(outbox, events.RunEnded)]
    assert ended.outcome == "crashed" and "the visitor touched the wrong field" in ended.detail
    kiosk.tap(400, 240)
    assert kiosk.place == "menu"


def test_a_real_demo_sees_the_simulated_badge_and_has_it_forgotten(station: Make, outbox: Outbox):
    kiosk = station(start=DemoProcess.start)
    kiosk.hub.go_away()  # so that what is known can only come from this station
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.app.scene.playing.frame is not None and kiosk.place == "playing", "the first picture")
    kiosk.tap_box("bar simulated")
    kiosk.until(lambda: of(outbox, events.Recorded), "the record of what is known")
    (recorded,) = of(outbox, events.Recorded)
    assert recorded.fact.values == {"facts": 2}  # it was given a face, and it is here
    assert recorded.source == "simulated"
    kiosk.tap_box("bar simulated")
    kiosk.until(lambda: of(outbox, events.ForgetBadge), "the wish to be forgotten")
    assert not of(outbox, events.Recorded)


def test_home_leaves_a_demo_at_once(station: Make, outbox: Outbox):
    kiosk = station()
    kiosk.open_demo()
    kiosk.tap_box("bar home")
    assert (kiosk.place, kiosk.demo.stopped) == ("closing", True)
    kiosk.turn(skip=0.5)
    assert kiosk.place == "menu"
    kiosk.until(lambda: of(outbox, events.RunEnded), "the end in the outbox")
    assert of(outbox, events.RunEnded)[0].fact.outcome == "home"


def test_touches_reach_the_demo_in_its_own_pixels(station: Make):
    kiosk = station()
    kiosk.open_demo()
    top = kiosk.app.scene.playing.stage.y
    assert kiosk.demo.size == (800, 480 - top)
    kiosk.touch("down", 100, top + 30)
    kiosk.touch("up", 110, top + 40)
    assert [(t.phase, t.x, t.y) for t in kiosk.demo.touches] == [("down", 100, 30), ("up", 110, 40)]


def test_a_finger_that_slides_from_the_demo_onto_home_is_still_the_demos(station: Make):
    kiosk = station()
    kiosk.open_demo()
    kiosk.touch("down", 300, 300)
    kiosk.touch("up", *kiosk.app.scene.screen.boxes["bar home"].center)
    assert kiosk.place == "playing"
    assert [t.phase for t in kiosk.demo.touches] == ["down", "up"]


def test_a_sheet_takes_the_finger_away_from_the_demo(station: Make):
    kiosk = station()
    kiosk.open_demo()
    kiosk.turn(pygame.event.Event(pygame.FINGERDOWN, x=0.5, y=0.8, finger_id=1, touch_id=2))
    kiosk.tap_box("bar language")
    assert [t.phase for t in kiosk.demo.touches] == ["down", "cancel"]


def test_a_demo_that_cannot_be_started_is_trouble(station: Make, outbox: Outbox):
    def refuse(*_: object, **__: object) -> ScriptedDemo:
        raise OSError("no process left")

    kiosk = station(start=refuse)
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    assert kiosk.place == "trouble"
    kiosk.until(lambda: of(outbox, events.RunEnded), "the end in the outbox")
    assert of(outbox, events.RunEnded)[0].fact.detail == "no process left"
    kiosk.turn(skip=8.1)
    assert kiosk.place == "menu"


def test_idle_asks_and_then_returns_to_the_start(station: Make, outbox: Outbox):
    kiosk = station(idle_seconds=20)
    kiosk.open_demo()
    kiosk.tap_box("bar language")
    kiosk.tap_box("language fr")
    assert (kiosk.place, len(kiosk.demos), kiosk.demo.language) == ("playing", 2, "fr")
    kiosk.turn(skip=20.1)
    assert kiosk.app.state.sheet == "countdown"
    kiosk.turn(skip=10.1)
    assert (kiosk.place, kiosk.app.state.language, kiosk.demo.stopped) == ("attract", "en", True)
    kiosk.until(lambda: len(of(outbox, events.RunEnded)) == 2, "both ends in the outbox")
    assert [draft.fact.outcome for draft in of(outbox, events.RunEnded)] == ["home", "idle"]


def test_the_touch_that_answers_the_countdown_does_nothing_else(station: Make):
    kiosk = station(idle_seconds=20)
    kiosk.open_demo()
    home = kiosk.app.scene.screen.boxes["bar home"].center
    kiosk.turn(skip=20.1)
    kiosk.tap(*home)
    assert (kiosk.place, kiosk.app.state.sheet) == ("playing", None)
    kiosk.turn(skip=20.1)
    kiosk.tap(400, 400)
    assert (kiosk.place, kiosk.demo.touches) == ("playing", [])


def test_a_badge_that_arrives_is_a_sign_of_life(station: Make):
    kiosk = station(idle_seconds=20)
    kiosk.open_demo()
    kiosk.turn(skip=20.1)
    kiosk.hub.room = Room(revision=2, badges=(FOX,))
    kiosk.turn()
    assert kiosk.app.state.sheet is None
    assert [(change.kind, change.badge.animal) for change in kiosk.demo.presences] == [("entered", "fox")]


def test_badges_that_are_here_already_are_told_to_a_new_demo(station: Make):
    kiosk = station(hub=FakeHubLink(Room(revision=1, badges=(FOX,))))
    kiosk.open_demo()
    assert [(change.kind, change.proximity) for change in kiosk.demo.presences] == [("entered", "touch")]


def test_the_facilitator_locks_and_unlocks_with_a_long_hold_in_the_corner(station: Make, outbox: Outbox):
    kiosk = station()
    kiosk.open_demo()
    kiosk.touch("down", 10, 10)
    kiosk.turn(skip=HOLD_SECONDS + 0.1)
    assert (kiosk.place, kiosk.demo.stopped, kiosk.hub.status.screen) == ("locked", True, "locked")
    kiosk.touch("up", 10, 10)
    kiosk.tap(400, 240)
    assert kiosk.place == "locked"
    kiosk.touch("down", 10, 10)
    kiosk.turn(skip=HOLD_SECONDS + 0.1)
    assert kiosk.place == "attract"
    kiosk.touch("up", 10, 10)
    assert kiosk.place == "attract", "the lifting finger opened the box"
    kiosk.until(lambda: of(outbox, events.RunEnded), "the end in the outbox")
    assert of(outbox, events.RunEnded)[0].fact.outcome == "stopped"


def test_evidence_is_marked_recorded_while_a_recording_plays(station: Make, outbox: Outbox):
    recorded = Room(revision=1, radio=Radio(state="replaying", source="recorded"))
    kiosk = station(hub=FakeHubLink(recorded))
    assert "bar source" in kiosk.app.scene.screen.boxes
    kiosk.open_demo()
    kiosk.demo.says.append(host.Record({"language": "en"}))
    kiosk.turn()
    kiosk.tap_box("bar simulated")
    kiosk.demo.says.append(host.Record({"language": "en"}))
    kiosk.turn()
    kiosk.until(lambda: len(of(outbox, events.Recorded)) == 2, "both records")
    assert [draft.source for draft in of(outbox, events.Recorded)] == ["recorded", "simulated"]


def test_what_was_seen_in_a_recorded_clip_is_recorded_evidence(station: Make, outbox: Outbox):
    kiosk = station()
    kiosk.open_demo()
    for source in ("live", "recorded", "live"):
        kiosk.demo.camera_source = source
        kiosk.demo.says.append(host.Record({"language": "en"}))
        kiosk.turn()
    kiosk.until(lambda: len(of(outbox, events.Recorded)) == 3, "all records")
    assert [draft.source for draft in of(outbox, events.Recorded)] == ["live", "recorded", "recorded"]


def test_the_simulated_badge_is_a_stranger_to_the_next_visitor(station: Make):
    kiosk = station(idle_seconds=20)
    kiosk.open_demo()
    first = kiosk.app.session.simulated
    kiosk.tap_box("bar simulated")
    assert kiosk.demo.presences[0].source == "simulated"
    kiosk.turn(skip=20.1)
    kiosk.turn(skip=10.1)
    assert kiosk.place == "attract"
    assert kiosk.app.session.simulated.beacon != first.beacon
    assert not kiosk.app.session.placed


def test_the_simulated_badge_never_looks_like_one_of_the_kits_own(station: Make):
    *owned, free = (Face(animal, accent) for animal, accent in FACES)
    hub = FakeHubLink()
    hub.info = structs.replace(KIT, faces=tuple(owned))
    assert station(hub=hub).app.session.simulated.face == free


class FullOutbox:
    """A card without a free byte."""

    def put(self, draft: Draft) -> None:
        raise OutboxFull(__import__("pathlib").Path("outbox.db"), 1)

    def pending(self, limit: int) -> list[Draft]:
        raise OSError("read error")

    def forget(self, beacon: str, **_: object) -> None:
        raise OSError("write error")


@pytest.mark.parametrize("keep", [FullOutbox(), None])
def test_a_full_or_missing_card_stops_nobody_and_is_said_once(station: Make, keep: object, caplog):
    kiosk = station(keep=keep, hub=with_the_fox())
    kiosk.open_demo()
    for _ in range(5):
        kiosk.demo.says.append(host.Record({"language": "en"}))
        kiosk.turn()
    kiosk.demo.says.append(host.Forget("u/1/1"))
    kiosk.turn()
    kiosk.app.evidence.close(10)
    kiosk.tap_box("bar home")
    assert kiosk.place == "closing"
    said = [record for record in caplog.records if "is full" in record.message or "outbox" in record.message]
    assert len(said) == (1 if keep is not None else 0)


def test_a_crowd_of_fingers_never_blocks(station: Make):
    import random

    chance = random.Random(7)
    kiosk = station()
    for _ in range(400):
        kind = chance.choice([pygame.FINGERDOWN, pygame.FINGERUP, pygame.FINGERMOTION])
        finger = pygame.event.Event(
            kind, x=chance.random(), y=chance.random(), finger_id=chance.randrange(12), touch_id=1
        )
        kiosk.turn(finger, skip=chance.choice([0.0, 0.0, 0.05, 0.3]))
    assert sum(not demo.stopped for demo in kiosk.demos) <= 1
    for finger_id in range(12):
        kiosk.turn(pygame.event.Event(pygame.FINGERUP, x=0.9, y=0.9, finger_id=finger_id, touch_id=1))
    kiosk.turn(skip=1000)
    kiosk.turn(skip=1000)
    assert kiosk.place in ("attract", "locked")
    if kiosk.place == "attract":
        kiosk.tap(400, 240)
        assert kiosk.place == "menu"
