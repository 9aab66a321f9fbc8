"""What a picture of the machine's screen shows, as far as a program can tell; people look at the files."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
import pygame

COLOURS = 400
"""A screen of the kiosk has thousands; a console, a login or a dark screen has some dozens."""
BUTTON = (0.0185, 0.0611)
"""A place of the screen inside the home button of the bar that choice and demos have, beside its icon."""
BRIGHTER = 8
"""By how much the button is brighter than the foam that is there without a bar."""
PAPER = 0.1
"""The slip with the code takes a quarter of the screen; nothing else is as white."""


def pixels(path: Path) -> NDArray[np.uint8]:
    """The picture as (width, height, 3)."""
    return pygame.surfarray.array3d(pygame.image.load(path)).astype(np.uint8)


def colours(path: Path) -> int:
    """How many different colours it has."""
    shown = pixels(path).reshape(-1, 3).astype(np.uint32)
    return int(np.unique(shown[:, 0] << 16 | shown[:, 1] << 8 | shown[:, 2]).size)


def drawn(path: Path) -> bool:
    """Whether the kiosk has drawn it, whatever it shows."""
    return colours(path) > COLOURS


def barred(path: Path) -> bool:
    """Whether it has the bar with the home button: the choice and demos have one, the attract picture has none."""
    shown = pixels(path).astype(np.int32)
    x, y = (round(share * length) for share, length in zip(BUTTON, shown.shape, strict=False))
    return int(shown[x, y].min()) > int(shown[x, 0].min()) + BRIGHTER


def papered(path: Path) -> bool:
    """Whether the slip with the code lies in it."""
    return float((pixels(path).min(axis=2) > 230).mean()) > PAPER
