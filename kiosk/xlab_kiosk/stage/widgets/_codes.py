"""The slip of paper that codes are printed on: what it holds and where, for one code or for two that follow each other.

Where the kit's own Wi-Fi comes before the page, both codes are of one fineness: neither looks like the more important
one, and they stand in line. Where no two have room that can be read, the address of the page is there to be typed.
"""

from functools import lru_cache

import msgspec
from pygame import Rect

from xlab.look.words import Words
from xlab_kiosk.stage.text import Block, layout
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.way_in import WayIn

QUIET = 4
"""Modules of empty paper around a code, as ISO/IEC 18004 wants them: a phone finds it by them."""

SMALLEST = 3
"""Pixels of a module below which a phone at arm's length no longer reads it."""

Matrix = tuple[bytes, ...]
Size = tuple[int, int]


class Slip(msgspec.Struct, frozen=True):
    """A slip of ``size``; in its own pixels, ``codes`` are matrices and their places, ``labels`` what stands above.

    ``module`` is the pixels of one module: whole ones, so that every module is as large as the others. ``words`` is the
    caption at its foot. ``fits``: nothing is cut off.
    """

    size: Size
    module: int
    codes: tuple[tuple[Matrix, Rect], ...]
    labels: tuple[tuple[Block, Rect], ...]
    words: tuple[Block, Rect]
    fits: bool


@lru_cache(maxsize=16)
def slip_of(theme: Theme, size: Size, data: str, caption: str) -> Slip:
    """The slip for ``data`` with the largest modules that ``size`` has room for."""
    if not isinstance(data, WayIn):
        return _Plan(theme, size, (_matrix(data, "m"),), (), caption).largest()
    words = Words(data.language)
    labels = (
        (words("network.kiosk_own"), words("network.kiosk_open")),
        (words("network.code_wifi"), words("network.code_page")),
    )
    both = _alike(data.wifi, str(data))
    beside, below = (_Plan(theme, size, both, labels, caption, across).largest() for across in (2, 1))
    slip = below if below.module > beside.module else beside
    if slip.module >= SMALLEST:
        return slip
    typed = f"2 · {data.removeprefix('http://')}"
    alone = _Plan(theme, size, (_matrix(data.wifi, "l"),), tuple(pair[:1] for pair in labels), typed).largest()
    return alone if alone.module > slip.module else slip


class _Plan(msgspec.Struct, frozen=True):
    """Matrices of one fineness, ``across`` of them side by side, under one of the sets of ``labels``, if there are any.

    The sets are in the order in which one would have them.
    """

    theme: Theme
    size: Size
    drawn: tuple[Matrix, ...]
    labels: tuple[tuple[str, ...], ...]
    caption: str
    across: int = 1

    def largest(self) -> Slip:
        """The one with the largest modules; where nothing fits, that with the smallest."""
        most = max(1, min(self.size) // (len(self.drawn[0]) + 2 * QUIET))
        slips = (self._slip(module) for module in range(most, 0, -1))
        return next(slip for slip in slips if slip.module == 1 or _within(slip.size, self.size))

    def _slip(self, module: int) -> Slip:
        side, quiet, edge = len(self.drawn[0]) * module, QUIET * module, self.theme.space(1)
        labels = self._said((self.size[0] - quiet) // self.across - 2 * edge)
        cell = max([side + quiet, *(block.width + 2 * edge for block in labels)])
        head, top = (labels[0].height, edge) if labels else (0, 0)
        wide, high = self.across * cell + quiet, head + side + 2 * quiet
        # A slip with labels grows for its caption, if there is room; a code alone keeps its shape.
        beside = self.theme.space(1.5) if labels else edge
        words = self._words(max(wide, self.size[0] if labels else 0) - 2 * beside)
        wide, before = max(wide, words.width + 2 * beside), wide
        codes, heads = [], []
        for number, matrix in enumerate(self.drawn):
            left = (wide - before + quiet) // 2 + number % self.across * cell
            upper = top + number // self.across * high
            codes.append((matrix, Rect(left + (cell - side) // 2, upper + head + quiet, side, side)))
            heads += [(block, Rect(left, upper, cell, head)) for block in labels[number : number + 1]]
        foot = top + high * (len(self.drawn) // self.across)
        room = Rect((wide - words.width) // 2, foot + self.theme.space(0.5), words.width, words.height)
        size = wide, room.bottom + edge if words.lines else foot
        fits = _within(size, self.size) and all(block.fits for block in (*labels, words))
        return Slip(size, module, tuple(codes), tuple(heads), (words, room), fits)

    def _said(self, width: int) -> list[Block]:
        """Each label on one line, in the first set that fits."""
        blocks: list[Block] = []
        for labels in self.labels:
            blocks = [layout(self.theme, one, "caption", width, max_lines=1, weight=700) for one in labels]
            if all(block.fits and not block.broken for block in blocks):
                break
        return blocks

    def _words(self, width: int) -> Block:
        return layout(self.theme, self.caption, "caption", max(1, width), max_lines=2, weight=600)


def _within(size: Size, room: Size) -> bool:
    return size[0] <= room[0] and size[1] <= room[1]


def _alike(*contents: str) -> tuple[Matrix, ...]:
    """The codes of these texts, all as fine as the finest must be. The least correction makes them coarse."""
    finest = max(len(_matrix(one, "l")) for one in contents)
    return tuple(_matrix(one, "l", (finest - 17) // 4) for one in contents)


def _matrix(data: str, error: str, version: int | None = None) -> Matrix:
    """A code with this correction, or a better one that has room; a ``version`` has 17 modules and 4 times itself."""
    import segno  # brings half of the standard library along, and few demos show a code

    # What is no ASCII is UTF-8 to a phone, which the code itself cannot say.
    encoding = None if data.isascii() else "utf-8"
    made = segno.make(data, error=error, version=version, micro=False, encoding=encoding)
    return tuple(bytes(row) for row in made.matrix)
