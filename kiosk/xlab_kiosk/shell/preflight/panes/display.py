"""White, black, and then a picture with four edges, colours and greys, to be looked at from where visitors stand."""

from collections.abc import Mapping
from typing import Final

from pygame import Rect, Surface

from xlab.look import tokens
from xlab_kiosk.shell.preflight.panes.pane import Pane
from xlab_kiosk.shell.preflight.panes.pieces import Wanted, draw_buttons, draw_words, foot, lay_words
from xlab_kiosk.shell.preflight.taps import Answer
from xlab_kiosk.shell.screens.dark import BLACK
from xlab_kiosk.shell.view import Pressed
from xlab_kiosk.stage import paint
from xlab_kiosk.stage.theme import Role

GREYS: Final = 12
"""Steps from black to paper: two that look alike tell of a screen whose brightness is set wrongly."""


class DisplayPane(Pane):
    """The whole panel."""

    whole = True

    def layout(self) -> None:
        """A frame at the very edge, colours below, the question in the middle."""
        theme, area = self.theme, self.area
        self.phase = self.seen.display.phase if self.seen.display is not None else "picture"
        if self.phase != "picture":
            return
        bars = Rect(0, 0, area.width - theme.space(20), theme.px(84))
        bars.midbottom = area.centerx, area.bottom - theme.space(8)
        self.bars = bars
        wide = min(area.width - theme.space(12), theme.px(900))
        card = Rect(0, area.y + theme.space(8), wide, 0)
        card.height = bars.y - theme.space(4) - card.y
        card.centerx = area.centerx
        words: list[tuple[str, Role, str]] = [
            (self.label("display_ask"), "title", "ink"),
            (self._facts(), "body", "ink_soft"),
        ]
        answers = [
            Wanted("no", Answer(False), self.label("no")),
            Wanted("yes", Answer(True), self.label("yes"), first=True),
        ]
        self.buttons = foot(theme, card, self._wanted(answers))
        card.height = min(button.rect.top for button in self.buttons) - theme.space(2) - card.y
        self.said = lay_words(theme, card, self.findings(self.seen.found) or words, middle=True)
        self.boxes |= {"bars": bars} | {f"said {index}": one.rect for index, one in enumerate(self.said)}

    def _facts(self) -> str:
        shown = self.seen.display
        if shown is None:
            return ""
        panel = shown.panel
        facts = [self.label("display_pixels", width=panel.size[0], height=panel.size[1])]
        if panel.hertz:
            facts.append(self.label("display_hertz", hertz=panel.hertz))
        if panel.millimetres is not None:
            wide, high = panel.millimetres
            facts.append(self.label("display_true", wide=round(wide / 10), high=round(high / 10)))
        return "  ·  ".join(facts)

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """One colour for dead pixels, then the picture."""
        theme = self.theme
        if self.phase != "picture":
            surface.fill(theme.color("paper_raised") if self.phase == "white" else BLACK)
            return
        surface.fill(BLACK)
        self._edges(surface)
        self._bars(surface)
        draw_words(surface, theme, self.said)
        draw_buttons(surface, theme, self.buttons, pressed)

    def _edges(self, surface: Surface) -> None:
        """The outermost pixels, and an arrow to each edge; a corner that is cut off lacks its angle."""
        theme, (width, height) = self.theme, self.theme.size
        paper, line, arrow = theme.color("paper"), max(2, theme.px(4)), theme.px(26)
        for side in (
            Rect(0, 0, width, line),
            Rect(0, height - line, width, line),
            Rect(0, 0, line, height),
            Rect(width - line, 0, line, height),
        ):
            surface.fill(paper, side)
        away = theme.px(14)
        x, y = width / 2, height / 2
        tips = (
            ((x, away), (x - arrow, away + arrow), (x + arrow, away + arrow)),
            ((x, height - away), (x - arrow, height - away - arrow), (x + arrow, height - away - arrow)),
            ((away, y), (away + arrow, y - arrow), (away + arrow, y + arrow)),
            ((width - away, y), (width - away - arrow, y - arrow), (width - away - arrow, y + arrow)),
        )
        for tip in tips:
            paint.polygon(surface, tip, paper)

    def _bars(self, surface: Surface) -> None:
        theme, bars = self.theme, self.bars
        colors = [theme.color(accent) for accent in tokens.ACCENTS] + [theme.color("paper")]
        upper = round(bars.height * 0.6)
        for index, color in enumerate(colors):
            left = bars.x + bars.width * index // len(colors)
            right = bars.x + bars.width * (index + 1) // len(colors)
            surface.fill(color, Rect(left, bars.y, right - left, upper))
        black = theme.color("paper_raised").lerp(BLACK, 1.0)
        for index in range(GREYS):
            left = bars.x + bars.width * index // GREYS
            right = bars.x + bars.width * (index + 1) // GREYS
            grey = black.lerp(theme.color("paper_raised"), index / (GREYS - 1))
            surface.fill(grey, Rect(left, bars.y + upper, right - left, bars.height - upper))
