"""How to reach the kit: a sheet of paper with what to scan, the four ways, and the one next step."""

from typing import Final

from pygame import Rect, Surface

from xlab.link import NetworkNow, WayNow
from xlab.look.saying import say
from xlab.look.words import Words
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import bar_height
from xlab_kiosk.shell.screens.sheets import draw_paper
from xlab_kiosk.shell.slip_codes import Codes, own_wifi, told
from xlab_kiosk.shell.view import MakeOwn, Pressed, Target, View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.text import Block
from xlab_kiosk.stage.theme import Theme

WIDEST: Final = 1180
CODE: Final = 230
"""Token pixels of a code, where there is one."""

FEWER: Final = ("cable", "name")
"""Ways that are left out where a low panel has no room for all four: they say least of what to do."""


class Reach:
    """Beside the codes the ways, each with its sign; upright panels have the ways below."""

    def __init__(self, theme: Theme, view: View) -> None:
        self.theme = theme
        self.words = words = Words(view.language)
        now = view.network or NetworkNow()
        margin, pad, gap = theme.space(2.5), theme.space(3), theme.space(3)
        top = bar_height(theme) + theme.space(1)
        whole = Rect(margin, top, theme.size[0] - 2 * margin, theme.size[1] - top - margin)
        width = min(whole.width, theme.px(WIDEST))
        inner = width - 2 * pad
        title_width = inner - theme.target - theme.space(1)
        self.title = text.layout(theme, told(view), "lead", title_width, max_lines=3, weight=700)
        both = own_wifi(view) is not None
        bare = not view.urls and not both  # nothing to scan, so nothing beside the ways
        stacked = theme.portrait or bare
        across = inner if stacked else round(inner * (0.44 if both else 0.34))
        self.codes = Codes(theme, view, across, theme.px(CODE))
        self.button = text.layout(theme, words("network.kiosk_make"), "body", across, max_lines=2, weight=700)
        self.offers = now.offers
        beside = inner if stacked else inner - across - gap
        head = max(self.title.height, theme.target)
        foot = theme.target + (0 if bare else theme.space(2)) if self.offers else 0
        first = self.codes.size[1] + foot
        gap = gap if first else 0
        room = whole.height - 2 * pad - head - theme.space(2) - (first + gap if stacked else 0)
        self.ways = self._rows(now.ways, beside, room)
        rows = sum(high for *_, high in self.ways) + theme.space(1) * max(0, len(self.ways) - 1)
        high = first + gap + rows if stacked else max(first, rows)
        self.card = Rect(0, 0, width, min(whole.height, 2 * pad + head + theme.space(2) + high))
        self.card.center = whole.center
        x, y = self.card.x + pad, self.card.y + pad
        close = Rect(0, 0, theme.target, theme.target)
        close.topright = self.card.right - pad, y
        self.boxes = {"title": Rect(x, y, title_width, head), "close": close}
        y += head + theme.space(2)
        self.boxes["codes"] = Rect(x, y, across, self.codes.size[1])
        if self.offers:
            wide = min(across, self.button.width + theme.space(5))
            self.boxes["make"] = Rect(x, y + first - theme.target, wide, theme.target)
        left = x if stacked else x + across + gap
        y += first + gap if stacked else 0
        for way, _, _, tall in self.ways:
            self.boxes[f"way {way.way}"] = Rect(left, y, beside, tall)
            y += tall + theme.space(1)

    def _rows(self, ways: tuple[WayNow, ...], width: int, room: int) -> list[tuple[WayNow, Block, Block, int]]:
        """Each way, its name, what is known of it, and how high both are; all of them where there is ``room``."""
        theme, left = self.theme, list(ways)
        words_width = width - self._sign - theme.space(1.5)
        while True:
            rows = []
            for way in left:
                name = self.words(f"network.way_{way.way}")
                said = say(self.words, way.key, dict(way.values))
                head = text.layout(theme, name, "caption", words_width, max_lines=1, weight=700)
                body = text.layout(theme, said, "caption", words_width, max_lines=4)
                rows.append((way, head, body, head.height + body.height))
            spare = [way for name in FEWER for way in left if way.way == name and way.ok is not True]
            if not spare or sum(high for *_, high in rows) + theme.space(1) * (len(rows) - 1) <= room:
                return rows
            left.remove(spare[0])

    @property
    def _sign(self) -> int:
        return self.theme.px(34)

    def target(self, x: float, y: float) -> Target | None:
        """The button; away with the sheet by its cross, and beside it."""
        make = self.boxes.get("make")
        if make is not None and make.collidepoint(x, y):
            return MakeOwn()
        away = self.boxes["close"].collidepoint(x, y) or not self.card.collidepoint(x, y)
        return flow.HideReach() if away else None

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The sheet over the darker case."""
        theme, boxes = self.theme, self.boxes
        draw_paper(surface, theme, self.card, pressed(flow.HideReach()), boxes["close"])
        text.draw_block(surface, theme, self.title, boxes["title"], "paper_ink", valign="middle")
        self.codes.draw(surface, *boxes["codes"].topleft)
        for way, head, body, _ in self.ways:
            self._draw_way(surface, boxes[f"way {way.way}"], way, head, body)
        if "make" in boxes:
            ground = theme.color("foam").lerp(theme.color("foam_edge"), 0.8 if pressed(MakeOwn()) else 0.0)
            paint.rounded(surface, boxes["make"], boxes["make"].height // 2, ground)
            text.draw_block(surface, theme, self.button, boxes["make"], "ink", "center", "middle")

    def _draw_way(self, surface: Surface, box: Rect, way: WayNow, head: Block, body: Block) -> None:
        theme, side = self.theme, self._sign
        middle = (box.x + side // 2, box.y + head.height // 2)
        ink = theme.color("paper_ink")
        ring = ink if way.ok else theme.color("paper_ink_soft")
        paint.disc(surface, middle, side / 2 - theme.px(3), ring)
        if not way.ok:
            paint.disc(surface, middle, side / 2 - theme.px(5), theme.color("paper"))
        if way.ok is None:
            paint.disc(surface, middle, theme.px(4), ring)
        else:
            color = theme.color("paper") if way.ok else ring
            draw_icon(surface, "tick" if way.ok else "minus", middle, theme.px(20), color)
        x = box.x + side + theme.space(1.5)
        text.draw_block(surface, theme, head, Rect(x, box.y, box.right - x, head.height), "paper_ink")
        below = Rect(x, box.y + head.height, box.right - x, body.height)
        text.draw_block(surface, theme, body, below, "paper_ink_soft")
