"""The words on an object: its title, and its question and minutes where there is room."""

from collections.abc import Callable, Sequence
from typing import Final

from pygame import Color, Rect, Surface

from xlab_kiosk.shell.view import Item
from xlab_kiosk.stage import text
from xlab_kiosk.stage.theme import Role, Theme

FLATTEST: Final = 1.9
"""Width of a window in heights, at most: pictures come before words, and in a strip nothing invites."""

ROLES: Final[tuple[Role, ...]] = ("lead", "body", "caption")
"""Sizes of a title, from large to small; the question is one smaller."""

_WIDE: Final = {"lead": 300, "body": 220}
"""Token pixels of an object's inside from which its title may be so large."""

GAP: Final = 1.5
"""Units of the grid between the window and the words."""


class Foot:
    """Words laid out for the inside of an object's face, ``height`` pixels high, with the question or without."""

    def __init__(self, theme: Theme, item: Item, minutes: str, inner: Rect, role: Role, *, question: bool) -> None:
        self.theme, self.inner = theme, inner
        self.gap = theme.space(0.5)
        self.title = text.layout(theme, item.title, role, inner.width, max_lines=2, weight=700)
        second: Role = "body" if role == "lead" else "caption"
        self.line = text.layout(theme, item.question, second, inner.width, max_lines=3) if question else None
        said = text.layout(theme, minutes, second, inner.width, max_lines=1)
        beside = inner.width - self.title.width - theme.space(2)
        self.minutes = said if len(self.title.lines) == 1 and said.width <= beside else None
        whole = self.title.fits and not self.title.broken and self.title.role == role
        self.fits = whole and (self.line is None or (self.line.fits and self.line.role == second))
        """Whether all of it is whole, in the size that was asked for."""

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


def feet_of(theme: Theme, items: Sequence[Item], say: Callable[[int], str], inner: Rect) -> list[Foot]:
    """The words of objects that lie side by side, all in one size and all saying the same kinds of things.

    The largest titles that leave a good window; with the questions where these do so too. Minutes are said by all or
    by none.
    """
    feet: list[Foot] = []
    roles = [role for role in ROLES if inner.width >= theme.px(_WIDE.get(role, 0))]
    for role, question in [(role, question) for role in roles for question in (True, False)]:
        feet = [Foot(theme, item, say(item.minutes), inner, role, question=question) for item in items]
        high = max((foot.height for foot in feet), default=0) + theme.space(GAP)
        if all(foot.fits for foot in feet) and (inner.height - high) * FLATTEST >= inner.width:
            break
    if any(foot.minutes is None for foot in feet):
        for foot in feet:
            foot.minutes = None
    return feet
