"""Where things are on a panel, lying or standing: one set of rectangles for each scene. Pure."""

from functools import cache

import msgspec
from pygame import Rect

from xlab_kiosk.stage import Theme, columns, inset, page, rows

MARGIN = 4.5
"""Units of the grid between things and the panel's edge."""


class Spread(msgspec.Struct, frozen=True):
    """A way in its place: a round ``hole`` for each stop, room for its ``words``, and the swing of the thread."""

    holes: tuple[Rect, ...]
    words: tuple[Rect, ...]
    standing: bool


class Lane(msgspec.Struct, frozen=True):
    """One way to choose: the card, the sample on it, its way in small, and its figures."""

    card: Rect
    sample: Rect
    spread: Spread
    figures: Rect


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """All rectangles of the demo in panel pixels; pairs are those of the two samples."""

    wait_samples: tuple[Rect, Rect]
    wait_pad: Rect
    wait_words: Rect
    samples: tuple[Rect, Rect]
    pad: Rect
    title: Rect
    sign: Rect
    way: Rect
    spread: Spread
    figures: Rect
    choose_title: Rect
    lanes: tuple[Lane, Lane]
    ask: Rect
    chosen: Rect
    result_words: Rect
    result_way: Spread
    notes: tuple[Rect, Rect]
    trace: Rect
    business: Rect
    done: Rect


@cache
def places(theme: Theme) -> Places:
    """The rectangles for this panel."""
    return _standing(theme) if theme.portrait else _lying(theme)


