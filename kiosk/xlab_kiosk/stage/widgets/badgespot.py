"""A badge in its cut-out."""

from pygame import Rect, Surface

from xlab_kiosk.stage.arrange import line_height, square
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.inputs import Badge, Touch
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.paint import cutout
from xlab_kiosk.stage.text import draw_text
from xlab_kiosk.stage.theme import Theme

_BADGE = 0.84
"""Part of the cut-out's width that the badge takes."""


class BadgePicture:
    """A badge in a round cut-out, with a caption below it; the cut-out is empty while ``badge`` is None.

    A new badge comes down into its place; with reduced motion it fades in.

    >>> picture = BadgePicture(theme, Rect(40, 40, 200, 240), caption="Your badge")
    >>> picture.badge = Badge("", "fox", "amber")
    >>> picture.update(0.1)
    True
    >>> picture.draw(screen)
    """

    def __init__(self, theme: Theme, rect: Rect, badge: Badge | None = None, caption: str = "") -> None:
        self.theme = theme
        self.rect = rect
        self.caption = caption
        self._badge = badge
        self._shown = badge
        self._here = Tween(0.0, 1.0 if badge else 0.0, 0.0)

    @property
    def badge(self) -> Badge | None:
        """The badge that lies there; assigning lets it come or go."""
        return self._badge

    @badge.setter
    def badge(self, badge: Badge | None) -> None:
        if badge == self._badge:
            return
        self._badge = badge
        if badge is not None:
            self._shown = badge
            self._here = Tween(0.0, 0.0, 0.0)
        self._here.to(1.0 if badge else 0.0, self.theme.seconds("move"))

    @property
    def hole(self) -> Rect:
        """The square of the round cut-out."""
        below = line_height(self.theme, "caption") + self.theme.space(1) if self.caption else 0
        hole = square(Rect(self.rect.x, self.rect.y, self.rect.width, max(0, self.rect.height - below)))
        hole.y = self.rect.y + (self.rect.height - hole.height - below) // 2
        return hole

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return self._here.update(dt)

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme, hole, here = self.theme, self.hole, self._here.value
        cutout(surface, hole, hole.width // 2)
        if self._shown is not None and here > 0:
            drop = 0.0 if theme.reduced_motion else (1 - here) * hole.height * 0.12
            at = (hole.x + hole.width / 2, hole.y + hole.height / 2 - drop)
            draw_badge(
                surface, at, hole.width * _BADGE, self._shown.animal, self._shown.accent, alpha=round(255 * here)
            )
        if self.caption:
            high = line_height(theme, "caption")
            below = Rect(self.rect.x, hole.bottom + theme.space(1), self.rect.width, high)
            draw_text(surface, theme, self.caption, below, "caption", "ink_soft", "center", "middle")
