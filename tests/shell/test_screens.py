"""Every screen, size and language: nothing overlaps, nothing leaves the screen, every target is large enough."""

import itertools

import msgspec
import pytest
from pygame import Rect, Surface

from xlab.link import BadgeHere, Face
from xlab.station.showing import Showing
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import marked, stage_rect
from xlab_kiosk.shell.foot import FLATTEST
from xlab_kiosk.shell.forgetting import Wish
from xlab_kiosk.shell.objects import LIFT, Objects
from xlab_kiosk.shell.pairing_slip import PairingSlip
from xlab_kiosk.shell.scene import Scene
from xlab_kiosk.shell.screens.attract import DIM_AFTER, QUESTION_SECONDS, Attract
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
from xlab_kiosk.shell.view import Item, TogglePad, TurnPage, View
from xlab_kiosk.stage.theme import Theme

SIZES = [(800, 480), (1280, 720), (1920, 1080), (720, 1280)]
LANGUAGES = ["en", "fr", "de"]
everywhere = pytest.mark.parametrize(("size", "language"), list(itertools.product(SIZES, LANGUAGES)), ids=str)

TITLES = {
    "en": ("One Ballot, Five Winners", "Do we create value before we share it?"),
    "fr": ("Entrer dans le magasin", "Que ressent un acheteur quand le taux monte de 1 % ?"),
    "de": ("Den Kuchen vergrößern", "Wie fühlt sich ein Prozent mehr Zins für Käufer an?"),
}
BADGES = tuple(
    BadgeHere(beacon=f"u/1/{n}", face=Face("fox", "coral"), station="st-1", proximity="near", source="recorded")
    for n in range(6)
)

TO_TAKE = "http://192.168.178.145:8080/take/3f9a12c077de.jpg"


def not_pressed(target: object) -> bool:
    return False


def full_view(language: str, demos: int = 6, **more: object) -> View:
    """As much as can be on a screen at once."""
    title, question = TITLES[language]
    items = tuple(
        Item(demo=f"demo-{n}", title=title, question=question, minutes=2, tone="leaf" if n else "paper")
        for n in range(demos)
    )
    values: dict[str, object] = {
        "language": language,
        "kit": "Lab kit of the innovation department, no. 2",
        "urls": ("http://lab-kit-berlin-brandenburg.local:8080", "http://192.168.178.145:8080"),
        "source": "recorded",
        "here": BADGES,
        "room": BADGES,
        "items": items,
        "demo": items[0] if items else None,
        "offered": Face("bear", "leaf"),
        "takes": True,
    }
    return View(**(values | more))  # type: ignore[arg-type]


def shown(kind: type[Screen], size: tuple[int, int], view: View) -> Screen:
    theme = Theme(size)
    objects = Objects(theme, lambda demo, size: None)
    if kind is Change:
        menu = Menu(theme, objects)
        menu.show(view)
        screen: Screen = Change(theme, objects, menu)
    else:
        screen = kind(theme, objects)
    screen.show(view)
    return screen


def assert_tidy(boxes: dict[str, Rect], size: tuple[int, int], theme: Theme) -> None:
    whole = Rect(0, 0, *size)
    for name, box in boxes.items():
        assert whole.contains(box), f"{name} at {box} leaves the screen of {size}"
    for (one, a), (two, b) in itertools.combinations(boxes.items(), 2):
        assert not a.colliderect(b), f"{one} at {a} overlaps {two} at {b}"


VIEWS = {
    "usual": {},
    "setup": {"setup_code": "482 913"},
    "alone": {"alone": True, "source": "live", "urls": (), "placed": True},
    "left out": {"left_out": (TITLES["de"][0], TITLES["fr"][0])},
    "left out, alone": {"left_out": (TITLES["de"][0],), "alone": True, "urls": ()},
    "pinned": {"pinned": True},
    "visit": {"mark": "3f9a12c077de", "group": 12, "practice": True},
}


@everywhere
@pytest.mark.parametrize("kind", [Attract, Menu, Playing, Change, Trouble, Locked])
@pytest.mark.parametrize("state", VIEWS)
def test_nothing_overlaps_or_leaves_the_screen(kind: type[Screen], size, language: str, state: str):
    screen = shown(kind, size, full_view(language, **VIEWS[state]))
    assert_tidy(screen.boxes, size, screen.theme)
    screen.draw(Surface(size), not_pressed)


@everywhere
@pytest.mark.parametrize("demos", [0, 1, 2, 3, 5, 7, 12, 13, 30])
def test_any_number_of_demos_is_laid_out(size, language: str, demos: int):
    for kind in (Menu, Attract):
        screen = shown(kind, size, full_view(language, demos))
        assert_tidy(screen.boxes, size, screen.theme)
        cells = [box for name, box in screen.boxes.items() if name.startswith("object")]
        assert len({cell.size for cell in cells}) <= 1
        if kind is Menu:
            assert all(min(cell.size) >= screen.theme.target for cell in cells)


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
def test_titles_of_objects_are_whole_even_in_a_full_case(size, language: str):
    screen = shown(Menu, size, full_view(language, 12))
    assert isinstance(screen, Menu)
    for item, cell in zip(screen.items, screen.cells, strict=True):
        foot = screen.objects._words(item, cell.size)
        assert foot.title.fits and not foot.title.lines[-1].endswith("…")
        window = screen.objects.window_rect(cell.size, words=True)
        assert window.bottom < cell.height - foot.height
        assert window.height >= screen.theme.px(40)


