"""What lies in the case of a running kiosk: which demos are shown, and the pictures they are shown with."""

import threading
from collections.abc import Callable

import msgspec
import pygame
import pytest
from pygame import Rect

from tests.fakes.hublink import KIT
from tests.fakes.station import Station, trial_entry
from tests.waiting import PATIENCE

Make = Callable[..., Station]


def test_a_demo_taken_away_while_it_is_shown_is_passed_over(station: Make):
    kiosk = station()
    kiosk.tap(400, 240)
    kiosk.entries.clear()
    kiosk.app.gallery.entries = ()
    kiosk.tap_box("object 0")
    assert kiosk.place == "menu"


def test_only_ready_demos_are_shown(station: Make):
    ready = trial_entry()
    bad = msgspec.structs.replace(ready, name="bad", status="bad", manifest=None)
    waiting = msgspec.structs.replace(ready, name="waiting", status="unapproved")
    kiosk = station(entries=[bad, ready, waiting])
    kiosk.tap(400, 240)
    assert [item.demo for item in kiosk.app.scene.view.items] == ["try-station"]


def test_an_empty_box_is_a_sentence_and_fills_by_itself(station: Make):
    kiosk = station(entries=[])
    kiosk.tap(400, 240)
    assert (kiosk.place, kiosk.app.scene.view.items) == ("menu", ())
    kiosk.tap_box("bar home")
    kiosk.entries.append(trial_entry())
    kiosk.turn(skip=61)
    kiosk.until(lambda: kiosk.app.scene.view.items, "the new demo")


def test_pictures_come_when_they_are_ready(station: Make):
    ready = threading.Event()

    def render(entry, sizes, *, language):
        ready.wait(PATIENCE)
        pictures = [pygame.Surface(size) for size in sizes]
        for picture in pictures:
            picture.fill((250, 0, 250))
        return pictures

    kiosk = station(render=render)
    kiosk.tap(400, 240)
    cell: Rect = kiosk.app.scene.screen.boxes["object 0"]
    spot = (cell.centerx, cell.y + cell.height // 4)
    kiosk.until(lambda: kiosk.app.scene.rate == 0, "a menu at rest")
    ready.set()
    magenta = pytest.approx((250, 0, 250), abs=4)  # scaling rounds
    kiosk.until(lambda: kiosk.display.surface.get_at(spot)[:3] == magenta, "the picture")


def test_pictures_are_made_anew_for_the_room_that_the_setup_slip_leaves(station: Make):
    asked: list[tuple[int, int]] = []

    def render(entry, sizes, *, language):
        asked.extend(sizes)
        return [pygame.Surface(size) for size in sizes]

    # Beside each other they are narrower; alone, one has the same shape in both layouts.
    kiosk = station(render=render, entries=[trial_entry(), msgspec.structs.replace(trial_entry(), name="other")])
    kiosk.until(lambda: asked, "the first pictures")
    before = set(kiosk.app.scene.windows())
    kiosk.hub.info = msgspec.structs.replace(KIT, setup_code="123456")
    kiosk.turn(skip=1)
    assert set(kiosk.app.scene.windows()) != before
    kiosk.until(lambda: set(kiosk.app.scene.windows()) <= set(asked), "pictures of the new shape")
