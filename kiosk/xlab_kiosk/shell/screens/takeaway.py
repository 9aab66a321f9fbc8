"""A picture to take home: a sheet of paper with the code that a phone scans, and how long it is there.

Where phones first have to join the kit's own Wi-Fi, that has a code before it.
"""

from typing import Final

from pygame import Rect, Surface

from xlab.look.words import Words
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import bar_height
from xlab_kiosk.shell.screens.sheets import draw_paper
from xlab_kiosk.shell.slip import fitting_qr, short
from xlab_kiosk.shell.slip_codes import Codes, own_wifi
from xlab_kiosk.shell.view import Pressed, Target, View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.theme import Theme

WIDEST: Final = 960
CODE: Final = 380
"""Token pixels a code is wide: two people can scan it side by side."""

CODES: Final = 500
"""The same for two codes, where phones first have to join the kit's own Wi-Fi."""


class Takeaway:
    """Beside the code what it is and how long it is there; upright panels have it below."""

    def __init__(self, theme: Theme, view: View) -> None:
        self.theme, self.taken = theme, view.taken
        words = Words(view.language)
        margin, pad, gap = theme.space(2.5), theme.space(3), theme.space(3)
        top = bar_height(theme) + theme.space(1)
        whole = Rect(margin, top, theme.size[0] - 2 * margin, theme.size[1] - top - margin)
        width = min(whole.width, theme.px(WIDEST))
        side = min(theme.px(CODE), whole.height - 2 * pad)
        inner = width - 2 * pad
        self.codes: Codes | None = None
        coded = side, side
        if own_wifi(view) is not None:
            self.codes = Codes(theme, view, inner if theme.portrait else theme.px(CODES), side, self.taken.url)
            coded = self.codes.size
        room = inner - theme.target - gap if theme.portrait else inner - coded[0] - gap - theme.target - gap
        step = self.taken.step if self.taken.step != "none" else "wait"
        minutes, seconds = divmod(self.taken.left, 60)
        self.title = text.layout(theme, words("kiosk.take_title"), "lead", room, max_lines=2, weight=700)
        body = inner if theme.portrait else room + theme.target + gap
        left = words("kiosk.take_left", left=f"{minutes}:{seconds:02}") if step == "here" else ""
        typed = short(self.taken.url) if left and self.codes is None else ""
        self.blocks = [
            text.layout(theme, words(f"kiosk.take_{step}"), "body", body, max_lines=4),
            *([text.layout(theme, left, "caption", body, max_lines=2)] if left else []),
            *([text.layout(theme, typed, "caption", body, max_lines=2)] if typed else []),
        ]
        head = max(self.title.height, theme.target)
        told = sum(block.height + theme.space(1) for block in self.blocks)
        high = head + theme.space(2) + told
        height = 2 * pad + (high + gap + coded[1] if theme.portrait else max(coded[1], high))
        self.card = Rect(0, 0, width, min(whole.height, height))
        self.card.center = whole.center
        x, y = self.card.x + pad, self.card.y + pad
        self.code = Rect((x, y), coded)
        if theme.portrait:
            self.code.midbottom = self.card.centerx, self.card.bottom - pad
        else:
            x = self.code.right + gap
        close = Rect(0, 0, theme.target, theme.target)
        close.topright = self.card.right - pad, y
        self.boxes = {"code": self.code, "close": close, "title": Rect(x, y, room, head)}
        y += head + theme.space(2)
        for number, block in enumerate(self.blocks):
            self.boxes[f"told {number}"] = Rect(x, y, body, block.height)
            y += block.height + theme.space(1)

    def target(self, x: float, y: float) -> Target | None:
        """Away with it: the cross, and beside the sheet."""
        away = self.boxes["close"].collidepoint(x, y) or not self.card.collidepoint(x, y)
        return flow.HideTake() if away else None

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The sheet over the darker demo."""
        theme, boxes = self.theme, self.boxes
        draw_paper(surface, theme, self.card, pressed(flow.HideTake()), boxes["close"])
        text.draw_block(surface, theme, self.title, boxes["title"], "paper_ink", valign="middle")
        for number, block in enumerate(self.blocks):
            text.draw_block(surface, theme, block, boxes[f"told {number}"], "paper_ink")
        if self.taken.step == "here" and self.codes is not None:
            self.codes.draw(surface, *self.code.topleft)
        elif self.taken.step == "here":
            code = fitting_qr(self.taken.url, self.code.width)
            surface.blit(code, code.get_rect(center=self.code.center))
        else:
            shade = theme.color("paper").lerp(theme.color("paper_ink"), 0.08)
            paint.rounded(surface, self.code, theme.radius("card"), shade)
