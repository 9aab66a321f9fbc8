"""Charts draw what they were given, say how many answers that is, and a code is the one a phone reads."""

import itertools

import pygame
import pytest
import segno
from pygame import Rect, Surface

from tests.stage.test_stage_gallery import Seen
from xlab_kiosk.stage import Bars, Dots, Point, PointMap, QRCode, Ranked, RankList, Share, Theme, probing

THEME = Theme((1280, 720))
RECT = Rect(40, 40, 700, 400)
SKY = THEME.color("sky")


def settle(chart):
    for _ in range(20):
        chart.update(0.05)
    assert not chart.update(0.05)
    return chart


def drawn(widget):
    surface, seen = Surface((1280, 720), 0, 32), Seen()
    with probing(seen):
        widget.draw(surface)
    return surface, [text.text for text in seen.texts], seen


def pixels(surface, color):
    return pygame.mask.from_threshold(surface, color, (12, 12, 12, 255))


@pytest.mark.parametrize(
    "chart",
    [
        Bars(THEME, RECT, ["a", "b"], [1, 2], n=37),
        Share(THEME, RECT, ["a", "b"], [1, 2], n=37),
        Dots(THEME, RECT, [5] * 37, low=0, high=10, ends=("a", "b")),
        PointMap(THEME, RECT, [Point(0.5, 0.5)], n=37),
        RankList(THEME, RECT, [Ranked("a", "a", 1)], n=37),
    ],
    ids=lambda chart: type(chart).__name__,
)
def test_every_chart_says_its_n(chart):
    assert "n\u00a0=\u00a037" in drawn(settle(chart))[1]


def test_bars_are_as_long_as_their_values_and_move_there():
    chart = settle(Bars(THEME, RECT, ["a", "b"], [10, 5], n=15, colors=[SKY, SKY]))
    one, half = sorted(box.width for box in pixels(drawn(chart)[0], SKY).get_bounding_rects() if box.width > 20)[::-1]
    assert half / one == pytest.approx(0.5, abs=0.02)
    chart.to([10, 10], n=20)
    assert chart.update(0.1)
    settle(chart)
    widths = [box.width for box in pixels(drawn(chart)[0], SKY).get_bounding_rects() if box.width > 20]
    assert widths == [one, one]


@pytest.mark.parametrize("kind", [Bars, Share])
def test_labels_and_values_must_be_as_many(kind):
    with pytest.raises(ValueError, match="2 labels for 1"):
        kind(THEME, RECT, ["a", "b"], [1], n=1)
    with pytest.raises(ValueError, match="2 values for 1"):
        kind(THEME, RECT, ["a"], [1], n=1).to([1, 2])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_by_name(value):
    with pytest.raises(ValueError, match="cannot be drawn"):
        Bars(THEME, RECT, ["a"], [value], n=1)


def test_a_share_has_its_part_of_the_ring():
    chart = settle(Share(THEME, RECT, ["keep", "forget"], [3, 1], n=4, colors=[SKY, THEME.color("coral")]))
    surface, texts, _ = drawn(chart)
    sky, coral = (pixels(surface, THEME.color(name)).connected_component().count() for name in ("sky", "coral"))
    assert sky / (sky + coral) == pytest.approx(0.75, abs=0.02)
    assert {"75\u00a0%", "25\u00a0%"} <= set(texts)


@pytest.mark.parametrize("values", [[0, 0], [0, 5], [5, 0], [-3, 5]])
def test_a_share_of_nothing_is_an_empty_ring(values):
    drawn(settle(Share(THEME, RECT, ["a", "b"], values, n=0)))


def test_every_answer_has_a_dot_that_covers_no_other():
    values = [1, 2, 2, 2, 2, 5, 9, 9]
    chart = settle(Dots(THEME, RECT, values, low=0, high=10, ends=("a", "b"), color=SKY))
    boxes = [box for box in pixels(drawn(chart)[0], SKY).get_bounding_rects() if box.width > 8]
    assert len(boxes) == len(values)
    more = settle(Dots(THEME, RECT, [3] * 30, low=0, high=10, ends=("a", "b"), color=SKY))
    boxes = [box for box in pixels(drawn(more)[0], SKY).get_bounding_rects() if box.width > 3]
    assert len(boxes) == 30


def test_dots_that_are_too_many_lie_closer_inside_the_chart():
    chart = settle(Dots(THEME, RECT, [3] * 400, low=0, high=10, ends=("a", "b"), color=SKY))
    boxes = pixels(drawn(chart)[0], SKY).get_bounding_rects()
    assert boxes
    assert all(RECT.contains(box) for box in boxes)


