"""The facilitator has locked the station: a calm screen that promises to be back."""

from typing import Final

from pygame import Rect, Surface

from xlab.look import tokens
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import Bar
from xlab_kiosk.shell.preflight.panes.pieces import Button, Wanted, draw_buttons, foot
from xlab_kiosk.shell.screens.base import SLOW, Screen
from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.motion import breathe

BREATH: Final = 6.0


class Locked(Screen):
    """Five objects asleep in their cut-outs, and a sentence. No touch does anything but the facilitator's.

    For a moment after the station was locked at the screen itself there is a button to check it: whoever knows how to
    lock it stands before it.
    """

    t = 0.0
    button: Button | None = None

    def layout(self) -> None:
        """Everything in the middle."""
        theme = self.theme
        self.bar = Bar(theme, self.view, self.view.kit, language=False)
        width, height = theme.size
        margin = theme.space(5)
        self.title = text.layout(theme, self.words("kiosk.locked_title"), "title", width - 2 * margin, max_lines=3)
        self.body = text.layout(theme, self.words("kiosk.locked_body"), "body", width - 2 * margin, max_lines=3)
        side, gap = theme.px(84), theme.space(3)
        whole = side + theme.space(6) + self.title.height + theme.space(1.5) + self.body.height
        top = (height - whole) // 2
        left = (width - 5 * side - 4 * gap) // 2
        self.holes = [Rect(left + index * (side + gap), top, side, side) for index in range(len(tokens.ACCENTS))]
        below = top + side + theme.space(6)
        self.title_box = Rect(margin, below, width - 2 * margin, self.title.height)
        self.body_box = Rect(margin, self.title_box.bottom + theme.space(1.5), width - 2 * margin, self.body.height)
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()}
        self.boxes |= {"title": self.title_box, "body": self.body_box}
        self.boxes |= {f"hole {index}": hole for index, hole in enumerate(self.holes)}
        self.button = None
        if self.view.offers_check:
            lower = Rect(margin, 0, width - 2 * margin, height - theme.space(4))
            (self.button,) = foot(theme, lower, [Wanted("check", flow.CheckUp(), self.words("station_check.check"))])
            self.boxes["check"] = self.button.rect

    def target(self, x: float, y: float) -> Target | None:
        """The button, while there is one."""
        on = self.button is not None and self.button.rect.collidepoint(x, y)
        return flow.CheckUp() if on else None

    def update(self, dt: float) -> bool:
        """Breathe."""
        self.t += dt
        return not self.theme.reduced_motion

    @property
    def rate(self) -> int:
        """Asleep."""
        return SLOW

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Cut-outs, words, labels."""
        theme = self.theme
        surface.blit(paint.foam(theme.size), (0, 0))
        for index, (hole, accent) in enumerate(zip(self.holes, tokens.ACCENTS, strict=True)):
            paint.cutout(surface, hole, hole.width // 2)
            light = 0.35 + 0.65 * breathe(self.t - index * 0.7, BREATH)
            color = theme.color("foam_pressed").lerp(theme.color(accent), light)
            paint.disc(surface, hole.center, hole.width * 0.3, color)
        text.draw_block(surface, theme, self.title, self.title_box, "ink", "center")
        text.draw_block(surface, theme, self.body, self.body_box, "ink_soft", "center")
        if self.button is not None:
            draw_buttons(surface, theme, [self.button], pressed)
        self.bar.draw(surface, pressed)
