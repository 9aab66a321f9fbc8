"""Bars."""

from collections.abc import Sequence

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import line_height
from xlab_kiosk.stage.charts._frame import Chart, Show, plain
from xlab_kiosk.stage.paint import cutout, rounded
from xlab_kiosk.stage.text import draw_text, layout
from xlab_kiosk.stage.theme import Theme

_BAR = 28
_LABELS = 0.42
"""Part of the width that labels may take beside the bars."""

_NARROW = 420
"""Token pixels below which labels stand above their bars."""


class Bars(Chart):
    """Horizontal bars from 0 to the largest value (or ``top``), each with its label and value; they move to new values.

    ``colors`` has one colour for each bar; without it all are quiet. ``n`` is how many answers are behind it.

    >>> bars = Bars(theme, Rect(40, 120, 600, 300), ["Price", "Trust"], [4, 9], n=13, title="What matters")
    >>> bars.to([5, 9], n=14)
    >>> bars.update(0.1)
    True
    >>> bars.draw(screen)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        labels: Sequence[str],
        values: Sequence[float],
        *,
        n: int,
        title: str = "",
        top: float | None = None,
        show: Show | None = None,
        colors: Sequence[Color] = (),
    ) -> None:
        if len(labels) != len(values):
            raise ValueError(f"There are {len(labels)} labels for {len(values)} bars; each bar needs one.")
        super().__init__(theme, rect, values, n=n, title=title)
        self.labels = tuple(labels)
        self.top = top
        self.show = show or plain
        self.colors = tuple(colors)

    def to(self, values: Sequence[float], n: int | None = None) -> None:
        """Move to new values, one for each label."""
        if len(values) != len(self.labels):
            raise ValueError(f"There are {len(values)} values for {len(self.labels)} bars; each bar needs one.")
        self._to(values, n)

    @property
    def fits(self) -> bool:
        """Whether there is room for every bar."""
        return self._row_height() >= self._least()

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw_head(surface)
        theme, body = self.theme, self._body
        if not self.labels or not self.fits:
            return
        high = min(self._row_height(), self._least() + theme.space(4))
        now, ends = self._numbers.now, self._numbers.ends
        top = self.top or max((*ends, 0.0)) or 1.0
        # Counts stay whole on their way, and a longer figure than the one that comes has its room.
        whole = all(end.is_integer() for end in ends)
        figures = [self.show(float(round(value)) if whole else value) for value in now]
        widest = max(
            layout(theme, text, "caption", body.width, weight=600).width for text in (*figures, *map(self.show, ends))
        )
        label = self._label_width()
        line = line_height(theme, "caption")
        for number, value in enumerate(now):
            row = Rect(body.x, body.y + number * high, body.width, high)
            bar = Rect(row.x + label, row.centery - theme.px(_BAR) // 2, 0, theme.px(_BAR))
            if not label:
                bar.y = row.y + line
            bar.width = row.right - bar.x - widest - theme.space(1.5)
            self._draw_bar(surface, bar, value / top, number)
            words = Rect(row.x, row.y, label - theme.space(2), high) if label else Rect(row.x, row.y, row.width, line)
            draw_text(surface, theme, self.labels[number], words, "caption", "ink_soft", "left", "middle")
            figure = Rect(row.right - widest, bar.centery - line // 2, widest, line)
            draw_text(surface, theme, figures[number], figure, "caption", "ink", "right", "middle", weight=600)

    def _draw_bar(self, surface: Surface, groove: Rect, part: float, number: int) -> None:
        cutout(surface, groove, groove.height // 2)
        edge = max(2, groove.height // 6)
        inside = groove.inflate(-2 * edge, -2 * edge)
        color = self.colors[number] if number < len(self.colors) else self.theme.color("ink")
        if part > 0:
            inside.width = max(inside.height, round(inside.width * min(1.0, part)))
            rounded(surface, inside, inside.height // 2, color)

    def _label_width(self) -> int:
        """Pixels for labels beside the bars; 0 if they stand above them."""
        theme, width = self.theme, self.rect.width
        if width < theme.px(_NARROW):
            return 0
        most = round(width * _LABELS)
        widest = max(layout(theme, label, "caption", most, max_lines=1).width for label in self.labels)
        return min(most, widest) + theme.space(2)

    def _least(self) -> int:
        """Pixels the lowest row takes."""
        line, bar = line_height(self.theme, "caption"), self.theme.px(_BAR)
        return line + bar + self.theme.space(0.5) if not self._label_width() else max(line, bar + self.theme.space(1))

    def _row_height(self) -> int:
        return self._body.height // max(1, len(self.labels))
