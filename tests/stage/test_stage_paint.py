"""Shapes have clean edges, stay where they belong, and what is kept of them is bounded."""

import pygame
import pytest
from pygame import Color, Rect, Surface

from xlab_kiosk.stage import _foam, _slices, icons, paint
from xlab_kiosk.stage._cache import SurfaceCache
from xlab_kiosk.stage.theme import Theme

THEME = Theme((1280, 720))
RED = Color(255, 0, 0)
RECT = Rect(60, 50, 200, 120)


def sheet(size=(320, 240), ground=(0, 0, 0)):
    surface = Surface(size, 0, 32)
    surface.fill(ground)
    return surface


def touched(surface):
    mask = pygame.mask.from_threshold(surface, (0, 0, 0), (1, 1, 1, 255))
    mask.invert()
    boxes = mask.get_bounding_rects()
    return boxes[0].unionall(boxes[1:]) if boxes else None


@pytest.mark.parametrize("size", [(200, 120), (30, 30), (9, 120), (120, 9), (1, 1), (2, 50)])
@pytest.mark.parametrize("radius", [0, 1, 12, 36, 500])
def test_a_rounded_rectangle_fills_exactly_its_rectangle(size, radius):
    surface, rect = sheet(), Rect((60, 50), size)
    paint.rounded(surface, rect, radius, RED)
    assert touched(surface) == rect
    assert surface.get_at(rect.center)[:3] == (255, 0, 0)


def test_corners_are_smooth():
    surface = sheet()
    paint.rounded(surface, RECT, 36, RED)
    corner = [surface.get_at((x, y)).r for x in range(60, 96) for y in range(50, 86)]
    assert len(set(corner)) > 8
    assert surface.get_at(RECT.topleft).r == 0


def test_a_small_and_a_large_rectangle_have_the_same_corner():
    """One is painted whole, the other put together from nine pieces."""
    small, large = sheet(), sheet()
    paint.rounded(small, Rect(10, 10, 72, 72), 36, RED)
    paint.rounded(large, Rect(10, 10, 280, 200), 36, RED)
    corner = Rect(10, 10, 35, 35)
    assert pygame.image.tobytes(small.subsurface(corner), "RGB") == pygame.image.tobytes(
        large.subsurface(corner), "RGB"
    )


@pytest.mark.parametrize("shape", [paint.rounded, paint.cutout, paint.lifted])
@pytest.mark.parametrize("size", [(0, 0), (0, 40), (-5, 10)])
def test_nothing_is_drawn_in_no_room(shape, size):
    surface = sheet()
    shape(surface, Rect((60, 50), size), 24, RED)
    assert touched(surface) is None


def test_an_outline_is_open_inside():
    surface = sheet()
    paint.outlined(surface, RECT, 24, RED, 3)
    assert touched(surface) == RECT
    assert surface.get_at(RECT.center).r == 0
    assert surface.get_at((RECT.centerx, RECT.top + 2)).r == 255
    assert surface.get_at((RECT.centerx, RECT.top + 3)).r == 0


def test_a_cutout_is_darkest_under_its_upper_edge_and_lit_on_its_lower():
    surface = sheet(ground=(30, 30, 30))
    paint.cutout(surface, RECT, 36)
    middle = RECT.centerx
    floor = surface.get_at(RECT.center).g
    assert surface.get_at((middle, RECT.top + 1)).g < floor < 30
    assert surface.get_at((middle, RECT.bottom)).g > 30
    assert surface.get_at((middle, RECT.top - 3)).g == 30


def test_no_pixel_of_a_cutout_glitters():
    """Along the corner, edge pixels lie between foam, floor and the light on the edge, never above."""
    surface = sheet(ground=(30, 30, 30))
    paint.cutout(surface, RECT, 36)
    brightest = surface.get_at((RECT.centerx, RECT.bottom)).g
    assert max(surface.get_at((x, y)).g for x in range(320) for y in range(240)) <= brightest + 1


def test_a_card_casts_its_shadow_downwards_and_more_so_when_lifted():
    flat, low, high = sheet(ground=(60, 60, 60)), sheet(ground=(60, 60, 60)), sheet(ground=(60, 60, 60))
    for surface, lift in ((flat, 0.0), (low, 0.4), (high, 1.0)):
        paint.lifted(surface, RECT, 24, RED, lift)
    below, above = (RECT.centerx, RECT.bottom + 8), (RECT.centerx, RECT.top - 8)
    assert flat.get_at(below).g == 60
    assert high.get_at(below).g < high.get_at(above).g <= 60
    assert sum(high.get_at((RECT.centerx, y)).g for y in range(170, 240)) < sum(
        low.get_at((RECT.centerx, y)).g for y in range(170, 240)
    )


