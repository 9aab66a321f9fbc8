"""The result of one round as a picture to take home: what the room said, and nothing of anybody in it. Pure.

A drawing does not wrap words by itself, so lines are broken here, with the width of letters as the caller measures it.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import Final, Literal

import msgspec

from xlab.look import tokens
from xlab.report.writing import drawable

Weight = Literal[400, 700]
Wide = Callable[[str, Weight], float]
"""How wide a text is in a weight, in units of its size."""

WIDTH: Final = 1080
"""Pixels: what phones show of a picture sharply."""

MOST_LINES: Final = 12
"""Bars in a picture; a question with more of them is told as its first ones."""

_EDGE: Final = 72
_PAD: Final = 56
_INNER: Final = WIDTH - 2 * _EDGE - 2 * _PAD


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a result. ``parts`` are shares of agree, pass and disagree, in place of ``share``."""

    label: str
    told: str
    share: float = 0.0
    parts: tuple[float, float, float] | None = None
    mine: bool = False


class Keepsake(msgspec.Struct, frozen=True, kw_only=True):
    """All that is in the picture. ``mark`` is the beginning of the charter's SHA-256, ``label`` what is not live."""

    question: str
    people: str
    bars: tuple[Bar, ...] = ()
    quotes: tuple[str, ...] = ()
    unit: str = ""
    vision: str = ""
    day: str = ""
    mark: str = ""
    label: str = ""
    mine: str = ""


def drawing(keepsake: Keepsake, wide: Wide) -> str:
    """The picture as SVG."""
    pen = _Pen(wide)
    pen.down(_EDGE)
    if keepsake.label:
        pen.label(keepsake.label)
    if keepsake.unit:
        pen.text(keepsake.unit, 36, 400, tokens.INK_SOFT, most=1)
        pen.down(10)
    if keepsake.vision:
        pen.text(keepsake.vision, 42, 700, tokens.INK, most=3)
    pen.down(48 if keepsake.unit or keepsake.vision else 0)
    card = _Pen(wide, left=_EDGE + _PAD, width=_INNER, y=pen.y)
    card.down(_PAD)
    card.text(keepsake.question, 54, 700, tokens.PAPER_INK, most=5)
    card.down(14)
    card.text(keepsake.people, 32, 400, tokens.PAPER_INK_SOFT, most=1)
    for bar in keepsake.bars[:MOST_LINES]:
        card.down(34)
        card.bar(bar)
    for quote in keepsake.quotes[:MOST_LINES]:
        card.down(26)
        card.quote(quote)
    if keepsake.mine and any(bar.mine for bar in keepsake.bars):
        card.down(30)
        card.key(keepsake.mine)
    card.down(_PAD)
    height = card.y - pen.y
    place = f'x="{_EDGE}" y="{pen.y}" width="{WIDTH - 2 * _EDGE}" height="{height}"'
    paper = f'<rect {place} rx="40" fill="{tokens.PAPER}"/>'
    pen.y = card.y + 44
    pen.foot(keepsake.day, keepsake.mark)
    pen.down(_EDGE - 12)
    whole = round(pen.y)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole}" viewBox="0 0 {WIDTH} {whole}"'
        f' font-family="Noto Sans"><rect width="{WIDTH}" height="{whole}" fill="{tokens.FOAM}"/>'
        f"{paper}{''.join(pen.drawn)}{''.join(card.drawn)}</svg>"
    )


