"""What the kit knows, told at the screen; and a badge that is forgotten there, outside of any demo."""

from collections.abc import Callable

import pytest
from msgspec import structs

from tests.fakes.hublink import FakeHubLink
from tests.fakes.station import Station
from tests.shell.test_app import FOX, Make, of, with_the_fox
from xlab import events
from xlab.link import BadgeHere, Face, Room
from xlab.store import Outbox
from xlab_kiosk.shell.forgetting import Forgetting, Wish

OWL = BadgeHere(beacon="u/1/2", face=Face("owl", "sky"), station="st-1", proximity="touch", source="live")


def step(kiosk: Station) -> str:
    kiosk.turn()
    return kiosk.app.scene.view.wish.step


def lay(kiosk: Station, *badges: BadgeHere) -> None:
    """These badges are at the station now."""
    kiosk.hub.room = Room(revision=kiosk.hub.room.revision + 1, badges=badges)
    kiosk.turn()


def test_a_badge_is_forgotten_at_the_screen_after_being_asked_once_more(station: Make, outbox: Outbox):
    kiosk = station(hub=with_the_fox())
    kiosk.tap_box("bar notice")
    assert (kiosk.place, kiosk.app.state.sheet, step(kiosk)) == ("attract", "notice", "offer")
    kiosk.tap_box("forget")
    assert step(kiosk) == "ask" and not of(outbox, events.ForgetBadge)
    kiosk.tap_box("keep")
    assert step(kiosk) == "offer"
    kiosk.tap_box("forget")
    kiosk.tap_box("sure")
    assert step(kiosk) == "done"
    kiosk.until(lambda: of(outbox, events.ForgetBadge), "the wish in the outbox")
    (wish,) = of(outbox, events.ForgetBadge)
    assert (wish.fact.beacon, wish.source, wish.station) == (FOX.beacon, "live", "st-1")
    kiosk.tap_box("close")
    assert (kiosk.place, kiosk.app.state.sheet) == ("attract", None)
    kiosk.tap_box("bar notice")
    assert step(kiosk) == "offer", "what was done there is nobody's business now"


def test_a_badge_that_is_taken_away_takes_its_wish_along(station: Make, outbox: Outbox):
    kiosk = station(hub=with_the_fox())
    kiosk.tap_box("bar notice")
    kiosk.tap_box("forget")
    lay(kiosk)
    assert step(kiosk) == "hold"
    lay(kiosk, OWL)
    assert step(kiosk) == "offer"
    lay(kiosk, OWL, FOX)
    assert step(kiosk) == "several"
    lay(kiosk, structs.replace(OWL, proximity="near"), structs.replace(FOX, role="prop"))
    assert step(kiosk) == "hold"
    assert not of(outbox, events.ForgetBadge)


def test_the_notice_closes_by_itself_beside_it_and_for_the_facilitator(station: Make):
    kiosk = station(hub=FakeHubLink(), idle_seconds=20)
    kiosk.tap_box("bar notice")
    kiosk.turn(skip=20.1)
    assert kiosk.app.state.sheet is None
    kiosk.tap_box("bar notice")
    kiosk.tap(2, 478)
    assert (kiosk.place, kiosk.app.state.sheet) == ("attract", None)
    kiosk.open_demo()
    assert "bar notice" not in kiosk.app.scene.screen.boxes


@pytest.mark.parametrize("hurry", ["ask twice", "sure at once", "keep first"])
def test_nothing_is_forgotten_that_was_not_asked_for(hurry: str):
    forgetting = Forgetting()
    todo: dict[str, list[Callable[[], object]]] = {
        "ask twice": [forgetting.ask, forgetting.ask, forgetting.keep],
        "sure at once": [],
        "keep first": [forgetting.keep],
    }
    assert forgetting.sure() is None
    assert forgetting.look([FOX]) == Wish("offer", FOX.face)
    for act in todo[hurry]:
        act()
    assert forgetting.sure() is None
    forgetting.ask()
    assert (forgetting.sure(), forgetting.sure()) == (FOX.beacon, None)
    assert forgetting.look([FOX]) == Wish("done", FOX.face)
    assert forgetting.look([OWL]) == Wish("offer", OWL.face)
