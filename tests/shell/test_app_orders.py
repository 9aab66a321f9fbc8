"""What the facilitator orders of a station from afar, on a kiosk off screen."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pygame import transform

from tests.fakes.station import Station, trial_entry
from xlab import events
from xlab.link import GoHome, KitInfo, Open, Orders, OrdersAre, Welcome
from xlab.store import Outbox
from xlab_kiosk import host
from xlab_kiosk.shell.gestures import HOLD_SECONDS
from xlab_kiosk.shell.orders import KEPT_ALONE

Make = Callable[..., Station]

OTHER = msgspec.structs.replace(
    trial_entry("try-other"), manifest=msgspec.structs.replace(trial_entry().manifest, id="try-other")
)


def order(kiosk: Station, **orders: object) -> None:
    kiosk.hub.say(OrdersAre(orders=Orders(**orders)))  # type: ignore[arg-type]
    kiosk.turn()


def hold_the_corner(kiosk: Station) -> None:
    kiosk.touch("down", 10, 10)
    kiosk.turn(skip=HOLD_SECONDS + 0.1)
    kiosk.touch("up", 10, 10)


def light(kiosk: Station) -> int:
    kiosk.turn(skip=1)
    kiosk.turn(skip=1)
    return sum(transform.average_color(kiosk.display.surface)[:3])


def ends(outbox: Outbox) -> list[str]:
    return [draft.fact.outcome for draft in outbox.pending(100) if isinstance(draft.fact, events.RunEnded)]


def test_a_station_is_locked_and_unlocked_from_afar_and_the_corner_still_works(station: Make):
    kiosk = station()
    kiosk.open_demo()
    order(kiosk, locked=True)
    assert (kiosk.place, kiosk.demo.stopped, kiosk.hub.status.screen) == ("locked", True, "locked")
    hold_the_corner(kiosk)
    assert kiosk.place == "attract"
    # The link breaks and is made again: what was ordered before the key was used is not ordered anew.
    kiosk.hub.say(Welcome(info=KitInfo(kit="k", name="Blue box", version="1")))
    order(kiosk, locked=True)
    assert kiosk.place == "attract"
    # But said once more by the facilitator, it is.
    order(kiosk, locked=True)
    assert kiosk.place == "locked"
    order(kiosk)
    assert kiosk.place == "attract"


def test_a_station_that_was_locked_at_its_corner_is_opened_from_afar(station: Make):
    kiosk = station()
    order(kiosk)
    hold_the_corner(kiosk)
    order(kiosk, message="Coffee")
    assert kiosk.place == "locked", "a message is no key"
    order(kiosk)
    order(kiosk)
    assert kiosk.place == "attract"


def test_a_dark_station_shows_nothing_and_no_touch_means_anything(station: Make, outbox: Outbox):
    kiosk = station()
    kiosk.open_demo()
    order(kiosk, dark=True)
    assert (light(kiosk), kiosk.hub.status.screen, kiosk.demo.stopped) == (0, "dark", True)
    kiosk.tap(400, 240)
    kiosk.hub.say(Open(demo="try-station"))
    kiosk.turn()
    assert (light(kiosk), kiosk.place) == (0, "dark")
    order(kiosk)
    assert kiosk.place == "attract" and light(kiosk) > 0
    kiosk.until(lambda: ends(outbox) == ["stopped"], "the end in the outbox")


def test_the_key_at_the_screen_works_in_the_dark(station: Make):
    kiosk = station()
    order(kiosk, dark=True, locked=True)
    hold_the_corner(kiosk)
    assert kiosk.place == "locked"


def test_a_message_lies_over_a_demo_that_goes_on_and_gets_no_touch(station: Make):
    kiosk = station(idle_seconds=20)
    kiosk.open_demo()
    kiosk.touch("down", 400, 300)
    order(kiosk, message="Coffee")
    kiosk.tap(400, 240)
    kiosk.tap(*kiosk.app.scene.screen.boxes["bar home"].center)
    assert [touch.phase for touch in kiosk.demo.touches] == ["down", "cancel"]
    kiosk.turn(skip=300)
    assert (kiosk.place, kiosk.app.state.sheet, kiosk.demo.stopped) == ("playing", None, False)
    kiosk.until(lambda: kiosk.display.surface.get_at((60, 240))[:3] == (250, 247, 240), "the paper")
    order(kiosk)
    kiosk.tap(400, 300)
    assert [touch.phase for touch in kiosk.demo.touches][2:] == ["down", "up"]
    kiosk.turn(skip=20.1)
    assert kiosk.app.state.sheet == "countdown"


def test_a_pinned_station_offers_one_demo_and_begins_it_with_one_touch(station: Make):
    kiosk = station(entries=[trial_entry(), OTHER])
    order(kiosk, pinned="try-other")
    assert len(kiosk.app.scene.attract.cells) == 1
    kiosk.tap(400, 240)
    kiosk.turn(skip=0.5)
    assert (kiosk.place, kiosk.hub.status.demo) == ("playing", "try-other")
    kiosk.tap_box("bar home")
    kiosk.turn(skip=0.5)
    assert kiosk.place == "attract"
    order(kiosk)
    kiosk.tap(400, 240)
    assert kiosk.place == "menu"


def test_a_station_is_not_pinned_to_a_demo_it_has_not(station: Make):
    kiosk = station()
    order(kiosk, pinned="never-heard-of")
    assert len(kiosk.app.scene.attract.cells) == 1
    kiosk.tap(400, 240)
    assert kiosk.place == "menu"


def test_a_demo_is_begun_and_ended_from_afar(station: Make, outbox: Outbox):
    kiosk = station(entries=[trial_entry(), OTHER])
    kiosk.open_demo()
    kiosk.hub.say(Open(demo="try-other"))
    kiosk.turn()
    kiosk.turn(skip=0.5)
    assert (kiosk.hub.status.screen, kiosk.hub.status.demo, kiosk.demos[0].stopped) == ("playing", "try-other", True)
    kiosk.hub.say(Open(demo="never-heard-of"))
    kiosk.turn()
    assert (kiosk.hub.status.demo, kiosk.demo.stopped) == ("try-other", False)
    kiosk.hub.say(GoHome())
    kiosk.turn()
    assert (kiosk.place, kiosk.demo.stopped) == ("attract", True)
    kiosk.until(lambda: ends(outbox) == ["stopped", "stopped"], "both ends in the outbox")


class Listener:
    """A speaker that only counts."""

    def __init__(self) -> None:
        self.played = self.silenced = 0

    def play(self, path: Path) -> None:
        self.played += 1

    def silence(self) -> None:
        self.silenced += 1

    def close(self, patience: float) -> None:
        pass


def test_a_muted_station_is_silent_at_once_and_until_it_may_be_heard(station: Make, tmp_path: Path):
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "knock.ogg").write_bytes(b"")
    manifest = msgspec.structs.replace(trial_entry().manifest, uses=("touch", "sound"))
    entry = msgspec.structs.replace(trial_entry(), manifest=manifest, folder=tmp_path)
    speaker = Listener()
    kiosk = station(entries=[entry], speaker=speaker)
    kiosk.open_demo()
    heard = []
    for muted in (False, True, False):
        order(kiosk, muted=muted)
        kiosk.demo.says.append(host.Sound("knock"))
        kiosk.turn()
        heard.append((speaker.played, speaker.silenced))
    assert heard == [(1, 0), (1, 1), (2, 1)]


def test_orders_end_a_while_after_the_hub_is_gone_but_for_the_silence(station: Make):
    kiosk = station()
    order(kiosk, dark=True, message="Coffee", muted=True)
    kiosk.hub.go_away()
    kiosk.turn(skip=KEPT_ALONE - 1)
    assert (kiosk.place, kiosk.app.scene.view.message) == ("dark", "Coffee")
    kiosk.turn(skip=2)
    assert (kiosk.place, kiosk.app.scene.view.message) == ("attract", "")
    assert kiosk.app.ordered.now.muted
    hold_the_corner(kiosk)
    kiosk.turn(skip=60)
    assert kiosk.place == "locked", "what is locked here stays locked"


@pytest.mark.parametrize("asked", [True, False])
def test_a_message_comes_and_goes_while_somebody_is_asked_whether_they_are_there(station: Make, asked: bool):
    kiosk = station(idle_seconds=20)
    kiosk.open_demo()
    if asked:
        kiosk.turn(skip=20.1)
        assert kiosk.app.state.sheet == "countdown"
    order(kiosk, message="Coffee")
    kiosk.turn(skip=100)
    order(kiosk)
    assert (kiosk.place, kiosk.app.state.sheet) == ("playing", None)
