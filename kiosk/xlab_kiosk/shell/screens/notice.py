"""What the kit knows, how long, and how to be forgotten here and now: a sheet of paper over the open case."""

from typing import Final

from pygame import Rect, Surface

from xlab.look.words import Words
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import bar_height
from xlab_kiosk.shell.screens.sheets import draw_paper
from xlab_kiosk.shell.view import AskForget, KeepBadge, Pressed, SureForget, Target, View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.text import Block
from xlab_kiosk.stage.theme import Theme

PARTS: Final = ("kept", "never", "gone")
"""What is kept, what is never asked for, and when all of it goes."""

WIDEST: Final = 1120


class Notice:
    """The sheet with the notice; at its foot the pad, and what may be done with the badge that lies on it."""

    def __init__(self, theme: Theme, view: View) -> None:
        self.theme, self.wish = theme, view.wish
        self.words = words = Words(view.language)
        margin, pad, gap = theme.space(2.5), theme.space(3), theme.space(3)
        top = bar_height(theme) + theme.space(1)
        whole = Rect(margin, top, theme.size[0] - 2 * margin, theme.size[1] - top - margin)
        width = min(whole.width, theme.px(WIDEST))
        inner = width - 2 * pad
        title_width = inner - theme.target - theme.space(1)
        self.title = text.layout(theme, words("kiosk.notice_title"), "lead", title_width, max_lines=2, weight=700)
        across = inner if theme.portrait else (inner - 2 * gap) // 3
        self.parts = [self._part(name, across) for name in PARTS]
        highs = [head.height + body.height for head, body in self.parts]
        high = sum(highs) + 2 * gap if theme.portrait else max(highs)
        head = max(self.title.height, theme.target)
        buttons = self._meanings()
        said = (
            f"kiosk.forget_{self.wish.step}" if not (self.wish.step == "done" and view.alone) else "kiosk.forget_later"
        )
        foot = theme.target + theme.space(3)
        if theme.portrait:
            # Room for the buttons also while there are none: a sheet that grows under a finger is hard to hit.
            foot += theme.target + theme.space(2)
        height = min(whole.height, 2 * pad + head + high + 2 * theme.space(2.5) + foot)
        self.card = Rect(0, 0, width, height)
        self.card.center = whole.center
        left, y = self.card.x + pad, self.card.y + pad
        self.boxes: dict[str, Rect] = {"title": Rect(left, y, title_width, head)}
        close = Rect(0, 0, theme.target, theme.target)
        close.topright = (self.card.right - pad, y)
        self.boxes["close"] = close
        y += head + theme.space(2.5)
        for index, (name, (first, body)) in enumerate(zip(PARTS, self.parts, strict=True)):
            x = left if theme.portrait else left + index * (across + gap)
            self.boxes[name] = Rect(x, y, across, first.height + body.height)
            y += first.height + body.height + gap if theme.portrait else 0
        self.foot = Rect(left, self.card.bottom - pad - foot, inner, foot)
        spot = theme.target
        self.spot = Rect(self.foot.x + theme.space(1.5), self.foot.y + theme.space(1.5), spot, spot)
        if not buttons:
            self.spot.centery = self.foot.centery
        right = self._lay_buttons(buttons)
        room = Rect(self.spot.right + theme.space(2), self.spot.y, 0, spot)
        room.width = (self.foot.right if theme.portrait else right) - theme.space(2) - room.x
        self.said = text.layout(theme, words(said), "body", room.width, height=spot, max_lines=3, weight=600)
        self.boxes |= {"spot": self.spot, "said": room}

    def _part(self, name: str, width: int) -> tuple[Block, Block]:
        theme, words = self.theme, self.words
        head = text.layout(theme, words(f"kiosk.notice_{name}"), "body", width, max_lines=1, weight=700)
        return head, text.layout(theme, words(f"kiosk.notice_{name}_body"), "caption", width, max_lines=7)

    def _meanings(self) -> dict[str, tuple[Target, str]]:
        """The buttons that there are now, from the right: what each means and says."""
        match self.wish.step:
            case "offer":
                return {"forget": (AskForget(), self.words("kiosk.forget"))}
            case "ask":
                sure, keep = self.words("kiosk.forget_sure"), self.words("kiosk.forget_not")
                return {"sure": (SureForget(), sure), "keep": (KeepBadge(), keep)}
        return {}

    def _lay_buttons(self, meanings: dict[str, tuple[Target, str]]) -> int:
        """Place them in the foot; returns the left end of them all."""
        theme = self.theme
        self.buttons: dict[str, tuple[Target, Block]] = {}
        right = self.foot.right - theme.space(1.5)
        for name, (meaning, label) in meanings.items():
            block = text.layout(theme, label, "body", theme.px(360), max_lines=1, weight=700)
            box = Rect(0, self.spot.y, block.width + theme.space(5), theme.target)
            if theme.portrait:
                box.y = self.spot.bottom + theme.space(2)
            box.right = right
            right = box.left - theme.space(2)
            self.boxes[name] = box
            self.buttons[name] = (meaning, block)
        return right

    def target(self, x: float, y: float) -> Target | None:
        """A button; beside the sheet, away with it."""
        if self.boxes["close"].collidepoint(x, y) or not self.card.collidepoint(x, y):
            return flow.HideNotice()
        return next(
            (meaning for name, (meaning, _) in self.buttons.items() if self.boxes[name].collidepoint(x, y)), None
        )

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The sheet over a darker case."""
        theme, boxes = self.theme, self.boxes
        draw_paper(surface, theme, self.card, pressed(flow.HideNotice()), boxes["close"])
        text.draw_block(surface, theme, self.title, boxes["title"], "paper_ink", valign="middle")
        for name, (head, body) in zip(PARTS, self.parts, strict=True):
            box = boxes[name]
            line = Rect(box.x, box.y - theme.space(1), box.width, max(1, theme.px(2)))
            surface.fill(theme.color("paper_ink"), line)
            text.draw_block(surface, theme, head, Rect(box.x, box.y, box.width, head.height), "paper_ink")
            below = Rect(box.x, box.y + head.height, box.width, body.height)
            text.draw_block(surface, theme, body, below, "paper_ink")
        self._draw_foot(surface, pressed)

    def _draw_foot(self, surface: Surface, pressed: Pressed) -> None:
        theme = self.theme
        paint.rounded(surface, self.foot, theme.radius("card"), theme.color("foam"))
        paint.cutout(surface, self.spot, self.spot.width // 2)
        face = self.wish.face
        if self.wish.step == "done":
            draw_icon(surface, "tick", self.spot.center, theme.px(44), theme.color("ink"))
        elif face is not None:
            draw_badge(surface, self.spot.center, round(self.spot.width * 0.86), face.animal, face.accent)
        else:
            draw_icon(surface, "pad", self.spot.center, theme.px(40), theme.color("ink_soft"))
        text.draw_block(surface, theme, self.said, self.boxes["said"], "ink", valign="middle")
        for name, (meaning, block) in self.buttons.items():
            box, first = self.boxes[name], name != "keep"
            ground = theme.color("paper" if first else "foam_raised")
            if pressed(meaning):
                ground = ground.lerp(theme.color("foam_edge"), 0.35)
            paint.rounded(surface, box, box.height // 2, ground)
            text.draw_block(surface, theme, block, box, "paper_ink" if first else "ink", "center", "middle")