@everywhere
@pytest.mark.parametrize("demos", [2, 5, 9, 12])
def test_objects_side_by_side_say_the_same_kinds_of_things(size, language: str, demos: int):
    view = full_view(language, demos)
    short = msgspec.structs.replace(view.items[0], title="Hello", question="Why?")
    screen = shown(Menu, size, msgspec.structs.replace(view, items=(short, *view.items[1:])))
    assert isinstance(screen, Menu)
    feet = [screen.objects._words(item, cell.size) for item, cell in zip(screen.items, screen.cells, strict=True)]
    assert len({foot.minutes is None for foot in feet}) == 1
    assert len({foot.line is None for foot in feet}) == 1
    assert len({foot.title.size for foot in feet}) == 1


@everywhere
@pytest.mark.parametrize("demos", [1, 3, 6, 7, 8])
def test_pictures_come_before_words(size, language: str, demos: int):
    screen = shown(Menu, size, full_view(language, demos))
    assert isinstance(screen, Menu)
    for item, cell in zip(screen.items, screen.cells, strict=True):
        window = screen.objects.window_rect(cell.size, words=True)
        assert window.width <= FLATTEST * window.height or 2 * window.height >= cell.height
        assert screen.objects._words(item, cell.size).fits


def test_a_case_that_is_not_full_asks_the_questions_too():
    screen = shown(Menu, (1280, 720), full_view("en", 2))
    assert isinstance(screen, Menu)
    assert all(screen.objects._words(item, screen.cells[0].size).line is not None for item in screen.items)


@everywhere
@pytest.mark.parametrize("demos", [1, 2, 6, 8])
@pytest.mark.parametrize("state", ["usual", "setup", "alone"])
def test_what_is_held_up_is_larger_and_covers_neither_words_nor_bar(size, language: str, demos: int, state: str):
    screen = shown(Attract, size, full_view(language, demos, **VIEWS[state]))
    assert isinstance(screen, Attract)
    taken = [box for name, box in screen.boxes.items() if not name.startswith("object")]
    for cell in screen.cells:
        held = screen._held(cell)
        above = held.move(0, -screen.theme.px(LIFT))
        assert demos < 6 or held.width > 1.1 * cell.width
        assert not [box for box in taken if box.colliderect(above)]
        lying = [other for other in screen.cells if other != cell]
        assert not [other for other in lying if other.colliderect(above)], "its neighbours stay to be seen"


def test_a_menu_that_is_shown_again_paints_no_object_anew():
    screen = shown(Menu, (800, 480), full_view("en", 12))
    assert isinstance(screen, Menu)
    faces = [screen.objects.face(item, screen.cells[0].size) for item in screen.items]
    screen.show(full_view("en", 12, here=()))
    assert all(screen.objects.face(i, screen.cells[0].size) is f for i, f in zip(screen.items, faces, strict=True))
    screen.show(full_view("de", 12))
    assert screen.objects.face(screen.items[0], screen.cells[0].size) is not faces[0]


def test_the_case_is_painted_ahead_while_nobody_is_here(monkeypatch: pytest.MonkeyPatch):
    theme = Theme((800, 480))
    scene = Scene(theme, lambda demo, size: None)
    view = full_view("en", 5)
    scene.show(view, flow.State())
    for _ in range(120):
        scene.update(1 / 30, 0.0, 0.0)
    painted = []
    real = Objects._paint

    def noting(objects: Objects, item: Item, size: tuple[int, int], words: bool) -> Surface:
        painted.append(item.demo)
        return real(objects, item, size, words)

    monkeypatch.setattr(Objects, "_paint", noting)
    scene.show(view, flow.State(place="menu"))
    scene.draw(Surface((800, 480)), not_pressed)
    assert not painted


@everywhere
def test_the_code_to_type_is_the_largest_thing_on_the_setup_slip(size, language: str):
    screen = shown(Attract, size, full_view(language, setup_code="482913"))
    assert isinstance(screen, Attract) and screen._slip is not None
    assert screen._slip._code.fits
    assert screen._slip._code.size == screen.theme.type_px("title")


@everywhere
def test_an_empty_case_shows_a_place_for_what_will_come(size, language: str):
    screen = shown(Attract, size, full_view(language, 0))
    assert isinstance(screen, Attract)
    assert not screen.cells
    (hole,) = screen.holes
    assert min(hole.size) >= screen.theme.target
    assert not any(hole.colliderect(box) for box in screen.boxes.values())


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


