"""What the facilitator has to say to the whole room: a sheet of paper in the case, read from three metres away."""

from typing import Final

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.text import Block
from xlab_kiosk.stage.theme import Theme

LARGEST: Final = 4.2
"""Times the size of a lead: two words need no more to be read across a room."""

SHORTEST: Final = 8.5
"""Type sizes that a line is wide at the least, where there are several: a word to a line is slow to read."""

STEP: Final = 0.95
"""From one size that is tried to the next."""


class Message:
    """Covers everything. Nothing on it can be touched: the facilitator takes it away."""

    def __init__(self, theme: Theme, message: str, mark: Block | None = None) -> None:
        """``mark`` is that of the charter, small at the foot."""
        self.theme, self._mark = theme, mark
        margin, pad = theme.space(5), theme.space(6)
        whole = Rect(0, 0, *theme.size).inflate(-2 * margin, -2 * margin)
        inner = whole.inflate(-2 * pad, -2 * pad)
        self._type, self.block = fitting(theme, message, inner)
        height = min(whole.height, max(self.block.height + 2 * pad, round(whole.height * 0.5)))
        self.card = Rect(whole.x, whole.centery - height // 2, whole.width, height)
        self.words = Rect(inner.x, self.card.y + pad, inner.width, self.card.height - 2 * pad)
        self.boxes = {"card": self.card}
        if mark is not None:
            foot = whole.bottom + (margin - mark.height) // 2
            self.boxes["mark"] = Rect(theme.size[0] // 2 - mark.width // 2, foot, mark.width, mark.height)

    def draw(self, surface: Surface) -> None:
        """The sheet, on nothing but foam."""
        theme = self.theme
        surface.blit(paint.foam(theme.size), (0, 0))
        paint.lifted(surface, self.card, theme.radius("cutout"), theme.color("paper"), 1.0)
        if self._mark is not None:
            text.draw_block(surface, theme, self._mark, self.boxes["mark"], "ink_soft")
        text.draw_block(surface, self._type, self.block, self.words, "paper_ink", "center", "middle")


def fitting(theme: Theme, message: str, room: Rect) -> tuple[Theme, Block]:
    """The message as large as it goes into ``room`` whole and with no word broken, if it can be.

    A theme of a larger panel has larger type, and all else of it goes unused.
    """
    times = LARGEST
    while True:
        large = msgspec.structs.replace(theme, size=(round(theme.size[0] * times), round(theme.size[1] * times)))
        block = text.layout(large, message, "lead", room.width, height=room.height, weight=700)
        wide = len(block.lines) == 1 or room.width >= SHORTEST * block.size
        if (block.role == "lead" and wide) or times == 1.0:
            return large, block
        times = max(1.0, times * STEP)
