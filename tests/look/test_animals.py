"""The animals as data: sound, one style, and different at a glance."""

import math
import re
from itertools import combinations

import pygame
import pytest

from xlab.look import tokens
from xlab.look.animals import ANIMALS, colours, disc, mix
from xlab.look.shapes import Curve, Ellipse, Polygon, Stroke, both, cubics, flatten, mirrored
from xlab_kiosk.stage.badge import badge_surface

ALIKE = 0.80
"""Share of two silhouettes at 24 px, of all that either covers, from which a glance may take one for the other."""


def test_there_are_sixteen() -> None:
    assert len(ANIMALS) == 16
    assert all(re.fullmatch(r"[a-z]+", name) for name in ANIMALS)


@pytest.mark.parametrize("animal", ANIMALS)
def test_an_animal_is_a_few_shapes_within_its_disc(animal: str) -> None:
    shapes = ANIMALS[animal]
    assert 5 <= len(shapes) <= 18
    for shape in shapes:
        margin = shape.width / 2 if isinstance(shape, Stroke) else 0.0
        reach = max(math.hypot(x, y) for x, y in flatten(cubics(shape), 8)) + margin
        assert reach <= 0.98, f"{shape} reaches {reach:.2f}"


@pytest.mark.parametrize("animal", ANIMALS)
def test_an_animal_is_mostly_its_accent_and_has_an_eye(animal: str) -> None:
    roles = {shape.role for shape in ANIMALS[animal]}
    assert {"accent", "dark"} <= roles


def test_no_two_silhouettes_are_nearly_equal_at_24_px() -> None:
    masks = {
        name: pygame.mask.from_surface(badge_surface(24, name, "amber", background=False), threshold=96)
        for name in ANIMALS
    }
    shared = {pair: _shared(masks[pair[0]], masks[pair[1]]) for pair in combinations(ANIMALS, 2)}
    closest = max(shared, key=lambda pair: shared[pair])
    assert shared[closest] < ALIKE, f"{closest} share {shared[closest]:.2f} of their silhouettes"
    assert _shared(masks["fox"], masks["fox"]) == 1.0


def _shared(a: pygame.Mask, b: pygame.Mask) -> float:
    both_cover = a.overlap_area(b, (0, 0))
    return both_cover / (a.count() + b.count() - both_cover)


@pytest.mark.parametrize("accent", tokens.ACCENTS)
def test_colours_come_from_the_accent(accent: str) -> None:
    fills = colours(accent)
    assert fills["accent"] == tokens.ACCENTS[accent]
    assert len(set(fills.values())) == 5
    assert disc(accent) not in fills.values()


def test_an_unknown_accent_is_an_error() -> None:
    with pytest.raises(KeyError):
        colours("pink")


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#ff8000", 0) == "#000000"
    assert mix("#000000", "#ff8000", 1) == "#ff8000"
    assert mix("#000000", "#ff8000", 0.5) == "#804000"


def test_mirroring_twice_changes_nothing() -> None:
    for shape in (Ellipse("dark", 0.2, 0.1, 0.3, 0.1, 20), Polygon("dark", ((0, 0), (1, 0), (0, 1)), 0.1)):
        left, right = both(shape)
        assert left == shape
        assert right != shape
        assert mirrored(right) == shape


def test_an_ellipse_is_round_to_a_thousandth() -> None:
    points = flatten(cubics(Ellipse("accent", 0.0, 0.0, 1.0, 1.0)), 16)
    assert all(math.hypot(x, y) == pytest.approx(1.0, abs=0.001) for x, y in points)


def test_curves_and_strokes_pass_through_their_points() -> None:
    points = ((-0.5, 0.0), (0.0, -0.5), (0.5, 0.0), (0.0, 0.5))
    for shape in (Curve("accent", points), Stroke("accent", points, 0.1)):
        outline = flatten(cubics(shape), 4)
        assert all(any(math.dist(point, other) < 1e-9 for other in outline) for point in points)
    assert (
        math.dist(flatten(cubics(Curve("accent", points)), 4)[0], flatten(cubics(Curve("accent", points)), 4)[-1])
        < 1e-9
    )


def test_a_corner_is_rounded_by_no_more_than_half_a_side() -> None:
    square = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    sharp = flatten(cubics(Polygon("accent", square)), 4)
    soft = flatten(cubics(Polygon("accent", square, 5.0)), 4)
    assert set(square) <= set(sharp)
    assert max(math.hypot(x, y) for x, y in soft) < 1.1
