"""The last screen: green, or what needs somebody and what to do about it. Each step is one tap away."""

from collections.abc import Mapping
from typing import Final

from pygame import Rect, Surface

from xlab.look.saying import say, step_of
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.preflight.panes.pane import Pane
from xlab_kiosk.shell.preflight.panes.pieces import Said, Wanted, foot, lay_words, lines, sign
from xlab_kiosk.shell.preflight.taps import Repeat
from xlab_kiosk.shell.preflight.walk import STEPS, Step, passed, worst
from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.text import Block
from xlab_kiosk.stage.theme import Role

SIZES: Final[tuple[tuple[Role, Role], ...]] = (("lead", "body"), ("body", "caption"))
"""What a trouble and its next step are told in: large where they are few."""

SIGN: Final = 34
"""Token pixels of the sign on a chip."""


class SummaryPane(Pane):
    """A headline, a chip for each step, and the troubles; where there are none, a sign as large as there is room."""

    def layout(self) -> None:
        """From above: headline, chips, troubles, the way to the visitors."""
        theme, area, walk = self.theme, self.area, self.seen.walk
        troubles = walk.troubles
        self.buttons = foot(theme, area, [Wanted("done", flow.Home(), self.label("done"), first=True)])
        if troubles:
            many = len(troubles) > 1
            head = self.label("troubles", count=len(troubles)) if many else self.label("troubles_one")
        elif self.ok:
            head = self.label("ready")
        else:
            head = self.label("ready_mostly" if any(check.ok for check in walk.checks) else "ready_none")
        self.said = lay_words(theme, Rect(area.x, area.y, area.width, area.height // 4), [(head, "title", "ink")])
        bottom = self._chips(self.said[-1].rect.bottom + theme.space(2))
        room = Rect(area.x, bottom + theme.space(2.5), area.width, 0)
        room.height = self.buttons[0].rect.y - theme.space(2.5) - room.y
        self.room = room
        self.signs: list[Rect] = []
        if troubles:
            self._troubles(room)
        self.boxes |= {f"said {index}": one.rect for index, one in enumerate(self.said)}

    def _chips(self, top: int) -> int:
        """Place the chips below ``top``; returns where they end."""
        theme, area, gap = self.theme, self.area, self.theme.space(1.5)
        names = [
            text.layout(theme, self.words(f"preflight.area_{step}"), "caption", area.width, max_lines=1, weight=600)
            for step in STEPS
        ]
        widths = [name.width + theme.px(SIGN) + theme.space(5) for name in names]
        self.chips: dict[Step, tuple[Rect, Block]] = {}
        y = top
        for line in lines(widths, area.width, gap):
            x = area.centerx - (sum(widths[index] for index in line) + gap * (len(line) - 1)) // 2
            for index in line:
                chip = Rect(x, y, widths[index], theme.target)
                self.chips[STEPS[index]] = chip, names[index]
                self.boxes[f"chip {STEPS[index]}"] = chip
                x = chip.right + gap
            y += theme.target + gap
        return y - gap

    def _troubles(self, room: Rect) -> None:
        """Each with its next step, in the larger size if all are told so; else as many as there is room for."""
        for roles in SIZES:
            said, signs, told = self._told(room, roles)
            if told == len(self.seen.walk.troubles):
                break
        self.said += said
        self.signs = signs

    def _told(self, room: Rect, roles: tuple[Role, Role]) -> tuple[list[Said], list[Rect], int]:
        """The words in these sizes, a sign for each trouble, and how many were told; the rest is a number."""
        theme, troubles = self.theme, self.seen.walk.troubles
        size, y, last = theme.px(40), room.y, ""
        said: list[Said] = []
        signs: list[Rect] = []
        for check in troubles:
            step = step_of(self.words, check.key, check.values)
            words: list[tuple[str, Role, str]] = [(say(self.words, check.key, check.values), roles[0], "ink")]
            if step != last:
                words.append((step, roles[1], "ink_soft"))
            more = theme.px(48) if check is not troubles[-1] else 0
            place = Rect(room.x + size + theme.space(2), y, room.width - size - theme.space(2), room.bottom - y - more)
            lying = lay_words(theme, place, words, "left") if place.height > theme.px(44) else []
            if not lying or not all(one.block.fits for one in lying) or lying[-1].rect.bottom > place.bottom:
                break
            last = step
            signs.append(Rect(room.x, y + (lying[0].block.pitch - size) // 2, size, size))
            said += lying
            y = lying[-1].rect.bottom + theme.space(1.5)
        if len(signs) < len(troubles):
            rest = self.label("and_more", count=len(troubles) - len(signs))
            place = Rect(room.x + size + theme.space(2), y, room.width - size - theme.space(2), max(1, room.bottom - y))
            said += lay_words(theme, place, [(rest, "caption", "ink_soft")], "left")
        return said, signs, len(signs)

    @property
    def ok(self) -> bool | None:
        """How the whole walk went: green only where somebody looked at all of it."""
        return worst(self.seen.walk.checks)

    def target(self, x: float, y: float) -> Target | None:
        """A chip leads to its step once more."""
        for step, (chip, _) in self.chips.items():
            if chip.collidepoint(x, y):
                return Repeat(step)
        return super().target(x, y)

    def draw(self, surface: Surface, pressed: Pressed, pictures: Mapping[str, Surface], t: float) -> None:
        """Chips with their signs."""
        theme, walk = self.theme, self.seen.walk
        for step, (chip, name) in self.chips.items():
            ground = theme.color("foam_raised")
            if pressed(Repeat(step)):
                ground = ground.lerp(theme.color("foam_edge"), 0.8)
            paint.rounded(surface, chip, chip.height // 2, ground)
            size = theme.px(SIGN)
            ok = worst(walk.found.get(step, (passed(step),)))
            sign(surface, theme, (chip.x + theme.space(1.75) + size // 2, chip.centery), size, ok)
            words = Rect(chip.x + theme.space(2.75) + size, chip.y, name.width, chip.height)
            text.draw_block(surface, theme, name, words, "ink", valign="middle")
        for place in self.signs:
            sign(surface, theme, place.center, place.width, False)
        if not walk.troubles:
            side = min(self.room.height, theme.px(240))
            hole = Rect(0, 0, side, side)
            hole.center = self.room.center
            paint.cutout(surface, hole, side // 2)
            sign(surface, theme, hole.center, round(side * 0.66), self.ok)
        super().draw(surface, pressed, pictures, t)
