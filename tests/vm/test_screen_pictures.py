"""What is told from a picture of the machine's screen."""

import pygame
import pytest

from tests.vm.picture import barred, drawn, papered

SIZE = (800, 480)


@pytest.fixture
def keep(tmp_path):
    def save(*rects: tuple[tuple[int, int, int], tuple[int, int, int, int]]):
        surface = pygame.Surface(SIZE)
        for colour, rect in rects:
            surface.fill(colour, rect)
        pygame.image.save(surface, tmp_path / "picture.png")
        return tmp_path / "picture.png"

    return save


def test_a_console_is_not_drawn_by_the_kiosk_and_a_picture_of_many_colours_is(keep):
    assert not drawn(keep(((200, 200, 200), (0, 0, 300, 100))))
    assert drawn(keep(*(((x % 256, x // 256, 90), (x, 0, 1, 480)) for x in range(800))))


def test_the_bar_is_told_by_its_home_button(keep):
    assert barred(keep(((20, 21, 24), (0, 0, *SIZE)), ((37, 39, 46), (11, 5, 48, 48))))
    assert not barred(keep(((20, 21, 24), (0, 0, *SIZE))))


def test_the_slip_is_told_by_its_paper(keep):
    assert papered(keep(((251, 249, 241), (40, 100, 300, 300))))
    assert not papered(keep(((251, 249, 241), (40, 400, 60, 60))))
