"""What a facilitator orders with a phone, seen and touched at a real window of a real kit."""

from collections.abc import Iterator

import pytest
from PIL import Image

from tests.running import RunningKit
from tests.screen import Screen
from tests.waiting import until
from xlab.look import tokens

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
MIDDLE = (0.5, 0.5)
PAPER = tuple(int(tokens.PAPER[at : at + 2], 16) for at in (1, 3, 5))


@pytest.fixture
def screen() -> Iterator[Screen]:
    with Screen() as made:
        yield made


def order(kit: RunningKit, do: str, **form: str) -> None:
    kit.post("/stations/orders", page="/stations", station="st-1", do=do, **form)


def station(kit: RunningKit, state: str, demo: str | None = None) -> None:
    kit.wait(lambda health: [(one["state"], one["demo"]) for one in health["stations"]] == [(state, demo)])


def share(picture: Image.Image, color: tuple[int, ...]) -> float:
    """How much of the picture has exactly this colour, 0 to 1."""
    pixels = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    return sum(count for count, found in pixels if found == color) / (picture.width * picture.height)


def test_a_facilitator_leads_a_station_with_a_phone(screen: Screen):
    with RunningKit("--size", "1280x720", env=NO_BUS | screen.env) as kit:
        kit.sign_in()
        station(kit, "attract")
        order(kit, "open hello")
        station(kit, "playing", "hello")
        screen.settle()

        order(kit, "message on", message="Please come to the big table in five minutes.")
        until(lambda: share(screen.picture(), PAPER) > 0.5, "no message on the screen")
        screen.keep("window-orders-1-message")
        screen.tap(*MIDDLE)
        screen.tap(0.034, 0.06)  # where home lies under the message
        order(kit, "message off")
        until(lambda: share(screen.picture(), PAPER) < 0.5, "the message is still on the screen")
        station(kit, "playing", "hello")

        order(kit, "dark on")
        station(kit, "dark")
        until(lambda: share(screen.picture(), (0, 0, 0)) == 1.0, "the screen is not dark")
        screen.tap(*MIDDLE)
        order(kit, "locked on")
        order(kit, "dark off")
        station(kit, "locked")
        order(kit, "locked off")
        station(kit, "attract")

        before = screen.settle().tobytes()
        order(kit, "pinned warm-welcome")
        until(lambda: screen.picture().tobytes() != before, "the screen does not say that it stays with one demo")
        screen.settle()
        screen.keep("window-orders-2-pinned")
        screen.tap(*MIDDLE)
        station(kit, "playing", "warm-welcome")
        order(kit, "home")
        station(kit, "attract")
