"""Badges as SVG and on the kiosk: whole, self-contained, and the same picture."""

import re
from xml.etree import ElementTree as ET

import pygame
import pytest

from xlab.look import tokens
from xlab.look.animals import ANIMALS, colours, disc
from xlab.look.badges import FACES
from xlab.look.shapes import Stroke
from xlab.look.svg import badge_svg
from xlab_kiosk.stage import badge
from xlab_kiosk.stage.badge import badge_surface, draw_badge

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(("animal", "accent"), FACES)
def test_svg_is_well_formed_and_asks_for_nothing(animal: str, accent: str) -> None:
    root = ET.fromstring(badge_svg(animal, accent))
    assert root.tag == SVG + "svg"
    assert root.get("aria-hidden") == "true"
    paths = root.findall(SVG + "path")
    assert len(paths) == len(ANIMALS[animal])
    assert {path.get("fill") for path in paths} - {"none"} <= set(colours(accent).values())
    assert root.find(SVG + "circle") is not None
    assert not re.search(r"href|style=|url\(|<script", badge_svg(animal, accent))


def test_svg_without_its_disc_has_no_disc() -> None:
    root = ET.fromstring(badge_svg("fox", "coral", background=False))
    assert root.find(SVG + "circle") is None
    assert len(root.findall(f"{SVG}g/{SVG}path")) == len(ANIMALS["fox"])


def test_svg_strokes_have_round_ends() -> None:
    root = ET.fromstring(badge_svg("heron", "leaf"))
    strokes = [path for path in root.findall(SVG + "path") if path.get("stroke")]
    assert len(strokes) == sum(isinstance(shape, Stroke) for shape in ANIMALS["heron"])
    assert all(path.get("stroke-linecap") == "round" and path.get("fill") == "none" for path in strokes)


def test_an_unknown_face_is_an_error() -> None:
    with pytest.raises(KeyError):
        badge_svg("unicorn", "coral")
    with pytest.raises(KeyError):
        badge_surface(24, "fox", "pink")


@pytest.mark.parametrize("size", [24, 48, 120, 600])
def test_the_kiosk_draws_disc_and_animal(size: int) -> None:
    picture = badge_surface(size, "bear", "violet")
    assert picture.get_size() == (size, size)
    assert picture.get_at((0, 0)).a == 0
    assert _near(picture.get_at((round(size * 0.5), round(size * 0.06))), disc("violet"))
    assert _near(picture.get_at((round(size * 0.25), round(size * 0.62))), tokens.ACCENTS["violet"])


def test_edges_are_smooth() -> None:
    picture = badge_surface(48, "whale", "sky")
    alphas = {picture.get_at((x, y)).a for x in range(48) for y in range(48)}
    assert len(alphas) > 6


def test_without_background_only_the_animal_is_there() -> None:
    picture = badge_surface(120, "heron", "leaf", background=False)
    assert picture.get_at((20, 60)).a == 0
    assert (
        pygame.mask.from_surface(picture).count()
        < 0.5 * pygame.mask.from_surface(badge_surface(120, "heron", "leaf")).count()
    )


def test_drawing_is_centred_and_fades() -> None:
    screen = pygame.Surface((200, 200), pygame.SRCALPHA)
    draw_badge(screen, (100, 100), 80, "owl", "amber")
    assert pygame.mask.from_surface(screen).get_bounding_rects()[0].center == (100, 100)
    full = screen.get_at((100, 130))
    faded = pygame.Surface((200, 200))
    draw_badge(faded, (100, 100), 80, "owl", "amber", alpha=128)
    assert abs(faded.get_at((100, 130)).r - full.r // 2) <= 3
    empty = pygame.Surface((20, 20), pygame.SRCALPHA)
    draw_badge(empty, (10, 10), 0.2, "owl", "amber")
    draw_badge(empty, (10, 10), 10, "owl", "amber", alpha=0)
    assert pygame.mask.from_surface(empty).count() == 0


def test_pictures_are_kept_but_not_without_end() -> None:
    assert badge_surface(32, "bee", "amber") is badge_surface(32, "bee", "amber")
    for size in range(10, 40):
        for animal in ANIMALS:
            badge_surface(size, animal, "coral")
    kept = badge._small.cache_info()
    assert kept.maxsize is not None
    assert kept.currsize <= kept.maxsize


def _near(seen: pygame.Color, colour: str) -> bool:
    wanted = pygame.Color(colour)
    return all(abs(a - b) <= 3 for a, b in zip(seen[:3], wanted[:3], strict=True))