def test_light_fades_to_nothing_at_its_radius():
    surface = sheet()
    paint.glow(surface, (160, 120), 80, Color(200, 100, 50), 0.5)
    levels = [surface.get_at((160 + x, 120)).r for x in (0, 30, 60, 79)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 80
    assert levels[-1] == 0
    assert Rect(80, 40, 160, 160).contains(touched(surface))


def test_no_strength_is_no_light():
    surface = sheet()
    paint.glow(surface, (160, 120), 80, RED, 0.0)
    assert touched(surface) is None


@pytest.mark.parametrize(("start", "end", "lit"), [(0, 0.25, "right"), (0.5, 0.75, "left")])
def test_an_arc_runs_clockwise_from_the_top(start, end, lit):
    surface = sheet()
    paint.arc(surface, (160, 120), 60, start, end, 8, RED)
    box = touched(surface)
    assert (box.centerx > 160) == (lit == "right")
    assert (box.centery < 120) == (lit == "right")


def test_a_whole_ring_has_no_gap():
    surface = sheet()
    paint.arc(surface, (160, 120), 60, 0.0, 1.0, 8, RED)
    assert all(surface.get_at(point).r == 255 for point in ((160, 60), (220, 120), (160, 180), (100, 120)))


def test_a_line_has_its_width_and_smooth_edges():
    surface = sheet()
    paint.line(surface, [(40, 40), (280, 200)], 9, RED)
    assert len({surface.get_at((160, y)).r for y in range(100, 140)}) > 2
    assert touched(surface).width in range(248, 253)


@pytest.mark.parametrize("points", [[], [(5, 5)], [(5, 5), (5, 5)], [(-900, -900), (2000, 2000)]])
def test_any_points_make_a_line_or_none(points):
    paint.line(sheet(), points, 4, RED)


def test_strokes_of_any_place_stay_on_the_surface():
    surface = sheet()
    paint.disc(surface, (-500, 9000), 40, RED)
    paint.disc(surface, (0, 0), 5000, RED)
    assert surface.get_at((160, 120)).r == 255


def test_foam_is_dark_quiet_and_lit_from_above():
    ground = paint.foam((640, 360))
    levels = [ground.get_at((x, y)).g for x in range(0, 640, 3) for y in range(0, 360, 3)]
    assert max(levels) < 48
    assert 12 < sum(levels) / len(levels) < 32

    def mean(rect):
        return pygame.transform.average_color(ground, rect)[1]

    assert mean(Rect(260, 80, 120, 80)) > mean(Rect(0, 280, 80, 80))


def test_foam_is_the_same_every_time():
    first = pygame.image.tobytes(paint.foam((200, 100)), "RGB")
    _foam._foams = SurfaceCache(_foam._foams.limit)
    assert pygame.image.tobytes(paint.foam((200, 100)), "RGB") == first


def test_kept_pictures_are_bounded():
    surface = sheet()
    for number in range(400):
        paint.lifted(surface, RECT, 40, Color(number % 256, number // 256, 7))
    for number in range(120):
        paint.glow(surface, (100, 100), 150, Color(number, 200, 100))
    assert 0 < _slices._pictures.bytes <= _slices._pictures.limit
    assert 0 < paint._glows.bytes <= paint._glows.limit


def test_the_shadow_of_a_large_disc_is_kept_too():
    surface = Surface((1200, 1200), 0, 32)
    disc = Rect(300, 300, 700, 700)
    paint.lifted(surface, disc, 350, RED)
    kept = dict(_slices._pictures._kept)
    paint.lifted(surface, disc, 350, RED)
    assert dict(_slices._pictures._kept) == kept
    assert max(picture.get_width() for picture in kept.values()) < 2 * disc.width


def test_a_cache_forgets_what_was_not_used_longest_and_never_keeps_what_is_too_large():
    cache = SurfaceCache(2 * 40 * 10)
    made = []

    def make(name, size=(10, 10)):
        return lambda: made.append(name) or Surface(size, 0, 32)

    for name in "abab":
        cache.get(name, make(name))
    cache.get("a", make("a"))
    cache.get("c", make("c"))
    cache.get("a", make("a"))
    cache.get("b", make("b"))
    cache.get("large", make("large", (100, 100)))
    cache.get("large", make("large", (100, 100)))
    assert made == ["a", "b", "c", "b", "large", "large"]
    assert cache.bytes == 2 * 40 * 10


@pytest.mark.parametrize("icon", icons.ICONS)
@pytest.mark.parametrize("size", [16, 24, 76])
def test_every_icon_is_seen_and_has_air_around_it(icon, size):
    surface = sheet()
    icons.draw_icon(surface, icon, (160, 120), size, RED)
    box = touched(surface)
    square = Rect(0, 0, size, size)
    square.center = (160, 120)
    assert square.contains(box)
    assert max(box.size) > size / 2


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        icons.draw_icon(sheet(), "dragon", (0, 0), 24, RED)


def share_of(surface, rect):
    """How much of a rectangle is painted, 0 to 1."""
    part = surface.subsurface(rect)
    return sum(part.get_at((x, y)).r for x in range(rect.width) for y in range(rect.height)) / 255 / rect.w / rect.h


def test_a_sector_goes_clockwise_from_the_top_and_fills_its_part_of_the_disc():
    surface = sheet()
    paint.sector(surface, (160, 120), 80, 0.0, 0.25, RED)
    assert share_of(surface, Rect(160, 40, 80, 80)) == pytest.approx(3.1416 / 4, abs=0.01)
    assert touched(surface).inflate(-6, -6).clip(Rect(0, 122, 320, 118)).height == 0
    for start, end, inner, part in ((0.0, 1.0, 0, 1.0), (0.3, 1.6, 0, 1.0), (-0.25, 0.5, 40, 0.5625), (0, 1, 40, 0.75)):
        surface = sheet()
        paint.sector(surface, (160, 120), 80, start, end, RED, inner=inner)
        whole = share_of(surface, Rect(80, 40, 160, 160)) / (3.1416 / 4)
        assert whole == pytest.approx(part, abs=0.01), (start, end, inner)


def test_a_filled_shape_has_clean_edges_and_what_is_none_paints_nothing():
    surface = sheet()
    paint.polygon(surface, [(60.4, 40), (200, 90), (90, 180)], RED)
    assert len({surface.get_at((x, y)).r for x in range(320) for y in range(240)}) > 8
    empty = sheet()
    paint.polygon(empty, [(60, 40), (200, 90)], RED)
    paint.sector(empty, (100, 100), 50, 0.5, 0.5, RED)
    paint.sector(empty, (100, 100), 50, 0.0, 1.0, RED, inner=50)
    assert touched(empty) is None
