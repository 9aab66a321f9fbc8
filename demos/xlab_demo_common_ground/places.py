"""Where things are on a panel: rectangles for each scene, lying or standing. Pure."""

from functools import cache

import msgspec
from pygame import Rect

from xlab_kiosk.stage import Theme, columns, page, rows


class Beside(msgspec.Struct, frozen=True):
    """The map, and where a code for phones lies with what is said of it."""

    map: Rect
    join: Rect


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """All rectangles of the demo in panel pixels; ``pips`` is one's progress.

    While one answers, the map and the code for phones are beside the cards: as in ``one_code``, or in ``two_codes``
    where phones have to join a Wi-Fi first.

    ``partners`` are the rows, from the top, in which those lie whom one would ask first.
    """

    pips: Rect
    card: Rect
    answers: tuple[Rect, ...]
    one_code: Beside
    two_codes: Beside
    large_map: Rect
    told: Rect
    quiet: tuple[Rect, ...]
    onward: Rect
    last_map: Rect
    last_told: Rect
    works: Rect
    expect: Rect
    ask: Rect
    partners: tuple[Rect, ...]
    done: Rect


@cache
def places(theme: Theme) -> Places:
    """The rectangles for this panel."""
    return _standing(theme) if theme.portrait else _lying(theme)


def _lying(theme: Theme) -> Places:
    inner = page(theme, 4)
    left, right = columns(theme, inner, 10, 9)
    pips, card, answers = rows(theme, left, "3 space", 1, "12 space", gap=2)
    large, side = columns(theme, inner, 20, 13)
    told, quiet, onward = rows(theme, side, 1, "target", "11 space", gap=2)
    upper, ask, lower = rows(theme, inner, 1, "caption", "target", gap=1.5)
    last, last_told = columns(theme, upper, 11, 12, gap=4)
    last_told, works, expect = rows(theme, last_told, 12, 5, 5, gap=1)
    partners, done = columns(theme, lower, 5, 1, gap=2)
    return Places(
        pips=pips,
        card=card,
        answers=tuple(columns(theme, answers, 1, 1, 1, gap=2)),
        one_code=Beside(*rows(theme, right, 1, "19 space", gap=2)),
        two_codes=Beside(*rows(theme, right, 1, "29 space", gap=2)),
        large_map=large,
        told=told,
        quiet=tuple(columns(theme, quiet, 1, 1, gap=2)),
        onward=onward,
        last_map=last,
        last_told=last_told,
        works=works,
        expect=expect,
        ask=ask,
        partners=(partners,),
        done=done,
    )


def _standing(theme: Theme) -> Places:
    inner = page(theme, 4)
    pips, card, answers, lower = rows(theme, inner, "3 space", 10, "12 space", 14, gap=2)
    large, told, quiet, onward = rows(theme, inner, 15, 10, "target", "11 space", gap=2)
    last, last_told, works, expect, ask, first, second = rows(
        theme, inner, 13, 9, 4, 4, "caption", "target", "target", gap=1.5
    )
    second, done = columns(theme, second, 2, 1, gap=2)
    return Places(
        pips=pips,
        card=card,
        answers=tuple(columns(theme, answers, 1, 1, 1, gap=2)),
        one_code=Beside(*rows(theme, lower, 1, "17 space", gap=2)),
        two_codes=Beside(*rows(theme, lower, 1, "26 space", gap=2)),
        large_map=large,
        told=told,
        quiet=tuple(columns(theme, quiet, 1, 1, gap=2)),
        onward=onward,
        last_map=last,
        last_told=last_told,
        works=works,
        expect=expect,
        ask=ask,
        partners=(first, second),
        done=done,
    )
