"""The open box and the waiting station: objects, their pictures and words, pages, and how they move."""

import msgspec
import pytest
from pygame import Rect, Surface

from tests.shell.screens import VIEWS, assert_tidy, everywhere, full_view, not_pressed, shown
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import stage_rect
from xlab_kiosk.shell.foot import FLATTEST
from xlab_kiosk.shell.objects import LIFT, Objects
from xlab_kiosk.shell.scene import Scene
from xlab_kiosk.shell.screens.attract import DIM_AFTER, QUESTION_SECONDS, Attract
from xlab_kiosk.shell.screens.change import Change
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.screens.playing import Playing
from xlab_kiosk.shell.view import Item, TurnPage
from xlab_kiosk.stage.theme import Theme


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
def test_an_empty_case_shows_a_place_for_what_will_come(size, language: str):
    screen = shown(Attract, size, full_view(language, 0))
    assert isinstance(screen, Attract)
    assert not screen.cells
    (hole,) = screen.holes
    assert min(hole.size) >= screen.theme.target
    assert not any(hole.colliderect(box) for box in screen.boxes.values())


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
