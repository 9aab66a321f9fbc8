"""Whatever ten fingers do on any page, widgets raise nothing, lose nothing, and come to rest when all are lifted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygame import Rect, Surface

from tests.stage.gallery import PAGES
from xlab_kiosk.stage import Choice, Countdown, Dial, DragDrop, Pane, Slider, Theme, Touch

SIZE = (800, 480)
THEME = Theme(SIZE)
PHASES = st.sampled_from(["down", "move", "move", "up", "cancel"])
TOUCHES = st.lists(
    st.builds(Touch, st.integers(0, 9), PHASES, st.floats(-20, 820), st.floats(-20, 500)), min_size=20, max_size=80
)
PLACES = {"sorting": ("shelf", "first", "second", "third"), "states": ("one",)}


def inside(widget):
    return [part for one in widget.widgets for part in inside(one)] if isinstance(widget, Pane) else [widget]


@pytest.mark.parametrize("name", list(PAGES))
@settings(max_examples=15)
@given(touches=TOUCHES)
def test_a_storm_of_fingers_harms_nothing(name, touches):
    widgets = PAGES[name](THEME, "en")
    pane, screen = Pane(Rect((0, 0), SIZE), widgets), Surface(SIZE, 0, 32)
    for touch in touches:
        pane.touch(touch)
        pane.update(1 / 60)
    pane.draw(screen)
    pane.release()
    for pointer in range(10):
        for widget in widgets:
            widget.touch(Touch(pointer, "cancel", 0.0, 0.0))
    parts = [part for widget in widgets for part in inside(widget)]
    for part in parts:
        for _ in range(40):
            part.update(0.05)
        assert isinstance(part, Countdown) or not part.update(0.05), "it comes to rest"
        match part:
            case Slider() | Dial():
                assert part.low <= part.value <= part.high
            case Choice():
                assert len(part.chosen) <= part.most
            case DragDrop():
                everywhere = [piece for place in PLACES[name] for piece in part.at(place)]
                assert sorted(everywhere) == list("012345" if name == "sorting" else "01")
    pane.draw(screen)
