"""How to reach the kit, on paper: the setup slip of a kit without a network, and the sheet behind the tag."""

import msgspec
import pytest
from pygame import Surface

from tests.shell.screens import SIZES, assert_tidy, everywhere, full_view, not_pressed, shown
from xlab.link import NetworkNow, OwnWifi, WayNow
from xlab.look.words import Words
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.screens.attract import Attract
from xlab_kiosk.shell.screens.reach import Reach
from xlab_kiosk.shell.slip_codes import SetupSlip
from xlab_kiosk.shell.view import MakeOwn, View
from xlab_kiosk.stage.theme import Theme

LONG = "Gäste-WLAN im Café des Museums, 2"
PLAIN, NAMED = "http://192.168.178.145:8080", "http://xlab-7f3a91.local:8080"
NAME = WayNow(way="name", ok=None, key="network.name_untried", values={"name": "xlab-7f3a91.local:8080"})
CABLE = WayNow(way="cable", ok=None, key="network.cable_none")
OWN = OwnWifi(
    name="Lab kit of the innovation depart",
    password="mola-kefi-rubo-tesa",
    code="WIFI:T:WPA;S:Lab kit of the innovation depart;P:mola-kefi-rubo-tesa;;",
    url="http://10.42.0.1:8080/",
)


def ways(address: WayNow, own: WayNow) -> tuple[WayNow, ...]:
    return NAME, address, own, CABLE


STATES: dict[str, tuple[NetworkNow, tuple[str, ...]]] = {
    "own": (
        NetworkNow(
            key="network.next_own",
            values={"name": OWN.name},
            own=OWN,
            ways=ways(
                WayNow(way="address", ok=True, key="network.address_works", values={"address": "10.42.0.1:8080"}),
                WayNow(way="own", ok=True, key="network.own_open", values={"name": OWN.name}),
            ),
        ),
        ("http://10.42.0.1:8080/",),
    ),
    "apart": (
        NetworkNow(
            key="network.next_apart",
            values={"network": LONG},
            offers=True,
            ways=ways(
                WayNow(way="address", ok=None, key="network.address_apart", values={"network": LONG, "minutes": 60}),
                WayNow(way="own", ok=None, key="network.own_ready"),
            ),
        ),
        (PLAIN, NAMED),
    ),
    "waiting": (
        NetworkNow(
            key="network.next_wait",
            offers=True,
            ways=ways(
                WayNow(way="address", ok=False, key="network.address_none"),
                WayNow(way="own", ok=None, key="network.own_soon"),
            ),
        ),
        (),
    ),
    "nothing": (
        NetworkNow(
            key="network.next_cable",
            ways=ways(
                WayNow(way="address", ok=False, key="network.address_none"),
                WayNow(way="own", ok=False, key="network.own_no_country"),
            ),
        ),
        (),
    ),
}


def view(language: str, state: str, **more: object) -> View:
    now, urls = STATES[state]
    return full_view(language, network=now, urls=urls, **more)


@everywhere
@pytest.mark.parametrize("state", STATES)
def test_the_sheet_is_whole_everywhere(size, language: str, state: str):
    sheet = Reach(Theme(size), view(language, state))
    assert_tidy({name: box for name, box in sheet.boxes.items()}, size, sheet.theme)
    assert all(sheet.card.contains(box) for box in sheet.boxes.values())
    assert sheet.title.fits and all(head.fits and body.fits for _, head, body, _ in sheet.ways)
    assert {way.way for way, *_ in sheet.ways} >= {"address", "own"}
    assert ("make" in sheet.boxes) is (state in ("apart", "waiting"))
    if state == "apart":
        assert sheet.button.fits and sheet.boxes["make"].height >= sheet.theme.target
    sheet.draw(Surface(size), not_pressed)


