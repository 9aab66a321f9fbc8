"""Every screen, size and language: nothing overlaps, nothing leaves the screen, every target is large enough."""

import pytest
from pygame import Rect, Surface

from tests.shell.screens import SIZES, TO_TAKE, VIEWS, assert_tidy, everywhere, full_view, not_pressed, shown
from xlab.link import Face, NetworkNow, OwnWifi
from xlab.station.showing import Showing
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import marked, stage_rect
from xlab_kiosk.shell.forgetting import Wish
from xlab_kiosk.shell.pairing_slip import PairingSlip
from xlab_kiosk.shell.screens.attract import Attract
from xlab_kiosk.shell.screens.base import Screen
from xlab_kiosk.shell.screens.change import Change
from xlab_kiosk.shell.screens.locked import Locked
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.screens.message import Message
from xlab_kiosk.shell.screens.notice import Notice
from xlab_kiosk.shell.screens.playing import PATIENCE, Playing
from xlab_kiosk.shell.screens.sheets import Languages, StillThere
from xlab_kiosk.shell.screens.takeaway import Takeaway
from xlab_kiosk.shell.screens.trouble import Trouble
from xlab_kiosk.shell.slip import fitting_qr
from xlab_kiosk.shell.taken import Taken
from xlab_kiosk.shell.view import TogglePad
from xlab_kiosk.stage.theme import Theme


@everywhere
@pytest.mark.parametrize("kind", [Attract, Menu, Playing, Change, Trouble, Locked])
@pytest.mark.parametrize("state", VIEWS)
def test_nothing_overlaps_or_leaves_the_screen(kind: type[Screen], size, language: str, state: str):
    screen = shown(kind, size, full_view(language, **VIEWS[state]))
    assert_tidy(screen.boxes, size, screen.theme)
    screen.draw(Surface(size), not_pressed)


@everywhere
def test_every_button_is_large_enough_and_means_something(size, language: str):
    for kind in (Menu, Playing):
        screen = shown(kind, size, full_view(language))
        target = screen.theme.target
        for name in ("bar home", "bar language", "bar simulated"):
            assert min(screen.boxes[name].size) >= target
        assert screen.target(*screen.boxes["bar home"].center) == flow.Home()
        assert screen.target(*screen.boxes["bar language"].center) == flow.ShowLanguages()
        assert screen.target(*screen.boxes["bar simulated"].center) == TogglePad()
        assert screen.target(0, 0) == flow.Home(), "the corner of a panel is the easiest place to hit"


@everywhere
def test_what_is_not_live_is_labelled_on_every_screen(size, language: str):
    for kind in (Attract, Menu, Playing, Change, Trouble, Locked):
        assert "bar source" in shown(kind, size, full_view(language)).boxes
        assert "bar source" not in shown(kind, size, full_view(language, source="live")).boxes


@everywhere
def test_the_code_to_type_is_the_largest_thing_on_the_setup_slip(size, language: str):
    screen = shown(Attract, size, full_view(language, setup_code="482913"))
    assert isinstance(screen, Attract) and screen._slip is not None
    assert screen._slip._code.fits
    assert screen._slip._code.size == screen.theme.type_px("title")


@everywhere
def test_a_sheet_leaves_the_word_for_what_is_not_live_to_be_seen(size, language: str):
    source = shown(Menu, size, full_view(language)).boxes["bar source"]
    assert not Languages(Theme(size), language).card.colliderect(source)


@everywhere
def test_sheets_fit(size, language: str):
    theme = Theme(size)
    languages = Languages(theme, language)
    rows = {name: box for name, box in languages.boxes.items() if name != "card"}
    assert_tidy(rows, size, theme)
    assert Rect(0, 0, *size).contains(languages.card)
    for code, row in languages.rows.items():
        assert min(row.size) >= theme.target and languages.card.contains(row)
        assert languages.target(*row.center) == flow.Speak(code)
    assert languages.target(5, size[1] - 5) == flow.HideLanguages()
    upper, lower = list(languages.rows.values())[:2]
    assert lower.top - upper.bottom >= theme.target * 2 // 9, "2 mm apart, where the smallest target is 9 mm"
    still = StillThere(theme, language)
    assert_tidy(still.boxes, size, theme)
    assert still.title.fits and still.body.fits


@pytest.mark.parametrize("size", SIZES)
def test_a_demo_has_the_screen_below_the_bar(size):
    stage = stage_rect(Theme(size))
    assert stage.bottomright == size
    assert stage.height >= size[1] * 0.8


@everywhere
def test_a_station_says_what_it_was_started_without(size, language: str):
    screen = shown(Attract, size, full_view(language, left_out=("Warm Welcome",)))
    assert isinstance(screen, Attract) and screen._tag is not None
    words, color = screen._tag.lines[-1]
    assert "Warm Welcome" in " ".join(words.lines) and words.fits and color == "ink"


