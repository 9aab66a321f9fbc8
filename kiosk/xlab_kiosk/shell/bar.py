"""The bar of the shell: home, where one is, who is here, what is not live, and the language.

Upright panels are narrow, so there the bar has a second row for everything that is not a button.
"""

from typing import Final

from pygame import Color, Rect, Surface

from xlab.events import Source
from xlab.look.words import Words
from xlab_kiosk.shell import flow, shapes
from xlab_kiosk.shell.view import Pressed, Target, TogglePad, View
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.icons import draw_icon
from xlab_kiosk.stage.theme import Theme

MOST_BADGES: Final = 3
"""Faces shown; more are a number."""

LABELS: Final[dict[Source, str]] = {"recorded": "kiosk.recorded", "simulated": "kiosk.simulated"}
"""What is not live is said on every screen, always with the same word."""


def bar_height(theme: Theme) -> int:
    """Height of the bar above a demo, in panel pixels; a demo has the rest."""
    rows = 2 if theme.portrait else 1
    return rows * (theme.target + theme.space(2))


def stage_rect(theme: Theme) -> Rect:
    """Where a demo is shown."""
    top = bar_height(theme)
    return Rect(0, top, theme.size[0], theme.size[1] - top)


class Bar:
    """Laid out for one view; make another for the next. ``solid`` sets it off from a demo below it."""

    def __init__(self, theme: Theme, view: View, title: str, *, home: bool, solid: bool, tray: bool) -> None:
        """``title`` is where one is; ``tray`` shows the badges at this station."""
        self.theme, self.view, self.solid = theme, view, solid
        self.words = Words(view.language)
        self.rect = Rect(0, 0, theme.size[0], bar_height(theme))
        self.boxes: dict[str, Rect] = {}
        self.here = [badge for badge in view.here if badge.source != "simulated"] if tray else []
        margin, target = theme.space(1), theme.target
        first = Rect(margin * (1 if home or solid else 4), margin, theme.size[0] - 2 * margin, target)
        first.width = theme.size[0] - first.x - margin
        if home:
            self.boxes["home"] = Rect(first.x, first.y, target, target)
            first = _without_left(first, target + theme.space(1))
        self.boxes["language"] = Rect(first.right - target, first.y, target, target)
        first = _without_right(first, target + theme.space(1))
        status = first if not theme.portrait else first.move(0, target + 2 * margin)
        if theme.portrait:
            status = Rect(theme.space(3), status.y, theme.size[0] - theme.space(6), target)
        left = self._status(status, tray)
        room = Rect(first.x, first.y, (first.right if theme.portrait else left - theme.space(2)) - first.x, target)
        self.title = text.layout(theme, title, "body", max(1, room.width), height=target, max_lines=2, weight=600)
        self.boxes["title"] = Rect(room.x, room.y, self.title.width, target)

    def _status(self, row: Rect, tray: bool) -> int:
        """Place what says how things are, from the right; returns the left end of it all."""
        theme, view = self.theme, self.view
        gap, right = theme.space(2), row.right
        if tray:
            right = self._tray(row, right)
        label = LABELS.get(view.source)
        if label is not None:
            width = self._label(label).width + theme.space(3)
            self.boxes["source"] = Rect(right - width, row.centery - theme.px(22), width, theme.px(44))
            right -= width + gap
        if view.alone:
            dot = theme.px(12)
            said = text.layout(theme, self.words("kiosk.alone"), "caption", max(1, round(row.width * 0.5)), max_lines=1)
            roomy = theme.portrait or not (tray and view.offered is not None)
            width = dot + theme.space(1.5) + (said.width if said.fits and roomy else 0)
            self.boxes["alone"] = Rect(right - width, row.y, width, row.height)
            right -= width + gap
        return right

    def _tray(self, row: Rect, right: int) -> int:
        theme, view = self.theme, self.view
        gap, face = theme.space(1), theme.px(52)
        if view.offered is not None:
            width = theme.space(1.25) + face + gap + self._label("kiosk.simulated").width + theme.space(2)
            self.boxes["simulated"] = Rect(right - width, row.y, width, row.height)
            right -= width + gap
        here = self.here
        if len(here) > MOST_BADGES:
            self.boxes["more"] = Rect(right - face, row.y, face, row.height)
            right -= face + gap
        for index, _ in enumerate(here[:MOST_BADGES]):
            self.boxes[f"badge {index}"] = Rect(right - face, row.centery - face // 2, face, face)
            right -= face + gap
        return right - (gap if here or view.offered is not None else 0)

    def _label(self, key: str) -> text.Block:
        return text.layout(self.theme, self.words(key), "caption", self.theme.px(260), max_lines=1, weight=600)

    def target(self, x: float, y: float) -> Target | None:
        """What a tap there means."""
        meanings: dict[str, Target] = {
            "home": flow.Home(),
            "language": flow.ShowLanguages(),
            "simulated": TogglePad(),
        }
        grown = self.theme.space(1)  # the margin around a button belongs to it: fingers are wide at the edge of a panel
        for name, meaning in meanings.items():
            box = self.boxes.get(name)
            if box is not None and box.inflate(grown, 2 * grown).collidepoint(x, y):
                return meaning
        return None

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Draw the bar."""
        theme, boxes = self.theme, self.boxes
        if self.solid:
            surface.fill(theme.color("foam_raised"), self.rect)
            surface.fill(theme.color("foam_edge"), Rect(0, self.rect.bottom - 1, self.rect.width, 1))
        if "home" in boxes:
            self._button(surface, boxes["home"], pressed(flow.Home()))
            draw_icon(surface, "home", boxes["home"].center, theme.px(38), theme.color("ink"))
        self._button(surface, boxes["language"], pressed(flow.ShowLanguages()))
        code = text.layout(theme, self.view.language.upper(), "caption", theme.target, max_lines=1, weight=700)
        text.draw_block(surface, theme, code, boxes["language"], "ink", "center", "middle")
        text.draw_block(surface, theme, self.title, boxes["title"], "ink", valign="middle")
        if "source" in boxes:
            source_label(surface, theme, boxes["source"], self._label(LABELS[self.view.source]))
        if "alone" in boxes:
            self._draw_alone(surface, boxes["alone"])
        self._draw_tray(surface, pressed)

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
            said = text.layout(theme, self.words("kiosk.alone"), "caption", words.width, max_lines=1)
            text.draw_block(surface, theme, said, words, "ink_soft", valign="middle")

    def _draw_tray(self, surface: Surface, pressed: Pressed) -> None:
        theme, view, boxes = self.theme, self.view, self.boxes
        for index, badge in enumerate(self.here[:MOST_BADGES]):
            box = boxes[f"badge {index}"]
            draw_badge(surface, box.center, box.width, badge.face.animal, badge.face.accent)
        if "more" in boxes:
            more = text.layout(theme, f"+{len(self.here) - MOST_BADGES}", "caption", boxes["more"].width, max_lines=1)
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
        text.draw_block(surface, theme, label, words, "ink" if view.placed else "ink_soft", valign="middle")


def source_label(surface: Surface, theme: Theme, rect: Rect, label: text.Block) -> None:
    """The word for a source that is not live, in an outline: plain to see, never loud."""
    paint.outlined(surface, rect, rect.height // 2, Color(theme.color("ink_soft")), max(1, theme.px(2)))
    text.draw_block(surface, theme, label, rect, "ink", "center", "middle")


def _without_left(rect: Rect, width: int) -> Rect:
    return Rect(rect.x + width, rect.y, rect.width - width, rect.height)


def _without_right(rect: Rect, width: int) -> Rect:
    return Rect(rect.x, rect.y, rect.width - width, rect.height)
