"""The screen on which a visitor writes a need of their own, here or on a phone."""

from collections.abc import Callable
from typing import Literal, cast

from pygame import Rect, Surface

from xlab_demo_this_or_that.places import writing
from xlab_kiosk.stage import Button, Pane, QRCode, Stage, TextEntry, Widget, draw_text, foam

LETTERS = 80
"""The longest need: what a card holds."""


class WritingView:
    """One line, its keyboard, and a code for phones if any can join at ``url``."""

    def __init__(self, stage: Stage, url: str, way_on: str, done: Callable[[str], None]) -> None:
        theme, text = stage.theme, stage.text
        self.stage = stage
        self.at = writing(theme, phones=bool(url))
        language = cast(Literal["en", "fr", "de"], stage.language)
        entry = TextEntry(theme, self.at.entry, language, placeholder=text("write.hint"), most=LETTERS, on_done=done)
        skip = Button(theme, self.at.skip, text(way_on), lambda: done(""), kind="quiet", role="caption")
        widgets: list[Widget] = [entry, skip]
        self.code = QRCode(theme, self.at.code, url, text("write.phone")) if url else None
        if self.code is not None:
            widgets.append(self.code)
        self.pane = Pane(Rect((0, 0), theme.size), widgets)

    def update(self, dt: float, url: str) -> bool:
        """``dt`` seconds passed and phones join at ``url`` now, if any can; True if a picture is due."""
        moved = self.pane.update(dt)
        if self.code is None or not url or self.code.data == url:
            return moved
        self.code.data = url
        return True

    def draw(self, screen: Surface) -> None:
        """Everything on the screen."""
        screen.blit(foam(screen.get_size()), (0, 0))
        title = self.stage.text("write.title")
        draw_text(screen, self.stage.theme, title, self.at.heading, "title", "ink", "left", "middle")
        self.pane.draw(screen)