MESSAGES = {
    "short": "Coffee",
    "usual": "Please come to the big table in five minutes. Bring your badge.",
    "longest": ("Donaudampfschifffahrtsgesellschaft, " * 6)[:200],
    "lines": "At the big table:\nBring your badge\nBring a question",
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_is_whole_and_as_large_as_it_can_be(size, message: str):
    theme = Theme(size)
    sheet = Message(theme, MESSAGES[message])
    assert Rect(0, 0, *size).contains(sheet.card) and sheet.card.contains(sheet.words)
    assert sheet.block.fits and not sheet.block.broken and sheet.block.height <= sheet.words.height
    least = {"short": 2 * theme.type_px("title"), "longest": theme.type_px("body")}
    assert sheet.block.size >= least.get(message, theme.type_px("lead"))
    sheet.draw(Surface(size))


def test_drawing_changes_nothing():
    for kind in (Attract, Menu, Playing, Change, Trouble, Locked):
        screen = shown(kind, (800, 480), full_view("en"))
        first, second = Surface((800, 480)), Surface((800, 480))
        screen.draw(first, not_pressed)
        screen.draw(second, not_pressed)
        assert first.get_view("2").raw == second.get_view("2").raw, kind.__name__


def test_a_demo_that_starts_slowly_is_excused_once():
    screen = shown(Playing, (800, 480), full_view("en"))
    assert isinstance(screen, Playing)
    assert not screen.update(PATIENCE * 0.9)
    assert screen.update(PATIENCE * 0.2)
    assert not screen.update(PATIENCE)
    assert screen.rate == 0


SLIPS = {
    "pairing": {"pairing": Showing(code="428913", kits=("Lab kit of the innovation department, no. 2",))},
    "wrong code": {"pairing": Showing(code="428913", kits=("Blue box", "Red box"), problem="wrong"), "alone": True},
    "id taken": {"pairing": Showing(code="428913", station="station-of-the-innovation-lab", problem="taken")},
}


@everywhere
@pytest.mark.parametrize("state", SLIPS)
def test_a_station_without_a_kit_says_what_to_do_in_full(size, language: str, state: str):
    screen = shown(Attract, size, full_view(language, **SLIPS[state]))
    assert isinstance(screen, Attract) and isinstance(screen._slip, PairingSlip)
    assert_tidy(screen.boxes, size, screen.theme)
    screen.draw(Surface(size), not_pressed)
    blocks = [block for block, _ in screen._slip.blocks]
    assert all(block.fits for block in blocks)
    assert sum(block.height for block in blocks) < screen._slip.rect.height
    if state != "id taken":
        assert blocks[-1].size == screen.theme.type_px("title")


VISIT = {"mark": "3f9a12c077de", "group": 12, "practice": True}


@everywhere
def test_every_screen_shows_the_charters_mark_and_says_that_it_is_a_practice(size, language: str):
    for kind in (Attract, Menu, Playing, Trouble, Locked):
        screen = shown(kind, size, full_view(language, **VISIT))
        (line,) = screen.bar.mark.lines
        assert "3f9a 12c0 77de" in line, kind
        assert screen.bar.mark.fits and "bar source" in screen.boxes, kind
    assert "bar mark" not in shown(Menu, size, full_view(language)).boxes
    message = Message(Theme(size), "Back at two", marked(Theme(size), full_view(language, **VISIT), size[0] // 2))
    assert_tidy({"mark": message.boxes["mark"], "card": message.card}, size, message.theme)
    message.draw(Surface(size))


@everywhere
def test_the_notice_is_one_tap_away_and_whole_at_every_step(size, language: str):
    attract = shown(Attract, size, full_view(language, **VISIT))
    assert attract.target(*attract.boxes["bar notice"].center) == flow.ShowNotice()
    assert min(attract.boxes["bar notice"].size) >= attract.theme.target
    cards = set()
    for step in ("hold", "several", "offer", "ask", "done"):
        face = Face("fox", "coral") if step in ("offer", "ask", "done") else None
        for alone in (False, True):
            notice = Notice(Theme(size), full_view(language, wish=Wish(step, face), alone=alone))
            assert_tidy(notice.boxes, size, notice.theme)
            assert all(notice.card.contains(box) for box in notice.boxes.values()), step
            blocks = [notice.title, notice.said, *(block for part in notice.parts for block in part)]
            blocks += [block for _, block in notice.buttons.values()]
            assert all(block.fits for block in blocks), step
            assert all(min(notice.boxes[name].size) >= notice.theme.target for name in ("close", *notice.buttons))
            assert notice.target(*notice.boxes["close"].center) == notice.target(1, 1) == flow.HideNotice()
            assert notice.target(*notice.boxes["title"].center) is None
            notice.draw(Surface(size), not_pressed)
            cards.add(tuple(notice.card))
    assert len(cards) == 1, "the sheet moves under a finger"


@everywhere
def test_what_is_taken_home_has_a_code_that_phones_can_read_and_a_way_back(size, language: str):
    own = OwnWifi(name="Xperience Lab innovation people", password="mola-kefi-rubo-tesa", code=f"WIFI:{'x' * 61}")
    for step, network in (("wait", None), ("failed", None), ("here", NetworkNow(own=own)), ("here", None)):
        taken = Taken(step, TO_TAKE if step == "here" else "", 599)
        sheet = Takeaway(Theme(size), full_view(language, taken=taken, network=network))
        assert (sheet.codes is None) is (network is None)
        if sheet.codes is not None:
            assert all(block.fits for block in (*sheet.codes.labels, *sheet.codes.lines))
            assert [code.get_width() <= sheet.codes.wide for code in sheet.codes.codes] == [True, True]
        assert_tidy(sheet.boxes, size, sheet.theme)
        assert all(sheet.card.contains(box) for box in sheet.boxes.values()), step
        assert sheet.title.fits and all(block.fits for block in sheet.blocks), step
        assert min(sheet.boxes["close"].size) >= sheet.theme.target
        assert sheet.target(*sheet.boxes["close"].center) == sheet.target(1, 1) == flow.HideTake()
        assert sheet.target(*sheet.boxes["title"].center) is None
        sheet.draw(Surface(size), not_pressed)
    playing = shown(Playing, size, full_view(language))
    assert min(playing.boxes["bar take"].size) >= playing.theme.target
    assert playing.target(*playing.boxes["bar take"].center) == flow.ShowTake()
    assert fitting_qr(TO_TAKE, sheet.code.width).get_width() <= sheet.code.width
