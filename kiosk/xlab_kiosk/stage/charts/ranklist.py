"""A list in order of rank."""

from collections.abc import Sequence

import msgspec
from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import line_height
from xlab_kiosk.stage.charts._frame import Chart, Show, plain
from xlab_kiosk.stage.paint import cutout, lifted, rounded
from xlab_kiosk.stage.text import draw_text, layout
from xlab_kiosk.stage.theme import Theme

_ROW = 64
_FIRST = 1


class Ranked(msgspec.Struct, frozen=True):
    """A line of a rank list: its ``key`` stays the same while its place changes.

    >>> Ranked("trust", "Trust", 61.5).score
    61.5
    """

    key: str
    label: str
    score: float
    color: Color | None = None


class RankList(Chart):
    """Lines in order of their scores, the highest first; when the order changes, lines move to their new places.

    What does not fit is left out at the end, and ``left_out`` says how many that are.

    >>> ranks = RankList(theme, Rect(40, 120, 500, 300), [Ranked("a", "Price", 40), Ranked("b", "Trust", 60)], n=13)
    >>> ranks.order
    ('b', 'a')
    >>> ranks.to([Ranked("a", "Price", 70), Ranked("b", "Trust", 60)], n=14)
    >>> ranks.order, ranks.update(0.1)
    (('a', 'b'), True)
    >>> ranks.draw(screen)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        lines: Sequence[Ranked],
        *,
        n: int,
        title: str = "",
        show: Show | None = None,
    ) -> None:
        self.show = show or plain
        self.lines = _sorted(lines)
        super().__init__(theme, rect, [], n=n, title=title)
        self._keys = [line.key for line in self.lines]
        self._numbers.start_at(range(len(self._keys)), 0)

    @property
    def order(self) -> tuple[str, ...]:
        """The keys from the first to the last."""
        return tuple(line.key for line in self.lines)

    @property
    def left_out(self) -> int:
        """How many lines do not fit."""
        return max(0, len(self.lines) - self._room())

    def to(self, lines: Sequence[Ranked], n: int | None = None) -> None:
        """Show other lines or scores; a line that was there before moves from its place."""
        self.lines = _sorted(lines)
        places = {line.key: float(place) for place, line in enumerate(self.lines)}
        before = dict(zip(self._keys, self._numbers.now, strict=True))
        self._keys = list(places)
        self._numbers.start_at([before.get(key, place) for key, place in places.items()], 0)
        self._to(list(places.values()), n)
        self._due = True

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw_head(surface)
        theme, body, high = self.theme, self._body, self._row()
        shown = list(zip(self.lines, self._numbers.now, strict=True))[: self._room()]
        figures = [layout(theme, self.show(line.score), "body", body.width, weight=600).width for line, _ in shown]
        for place in range(len(shown)):
            hole = Rect(body.x, body.y + place * high, body.width, high - theme.space(1))
            cutout(surface, hole, min(theme.radius("card"), hole.height // 2))
        for place, (line, at) in reversed(list(enumerate(shown))):
            top = body.y + round(min(at, self._room() - 1) * high)
            self._draw_line(surface, Rect(body.x, top, body.width, high - theme.space(1)), place, line, max(figures))

    def _draw_line(self, surface: Surface, hole: Rect, place: int, line: Ranked, figure: int) -> None:
        theme = self.theme
        edge = theme.px(5)
        face = hole.inflate(-2 * edge, -2 * edge)
        first = place < _FIRST
        color = (line.color or theme.color("ink")) if first else theme.color("foam_raised")
        ink = "foam" if first else "ink"
        lifted(surface, face, min(theme.radius("card"), hole.height // 2) - edge, color, 0.4 if first else 0.25)
        number = Rect(face.x + theme.space(1), face.y, face.height + theme.space(1), face.height)
        draw_text(surface, theme, str(place + 1), number, "body", ink, "center", "middle", weight=700)
        if line.color is not None and not first:
            chip = Rect(0, 0, theme.px(8), face.height * 5 // 9)
            chip.midleft = (face.x + theme.space(1), face.centery)
            rounded(surface, chip, chip.width // 2, line.color)
        left = number.right + theme.space(1)
        score = Rect(face.right - figure - theme.space(2), face.y, figure, face.height)
        words = Rect(left, face.y, max(1, score.x - theme.space(1.5) - left), face.height)
        draw_text(surface, theme, line.label, words, "body", ink, "left", "middle")
        draw_text(surface, theme, self.show(line.score), score, "body", ink, "right", "middle", weight=600)

    def _row(self) -> int:
        least = line_height(self.theme, "body") + self.theme.space(2)
        return max(least, min(self.theme.px(_ROW), self._body.height // max(1, len(self.lines))))

    def _room(self) -> int:
        """How many lines fit."""
        return max(1, (self._body.height + self.theme.space(1)) // self._row())


def _sorted(lines: Sequence[Ranked]) -> tuple[Ranked, ...]:
    return tuple(sorted(lines, key=lambda line: -line.score))
