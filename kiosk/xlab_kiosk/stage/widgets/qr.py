"""A QR code."""

from functools import lru_cache

from pygame import Color, Rect, Surface, transform

from xlab_kiosk.stage.arrange import middle
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import lifted
from xlab_kiosk.stage.text import draw_block
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.way_in import WayIn
from xlab_kiosk.stage.widgets._codes import SMALLEST, Matrix, Slip, slip_of

_LONGEST = 1000
"""Characters; more would need modules too small for any panel we know."""


class QRCode:
    """A code for phones on a slip of paper in the middle of ``rect``, and a caption below it, as an address to type.

    Of :attr:`Asked.url` it is what the room has to scan: while the kit's own Wi-Fi is open, one code to join that and
    one for the page, numbered, side by side or one below the other; ``count`` tells. Leave room for two where you can:
    ``paper`` is what it takes of ``rect``. ``fits`` is False if its modules are too small to be read. Raises ValueError
    for no text or one that is too long.

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
    def count(self) -> int:
        """How many codes there are to scan: 2 where a phone first has to join the kit's own Wi-Fi."""
        return 2 if isinstance(self.data, WayIn) else 1

    @property
    def fits(self) -> bool:
        """Whether a phone can read it, and its words are whole."""
        slip = self._slip()
        return slip.module >= SMALLEST and slip.fits

    @property
    def paper(self) -> Rect:
        """The slip of paper it is printed on."""
        return middle(self.rect, *self._slip().size)

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; nothing moves."""
        return False

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme, slip, paper = self.theme, self._slip(), self.paper
        lifted(surface, paper, theme.radius("small"), theme.color("paper"), 0.5)
        inks = tuple(theme.color("paper_ink")), tuple(theme.color("paper"))
        for matrix, place in slip.codes:
            surface.blit(_picture(matrix, slip.module, *inks), place.move(paper.topleft))
        for block, room in (*slip.labels, slip.words):
            draw_block(surface, theme, block, room.move(paper.topleft), "paper_ink", "center", "middle")

    def _slip(self) -> Slip:
        return slip_of(self.theme, self.rect.size, self.data, self.caption)


@lru_cache(maxsize=8)
def _picture(matrix: Matrix, module: int, ink: tuple[int, ...], paper: tuple[int, ...]) -> Surface:
    small = Surface((len(matrix), len(matrix)), 0, 32)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            small.set_at((x, y), Color(ink if dark else paper))
    return transform.scale(small, (len(matrix) * module, len(matrix) * module))
