"""The facilitator's way through the dashboard, in a real browser, on a kit made for the test."""

import io
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import FITS, Watch, at_rest
from tests.fakes.kit import CODE, SPOTS, FakeKit, badge
from tests.fakes.visitor import LAPTOP, PHONE
from tests.waiting import until
from xlab.link import Radio, Spot

SetUp = Callable[[Page, str, str], None]
NewPage = Callable[..., Page]
LANGUAGES = ("en", "fr", "de")


def picture(width: int, height: int) -> bytes:
    """A screen as a JPEG of this size."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 140)).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    made = FakeKit(tmp_path)
    made.picture = picture(1280, 720)
    return made


def centre(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def distance(page: Page, selector: str, station: str) -> float:
    at_rest(page)
    x, y = centre(page, f"{selector} img")
    to_x, to_y = centre(page, f'[data-station="{station}"] .hole')
    return float(((x - to_x) ** 2 + (y - to_y) ** 2) ** 0.5)


def test_from_the_first_pin_to_a_tap_on_a_live_screen(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    page = browser_page
    set_up(page, url, CODE)
    assert kit.pin_set == 1
    expect(page.locator("#band")).to_contain_text("RECORDED")

    kit.show(badge(7, "fox-coral", "pi-a"))
    fox = page.locator('.badge[data-animal="fox"][data-accent="coral"]')
    expect(fox).to_have_attribute("data-at", "pi-a")
    at_rest(page)
    before = centre(page, ".badge img")
    kit.show(badge(7, "fox-coral", "pi-b"))
    expect(fox).to_have_attribute("data-at", "pi-b")
    at_rest(page)
    after = centre(page, ".badge img")
    assert after[0] - before[0] > 200, "the badge went from the window on the left to the door on the right"
    expect(fox.locator("img")).to_have_attribute("alt", "Fox, coral: near, Door")
    assert "e2c56db5" not in page.inner_text("body")

    page.get_by_role("link", name="Live screen").first.click()
    page.wait_for_url("**/stations/st-1")
    expect(page.locator("#device.seen")).to_be_visible()
    at_rest(page)
    box = page.locator("#screen").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(1280 / 720, rel=0.01)
    with page.expect_response("**/touch") as down, page.expect_response(lambda answer: '"up"' in said(answer)):
        page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    assert down.value.status == 204
    assert [(station, phase) for station, phase, _, _ in kit.touches] == [("st-1", "down"), ("st-1", "up")]
    for _, _, x, y in kit.touches:
        assert (x, y) == pytest.approx((0.25, 0.75), abs=0.005)


def said(answer: object) -> str:
    return str(answer.request.post_data)  # type: ignore[attr-defined]


def test_nearer_is_nearer_in_the_picture(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    set_up(browser_page, url, CODE)
    seen = []
    for proximity in ("touch", "near", "far"):
        kit.show(badge(7, "owl-sky", "pi-a", proximity))
        expect(browser_page.locator(".badge")).to_have_attribute("data-proximity", proximity)
        seen.append(distance(browser_page, ".badge", "pi-a"))
    assert seen[0] < seen[1] < seen[2]


WALK = tuple(
    Spot(id=f"pi-{name}", name=name, x=x, y=y, source="recorded")
    for name, x, y in (("A", 0.34, 0.6), ("B", 0.35, 0.35), ("C", 0.63, 0.3), ("D", 0.63, 0.69))
)


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
@pytest.mark.parametrize("stations", [1, 3])
def test_a_recorded_badge_never_walks_over_a_screen_of_this_room(
    new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit, size: dict[str, int], stations: int
) -> None:
    screens = tuple(
        Spot(id=f"st-{n}", name=f"Station {n}", x=n / (stations + 1), y=0.5, screen="attract")
        for n in range(1, stations + 1)
    )
    kit.room_now = msgspec.structs.replace(kit.room_now, spots=(*screens, *WALK))
    page = new_page(viewport=size)
    set_up(page, url, CODE)
    at_rest(page)
    places = [complex(*centre(page, f'[data-station="{spot.id}"] .hole')) for spot in WALK]
    box = page.locator('[data-station="st-1"] .hole').bounding_box()
    assert box is not None
    for screen in screens:
        at = complex(*centre(page, f'[data-station="{screen.id}"] .hole'))
        steps = (start + (end - start) * share / 20 for start, end in combinations(places, 2) for share in range(21))
        assert min(abs(step - at) for step in steps) > box["width"] / 2, "a badge on its way covers a screen"


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_stations_that_nobody_placed_stand_apart_with_their_words(
    new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit, size: dict[str, int]
) -> None:
    spots = tuple(Spot(id=f"st-{n}", name=f"Station {n}", x=n / 5, y=0.5, screen="attract") for n in range(1, 5))
    kit.room_now = msgspec.structs.replace(kit.room_now, spots=spots)
    page = new_page(viewport=size)
    set_up(page, url, CODE)
    at_rest(page)
    boxes = [box for part in (".hole", ".label") for box in boxes_of(page, f".spot {part}")]
    assert len(boxes) == 8
    tray = boxes_of(page, "#picture")[0]
    for box in boxes:
        assert tray["x"] <= box["x"] and box["x"] + box["width"] <= tray["x"] + tray["width"]
    for one, other in combinations(boxes, 2):
        apart_x = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        apart_y = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
        assert apart_x or apart_y


def boxes_of(page: Page, selector: str) -> list[dict[str, float]]:
    found = [one.bounding_box() for one in page.locator(selector).all()]
    return [{side: float(box[side]) for side in ("x", "y", "width", "height")} for box in found if box is not None]


def test_a_phone_on_its_side_shows_the_whole_screen_at_once(
    new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    page = new_page(viewport={"width": PHONE["height"], "height": PHONE["width"]})
    set_up(page, url, CODE)
    page.goto(f"{url}/stations/st-1")
    expect(page.locator("#device.seen")).to_be_visible()
    at_rest(page)
    device, band, title = (boxes_of(page, name)[0] for name in ("#device", "#band strong", ".title"))
    assert device["y"] + device["height"] <= PHONE["width"]
    assert device["height"] > PHONE["width"] * 0.75
    assert title["x"] + title["width"] <= band["x"] and title["y"] + title["height"] <= device["y"] + 1


def test_badges_come_and_go_without_moving_others_apart(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    set_up(browser_page, url, CODE)
    kit.show(badge(1, "fox-coral", "pi-a"), badge(2, "owl-sky", "pi-a"), badge(3, "bee-amber", None, "far"))
    expect(browser_page.locator(".badge")).to_have_count(3)
    expect(browser_page.locator("#elsewhere .badge[data-animal=bee]")).to_be_visible()
    at_rest(browser_page)
    left, right = (centre(browser_page, f".badge[data-animal={animal}] img") for animal in ("fox", "owl"))
    assert right[0] - left[0] > 20, "two at one place sit side by side"
    kit.show(badge(2, "owl-sky", "pi-a"))
    expect(browser_page.locator(".badge")).to_have_count(1)
    expect(browser_page.locator("#elsewhere")).to_be_hidden()


def test_what_is_not_live_says_so(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    set_up(browser_page, url, CODE)
    kit.show(badge(1, "fox-coral", "pi-a"), badge(2, "owl-sky", "st-1", "touch", "simulated"))
    expect(browser_page.locator(".badge[data-animal=owl] .tag")).to_have_text("SIMULATED")
    expect(browser_page.locator(".badge[data-animal=fox] .tag")).to_be_hidden()
    kit.show(badge(1, "fox-coral", "pi-a", source="live"), radio=Radio(state="scanning", source="live"))
    expect(browser_page.locator("#band")).to_be_hidden()
    expect(browser_page.locator("#radio .state")).to_have_text("Listening")
    kit.show(radio=Radio(state="off", source="simulated", reason="Bluetooth is switched off."))
    expect(browser_page.locator("#band")).to_contain_text("SIMULATED")
    expect(browser_page.locator("#radio .hint")).to_have_text("Bluetooth is switched off.")


def test_a_finger_on_a_phone_reaches_the_station(new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    set_up(page, url, CODE)
    kit.paint(picture(720, 1280))
    page.get_by_role("link", name="Live screen").first.tap()
    expect(page.locator("#device.seen")).to_be_visible()
    at_rest(page)
    box = page.locator("#screen").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["width"] / box["height"] == pytest.approx(720 / 1280, rel=0.01)
    with page.expect_response(lambda answer: '"up"' in said(answer)):
        page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.1)
    assert [phase for _, phase, _, _ in kit.touches] == ["down", "up"]
    assert kit.touches[0][2:] == pytest.approx((0.5, 0.1), abs=0.01)


def test_a_drag_arrives_in_order(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    set_up(browser_page, url, CODE)
    browser_page.goto(f"{url}/stations/st-1")
    expect(browser_page.locator("#device.seen")).to_be_visible()
    at_rest(browser_page)
    box = browser_page.locator("#screen").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    with browser_page.expect_response(lambda answer: '"up"' in said(answer)):
        browser_page.mouse.move(box["x"] + 10, middle)
        browser_page.mouse.down()
        browser_page.mouse.move(box["x"] + box["width"] + 80, middle, steps=40)
        browser_page.mouse.up()
    phases = [phase for _, phase, _, _ in kit.touches]
    assert (phases[0], phases[-1]) == ("down", "up")
    assert set(phases[1:-1]) == {"move"}
    across = [x for _, _, x, _ in kit.touches]
    assert across == sorted(across)
    assert across[-1] == 1.0, "a finger that leaves the picture stays at its edge"


def test_a_station_that_goes_and_comes_back(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    set_up(browser_page, url, CODE)
    browser_page.goto(f"{url}/stations/st-1")
    expect(browser_page.locator("#device.seen")).to_be_visible()
    here = kit.room_now.spots
    kit.show(spots=(Spot(id="st-1", name="Station 1", x=0.5, y=0.9, screen="away"), *SPOTS[1:]))
    expect(browser_page.locator("#device .away")).to_be_visible()
    expect(browser_page.locator("#device .away")).to_contain_text("It comes back by itself")
    with browser_page.expect_request("**/screen.mjpeg*"):
        kit.show(spots=here)
    expect(browser_page.locator("#device .away")).to_be_hidden()


def test_a_lost_link_is_said_and_comes_back(browser_page: Page, set_up: SetUp, url: str, kit: FakeKit) -> None:
    set_up(browser_page, url, CODE)
    note = browser_page.locator("#reconnecting")
    expect(note).to_be_hidden()
    until(lambda: kit.open_feeds)  # a feed that was still on its way would not end
    # A gap of a second is not worth a word, and the browser may be back as soon: not before this test has seen it.
    held: list[Route] | None = []

    def hold(route: Route) -> None:
        if held is None:
            route.continue_()
        else:
            held.append(route)

    browser_page.route("**/live", hold)
    kit.end_streams()
    expect(note).to_be_visible()
    waiting, held = held, None
    for again in waiting:
        again.continue_()
    expect(note).to_be_hidden()
    kit.show(badge(7, "fox-coral", "pi-a"))
    expect(browser_page.locator(".badge")).to_have_attribute("data-at", "pi-a")


def test_no_page_is_wider_than_its_screen(new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit) -> None:
    page = new_page()
    set_up(page, url, CODE)
    kit.show(badge(1, "hedgehog-amber", "st-1", "touch", "simulated"), badge(2, "bee-sky", None))
    wider = []
    for path in ("/", "/stations/st-1", "/pin", "signed out", "/", "/sign-in"):
        if path == "signed out":
            page.context.clear_cookies()
            continue
        for language in LANGUAGES:
            page.goto(f"{url}{path}?lang={language}")
            assert page.locator("html").get_attribute("lang") == language
            for width in (360, 390, 768, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                if not page.evaluate(FITS):
                    wider.append((path, language, width))
    assert wider == []


def test_a_thumb_finds_every_target(new_page: NewPage, set_up: SetUp, url: str) -> None:
    page = new_page(viewport=PHONE)
    set_up(page, url, CODE)
    at_rest(page)
    heights = page.locator("main a:visible, footer a:visible, button:visible").evaluate_all(
        "(all) => all.map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    assert len(heights) >= 6
    assert [found for found in heights if found[1] < 44] == []


def test_who_wants_less_motion_sees_none(new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit) -> None:
    page = new_page(reduced_motion="reduce")
    set_up(page, url, CODE)
    kit.show(badge(1, "fox-coral", "pi-a"))
    expect(page.locator(".badge")).to_have_count(1)
    moving = "document.getAnimations().map((one) => one.transitionProperty ?? one.animationName)"
    assert [name for name in page.evaluate(moving) if name != "opacity"] == []
    kit.show(badge(1, "fox-coral", "pi-b"))
    expect(page.locator(".badge")).to_have_attribute("data-at", "pi-b")
    assert [name for name in page.evaluate(moving) if name != "opacity"] == []


def test_keys_alone_tap_hold_and_drag_on_a_live_screen(
    browser_page: Page, set_up: SetUp, url: str, kit: FakeKit
) -> None:
    page = browser_page
    set_up(page, url, CODE)
    page.goto(f"{url}/stations/st-1")
    expect(page.locator("#device.seen")).to_be_visible()
    expect(page.locator("#finger")).to_be_hidden()
    screen = page.get_by_role("application", name="Live screen of Station 1")
    for _ in range(12):  # past the link to the page, the way back and the pages
        page.keyboard.press("Tab")
        if screen.evaluate("(element) => element === document.activeElement"):
            break
    expect(screen).to_be_focused()
    expect(page.locator("#finger")).to_be_visible()
    expect(page.locator("#keys")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    with page.expect_response(lambda answer: '"up"' in said(answer)):
        page.keyboard.press("Enter")
    assert [phase for _, phase, _, _ in kit.touches] == ["down", "up"]
    assert kit.touches[-1][2:] == pytest.approx((0.25, 0.5 + 16 / 9 / 96), abs=0.005)

    kit.touches.clear()
    page.keyboard.down("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_response(lambda answer: '"cancel"' in said(answer)):
        page.keyboard.press("Tab")  # no finger stays down when the focus goes elsewhere
    assert [phase for _, phase, _, _ in kit.touches] == ["down", "move", "cancel"]


def test_what_went_wrong_is_read_out_with_the_field_that_has_the_focus(
    browser_page: Page, watch: Watch, url: str
) -> None:
    page = browser_page
    page.goto(f"{url}/setup")
    expect(page.locator("#code")).to_have_attribute("aria-describedby", "code-hint")
    page.fill("#code", CODE)
    page.fill("#pin", "2468")
    page.fill("#again", "2469")
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_focused()
    expect(page.locator("#code")).to_have_accessible_description(
        "The two PINs are not the same. Type both again. The six digits on the kit’s screen and in its terminal."
    )
    assert "422" in watch.refusal()


def test_four_times_the_size_still_fits_the_width(new_page: NewPage, set_up: SetUp, url: str) -> None:
    page = new_page(viewport={"width": 320, "height": 256})  # 1280x1024 at 400 %
    set_up(page, url, CODE)
    wider = []
    for path in ("/", "/stations/st-1", "/pin", "signed out", "/", "/sign-in"):
        if path == "signed out":
            page.context.clear_cookies()
            continue
        for language in LANGUAGES:
            page.goto(f"{url}{path}?lang={language}")
            if not page.evaluate(FITS):
                wider.append((path, language))
    assert wider == []


def test_who_wants_more_contrast_gets_ink_and_edges(new_page: NewPage, set_up: SetUp, url: str) -> None:
    page = new_page(contrast="more")
    set_up(page, url, CODE)
    ink = page.locator("body").evaluate("(one) => getComputedStyle(one).color")
    for selector in (".legend", ".quiet a", ".label span", ".side h2"):
        assert page.locator(selector).first.evaluate("(one) => getComputedStyle(one).color") == ink
