"""The words on an object: its title, and its question and minutes where there is room."""

from collections.abc import Sequence
from typing import Final

from pygame import Color, Rect, Surface

from xlab_kiosk.shell.view import Item
from xlab_kiosk.stage import text
from xlab_kiosk.stage.theme import Role, Theme

WORDS_SHARE: Final = 0.54
"""Words take at most this share of an object's height: pictures come before words."""

SMALL_SHARE: Final = 0.62
"""On a small object they may take this much for a title in two lines: one that is cut off helps nobody."""


class Foot:
    """Words laid out for the inside of an object's face, ``height`` pixels high."""

    def __init__(self, theme: Theme, item: Item, minutes: str, inner: Rect) -> None:
        self.theme, self.inner = theme, inner
        two = text.layout(theme, "A\nA", "caption", inner.width).height
        room = max(round(inner.height * WORDS_SHARE) - theme.space(1.5), min(two, round(inner.height * SMALL_SHARE)))
        role: Role = "lead" if inner.width >= theme.px(300) and room >= theme.px(130) else "body"
        if inner.width < theme.px(240) or room < theme.px(80):
            role = "caption"
        self.gap = theme.space(0.5)
        self.title = text.layout(theme, item.title, role, inner.width, height=max(room, 1), max_lines=2, weight=700)
        rest = room - self.title.height - self.gap
        second: Role = "body" if role == "lead" else "caption"
        line = text.layout(theme, item.question, second, inner.width, height=max(rest, 1), max_lines=3)
        self.line = line if line.fits and line.lines else None
        said = text.layout(theme, minutes, second, inner.width, max_lines=1)
        beside = inner.width - self.title.width - theme.space(2)
        self.minutes = said if len(self.title.lines) == 1 and said.width <= beside else None

    @property
    def height(self) -> int:
        """Pixels its words take."""
        return self.title.height + (self.gap + self.line.height if self.line is not None else 0)

    def draw(self, surface: Surface, rect: Rect, ink: Color, ground: Color, alpha: int = 255) -> None:
        """Draw them in ``rect``, on ``ground``: from its top, or a title that is alone in the middle of its height."""
        alone = self.line is None and self.minutes is None
        top = rect.y + max(0, rect.height - self.height) // 2 if alone else rect.y
        title = Rect(rect.x, top, self.inner.width, self.title.height)
        text.draw_block(surface, self.theme, self.title, title, ink, alpha=alpha)
        if self.minutes is not None:
            text.draw_block(
                surface, self.theme, self.minutes, title, ink.lerp(ground, 0.12), "right", "middle", alpha=alpha
            )
        if self.line is not None:
            below = Rect(rect.x, title.bottom + self.gap, self.inner.width, self.line.height)
            text.draw_block(surface, self.theme, self.line, below, ink.lerp(ground, 0.12), alpha=alpha)


def alike(feet: Sequence[Foot]) -> None:
    """Objects that lie side by side say the same kinds of things: minutes all or none, questions if most have room."""
    if any(foot.minutes is None for foot in feet):
        for foot in feet:
            foot.minutes = None
    if 2 * sum(foot.line is not None for foot in feet) < len(feet):
        for foot in feet:
            foot.line = None
