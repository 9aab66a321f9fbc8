"""The bar of the shell: home, where one is, who is here, what is not live, and the language.

Upright panels are narrow, so there the bar has a second row for everything that is not a button.
"""

from typing import Final

from pygame import Rect, Surface

from xlab.events import Source
from xlab.look.words import Words
from xlab_kiosk.host.panel import bar_height, stage_rect
from xlab_kiosk.shell import flow, shapes
from xlab_kiosk.shell.view import Pressed, Target, TogglePad, View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.fonts import Weight
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.theme import Theme

__all__ = ["LABELS", "MIN_TITLE", "MOST_BADGES", "Bar", "bar_height", "stage_rect"]

MOST_BADGES: Final = 3
"""Faces shown; more are a number."""

MIN_TITLE: Final = 220
"""Token pixels that where one is keeps beside all that tells how things are."""

LABELS: Final[dict[Source, str]] = {"recorded": "kiosk.recorded", "simulated": "kiosk.simulated"}
"""What is not live is said on every screen, always with the same word."""


class Bar:
    """Laid out for one view; make another for the next. ``solid`` sets it off from a demo below it."""

    def __init__(
        self,
        theme: Theme,
        view: View,
        title: str,
        *,
        home: bool = False,
        solid: bool = False,
        tray: bool = False,
        language: bool = True,
        notice: bool = False,
        take: bool = False,
    ) -> None:
        """``title`` is where one is; ``tray`` shows the badges here; all others are buttons."""
        self.theme, self.view, self.solid = theme, view, solid
        self.words = Words(view.language)
        self.rect = Rect(0, 0, theme.size[0], bar_height(theme))
        self.boxes: dict[str, Rect] = {}
        self.faces = 0
        self.here = [badge for badge in view.here if badge.source != "simulated"] if tray else []
        margin, target = theme.space(1), theme.target
        # Buttons reach into the corners; words keep the margin that words have everywhere.
        left, right = theme.space(2 if home else 5), theme.size[0] - theme.space(2 if language else 5)
        first = Rect(left, margin, right - left, target)
        if home:
            self.boxes["home"] = Rect(first.x, first.y, target, target)
            first = _without_left(first, target + theme.space(2))
        if language:
            self.boxes["language"] = Rect(first.right - target, first.y, target, target)
            first = _without_right(first, target + theme.space(2))
        for name in (name for name, wanted in (("notice", notice), ("take", take)) if wanted):
            width = self._label(f"kiosk.{name}").width + theme.space(4)
            self.boxes[name] = Rect(first.right - width, first.y, width, target)
            first = _without_right(first, width + theme.space(2))
        status = first if not theme.portrait else first.move(0, target + 2 * margin)
        if theme.portrait:
            status = Rect(theme.space(2), status.y, right - theme.space(2), target)
        left = self._status(status, tray)
        room = Rect(first.x, first.y, (first.right if theme.portrait else left - theme.space(2)) - first.x, target)
        self.mark = marked(theme, view, max(1, room.width))
        high, lines = (target, 2) if self.mark is None else (target - self.mark.height, 1)
        self.title = text.layout(theme, title, "body", max(1, room.width), height=high, max_lines=lines, weight=600)
        self.boxes["title"] = Rect(room.x, room.y, self.title.width, high)
        if self.mark is not None:
            self.boxes["mark"] = Rect(room.x, room.y + high, self.mark.width, self.mark.height)

    def _status(self, row: Rect, tray: bool) -> int:
        """Place what says how things are, from the right; returns the left end of it all.

        Labels and the simulated badge always have their place. Faces and the words beside the hub's dot take what is
        left; more faces than fit are a number.
        """
        theme, view = self.theme, self.view
        gap, face, dot = theme.space(2), theme.px(52), theme.px(12)
        widths: dict[str, int] = {}
        if tray and view.offered is not None:
            label = self._label("kiosk.simulated").width
            widths["simulated"] = theme.space(1.25) + face + theme.space(2) + label + theme.px(32) + theme.space(2)
        if source := source_label(view):
            widths["source"] = self._label(source).width + theme.space(3)
        if view.alone:
            widths["alone"] = dot
        rest = row.width - sum(widths.values()) - gap * len(widths) - (0 if theme.portrait else theme.px(MIN_TITLE))
        fitting = max(0, rest) // (face + theme.space(1))
        faces = len(self.here) if len(self.here) <= min(fitting, MOST_BADGES) else min(fitting - 1, MOST_BADGES)
        self.faces = max(0, faces)
        shown = self.faces + (self.faces < len(self.here) and fitting > 0)
        rest -= shown * (face + theme.space(1)) + gap
        said = self._label("kiosk.alone", 400).width + theme.space(1.5)
        if view.alone and said <= rest:
            widths["alone"] += said
        right = row.right
        right = self._put(row, "simulated", widths, right, row.height)
        if self.faces < len(self.here) and fitting > 0:
            self.boxes["more"] = Rect(right - face, row.y, face, row.height)
            right -= face + theme.space(1)
        for index in range(self.faces):
            self.boxes[f"badge {index}"] = Rect(right - face, row.centery - face // 2, face, face)
            right -= face + theme.space(1)
        right = self._put(row, "source", widths, right - (theme.space(1) if shown else 0), theme.px(44))
        return self._put(row, "alone", widths, right, row.height)

    def _put(self, row: Rect, name: str, widths: dict[str, int], right: int, height: int) -> int:
        if name not in widths:
            return right
        self.boxes[name] = Rect(right - widths[name], row.centery - height // 2, widths[name], height)
        return right - widths[name] - self.theme.space(2)

    def _label(self, key: str, weight: Weight = 600) -> text.Block:
        return text.layout(self.theme, self.words(key), "caption", self.theme.px(320), max_lines=1, weight=weight)

    def target(self, x: float, y: float) -> Target | None:
        """What a tap there means."""
        meanings: dict[str, Target] = {
            "home": flow.Home(),
            "language": flow.ShowLanguages(),
            "notice": flow.ShowNotice(),
            "take": flow.ShowTake(),
            "simulated": TogglePad(),
        }
        grown = self.theme.space(1)  # the margin around a button belongs to it: fingers are wide at the edge of a panel
        for name, meaning in meanings.items():
            box = self.boxes.get(name)
            if box is not None and self._reach(name, box.inflate(2 * grown, 2 * grown)).collidepoint(x, y):
                return meaning
        return None

    def _reach(self, name: str, box: Rect) -> Rect:
        """The edge of a panel is the easiest place to hit, so the buttons in its corners reach it."""
        if name == "home":
            return box.union(Rect(0, 0, 1, 1))
        return box.union(Rect(self.theme.size[0] - 1, 0, 1, 1)) if name == "language" else box

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Draw the bar."""
        theme, boxes = self.theme, self.boxes
        if self.solid:
            surface.fill(theme.color("foam_raised"), self.rect)
            surface.fill(theme.color("foam_edge"), Rect(0, self.rect.bottom - 1, self.rect.width, 1))
        if "home" in boxes:
            self._button(surface, boxes["home"], pressed(flow.Home()))
            draw_icon(surface, "home", boxes["home"].center, theme.px(38), theme.color("ink"))
        if "language" in boxes:
            self._button(surface, boxes["language"], pressed(flow.ShowLanguages()))
            code = text.layout(theme, self.view.language.upper(), "caption", theme.target, max_lines=1, weight=700)
            text.draw_block(surface, theme, code, boxes["language"], "ink", "center", "middle")
        for name, meaning in (("notice", flow.ShowNotice()), ("take", flow.ShowTake())):
            if name in boxes:
                self._button(surface, boxes[name], pressed(meaning))
                text.draw_block(surface, theme, self._label(f"kiosk.{name}"), boxes[name], "ink", "center", "middle")
        text.draw_block(surface, theme, self.title, boxes["title"], "ink", valign="middle")
        if self.mark is not None:
            text.draw_block(surface, theme, self.mark, boxes["mark"], "ink_soft")
        self.draw_source(surface)
        if "alone" in boxes:
            self._draw_alone(surface, boxes["alone"])
        self._draw_tray(surface, pressed)

    def draw_source(self, surface: Surface) -> None:
        """The word for a source that is not live, in an outline: plain to see, never loud. Also drawn above a sheet."""
        box, theme = self.boxes.get("source"), self.theme
        if box is not None:
            paint.outlined(surface, box, box.height // 2, theme.color("ink_soft"), max(1, theme.px(2)))
            label = self._label(source_label(self.view))
            text.draw_block(surface, theme, label, box, "ink", "center", "middle")

    def _button(self, surface: Surface, rect: Rect, down: bool) -> None:
        theme = self.theme
        if down:
            paint.cutout(surface, rect, theme.radius("small"))
        else:
            raised = theme.color("foam_raised").lerp(theme.color("foam_edge"), 0.55 if self.solid else 0.25)
            paint.rounded(surface, rect, theme.radius("small"), raised)

    def _draw_alone(self, surface: Surface, box: Rect) -> None:
        theme = self.theme
        dot = theme.px(12)
        paint.disc(surface, (box.x + dot / 2, box.centery), dot / 2, theme.color("ink_faint"))
        words = Rect(box.x + dot + theme.space(1), box.y, box.width - dot - theme.space(1), box.height)
        if words.width > theme.space(2):
            text.draw_block(surface, theme, self._label("kiosk.alone", 400), words, "ink_soft", valign="middle")

    def _draw_tray(self, surface: Surface, pressed: Pressed) -> None:
        theme, view, boxes = self.theme, self.view, self.boxes
        for index, badge in enumerate(self.here[: self.faces]):
            box = boxes[f"badge {index}"]
            draw_badge(surface, box.center, box.width, badge.face.animal, badge.face.accent)
        if "more" in boxes:
            more = text.layout(theme, f"+{len(self.here) - self.faces}", "caption", boxes["more"].width, max_lines=1)
            text.draw_block(surface, theme, more, boxes["more"], "ink_soft", "center", "middle")
        if "simulated" not in boxes or view.offered is None:
            return
        box, face = boxes["simulated"], theme.px(52)
        ground = theme.color("foam_pressed") if view.placed else theme.color("foam_raised")
        if view.placed or pressed(TogglePad()):
            paint.cutout(surface, box, box.height // 2)
        else:
            paint.rounded(surface, box, box.height // 2, ground.lerp(theme.color("foam_edge"), 0.55))
        middle = (box.x + theme.space(1.25) + face / 2, box.centery)
        alpha = 255 if view.placed else 150
        draw_badge(surface, middle, face * 0.86, view.offered.animal, view.offered.accent, alpha=alpha)
        shapes.dotted_ring(surface, middle, face / 2 + theme.px(1), theme.px(3), theme.color("ink_soft"))
        label = self._label("kiosk.simulated")
        words = Rect(round(middle[0] + face / 2) + theme.space(1), box.y, label.width, box.height)
        ink = "ink" if view.placed else "ink_soft"
        text.draw_block(surface, theme, label, words, ink, valign="middle")
        sign = (words.right + theme.space(1) + theme.px(16), box.centery)
        draw_icon(surface, "up" if view.placed else "pad", sign, theme.px(32), theme.color(ink))


def source_label(view: View) -> str:
    """The word for what is not live, as a key; or empty. All of a practice is simulated, whatever the radio hears."""
    return "kiosk.practice" if view.practice else LABELS.get(view.source, "")


def marked(theme: Theme, view: View, width: int) -> text.Block | None:
    """The charter's mark and the number of the group in one line, as many of its words as there is room for."""
    if not view.mark:
        return None
    words = Words(view.language)
    digits = " ".join(view.mark[at : at + 4] for at in range(0, len(view.mark), 4))
    group = words("kiosk.group", number=view.group)
    lines = (f"{words('kiosk.charter')} {digits} · {group}", f"{digits} · {group}", f"{digits} · {view.group}", digits)
    blocks = [text.layout(theme, line, "caption", width, max_lines=1) for line in lines]
    return next((block for block, line in zip(blocks, lines, strict=True) if block.lines == (line,)), blocks[-1])


def _without_left(rect: Rect, width: int) -> Rect:
    return Rect(rect.x + width, rect.y, rect.width - width, rect.height)


def _without_right(rect: Rect, width: int) -> Rect:
    return Rect(rect.x, rect.y, rect.width - width, rect.height)
