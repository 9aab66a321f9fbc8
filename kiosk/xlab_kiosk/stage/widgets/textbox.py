"""Words in a box."""

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.text import Align, Block, Valign, draw_block, layout
from xlab_kiosk.stage.theme import Role, Theme


class TextBox:
    """Text that wraps in ``rect``, shrinks one size if it must, and never leaves it; ``fits`` says if all of it shows.

    >>> words = TextBox(theme, Rect(40, 40, 400, 120), "Put your badge on the pad", "lead")
    >>> words.fits
    True
    >>> words.text = "Thank you"
    >>> words.draw(screen)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        text: str,
        role: Role = "body",
        *,
        color: str | Color = "ink",
        align: Align = "left",
        valign: Valign = "top",
    ) -> None:
        self.theme = theme
        self.rect = rect
        self.text = text
        self.role = role
        self.color = color
        self.align = align
        self.valign = valign
        self._drawn: tuple[str, Role] | None = None

    @property
    def fits(self) -> bool:
        """Whether all of the text fits; if not, it ends in an ellipsis."""
        return self._block().fits

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due: its words were changed."""
        before, self._drawn = self._drawn, (self.text, self.role)
        return before is not None and before != self._drawn

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        draw_block(surface, self.theme, self._block(), self.rect, self.color, self.align, self.valign)

    def _block(self) -> Block:
        return layout(self.theme, self.text, self.role, self.rect.width, height=self.rect.height)