def _lying(theme: Theme) -> Places:
    inner, px = page(theme, MARGIN), theme.px
    show, wait_words = rows(theme, inner, 1, f"{px(150) / theme.space(1)} space", gap=2)
    side = min(show.height, show.width * 30 // 100)
    head, way, strip = rows(theme, inner, "11.5 space", 1, "20 space", gap=2)
    sign = Rect(head.right - px(420), head.top, px(420), px(56))
    a = _square(strip.left + px(76), strip.centery, px(152))
    pad = _square(a.right + px(24 + 84), strip.centery, px(168))
    b = _square(pad.right + px(24 + 76), strip.centery, px(152))
    figures = Rect(b.right + px(48), strip.top, strip.right - b.right - px(48), strip.height)
    choose_title, one, two, ask = rows(theme, inner, "11 space", 1, 1, "10.5 space", gap=2.25)
    upper, trace, low = rows(theme, inner, 1, "12 space", "12 space", gap=2.5)
    chosen, words = columns(theme, upper, 27, 73, gap=4)
    title, thread, notes = rows(theme, words, 43, 22, 35, gap=1)
    left, right = columns(theme, notes, 1, 1, gap=3)
    done = Rect(low.right - px(220), low.bottom - px(84), px(220), px(84))
    return Places(
        wait_samples=(
            _square(show.left + show.width * 18 // 100, show.centery, side),
            _square(show.left + show.width * 82 // 100, show.centery, side),
        ),
        wait_pad=_square(show.centerx, show.centery, side * 84 // 100),
        wait_words=wait_words,
        samples=(a, b),
        pad=pad,
        title=Rect(head.left, head.top, sign.left - head.left - px(24), head.height),
        sign=sign,
        way=way,
        spread=_along(theme, way),
        figures=figures,
        choose_title=choose_title,
        lanes=(_flat_lane(theme, one), _flat_lane(theme, two)),
        ask=_middle(ask, px(640)),
        chosen=chosen,
        result_words=title,
        result_way=_small(theme, thread, 64, flush=True),
        notes=(left, right),
        trace=trace,
        business=Rect(low.left, low.top, done.left - low.left - px(24), low.height),
        done=done,
    )


def _standing(theme: Theme) -> Places:
    inner, px = page(theme, MARGIN), theme.px
    show, wait_words = rows(theme, inner, 3, 1, gap=3)
    side = (show.width - px(32)) // 2
    top = show.top + px(20)
    head, sign_row, way, figures, strip = rows(theme, inner, "11 space", "7 space", 1, "11 space", "21 space", gap=1.5)
    pad = _square(strip.centerx, strip.centery, strip.height)
    small = px(156)
    choose_title, one, two, ask = rows(theme, inner, "26 space", 1, 1, "11 space", gap=2.5)
    parts = rows(theme, inner, "14 space", "26 space", "12 space", "22 space", "12.5 space", 1, "10.5 space", gap=1)
    chosen, words, thread, notes, trace, business, done = parts
    first, second = rows(theme, notes, 1, 1, gap=1)
    return Places(
        wait_samples=(
            Rect(show.left, top, side, side),
            Rect(show.right - side, top, side, side),
        ),
        wait_pad=_square(show.centerx, (top + side + show.bottom) // 2, min(side, show.bottom - top - side - px(40))),
        wait_words=wait_words,
        samples=(
            _square(strip.left + small // 2, strip.centery, small),
            _square(strip.right - small // 2, strip.centery, small),
        ),
        pad=pad,
        title=head,
        sign=Rect(sign_row.left, sign_row.top, sign_row.width, sign_row.height),
        way=way,
        spread=_down(theme, way),
        figures=figures,
        choose_title=choose_title,
        lanes=(_high_lane(theme, one), _high_lane(theme, two)),
        ask=ask,
        chosen=chosen,
        result_words=words,
        result_way=_small(theme, thread, 80),
        notes=(first, second),
        trace=trace,
        business=business,
        done=done,
    )


def _along(theme: Theme, rect: Rect, count: int = 6) -> Spread:
    """Stops from left to right, every other one a little lower, with two lines of words below."""
    words = theme.px(70)
    swing = theme.px(12)
    step = rect.width // count
    side = min(step * 76 // 100, rect.height - words - 2 * swing - theme.px(8), theme.px(200))
    middle = rect.top + (rect.height - words) // 2
    holes = tuple(
        _square(rect.left + step * i + step // 2, middle + (swing if i % 2 else -swing), side) for i in range(count)
    )
    below = tuple(
        Rect(hole.centerx - step // 2 + theme.px(4), hole.bottom + theme.px(8), step - theme.px(8), words)
        for hole in holes
    )
    return Spread(holes, below, standing=False)


def _down(theme: Theme, rect: Rect, count: int = 6) -> Spread:
    """Stops from top to bottom in a loose column, with words at their right."""
    step = rect.height // count
    side = step * 112 // 100  # wider than a row is high: neighbours stand to the left and right of each other
    swing = side * 66 // 100
    middle = rect.left + swing + side // 2
    holes = tuple(
        _square(middle + (swing if i % 2 else -swing), rect.top + step * i + step // 2, side) for i in range(count)
    )
    left = middle + swing + side // 2 + theme.px(28)
    beside = tuple(Rect(left, hole.top, rect.right - left, hole.height) for hole in holes)
    return Spread(holes, beside, standing=True)


def _small(theme: Theme, rect: Rect, most: int = 96, *, flush: bool = False, count: int = 6) -> Spread:
    """A way without words, its stops at most so many token pixels across; ``flush``: it begins at the left edge."""
    side = min(rect.width // count * 78 // 100, rect.height * 80 // 100, theme.px(most))
    step = min((rect.width - side) // (count - 1), side * 3)
    swing = min(theme.px(8), (rect.height - side) // 2)
    left = rect.left + side // 2 if flush else rect.centerx - step * (count - 1) // 2
    holes = tuple(_square(left + step * i, rect.centery + (swing if i % 2 else -swing), side) for i in range(count))
    return Spread(holes, (), standing=False)


def _flat_lane(theme: Theme, rect: Rect) -> Lane:
    inside = inset(theme, rect, 1.5)
    sample, way, figures = columns(theme, inside, f"{inside.height / theme.space(1)} space", 68, 32, gap=3)
    return Lane(rect, sample, _small(theme, way), figures)


def _high_lane(theme: Theme, rect: Rect) -> Lane:
    inside = inset(theme, rect, 2)
    top, way = rows(theme, inside, 58, 42, gap=1)
    sample, figures = columns(theme, top, f"{top.height / theme.space(1)} space", 1, gap=3)
    return Lane(rect, sample, _small(theme, way), figures)


def _square(x: int, y: int, side: int) -> Rect:
    """A square around a point."""
    rect = Rect(0, 0, side, side)
    rect.center = x, y
    return rect


def _middle(rect: Rect, width: int) -> Rect:
    """The middle of a row, so wide."""
    wide = min(rect.width, width)
    return Rect(rect.centerx - wide // 2, rect.top, wide, rect.height)
