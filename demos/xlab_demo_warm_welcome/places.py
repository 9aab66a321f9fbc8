"""Where things are on a panel: one set of rectangles for each scene, lying or standing. Pure."""

from functools import cache

import msgspec
from pygame import Rect

from xlab_kiosk.stage import Theme

NEXT_WIDE, NEXT_HIGH = 212, 92
"""Token pixels of the place where another badge waits."""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """All rectangles of the demo in panel pixels.

    ``whole`` is all but the edge; ``badge_...`` are squares, one for each scene that shows a badge;
    ``next_...`` are where another badge waits for its turn.
    """

    whole: Rect
    pad: Rect
    badge_pad: Rect
    wait_words: Rect
    badge_hello: Rect
    hello_words: Rect
    badge_known: Rect
    known_title: Rect
    facts: Rect
    keep: Rect
    forget: Rect
    next_known: Rect
    next_result: Rect
    badge_result: Rect
    result_words: Rect
    business: Rect
    done: Rect


@cache
def places(theme: Theme) -> Places:
    """The rectangles for this panel."""
    return _standing(theme) if theme.portrait else _lying(theme)


def _lying(theme: Theme) -> Places:
    width, height = theme.size
    edge, gap, low = theme.px(44), theme.px(24), theme.px(104)
    inner = Rect(edge, edge, width - 2 * edge, height - 2 * edge)
    words_high = theme.px(196)
    pad = _square(inner.centerx, inner.top + (inner.height - words_high) // 2, inner.height - words_high - gap)
    hello = _square(inner.left + inner.width * 27 // 100, inner.centery, min(inner.height, inner.width * 42 // 100))
    small = Rect(inner.left, inner.top, theme.px(136), theme.px(136))
    following = Rect(inner.right - theme.px(NEXT_WIDE), inner.top, theme.px(NEXT_WIDE), theme.px(NEXT_HIGH))
    choices = Rect(inner.left, inner.bottom - low, inner.width, low)
    half = (choices.width - gap) // 2
    result = Rect(inner.left, inner.top, inner.width * 30 // 100, inner.height - low - gap)
    words = result.right + 2 * gap
    done = Rect(0, 0, theme.px(232), low)
    done.bottomright = inner.bottomright
    after = following.copy()
    after.midbottom = result.centerx, result.bottom
    return Places(
        whole=inner,
        pad=pad,
        badge_pad=_square(*pad.center, pad.width // 2),
        wait_words=Rect(inner.left, inner.bottom - words_high, inner.width, words_high),
        badge_hello=hello,
        hello_words=Rect(hello.right + 2 * gap, inner.top, inner.right - hello.right - 2 * gap, inner.height),
        badge_known=small,
        known_title=Rect(small.right + gap, small.top, inner.right - small.right - gap, small.height),
        next_known=following,
        next_result=after,
        facts=Rect(inner.left, small.bottom + gap, inner.width, choices.top - small.bottom - 2 * gap),
        keep=Rect(choices.left, choices.top, half, low),
        forget=Rect(choices.right - half, choices.top, half, low),
        badge_result=_square(*result.center, min(result.size)),
        result_words=Rect(words, inner.top, inner.right - words, result.height),
        business=Rect(inner.left, done.top - gap // 2, done.left - inner.left - gap, low + gap // 2),
        done=done,
    )


def _standing(theme: Theme) -> Places:
    width, height = theme.size
    edge, gap, low = theme.px(44), theme.px(24), theme.px(104)
    inner = Rect(edge, edge, width - 2 * edge, height - 2 * edge)
    words_high = theme.px(344)
    pad = _square(inner.centerx, inner.top + (inner.height - words_high) // 2, min(inner.width, inner.height // 2))
    hello = _square(inner.centerx, inner.top + inner.height * 34 // 100, inner.width * 80 // 100)
    head = Rect(inner.left, inner.top, inner.width, theme.px(264))
    small = _square(inner.left + theme.px(64), head.centery, theme.px(128))
    choices = Rect(inner.left, inner.bottom - low, inner.width, low)
    half = (choices.width - gap) // 2
    following = Rect(0, 0, theme.px(NEXT_WIDE), theme.px(NEXT_HIGH))
    following.bottomright = inner.right, choices.top - gap
    result = _square(inner.centerx, inner.top + theme.px(88), theme.px(176))
    business = Rect(inner.left, 0, inner.width, theme.px(260))
    business.bottom = choices.top - gap
    after = following.copy()
    after.midright = inner.right, result.centery
    words = Rect(inner.left, result.bottom + gap, inner.width, business.top - result.bottom - gap - theme.px(8))
    return Places(
        whole=inner,
        pad=pad,
        badge_pad=_square(*pad.center, pad.width // 2),
        wait_words=Rect(inner.left, inner.bottom - words_high, inner.width, words_high),
        badge_hello=hello,
        hello_words=Rect(inner.left, hello.bottom + gap, inner.width, inner.bottom - hello.bottom - gap),
        badge_known=small,
        known_title=Rect(small.right + gap, head.top, inner.right - small.right - gap, head.height),
        facts=Rect(inner.left, head.bottom, inner.width, following.top - gap - head.bottom),
        next_known=following,
        next_result=after,
        keep=Rect(choices.left, choices.top, half, low),
        forget=Rect(choices.right - half, choices.top, half, low),
        badge_result=result,
        result_words=words,
        business=business,
        done=choices,
    )


def _square(x: int, y: int, side: int) -> Rect:
    """A square around a point."""
    rect = Rect(0, 0, side, side)
    rect.center = x, y
    return rect
