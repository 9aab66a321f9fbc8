"""Where things are: the round table in the middle, and one side's places in its own half. Pure.

Both sides have the same places; the far one's are turned with its half.
"""

from functools import cache

import msgspec
from pygame import Rect

from xlab_kiosk.stage import Theme


class Table(msgspec.Struct, frozen=True):
    """The round table, ``across`` pixels wide, in the middle of a picture of ``size`` pixels."""

    size: tuple[int, int]
    across: int

    @property
    def ring(self) -> Rect:
        """The track's outer edge."""
        return self._around(1.0)

    @property
    def island(self) -> Rect:
        """The foam inside the track."""
        return self._around(0.83)

    @property
    def well(self) -> Rect:
        """The cut-out the pie lies in."""
        return self._around(0.78)

    @property
    def track(self) -> float:
        """Pixels from the middle to the middle of the track."""
        return self.across * 0.915 / 2

    def _around(self, part: float) -> Rect:
        rect = Rect(0, 0, round(self.across * part), round(self.across * part))
        rect.center = self.size[0] // 2, self.size[1] // 2
        return rect


class Half(msgspec.Struct, frozen=True):
    """One side's places in panel pixels, in the lower half of the panel: two cards at its hands, words between."""

    whole: Rect
    hold: Rect
    share: Rect
    contract: Rect
    right: Rect
    words: Rect


@cache
def table(theme: Theme) -> Table:
    """The table of this panel."""
    width, height = theme.size
    words = _words_high(theme)
    room = (
        height - 2 * (words + theme.px(26)) if not theme.portrait else min(width - 2 * theme.px(96), height * 36 // 100)
    )
    return Table(theme.size, room)


@cache
def half(theme: Theme) -> Half:
    """The places of the near side; those of the far side are these in the upper half, turned."""
    width, height = theme.size
    edge, gap = theme.px(24), theme.px(16)
    ring = table(theme).ring
    whole = Rect(0, height - height // 2, width, height // 2)
    if theme.portrait:
        words = Rect(edge, ring.bottom + theme.px(4), width - 2 * edge, _words_high(theme))
        top = words.bottom + gap // 2
        wide = (width - 2 * edge - gap) // 2
        hold = Rect(edge, top, wide, height - edge - top)
    else:
        wide = ring.left - edge - gap
        top = whole.top + gap
        hold = Rect(edge, top, wide, height - edge - top)
        words = Rect(ring.left, 0, ring.width, _words_high(theme))
        words.bottom = height - theme.px(14)
    right = hold.move(width - 2 * edge - wide, 0)
    low = max(theme.target, right.height * 36 // 100)
    contract = Rect(right.left, right.bottom - low, wide, low)
    share = Rect(right.left, right.top, wide, contract.top - gap - right.top)
    return Half(whole, hold, share, contract, right, words)


def upper(at: Half) -> Half:
    """A half's places moved to the upper half, for a pane that turns them there."""
    whole, hold, share, contract, right, words = (
        rect.move(0, -at.whole.top) for rect in (at.whole, at.hold, at.share, at.contract, at.right, at.words)
    )
    return Half(whole, hold, share, contract, right, words)


def upright(at: Half, rect: Rect) -> Rect:
    """Where a place of a half is seen from the other side: as far from the table's edge, but at its other end."""
    return Rect(rect.left, at.whole.top + at.whole.bottom - rect.bottom, rect.width, rect.height)


def _words_high(theme: Theme) -> int:
    return theme.px(88)
