"""A QR code."""

from functools import lru_cache

from pygame import Color, Rect, Surface, transform

from xlab_kiosk.stage.arrange import middle
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import lifted
from xlab_kiosk.stage.text import Block, draw_block, layout
from xlab_kiosk.stage.theme import Theme

QUIET = 4
"""Modules of empty paper around the code, as ISO/IEC 18004 wants them: a phone finds it by them."""

SMALLEST = 3
"""Pixels of a module below which a phone at arm's length no longer reads it."""

_LONGEST = 1000
"""Characters; more would need modules too small for any panel we know."""


class QRCode:
    """A code for phones on a slip of paper in the middle of ``rect``, and a caption below it, as an address to type.

    ``fits`` is False if its modules are too small to be read. Raises ValueError for no text or one that is too long.

    >>> code = QRCode(theme, Rect(800, 120, 400, 480), "http://192.168.4.1:8080/r/7", "192.168.4.1:8080")
    >>> code.fits
    True
    >>> code.draw(screen)
    """

    def __init__(self, theme: Theme, rect: Rect, data: str, caption: str = "") -> None:
        if not 0 < len(data) <= _LONGEST:
            raise ValueError(f"A QR code takes 1 to {_LONGEST} characters; this text has {len(data)}.")
        self.theme = theme
        self.rect = rect
        self.data = data
        self.caption = caption

    @property
    def fits(self) -> bool:
        """Whether a phone can read it, and its caption is whole."""
        return self._module() >= SMALLEST and self._words(self.rect.width).fits

    @property
    def paper(self) -> Rect:
        """The slip of paper it is printed on."""
        side = self._module() * self._modules()
        words = self._words(max(1, side - 2 * self.theme.space(1)))
        return middle(self.rect, side, side + (words.height + self.theme.space(1.5) if words.lines else 0))

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; nothing moves."""
        return False

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme, paper = self.theme, self.paper
        lifted(surface, paper, theme.radius("small"), theme.color("paper"), 0.5)
        picture = _picture(self.data, self._module(), tuple(theme.color("paper_ink")), tuple(theme.color("paper")))
        quiet = QUIET * self._module()
        surface.blit(picture, (paper.centerx - picture.get_width() // 2, paper.y + quiet))
        if self.caption:
            words = self._words(paper.width - 2 * theme.space(1))
            room = Rect(
                paper.x + theme.space(1), paper.bottom - words.height - theme.space(1), words.width, words.height
            )
            room.centerx = paper.centerx
            draw_block(surface, theme, words, room, "paper_ink", "center", "middle")

    def _words(self, width: int) -> Block:
        return layout(self.theme, self.caption, "caption", width, max_lines=2, weight=600)

    def _modules(self) -> int:
        return len(_matrix(self.data)) + 2 * QUIET

    def _module(self) -> int:
        """Pixels of one module: whole ones, so that every module is as large as the others."""
        words = self._words(self.rect.width - 2 * self.theme.space(1))
        below = words.height + self.theme.space(1.5) if words.lines else 0
        return max(1, min(self.rect.width, self.rect.height - below) // self._modules())


@lru_cache(maxsize=16)
def _matrix(data: str) -> tuple[bytes, ...]:
    import segno  # brings half of the standard library along, and few demos show a code

    return tuple(bytes(row) for row in segno.make(data, error="m", micro=False).matrix)


@lru_cache(maxsize=8)
def _picture(data: str, module: int, ink: tuple[int, ...], paper: tuple[int, ...]) -> Surface:
    matrix = _matrix(data)
    small = Surface((len(matrix), len(matrix)), 0, 32)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            small.set_at((x, y), Color(ink if dark else paper))
    return transform.scale(small, (len(matrix) * module, len(matrix) * module))
