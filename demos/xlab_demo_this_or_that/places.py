"""Where things are on each screen, in panel pixels; what stands upright is laid out for it. Pure."""

from functools import cache

import msgspec
from pygame import Rect

from xlab_kiosk.stage import Theme, columns


class Voting(msgspec.Struct, frozen=True):
    """Two cards facing each other, what is said above and between them, and the rail below."""

    heading: Rect
    progress: Rect
    own: Rect
    cards: tuple[Rect, Rect]
    word: Rect
    skip: Rect
    rail: Rect
    told: Rect


class Writing(msgspec.Struct, frozen=True):
    """A line to write in with its keyboard, a code for phones beside it, and the way on."""

    heading: Rect
    skip: Rect
    entry: Rect
    code: Rect


class Result(msgspec.Struct, frozen=True):
    """The best five, four notes below (one's own, what works, what does not, at home), and two ways on."""

    heading: Rect
    basis: Rect
    more: Rect
    done: Rect
    steps: tuple[Rect, ...]
    seeded: Rect
    own: Rect
    notes: tuple[Rect, Rect, Rect, Rect]


HEIGHTS = (100, 91, 88, 85, 83)
"""Parts of the podium's height, in percent, that the best five reach up to."""

_COLUMNS = (2, 1, 3, 0, 4)
"""Which column of the podium belongs to which place: the first stands in the middle."""


@cache
def voting(theme: Theme) -> Voting:
    """The places while pairs are shown."""
    page = _page(theme)
    px, target = theme.px, theme.target
    told = Rect(page.left, page.bottom - px(34), page.width, px(34))
    if theme.portrait:
        heading = Rect(page.left, page.top, page.width, px(168))
        row = Rect(page.left, heading.bottom + px(4), page.width, target)
        own = Rect(row.right - px(280), row.top, px(280), target)
        progress = Rect(row.left, row.top, own.left - px(16) - row.left, target)
        rail = Rect(page.left, told.top - px(196), page.width, px(190))
        room = Rect(page.left, row.bottom + px(20), page.width, rail.top - px(20) - row.bottom - px(20))
        between = target + px(20)
        high = (room.height - between) // 2
        cards = Rect(room.left, room.top, room.width, high), Rect(room.left, room.bottom - high, room.width, high)
        middle = Rect(room.left, cards[0].bottom, room.width, room.height - 2 * high)
        word = Rect(middle.left, middle.top, px(150), middle.height)
        skip = Rect(word.right, middle.centery - target // 2, middle.right - word.right, target)
        return Voting(heading, progress, own, cards, word, skip, rail, told)
    top = Rect(page.left, page.top, page.width, px(90))
    own = Rect(top.right - px(270), top.centery - target // 2, px(270), target)
    heading = Rect(top.left, top.top, own.left - px(16) - top.left, top.height)
    rail = Rect(page.left, told.top - px(142), page.width, px(138))
    room = Rect(page.left, top.bottom + px(8), page.width, rail.top - px(8) - top.bottom - px(8))
    across = px(220)
    wide = (room.width - across) // 2 - px(16)
    cards = Rect(room.left, room.top, wide, room.height), Rect(room.right - wide, room.top, wide, room.height)
    skip = Rect(room.centerx - across // 2, room.bottom - target - px(8), across, target)
    progress = Rect(skip.left, room.top, across, px(40))
    word = Rect(skip.left, progress.bottom, across, skip.top - progress.bottom)
    return Voting(heading, progress, own, cards, word, skip, rail, told)


@cache
def writing(theme: Theme, *, phones: bool) -> Writing:
    """The places while a need is written; ``phones``: whether there is a code."""
    page = _page(theme)
    px, target = theme.px, theme.target
    if theme.portrait:
        heading = Rect(page.left, page.top, page.width, px(88))
        skip = Rect(page.left, page.bottom - target, page.width, target)
        code = Rect(page.left, heading.bottom + px(8), page.width, px(300) if phones else 0)
        top = code.bottom + px(16)
        # The keyboard wants the whole width of a panel that stands upright.
        return Writing(heading, skip, Rect(0, top, theme.size[0], skip.top - px(16) - top), code)
    skip = Rect(page.right - px(390), page.top, px(390), target)
    heading = Rect(page.left, page.top, skip.left - px(16) - page.left, target)
    room = Rect(page.left, skip.bottom + px(14), page.width, page.bottom - skip.bottom - px(14))
    across = px(250) if phones else 0
    code = Rect(room.right - across, room.top, across, room.height)
    entry = Rect(room.left, room.top, room.width - (across + px(24) if phones else 0), room.height)
    return Writing(heading, skip, entry, code)


@cache
def result(theme: Theme) -> Result:
    """The places of the ranking."""
    page = _page(theme)
    px, target = theme.px, theme.target
    if theme.portrait:
        heading = Rect(page.left, page.top, page.width, px(54))
        basis = Rect(page.left, heading.bottom, page.width, px(36))
        seeded = Rect(page.left, basis.bottom, page.width // 2 - px(8), px(38))
        own = seeded.move(page.width - seeded.width, 0)
        half = (page.width - px(16)) // 2
        more = Rect(page.left, page.bottom - target, half, target)
        done = more.move(half + px(16), 0)
        below = Rect(page.left, more.top - px(20) - px(356), page.width, px(356))
        upper, lower = px(190), px(150)
        mine = Rect(below.left, below.top, half, upper)
        business = mine.move(half + px(16), 0)
        works = Rect(below.left, below.bottom - lower, half, lower)
        notes = mine, works, works.move(half + px(16), 0), business
        room = Rect(page.left, seeded.bottom + px(8), page.width, below.top - px(20) - seeded.bottom - px(8))
        gap = px(8)
        each = (room.height - 4 * gap) // 5
        steps = [
            Rect(room.left, room.top + number * (each + gap), room.width * (100 - 3 * number) // 100, each)
            for number in range(5)
        ]
        return Result(heading, basis, more, done, tuple(steps), seeded, own, notes)
    gap, head = px(12), px(80)
    each = (page.width - 4 * gap) // 5
    # The first rises beside the heading, the others below it.
    wide = page.width // 2 - px(60)
    heading = Rect(page.left, page.top, wide, px(46))
    basis = Rect(page.left, heading.bottom, wide, head - heading.height)
    seeded = Rect(page.left + 3 * (each + gap), page.top, 2 * each + gap, head // 2)
    own = seeded.move(0, seeded.height)
    below = Rect(page.left, page.bottom - px(192), page.width, px(192))
    top = page.top + head - px(30)
    room = Rect(page.left, top, page.width, below.top - px(18) - top)
    steps = []
    for number in range(5):
        high = room.height * HEIGHTS[number] // 100
        left = room.left + _COLUMNS[number] * (each + gap)
        steps.append(Rect(left, room.bottom - high, each, high))
    mine, works, expect, business, ways = columns(theme, below, 186, 219, 250, 270, 150, gap=1.5)
    done = Rect(ways.left, ways.bottom - target, ways.width, target)
    more = done.move(0, -target - px(16))
    return Result(heading, basis, more, done, tuple(steps), seeded, own, (mine, works, expect, business))


def _page(theme: Theme) -> Rect:
    """The panel without its edge."""
    edge = theme.px(28 if not theme.portrait else 32)
    high = theme.px(18)
    return Rect(edge, high, theme.size[0] - 2 * edge, theme.size[1] - 2 * high)
