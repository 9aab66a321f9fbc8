"""Every widget in every state, on every panel and in every language, keeps what a visitor is promised."""

import itertools

import pytest
from pygame import Rect

from tests.stage.gallery import PAGES, WORDS, draw, settled
from xlab_kiosk.stage import Theme, probing
from xlab_kiosk.stage.probe import contrast
from xlab_kiosk.stage.testing import SeenTarget, SeenText

SIZES = [(800, 480), (1280, 720), (1920, 1080), (720, 1280)]
HELD = {"sorting"}
"""Pages on which a finger holds a piece above others, which it then covers."""


class Seen:
    """A probe that keeps what it is told."""

    def __init__(self):
        self.texts = []
        self.targets = []

    def text(self, text, rect, size_px, colour, background, *, fits):
        self.texts.append(SeenText(text, rect, size_px, colour, background, fits))

    def target(self, rect, name):
        self.targets.append(SeenTarget(rect, name))


def seen_on(name, size, language):
    seen = Seen()
    with probing(seen):
        draw(settled(PAGES[name](Theme(size), language)), size)
    return seen


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_text_is_whole_large_and_clear_and_every_target_large_and_apart(size, language):
    theme, panel = Theme(size), Rect((0, 0), size)
    for name in PAGES:
        seen = seen_on(name, size, language)
        assert seen.texts
        for text in seen.texts:
            assert text.fits, f"{name}: {text.text} does not fit"
            assert panel.contains(text.rect), f"{name}: {text.text} leaves the panel"
            assert text.size_px >= theme.type_px("caption"), f"{name}: {text.text} is small"
            assert contrast(text.colour, text.background) >= 4.5, f"{name}: {text.text} is pale"
        for target in seen.targets:
            assert min(target.rect.size) >= theme.target, f"{name}: {target.name} is small: {target.rect}"
            assert panel.contains(target.rect), f"{name}: {target.name} leaves the panel"
        apart = theme.px(16)  # 2 mm on a 7 inch panel of 800x480
        for one, other in itertools.combinations(seen.targets if name not in HELD else [], 2):
            assert not one.rect.inflate(2 * apart - 2, 2 * apart - 2).colliderect(other.rect), (name, one, other)


@pytest.mark.parametrize("name", list(PAGES))
def test_with_reduced_motion_nothing_travels(name):
    theme = Theme((800, 480), reduced_motion=True)
    widgets = settled(PAGES[name](theme, "en"))
    assert not [widget for widget in widgets if type(widget).__name__ != "Countdown" and widget.update(0.05)]