def test_the_page_buttons_lead_around():
    screen = shown(Menu, (800, 480), full_view("en", 30))
    assert isinstance(screen, Menu)
    seen = []
    for _ in range(3):
        seen += [item.demo for item in screen.items]
        forward = max(screen.turns.items(), key=lambda turn: turn[1].x)
        assert screen.target(*forward[1].center) == forward[0]
        assert isinstance(forward[0], TurnPage)
        screen.turn(forward[0].page)
    assert sorted(seen) == sorted(f"demo-{n}" for n in range(30))
    assert screen.page == 0


def test_fewer_demos_than_before_leave_no_empty_page():
    screen = shown(Menu, (800, 480), full_view("en", 30))
    assert isinstance(screen, Menu)
    screen.turn(2)
    screen.show(full_view("en", 2))
    assert (screen.page, len(screen.items)) == (0, 2)


def test_drawing_changes_nothing():
    for kind in (Attract, Menu, Playing, Change, Trouble, Locked):
        screen = shown(kind, (800, 480), full_view("en"))
        first, second = Surface((800, 480)), Surface((800, 480))
        screen.draw(first, not_pressed)
        screen.draw(second, not_pressed)
        assert first.get_view("2").raw == second.get_view("2").raw, kind.__name__


def test_attract_dims_itself_and_wakes():
    screen = shown(Attract, (800, 480), full_view("en"))
    assert isinstance(screen, Attract)
    bright, dim, woken = (Surface((800, 480)) for _ in range(3))
    screen.draw(bright, not_pressed)
    screen.alone = DIM_AFTER + 60
    screen.draw(dim, not_pressed)
    spot = screen.boxes["bar title"].x + 3, screen.boxes["bar title"].centery
    corner = Rect(0, 0, 400, 60)
    assert sum(_light(dim, corner)) < sum(_light(bright, corner)) * 0.7, spot
    screen.wake()
    screen.draw(woken, not_pressed)
    assert _light(woken, corner) == _light(bright, corner)


def _light(surface: Surface, rect: Rect) -> tuple[int, ...]:
    import pygame

    return tuple(pygame.transform.average_color(surface, rect))[:3]


def test_each_object_asks_its_question_in_turn():
    screen = shown(Attract, (800, 480), full_view("en", 3))
    assert isinstance(screen, Attract)
    for turn in range(6):
        screen.t = turn * QUESTION_SECONDS + 2.0
        lifts = [screen._lift(index) for index in range(3)]
        assert lifts.index(1.0) == turn % 3
        assert sorted(lifts)[:2] == [0.0, 0.0]


def test_a_demo_that_starts_slowly_is_excused_once():
    screen = shown(Playing, (800, 480), full_view("en"))
    assert isinstance(screen, Playing)
    assert not screen.update(PATIENCE * 0.9)
    assert screen.update(PATIENCE * 0.2)
    assert not screen.update(PATIENCE)
    assert screen.rate == 0


@pytest.mark.parametrize("reduced", [False, True])
def test_an_object_ends_its_way_where_the_demo_is(reduced: bool):
    theme = Theme((800, 480), reduced)
    objects = Objects(theme, lambda demo, size: None)
    menu = Menu(theme, objects)
    view = full_view("en")
    menu.show(view)
    change = Change(theme, objects, menu)
    change.show(view)
    playing = Playing(theme, objects)
    playing.show(view)
    change.begin(opening=True)
    change.progress = 1.0
    there, then = Surface((800, 480)), Surface((800, 480))
    change.draw(there, not_pressed)
    playing.draw(then, not_pressed)
    stage = stage_rect(theme)
    assert there.subsurface(stage).copy().get_view("2").raw == then.subsurface(stage).copy().get_view("2").raw


def test_an_object_goes_back_to_where_it_was():
    theme = Theme((800, 480))
    objects = Objects(theme, lambda demo, size: None)
    menu = Menu(theme, objects)
    view = full_view("en")
    menu.show(view)
    change = Change(theme, objects, menu)
    change.show(view)
    last = Surface(stage_rect(theme).size)
    last.fill((255, 0, 255))
    change.begin(opening=False, last=last)
    surface = Surface((800, 480))
    change.progress = 0.0
    change.draw(surface, not_pressed)
    assert surface.get_at(stage_rect(theme).center)[:3] == (255, 0, 255)
    change.progress = 1.0
    change.draw(surface, not_pressed)
    cell = menu.cells[0]
    assert surface.get_at((cell.centerx, cell.y + cell.height // 4))[:3] == pytest.approx((255, 0, 255), abs=4)
    assert surface.get_at(menu.cells[4].center)[:3] != (255, 0, 255)


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
    for step in ("wait", "here", "failed"):
        taken = Taken(step, TO_TAKE if step == "here" else "", 599)
        sheet = Takeaway(Theme(size), full_view(language, taken=taken))
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
