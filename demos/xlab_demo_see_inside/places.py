"""Where things are on a panel, lying or standing. Pure."""

from functools import cache

import msgspec
from pygame import Rect

from xlab_kiosk.stage import Theme, columns, page, rows


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """All rectangles of the demo in panel pixels; ``window`` is where the room is seen."""

    window: Rect
    slider: Rect
    card: Rect
    first: Rect
    second: Rect
    photo: Rect
    title: Rect
    notes: tuple[Rect, Rect]
    business: Rect
    done: Rect


@cache
def places(theme: Theme) -> Places:
    """The rectangles for this panel."""
    whole = page(theme, 4)
    if theme.portrait:
        window, slider, card, buttons = rows(theme, whole, 5.4, 1.5, 5.2, "target")
        first, second = columns(theme, buttons, 1, 1, gap=2)
        photo, title, one, two, business, done = rows(theme, whole, 5.2, 1.7, 1.5, 1.5, 3.3, "target", gap=2)
        return Places(
            window=window,
            slider=slider,
            card=card,
            first=first,
            second=second,
            photo=photo,
            title=title,
            notes=(one, two),
            business=business,
            done=done,
        )
    left, right = columns(theme, whole, 63, 37, gap=4)
    window, slider = rows(theme, left, 1, "2 target", gap=1)
    card, first, second = rows(theme, right, 1, "target", "target", gap=2)
    upper, lower = rows(theme, whole, 1, "3.4 caption")
    photo, words = columns(theme, upper, 54, 46, gap=4)
    title, one, two = rows(theme, words, 1.25, 1, 1, gap=1)
    business, done = columns(theme, lower, 1, 0.22)
    done = Rect(done.left, done.bottom - theme.target, done.width, theme.target)
    return Places(
        window=window,
        slider=slider,
        card=card,
        first=first,
        second=second,
        photo=photo,
        title=title,
        notes=(one, two),
        business=business,
        done=done,
    )
