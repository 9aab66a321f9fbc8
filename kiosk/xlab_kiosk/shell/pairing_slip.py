"""Paper in the case of a station that belongs to no kit: the code to type on the dashboard, or why there is none."""

from pygame import Rect, Surface

from xlab.look.words import Words
from xlab.station.showing import Showing
from xlab_kiosk.shell.slip import grouped
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.text import Block
from xlab_kiosk.stage.theme import Theme


class PairingSlip:
    """What to do, and the code, as large as anything on a screen is."""

    def __init__(self, theme: Theme, area: Rect, showing: Showing, language: str) -> None:
        """Laid out within ``area``; ``rect`` is what it takes, ``blocks`` are its words with their colours."""
        self.theme = theme
        words = Words(language)
        self._pad, self._gap = theme.space(3), theme.space(1)
        width = area.width - 2 * self._pad
        kits = f" {words('kiosk.pair_or')} ".join(showing.kits)
        self.blocks: list[tuple[Block, str]] = []
        if showing.problem == "taken":
            title = words("kiosk.pair_taken_title")
            body = words("kiosk.pair_taken_body", station=showing.station)
        else:
            title, body = words("kiosk.pair_title"), words("kiosk.pair_body", kit=kits)
        self._put(text.layout(theme, title, "lead", width, max_lines=3, weight=700), "paper_ink")
        self._put(text.layout(theme, body, "caption", width, max_lines=5), "paper_ink_soft")
        if showing.problem == "wrong":
            note = text.layout(theme, words("kiosk.pair_wrong"), "caption", width, max_lines=2, weight=700)
            self._put(note, "paper_ink")
        if showing.problem != "taken":
            code = text.layout(theme, grouped(showing.code), "title", width, max_lines=1, weight=700)
            self._put(code, "paper_ink")
        inner = sum(block.height for block, _ in self.blocks) + self._gap * (len(self.blocks) - 1)
        self.rect = Rect(area.x, area.y, area.width, min(inner + 2 * self._pad, area.height))

    def _put(self, block: Block, color: str) -> None:
        self.blocks.append((block, color))

    def draw(self, surface: Surface) -> None:
        """Draw the slip where it was laid out."""
        theme = self.theme
        paint.lifted(surface, self.rect, theme.radius("small"), theme.color("paper"), 0.6)
        y = self.rect.y + self._pad
        for block, color in self.blocks:
            box = Rect(self.rect.x + self._pad, y, self.rect.width - 2 * self._pad, block.height)
            text.draw_block(surface, theme, block, box, color)
            y += block.height + self._gap