@everywhere
def test_a_kit_with_its_own_wifi_is_set_up_from_one_slip(size, language: str):
    screen = shown(Attract, size, view(language, "own", setup_code="482913"))
    assert isinstance(screen, Attract) and isinstance(screen._slip, SetupSlip)
    slip = screen._slip
    assert slip.whole and slip.code.fits and slip.title.fits and slip.step.fits
    assert slip.code.size == screen.theme.type_px("title")
    assert len(slip.codes.codes) == 2 and all(block.fits for block in (*slip.codes.labels, *slip.codes.lines))
    assert_tidy(screen.boxes, size, screen.theme)


@everywhere
def test_a_kit_without_a_network_says_on_its_slip_what_comes_next(size, language: str):
    screen = shown(Attract, size, view(language, "nothing", setup_code="482913"))
    assert isinstance(screen, Attract) and isinstance(screen._slip, SetupSlip)
    assert screen._slip.whole and screen._slip.body.lines and not screen._slip.codes.codes
    assert screen._slip.step.fits and screen._slip.step.lines, "a number is for something"
    assert_tidy(screen.boxes, size, screen.theme)


@everywhere
def test_a_slip_hides_no_worry_and_loses_nothing_to_it(size, language: str):
    worries = (Words(language)("card.screen_failing"),)
    for state in ("", "own", "nothing"):
        full = view(language, state) if state else full_view(language)
        screen = shown(Attract, size, msgspec.structs.replace(full, setup_code="482913", worries=worries))
        assert isinstance(screen, Attract) and screen._worry is not None and screen._tag is None
        assert [(block.fits, color) for block, color in screen._worry.lines] == [(True, "amber")]
        assert_tidy(screen.boxes, size, screen.theme)
        assert not isinstance(screen._slip, SetupSlip) or screen._slip.whole
    well = shown(Attract, size, full_view(language, setup_code="482913"))
    assert isinstance(well, Attract) and well._worry is None


@everywhere
@pytest.mark.parametrize("state", STATES)
def test_the_tag_says_how_to_come_in_and_opens_the_sheet(size, language: str, state: str):
    screen = shown(Attract, size, view(language, state))
    assert isinstance(screen, Attract) and screen._tag is not None
    assert_tidy(screen.boxes, size, screen.theme)
    assert all(block.fits for block, _ in screen._tag.lines)
    told = [line for block, _ in screen._tag.lines for line in block.lines]
    assert state != "own" or any(OWN.password in line for line in told), "a broken password is typed wrongly"
    assert screen.target(*screen._tag.rect.center) == flow.ShowReach()
    assert screen.target(size[0] * 0.7, size[1] * 0.4) == flow.Begin()


def test_paper_opens_nothing_where_an_older_hub_says_nothing_of_the_network():
    screen = shown(Attract, (1280, 720), full_view("en", setup_code="482913"))
    assert isinstance(screen, Attract) and screen._slip is not None
    assert screen.target(*screen._slip.rect.center) == flow.Begin()


@pytest.mark.parametrize("size", SIZES)
def test_the_sheet_means_its_button_its_cross_and_what_lies_beside_it(size):
    sheet = Reach(Theme(size), view("de", "apart"))
    assert sheet.target(*sheet.boxes["make"].center) == MakeOwn()
    assert sheet.target(*sheet.boxes["codes"].center) is None
    assert sheet.target(*sheet.boxes["close"].center) == flow.HideReach()
    assert sheet.target(1, size[1] - 1) == flow.HideReach()


def test_the_sheet_lies_only_over_the_open_box_and_goes_by_itself():
    rules = flow.Rules(idle_seconds=20.0)
    state, _ = flow.step(flow.State(), flow.ShowReach(), 1.0, rules)
    assert state.sheet == "reach"
    assert flow.step(state, flow.HideReach(), 2.0, rules)[0].sheet is None
    assert flow.step(state, flow.Tick(), 30.0, rules)[0].sheet is None
    menu, _ = flow.step(flow.State(), flow.Begin(), 1.0, rules)
    assert flow.step(menu, flow.ShowReach(), 2.0, rules)[0].sheet is None
