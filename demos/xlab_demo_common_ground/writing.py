"""A statement of one's own, typed at the screen."""

from collections.abc import Callable
from typing import Literal, cast

from pygame import Surface

from xlab_kiosk.stage import Button, Pane, Stage, TextBox, TextEntry, Touch, columns, foam, page, rows

MOST = 90
"""Letters of a statement: what a card can show."""


class WritingView:
    """Draws it and hears its fingers."""

    def __init__(self, stage: Stage, on_done: Callable[[str], None], on_back: Callable[[], None]) -> None:
        theme, text = stage.theme, stage.text
        language = cast(Literal["en", "fr", "de"], stage.language)
        whole = page(theme, 0 if theme.portrait else 2)
        head, below = rows(theme, whole, "11 space", 1, gap=1)
        head = head.inflate(-2 * theme.space(3), -theme.space(1))
        title, back = columns(theme, head, 2, 1)
        self.pane = Pane(
            page(theme, 0),
            [
                TextBox(theme, title, text("write.title"), "lead", valign="middle"),
                Button(theme, back, text("go.back"), on_back, icon="left", kind="quiet"),
                TextEntry(theme, below, language, placeholder=text("write.placeholder"), most=MOST, on_done=on_done),
            ],
        )

    def follow(self, *, at_once: bool = False) -> None:
        """Nothing of the room is seen here."""

    def touch(self, touch: Touch) -> None:
        """Keys and button hear it."""
        self.pane.touch(touch)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return self.pane.update(dt)

    def draw(self, screen: Surface) -> None:
        """The line and its keys."""
        screen.blit(foam(screen.get_size()), (0, 0))
        self.pane.draw(screen)
