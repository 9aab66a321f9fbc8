"""Texts in one box give way together, stay in it, and say what does not fit."""

import pytest
from pygame import Rect, Surface

from tests.stage.test_stage_gallery import SIZES, Seen
from xlab_kiosk.stage import Line, Pane, Picture, Theme, draw_lines, lines_height, one_size, probing

THEME = Theme((1280, 720))
TOLD = [Line("What they chose", "title"), Line("Nine of thirteen keep it, four have it erased.", "body", above=8)]


def drawn(theme, lines, rect, **how):
    seen = Seen()
    with probing(seen):
        used = draw_lines(Surface(theme.size, 0, 32), theme, lines, rect, **how)
    return used, seen.texts


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_all_of_them_give_way_together_and_stay_in_their_box(size):
    theme = Theme(size)
    roomy = Rect(10, 10, size[0] - 20, 400)
    _, (title, body) = drawn(theme, TOLD, roomy)
    assert (title.size_px, body.size_px) == (theme.type_px("title"), theme.type_px("body"))
    low = Rect(10, 10, roomy.width, lines_height(theme, TOLD, roomy.width) - 1)
    used, (title, body) = drawn(theme, TOLD, low)
    assert title.size_px < theme.type_px("title")
    assert body.size_px < theme.type_px("body")
    assert low.contains(used)
    assert title.fits and body.fits


def test_what_does_not_fit_however_small_is_told_to_the_checker():
    box = Rect(10, 10, 300, 60)
    used, seen = drawn(THEME, [*TOLD, *TOLD], box, valign="bottom")
    assert box.contains(used)
    assert not all(text.fits for text in seen)


def test_where_they_lie_in_their_box():
    box = Rect(0, 0, 600, 400)
    high = lines_height(THEME, TOLD, 600)
    tops = [drawn(THEME, TOLD, box, valign=where)[0].top for where in ("top", "middle", "bottom")]
    assert tops == [0, 200 - high // 2, 400 - high]


def test_one_size_suits_the_longest_of_them():
    assert one_size(THEME, ["Yes", "No"], 300) == "body"
    assert one_size(THEME, ["Yes", "No, for a reason of my own"], 300, "title") == "caption"


def test_a_picture_is_due_when_what_it_shows_changes_and_turns_with_its_pane():
    shown, drawn_at = ["one"], []
    picture = Picture(Rect(20, 30, 40, 40), lambda _, rect: drawn_at.append(rect.copy()), shows=lambda: shown[0])
    pane = Pane(Rect(0, 0, 200, 100), [picture], turned=True)
    assert not pane.update(0.1)
    shown[0] = "two"
    assert pane.update(0.1)
    assert not pane.update(0.1)
    pane.draw(Surface((200, 100), 0, 32))
    assert drawn_at == [picture.rect]
