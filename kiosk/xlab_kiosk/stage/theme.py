"""The look of one panel: tokens turned into pixels and pygame colours."""

from functools import cache
from math import ceil
from typing import Literal

import msgspec
import pygame

from xlab.look import tokens

Role = Literal["title", "lead", "body", "caption"]
"""The four sizes of type; a screen uses no others."""

ROLES: tuple[Role, ...] = ("title", "lead", "body", "caption")
"""From large to small."""

Radius = Literal["small", "card", "cutout"]
Duration = Literal["press", "move", "place"]


class Theme(msgspec.Struct, frozen=True):
    """Everything that is measured or coloured on a panel of ``size`` (width, height in pixels).

    >>> theme = Theme((800, 480))
    >>> theme.px(36), theme.target, theme.portrait
    (24, 48, False)
    >>> theme.color("sky")
    Color(112, 196, 253, 255)
    """

    size: tuple[int, int]
    reduced_motion: bool = False

    @property
    def scale(self) -> float:
        """Factor from token pixels to pixels of this panel."""
        return tokens.scale(*self.size)

    @property
    def portrait(self) -> bool:
        """Whether the panel stands upright."""
        return self.size[1] > self.size[0]

    @property
    def target(self) -> int:
        """Side of the smallest thing to tap, in panel pixels: 9 mm or more on the panels we know."""
        return ceil(tokens.TARGET_PX * self.scale)

    def px(self, length: float) -> int:
        """Panel pixels for a length in token pixels; what is not nothing never becomes nothing."""
        pixels = round(length * self.scale)
        return pixels or (length > 0) - (length < 0)

    def space(self, units: float = 1) -> int:
        """Panel pixels for a number of units of the grid (8 token pixels each)."""
        return self.px(units * tokens.SPACE)

    def radius(self, name: Radius) -> int:
        """Panel pixels of a corner."""
        return self.px(tokens.RADIUS[name])

    def type_px(self, role: Role) -> int:
        """Size of a role's type in panel pixels."""
        return self.px(tokens.TYPE[role])

    def seconds(self, name: Duration) -> float:
        """How long a press, a move or a change of place takes. Raises KeyError for anything else."""
        return tokens.DURATION[name]

    def color(self, name: str) -> pygame.Color:
        """The colour of a token (``foam``, ``foam_raised``, ``ink``, ...) or of an accent (``coral``, ``sky``, ...).

        A new object each time, because pygame's colours can be changed. Raises KeyError, naming all, if it is unknown.
        """
        try:
            return pygame.Color(_colors()[name])
        except KeyError:
            raise KeyError(f"{name!r} is no colour of the theme; there are {', '.join(_colors())}") from None

    def reduced(self, role: Role) -> Role:
        """The next smaller role, or the same if it is the smallest."""
        return ROLES[min(ROLES.index(role) + 1, len(ROLES) - 1)]


@cache
def _colors() -> dict[str, str]:
    """Every colour token by its name in lower case, and the accents."""
    named = {name.lower(): value for name, value in vars(tokens).items() if _is_color(value)}
    return named | tokens.ACCENTS


def _is_color(value: object) -> bool:
    return isinstance(value, str) and value.startswith("#")
