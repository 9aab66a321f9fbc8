"""A demo's picture to take home: sent when it is asked for, with what is not live on it, and never of a camera."""

import io
from collections.abc import Callable

import pygame
from msgspec import structs

from tests.fakes.hublink import KIT, FakeHubLink
from tests.fakes.station import Station, trial_entry
from xlab.link import NetworkNow, OwnWifi, TakeHome, TakenHome

GREEN = (10, 120, 10)


def green() -> pygame.Surface:
    """What a demo drew."""
    frame = pygame.Surface((800, 400))
    frame.fill(GREEN)
    return frame


def opened(kiosk: Station) -> Station:
    kiosk.open_demo()
    kiosk.demo.frames.append(green())
    kiosk.turn()
    return kiosk


def sent(kiosk: Station) -> list[TakeHome]:
    return [one for one in kiosk.hub.sent if isinstance(one, TakeHome)]


def wanted(kiosk: Station) -> TakeHome:
    """The picture that goes to the hub after a tap."""
    before = len(sent(kiosk))
    kiosk.tap_box("bar take")
    kiosk.until(lambda: len(sent(kiosk)) > before, "the picture")
    return sent(kiosk)[-1]


def step(kiosk: Station) -> str:
    kiosk.turn()
    return kiosk.app.scene.view.taken.step


def test_a_picture_goes_to_the_hub_when_it_is_wanted_and_its_code_is_shown(station: Callable[..., Station]) -> None:
    kiosk = opened(station())
    assert not sent(kiosk)
    message = wanted(kiosk)
    assert (kiosk.app.state.sheet, step(kiosk)) == ("takeaway", "wait")
    picture = pygame.image.load(io.BytesIO(message.picture))
    assert picture.get_width() == 800 and picture.get_height() > 400
    near = zip(picture.get_at((400, 200))[:3], GREEN, strict=True)
    assert all(abs(one - other) < 12 for one, other in near)
    kiosk.hub.say(TakenHome(ask="of somebody else", path="take/other.jpg", seconds=600.0))
    assert step(kiosk) == "wait"
    kiosk.hub.say(TakenHome(ask=message.ask, path="take/word.jpg", seconds=600.0))
    assert step(kiosk) == "here"
    taken = kiosk.app.scene.view.taken
    assert taken.url == "http://192.168.4.1:8080/take/word.jpg" and 590 <= taken.left <= 600
    own = OwnWifi(name="Lab", password="mola-kefi", code="WIFI:S:Lab;;", url="http://10.42.0.1:8080/")
    kiosk.hub.info = structs.replace(KIT, network=NetworkNow(own=own))
    kiosk.turn()
    shown = kiosk.app.scene.view
    assert (shown.taken.url, shown.network) == ("http://10.42.0.1:8080/take/word.jpg", NetworkNow(own=own))
    kiosk.tap_box("close")
    assert (kiosk.place, kiosk.app.state.sheet) == ("playing", None)
    assert not kiosk.demo.touches, "the demo has no part in it"


def test_a_hub_that_keeps_it_not_or_never_answers_is_told_as_it_is(station: Callable[..., Station]) -> None:
    kiosk = opened(station(idle_seconds=100))
    message = wanted(kiosk)
    kiosk.hub.say(TakenHome(ask=message.ask))
    assert step(kiosk) == "failed"
    kiosk.tap_box("close")
    wanted(kiosk)
    kiosk.turn(skip=30.0)
    assert step(kiosk) == "failed"


def test_a_sheet_that_nobody_closes_ends_with_the_visitor(station: Callable[..., Station]) -> None:
    kiosk = opened(station(idle_seconds=20))
    wanted(kiosk)
    kiosk.turn(skip=20.1)
    assert kiosk.app.state.sheet == "countdown"
    kiosk.turn(skip=10.1)
    assert (kiosk.place, kiosk.app.state.sheet) == ("attract", None)


def test_what_may_show_people_or_finds_no_hub_is_not_offered(station: Callable[..., Station]) -> None:
    entry = trial_entry()
    assert entry.manifest is not None
    camera = structs.replace(entry, manifest=structs.replace(entry.manifest, uses=("touch", "camera")))
    older = FakeHubLink()
    older.info = structs.replace(KIT, takes=False)
    away = FakeHubLink()
    away.go_away()
    for kiosk in (station(entries=[camera]), station(hub=older), station(hub=away)):
        assert "bar take" not in opened(kiosk).app.scene.screen.boxes
    assert "bar take" in opened(station()).app.scene.screen.boxes


def test_a_picture_of_a_simulated_run_says_so(station: Callable[..., Station]) -> None:
    kiosk = opened(station())
    foot = pygame.Rect(600, 400, 200, 30)
    live = pygame.image.load(io.BytesIO(wanted(kiosk).picture)).subsurface(foot).copy()
    kiosk.tap_box("close")
    kiosk.tap_box("bar simulated")
    kiosk.demo.frames.append(green())
    kiosk.turn()
    made_up = pygame.image.load(io.BytesIO(wanted(kiosk).picture)).subsurface(foot)
    assert pygame.image.tobytes(live, "RGB") != pygame.image.tobytes(made_up, "RGB")
