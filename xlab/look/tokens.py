"""Design tokens: the one place where a colour, a size, a radius or a duration has a value.

The stage, the style sheet and the report read them. Lengths are pixels on a panel of 720 lines; scale them with
:func:`scale`. Colours are ``#rrggbb``.
"""

from typing import Final

FOAM: Final = "#17181c"
FOAM_RAISED: Final = "#202228"
FOAM_PRESSED: Final = "#101114"
FOAM_EDGE: Final = "#33363f"
INK: Final = "#f4f1ea"
INK_SOFT: Final = "#b9b6ae"
INK_FAINT: Final = "#8b8982"
PAPER: Final = "#faf7f0"
PAPER_RAISED: Final = "#ffffff"
PAPER_INK: Final = "#22242a"
PAPER_INK_SOFT: Final = "#5a5c63"

ACCENTS: Final = {
    "coral": "#ee6952",
    "amber": "#f8ba40",
    "leaf": "#86dc80",
    "sky": "#70c4fd",
    "violet": "#9a7fea",
}
"""Five accents, at least 4.5:1 on foam and distinguishable to colour-blind eyes (both tested)."""

STAGE_ACCENTS: Final = {
    "sourcing": "coral",
    "design": "amber",
    "make": "leaf",
    "sell": "sky",
    "use": "violet",
    "govern": "violet",
}
"""What an accent means: the stage of the supply chain. Badges are exempt."""

TYPE: Final = {"title": 64, "lead": 36, "body": 28, "caption": 24}
"""Type sizes in pixels at 720 lines."""

SPACE: Final = 8
"""The grid, in pixels at 720 lines."""

RADIUS: Final = {"small": 12, "card": 24, "cutout": 36}

DURATION: Final = {"press": 0.12, "move": 0.24, "place": 0.40}
"""Seconds for a press, a move, a change of place."""

TARGET_MM: Final = 9.0
TARGET_PX: Final = 72
"""The smallest thing to tap, at 720 lines."""

LINES: Final = 720


def scale(width: int, height: int) -> float:
    """Factor from token pixels to a panel of this size: its shorter side against 720, but no smaller than 0.66.

    A 480-line panel is a small one held close to a visitor, so type shrinks less than the pixel count.
    """
    return max(0.66, min(width, height) / LINES)