def test_labels_of_a_map_cover_neither_points_nor_each_other():
    crowd = [Point(0.5 + 0.02 * n, 0.5, f"Group {n}") for n in range(6)]
    seen = drawn(settle(PointMap(THEME, RECT, crowd, n=6)))[2]
    labels = [text for text in seen.texts if text.text.startswith("Group")]
    assert 0 < len(labels) < len(crowd), "some are left out"
    for one, other in itertools.combinations(labels, 2):
        assert not one.rect.colliderect(other.rect)


def test_new_points_appear_in_their_place():
    chart = settle(PointMap(THEME, RECT, [Point(0.1, 0.1)], n=1))
    chart.to([Point(0.1, 0.1), Point(0.9, 0.9, color=SKY)], n=2)
    box = pixels(drawn(chart)[0], SKY).get_bounding_rects()[0]
    assert box.centerx > RECT.centerx


def test_a_rank_list_sorts_and_moves_its_lines():
    lines = [Ranked("a", "Price", 4), Ranked("b", "Trust", 6), Ranked("c", "Speed", 5)]
    chart = RankList(THEME, RECT, lines, n=15)
    assert chart.order == ("b", "c", "a")
    assert not chart.update(0.1)

    def place(label):
        return next(text.rect.y for text in drawn(chart)[2].texts if text.text == label)

    before = place("Price")
    chart.to([Ranked("a", "Price", 9), *lines[1:]], n=16)
    assert place("Price") == before, "it moves from where it was"
    settle(chart)
    assert place("Price") < before


def test_a_rank_list_says_what_does_not_fit():
    chart = RankList(THEME, Rect(40, 40, 700, 200), [Ranked(str(n), "Line", n) for n in range(9)], n=9)
    shown = [text for text in drawn(chart)[1] if text == "Line"]
    assert chart.left_out == 9 - len(shown) > 0


def test_a_code_is_the_one_that_segno_makes_with_its_quiet_zone():
    data = "http://192.168.4.1:8080/r/7"
    code = QRCode(THEME, Rect(40, 40, 400, 460), data, "192.168.4.1:8080")
    surface, texts, _ = drawn(code)
    matrix = [bytes(row) for row in segno.make(data, error="m", micro=False).matrix]
    paper = code.paper
    module = paper.width // (len(matrix) + 8)
    left = paper.centerx - len(matrix) * module // 2
    for y in range(-4, len(matrix) + 4):
        for x in range(-4, len(matrix) + 4):
            at = left + x * module + module // 2, paper.y + (y + 4) * module + module // 2
            dark = 0 <= x < len(matrix) and 0 <= y < len(matrix) and matrix[y][x]
            assert (surface.get_at(at).r < 128) == bool(dark), (x, y)
    assert texts == ["192.168.4.1:8080"]


def test_a_code_too_small_to_read_says_so():
    assert not QRCode(THEME, Rect(0, 0, 80, 80), "http://192.168.4.1:8080/r/7").fits
    with pytest.raises(ValueError, match="1 to 1000"):
        QRCode(THEME, RECT, "")


@pytest.mark.parametrize("size", [(0, 0), (5, 5), (60, 300), (300, 30)])
def test_too_little_room_harms_nothing(size):
    rect = Rect((20, 20), size)
    for widget in (
        Bars(THEME, rect, ["Reparierbarkeit"] * 5, [1, 2, 3, 4, 5], n=5, title="What matters most of all"),
        Bars(THEME, rect, [], [], n=0),
        Share(THEME, rect, ["Reparierbarkeit"] * 5, [1, 2, 3, 4, 5], n=5, title="Title"),
        Dots(THEME, rect, [1] * 50, low=0, high=1, ends=("a", "b"), title="Title"),
        PointMap(THEME, rect, [Point(2, -1, "Reparierbarkeit")], n=1, title="Title"),
        RankList(THEME, rect, [Ranked("a", "Reparierbarkeit", 1)], n=1, title="Title"),
        RankList(THEME, rect, [], n=0),
        QRCode(THEME, rect, "x", "Reparierbarkeit"),
    ):
        widget.update(0.1)
        drawn(widget)


@pytest.mark.parametrize(("first", "then"), [([0, 1], [1, 0]), ([1000, 1], [1, 2]), ([0.5, 3], [3, 0.5])])
def test_a_figure_has_its_room_all_the_way(first, then):
    chart = settle(Bars(THEME, RECT, ["a", "b"], first, n=5))
    chart.to(then)
    for _ in range(20):
        texts = drawn(chart)[2].texts
        assert [text.text for text in texts if not text.fits] == []
        chart.update(0.02)