class _Pen:
    """Draws from the top down."""

    def __init__(self, wide: Wide, left: float = _EDGE, width: float = WIDTH - 2 * _EDGE, y: float = 0) -> None:
        self._wide = wide
        self._left, self._width = left, width
        self.y = y
        self.drawn: list[str] = []

    def down(self, by: float) -> None:
        self.y += by

    def text(self, text: str, size: int, weight: Weight, colour: str, most: int, indent: float = 0) -> None:
        """Lines of a text, the last of ``most`` cut where it has more."""
        for line in self._lines(text, size, weight, self._width - indent, most):
            self.down(size * 1.28)
            self._say(line, self._left + indent, size, weight, colour)

    def bar(self, bar: Bar) -> None:
        told = self._wide(bar.told, 400) * 30
        beside = told <= self._width * 0.4
        indent = 44.0 if bar.mine else 0.0
        room = self._width - indent - (told + 24 if beside else 0)
        weight: Weight = 700 if bar.mine else 400
        lines = list(self._lines(bar.label, 34, weight, room, 2))
        for number, line in enumerate(lines):
            self.down(44)
            if bar.mine and number == 0:
                self._ring(self._left + 15, self.y - 12)
            self._say(line, self._left + indent, 34, weight, tokens.PAPER_INK)
        if beside:
            self._say(bar.told, self._left + self._width - told, 30, 400, tokens.PAPER_INK_SOFT)
        else:
            self.down(40)
            self._say(bar.told, self._left, 30, 400, tokens.PAPER_INK_SOFT)
        self.down(16)
        self._track(bar)
        self.down(24)

    def quote(self, text: str) -> None:
        self.drawn.append(
            f'<rect x="{self._left}" y="{self.y + 14}" width="6" height="34" rx="3" fill="{tokens.PAPER_INK_SOFT}"/>'
        )
        self.text(text, 34, 400, tokens.PAPER_INK, most=3, indent=30)

    def key(self, text: str) -> None:
        self.down(36)
        self._ring(self._left + 15, self.y - 10)
        self._say(text, self._left + 44, 30, 400, tokens.PAPER_INK_SOFT)

    def label(self, text: str) -> None:
        width = self._wide(text, 700) * 32 + 48
        place = f'x="{self._left}" y="{self.y}" width="{width}" height="58"'
        self.drawn.append(f'<rect {place} rx="29" fill="{tokens.INK}"/>')
        self._say(text, self._left + 24, 32, 700, tokens.FOAM, at=self.y + 41)
        self.down(86)

    def foot(self, day: str, mark: str) -> None:
        self.down(34)
        self._say(day, self._left, 30, 400, tokens.INK_SOFT)
        if mark:
            width = self._wide(mark, 400) * 30
            x = self._left + self._width - width
            self._say(mark, x, 30, 400, tokens.INK_SOFT)
            self.drawn.append(
                f'<g transform="translate({x - 50} {self.y - 31}) scale(1.6)" fill="none" stroke="{tokens.INK_SOFT}"'
                ' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
                '<path d="M12 3l7 3v5.5c0 4.4-3 7.9-7 9.5-4-1.6-7-5.1-7-9.5V6z"/>'
                '<path d="M8.8 12l2.3 2.4 4.2-4.7"/></g>'
            )

    def _track(self, bar: Bar) -> None:
        ground = f'x="{self._left}" y="{self.y}" height="24" rx="12"'
        self.drawn.append(f'<rect {ground} width="{self._width}" fill="{tokens.PAPER_INK}" fill-opacity="0.1"/>')
        if bar.parts is None:
            width = self._width * max(0.0, min(1.0, bar.share))
            if width >= 1:
                self.drawn.append(f'<rect {ground} width="{max(width, 24)}" fill="{tokens.PAPER_INK}"/>')
            return
        agree, _, disagree = (self._width * part for part in bar.parts)
        # Agreement grows from the left and disagreement from the right, hollow: no colour means anything.
        if agree >= 1:
            self.drawn.append(f'<rect {ground} width="{max(agree, 24)}" fill="{tokens.PAPER_INK}"/>')
        if disagree >= 1:
            width = max(disagree, 24)
            place = f'x="{self._left + self._width - width + 2}" y="{self.y + 2}" width="{width - 4}" height="20"'
            self.drawn.append(
                f'<rect {place} rx="10" fill="{tokens.PAPER}" stroke="{tokens.PAPER_INK}" stroke-width="4"/>'
            )

    def _ring(self, x: float, y: float) -> None:
        self.drawn.append(
            f'<circle cx="{x}" cy="{y}" r="12" fill="none" stroke="{tokens.PAPER_INK}" stroke-width="6"/>'
        )

    def _say(self, text: str, x: float, size: int, weight: Weight, colour: str, at: float | None = None) -> None:
        y = self.y if at is None else at
        place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}"'
        self.drawn.append(f'<text {place} fill="{colour}">{escape(drawable(text))}</text>')

    def _lines(self, text: str, size: int, weight: Weight, room: float, most: int) -> Iterator[str]:
        """The text in lines no wider than ``room``; a word that is wider alone is broken."""
        most_wide = room / size
        lines: list[str] = []
        line = ""
        for word in _pieces(text, lambda piece: self._wide(piece, weight) <= most_wide):
            longer = f"{line} {word}".strip()
            if line and self._wide(longer, weight) > most_wide:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
        if len(lines) > most:
            last = lines[most - 1]
            while last and self._wide(f"{last}…", weight) > most_wide:
                last = last[:-1].rstrip()
            lines[most - 1] = f"{last}…"
        yield from lines[:most]


def _pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    for word in text.split():
        piece = ""
        for letter in word:
            if piece and not fits(piece + letter):
                yield piece
                piece = ""
            piece += letter
        yield piece
