"""A demo crashed, hung or left. The visitor hears that nothing is lost, and what to do."""

from pygame import Rect, Surface

from xlab_kiosk.shell import flow, shapes
from xlab_kiosk.shell.bar import Bar
from xlab_kiosk.shell.screens.base import SLOW, Screen
from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.widgets import Button


class Trouble(Screen):
    """A calm card. ``share`` 1 to 0 is the time left until it goes by itself; set before each picture."""

    share = 1.0

    def layout(self) -> None:
        """One card in the middle: a sign, two sentences, one button."""
        theme = self.theme
        self.bar = Bar(theme, self.view, self.view.kit, language=False)
        margin, pad = theme.space(4), theme.space(5)
        room = Rect(0, self.bar.rect.bottom, theme.size[0], theme.size[1] - self.bar.rect.bottom - margin)
        width = min(theme.px(760), theme.size[0] - 2 * margin)
        inner = width - 2 * pad
        self.title = text.layout(theme, self.words("kiosk.trouble_title"), "lead", inner, max_lines=3)
        self.body = text.layout(theme, self.words("kiosk.trouble_body"), "body", inner, max_lines=3)
        sign = theme.px(112)
        parts = [sign, self.title.height, self.body.height, theme.px(80)]
        gaps = [theme.space(3), theme.space(1), theme.space(4)]
        self.card = Rect(0, 0, width, sum(parts) + sum(gaps) + 2 * pad)
        self.card.center = room.center
        y, lefts = self.card.y + pad, []
        for part, gap in zip(parts, [*gaps, 0], strict=True):
            lefts.append(Rect(self.card.x + pad, y, inner, part))
            y += part + gap
        self.sign, self.title_box, self.body_box, button = lefts
        button.width = min(inner, theme.px(380))
        button.centerx = self.card.centerx
        self.button = Button(theme, button, self.words("kiosk.back_to_box"), _nothing)
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()}
        self.boxes |= {"card": self.card}

    def target(self, x: float, y: float) -> Target | None:
        """A tap anywhere is meant for the button: there is nothing else to do."""
        return flow.Dismiss()

    def update(self, dt: float) -> bool:
        """The ring around the sign runs out."""
        return True

    @property
    def rate(self) -> int:
        """A ring that runs for seconds moves slowly."""
        return SLOW

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The card."""
        theme = self.theme
        surface.blit(paint.foam(theme.size), (0, 0))
        paint.lifted(surface, self.card, theme.radius("cutout"), theme.color("foam_raised"), 0.8)
        tone = self.objects.color(self.view.demo.tone) if self.view.demo is not None else theme.color("ink")
        radius = self.sign.height / 2 - theme.px(5)
        paint.arc(surface, self.sign.center, radius, 0.0, 1.0, theme.px(8), theme.color("foam_edge"))
        paint.arc(surface, self.sign.center, radius, 0.0, self.share, theme.px(8), tone)
        shapes.pause(surface, self.sign.center, self.sign.height * 0.62, tone)
        text.draw_block(surface, theme, self.title, self.title_box, "ink", "center")
        text.draw_block(surface, theme, self.body, self.body_box, "ink_soft", "center")
        self.button.draw(surface)
        self.bar.draw(surface, pressed)


def _nothing() -> None:
    """The button is a picture here: the whole screen is what one taps."""
