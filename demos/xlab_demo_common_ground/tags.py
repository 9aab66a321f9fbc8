"""Small pieces that several screens show: a tag on the map, the shapes one taps, a hundred lots, an answer's sign."""

from functools import lru_cache

from pygame import SRCALPHA, Color, Rect, Surface

from xlab_demo_common_ground.lot import Drawn
from xlab_demo_common_ground.shapes import GROUPS, draw_pebble
from xlab_kiosk.stage import Theme, disc, draw_block, layout, lifted, outlined

MARK = 64
"""Token pixels across the mark of an island."""

_APART = 100
_ROUNDS = 40


def draw_tag(screen: Surface, theme: Theme, corner: tuple[int, int], words: str, color: str, most: int) -> Rect:
    """Words on a slip that lies on the map, its upper left corner at ``corner``, at most ``most`` pixels wide."""
    room = most - 2 * theme.px(16)
    block = layout(theme, words, "caption", room, weight=600)
    rect = Rect(*corner, block.width + 2 * theme.px(16), block.height + theme.px(8))
    lifted(screen, rect, theme.radius("small"), theme.color("foam_raised"), 0.4)
    draw_block(screen, theme, block, rect.inflate(-2 * theme.px(16), -theme.px(8)), color)
    return rect


def marks(theme: Theme, rect: Rect, middles: list[tuple[float, float]]) -> list[Rect]:
    """Where the mark of each island lies: on its middle, but never so near to another that a finger cannot choose."""
    least = theme.px(_APART)
    spots = [[x, y] for x, y in middles]
    room = rect.inflate(-theme.px(MARK + 40), -theme.px(MARK + 40))
    for _ in range(_ROUNDS):
        for one in range(len(spots)):
            for other in range(one):
                across, down = spots[one][0] - spots[other][0], spots[one][1] - spots[other][1]
                away = (across * across + down * down) ** 0.5
                if away < least:
                    push = (least - away) / 2 + 0.5
                    x, y = (across / away, down / away) if away > 0.5 else (1.0, 0.0)
                    for spot, sign in ((spots[one], 1), (spots[other], -1)):
                        spot[0] += sign * x * push
                        spot[1] += sign * y * push
        for spot in spots:
            spot[0] = min(room.right, max(room.left, spot[0]))
            spot[1] = min(room.bottom, max(room.top, spot[1]))
    side = theme.target
    return [Rect(round(x) - side // 2, round(y) - side // 2, side, side) for x, y in spots]


def draw_mark(screen: Surface, theme: Theme, rect: Rect, group: int, *, chosen: bool, pressed: float = 0.0) -> None:
    """The mark of an island: its shape on a coin."""
    color, shape = GROUPS[group]
    side = theme.px(MARK)
    coin = Rect(0, 0, side, side)
    coin.center = rect.centerx, rect.centery + round(theme.px(3) * pressed)
    lifted(screen, coin, side // 2, theme.color("foam_pressed"), 0.5)
    outlined(screen, coin, side // 2, theme.color("ink" if chosen else color), theme.px(5 if chosen else 3))
    draw_pebble(screen, coin.center, theme.px(28), shape, theme.color(color))


def draw_lots(screen: Surface, theme: Theme, rect: Rect, drawn: Drawn | None, part: float = 1.0) -> None:
    """A hundred rooms, in amber those that look as grouped; while lots are drawn, how far it is (``part``, 0..1)."""
    alike = drawn.alike if drawn is not None else 0
    shown = 100 if drawn is not None else round(100 * part)
    picture = _lots(
        rect.width,
        alike,
        shown,
        tuple(theme.color("amber")),
        tuple(theme.color("ink_faint")),
        tuple(theme.color("foam_edge")),
    )
    screen.blit(picture, rect)


@lru_cache(maxsize=32)
def _lots(
    side: int, alike: int, shown: int, bright: tuple[int, ...], quiet: tuple[int, ...], empty: tuple[int, ...]
) -> Surface:
    picture = Surface((side, side), SRCALPHA, 32)
    step = side / 10
    for number in range(100):
        row, column = divmod(number, 10)
        color = bright if number < alike else quiet if number < shown else empty
        disc(picture, ((column + 0.5) * step, (row + 0.5) * step), step * 0.34, Color(color))
    return picture
