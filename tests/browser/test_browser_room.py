"""The picture of the room in a real browser: arranging it, a badge's signal, the last hour."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch, at_rest
from tests.fakes.kit import CODE, UUID, FakeKit, badge
from tests.fakes.visitor import LAPTOP, PHONE
from tests.waiting import until
from xlab.beacons.signals import SECONDS, Signal, SignalLine, Stay
from xlab.link import Radio, Spot

SetUp = Callable[[Page, str, str], None]
NewPage = Callable[..., Page]
LIVE = Radio(state="scanning", source="live")
LATER = "2100-01-01"
"""A day at which the clock of a page can stand still: later than any on which it is opened."""


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    made = FakeKit(tmp_path)
    spots = tuple(Spot(id=f"st-{n}", name=f"Station {n}", x=n / 4, y=0.5, screen="attract") for n in (1, 2, 3))
    made.room_now = msgspec.structs.replace(made.room_now, spots=spots, radio=LIVE)
    return made


def centre(page: Page, station: str) -> tuple[float, float]:
    at_rest(page)
    box = page.locator(f'[data-station="{station}"] .hole').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, station: str, dx: float, dy: float) -> tuple[float, float]:
    """Drag a station by this much, in pixels; returns where it was let go."""
    x, y = centre(page, station)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2, steps=4)
    page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()
    return x + dx, y + dy


# Away from the neighbours, who would push it and be pushed.
@pytest.mark.parametrize(("size", "way"), [(PHONE, (60, 40)), (LAPTOP, (0, 50))])
def test_stations_stay_where_they_are_dragged_and_come_back(
    new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit, size: dict[str, int], way: tuple[int, int]
) -> None:
    page = new_page(viewport=size)
    set_up(page, url, CODE)
    before = {name: centre(page, name) for name in ("st-1", "st-2", "st-3")}
    page.click("#arrange")
    begun = {name: centre(page, name) for name in before}
    with page.expect_response("**/api/v1/places"):
        x, y = drag(page, "st-3", *way)
    expect(page.locator("#undo")).to_be_enabled()
    # What the kit told of the room before it had the move may come a moment later, and moves it back for that moment.
    until(lambda: centre(page, "st-3") == pytest.approx((x, y), abs=20), lambda: centre(page, "st-3"))
    for name in ("st-1", "st-2"):
        assert centre(page, name) == pytest.approx(begun[name], abs=40), "the first move keeps the others in place"
    assert all(spot.placed for spot in kit.room_now.spots)
    with page.expect_response("**/api/v1/places/undo"):
        page.click("#undo")
    expect(page.locator("#undo")).to_be_enabled()
    page.click("#arrange")
    until(lambda: {name: centre(page, name) for name in before} == before)


def test_nothing_moves_and_everything_opens_until_arranging_was_asked_for(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    set_up(browser_page, url, CODE)
    before = centre(browser_page, "st-2")
    drag(browser_page, "st-2", 120, 0)
    assert browser_page.url.rstrip("/") == url
    assert centre(browser_page, "st-2") == before
    browser_page.click("#arrange")
    browser_page.mouse.click(*centre(browser_page, "st-2"))
    assert browser_page.url.rstrip("/") == url, "a tap moves nothing, and opens nothing while arranging"
    assert kit.places.before == []
    browser_page.keyboard.press("Escape")
    browser_page.click("#arrange")
    browser_page.click("#arrange")
    browser_page.mouse.click(*centre(browser_page, "st-2"))
    browser_page.wait_for_url("**/stations/st-2")
    browser_page.goto("about:blank")  # before the kit stops: its live screen would complain


def test_a_station_moves_by_arrow_keys_as_one_move(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    set_up(browser_page, url, CODE)
    browser_page.click("#arrange")
    x, y = centre(browser_page, "st-2")
    browser_page.get_by_role("button", name="Station 2", exact=True).focus()
    browser_page.clock.install()
    browser_page.clock.pause_at(LATER)  # the page waits after a key whether another comes, and a busy machine is slow
    for _ in range(3):
        browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("Shift+ArrowLeft")
    with browser_page.expect_response("**/api/v1/places"):
        browser_page.clock.run_for(1000)

    def is_moved() -> bool:
        moved_x, moved_y = centre(browser_page, "st-2")
        return moved_x < x - 30 and moved_y > y + 4

    until(is_moved)
    assert len(kit.places.before) == 1


def test_a_move_the_kit_did_not_take_is_said_and_shown_as_not_made(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit, watch: Watch
) -> None:
    set_up(browser_page, url, CODE)
    browser_page.click("#arrange")
    before = centre(browser_page, "st-1")
    browser_page.route("**/api/v1/places", lambda route: route.abort())
    with browser_page.expect_response("**/api/v1/room"):
        drag(browser_page, "st-1", 90, 30)
    expect(browser_page.locator("#not-moved")).to_be_visible()
    # The page has the answer before its script draws it, so it may still stand where it was let go.
    until(lambda: centre(browser_page, "st-1") == before)
    watch.complaints.clear()  # the browser's own, about the request that went nowhere


def test_two_stations_on_one_spot_stay_apart(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    same = tuple(
        Spot(id=f"st-{n}", name=f"Station {n}", x=0.5, y=0.5, screen="attract", placed=True) for n in range(1, 4)
    )
    kit.room_now = msgspec.structs.replace(kit.room_now, spots=same)
    set_up(browser_page, url, CODE)
    places = [complex(*centre(browser_page, spot.id)) for spot in same]
    assert min(abs(one - other) for one in places for other in places if one is not other) > 100


def signal(*stations: str) -> Signal:
    """A beacon that went from the first station to the second two minutes ago."""
    lines = tuple(
        SignalLine(name, tuple(-60 - n - 10 * at for n in range(5)) * 60, -51.0, -69.0)
        for at, name in enumerate(stations)
    )
    return Signal(1000, "live", lines, (Stay(800, stations[0], "near"), Stay(880, stations[1], "near")))


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_a_badge_that_is_tapped_shows_its_signal(
    new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit, size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    kit.signals.charts[f"{UUID}/1/7", "live"] = signal("st-1", "st-2")
    set_up(page, url, CODE)
    kit.show(badge(7, "fox-coral", "st-2", source="live"), badge(8, "owl-sky", None, source="live"))
    page.click(".badge[data-animal=fox]")
    panel = page.locator("#signal")
    expect(panel.locator("h2")).to_have_text("Fox, coral")
    expect(panel.locator("[data-part=at]")).to_have_text("Station 2 · near")
    # The same in words, for whoever does not see the lines; they are written when the lines are drawn.
    rows = ["Station 1", "near", "−64 dBm", "Station 2", "further away", "−74 dBm"]
    expect(panel.locator("tr :is(th, td)")).to_have_text(rows)
    at_rest(page)
    canvas = panel.locator("canvas").bounding_box()
    assert canvas is not None and canvas["width"] > 250
    assert canvas["x"] + canvas["width"] <= size["width"]
    drawn = "[...document.querySelector('#signal canvas').getContext('2d').getImageData(0, 0, 300, 200).data]"
    assert page.evaluate(f"new Set({drawn}).size") > 20, "lines and bands are drawn"
    expect(panel.locator(".stays span")).to_have_count(2)
    expect(page.locator(".badge.watched")).to_have_count(1)
    assert UUID[:8] not in page.inner_text("body")
    kit.signals.charts.clear()
    expect(panel.locator("[data-part=quiet]")).to_be_visible()
    kit.show(badge(8, "owl-sky", None, source="live"))
    expect(panel.locator("[data-part=at]")).to_have_text("Not in the room now")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_panel_opens_and_closes_by_keys_and_gives_the_focus_back(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    set_up(browser_page, url, CODE)
    kit.show(badge(7, "fox-coral", "st-2", source="live"))
    browser_page.locator(".badge").focus()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#signal")).to_be_focused()
    expect(browser_page.locator("#signal [data-part=quiet]")).to_be_visible()
    browser_page.keyboard.press("Escape")
    expect(browser_page.locator(".badge")).to_be_focused()


def test_the_last_hour_is_as_bright_as_there_were_badges(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    kit.signals.heats = {"live": {"st-1": (0,) * 50 + (30,) * 5 + (360,) * 5, "st-2": (0,) * 58 + (9, 9)}}
    set_up(browser_page, url, CODE)
    rows = browser_page.locator("#heat li")
    # No total is said below five.
    expect(rows.locator("small")).to_have_text(["33 min", "under 5 min", "nobody yet"])
    steps = rows.nth(0).locator("i")
    expect(steps).to_have_count(60)
    for cell, step in ((0, "0"), (50, "1"), (59, "4")):
        expect(steps.nth(cell)).to_have_attribute("data-step", step)


def test_props_have_their_label_and_pads_are_no_visitors(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    set_up(browser_page, url, CODE)
    prop = msgspec.structs.replace(badge(1, "owl-sky", "st-1", source="live"), role="prop", label="Cotton, raw")
    pad = msgspec.structs.replace(badge(2, "bee-leaf", "st-1", source="live"), role="pad", label="Pad 1")
    kit.show(prop, pad, badge(3, "fox-coral", "st-1", source="live"))
    expect(browser_page.locator(".badge")).to_have_count(2)
    expect(browser_page.get_by_role("button", name="Cotton, raw: near, Station 1")).to_be_visible()


def test_a_beacon_heard_live_and_in_a_recording_is_two(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    set_up(browser_page, url, CODE)
    kit.show(badge(7, "fox-coral", "st-1", source="live"), badge(7, "fox-coral", "st-2", source="recorded"))
    expect(browser_page.locator(".badge")).to_have_count(2)
    expect(browser_page.locator('.badge[data-at="st-2"] .tag')).to_have_text("RECORDED")


assert SECONDS == 300, "the signal above fills the whole chart"
