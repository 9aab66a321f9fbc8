"""What a picture of the machine's screen shows, as far as a program can tell; people look at the files."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
import pygame

COLOURS = 400
"""A screen of the kiosk has thousands; a console, a login or a dark screen has some dozens."""
GRID = (64, 36)
"""Cells in which two pictures are compared: text that is set a little differently makes no difference."""


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


def apart(one: Path, other: Path) -> float:
    """How different two pictures are: the share of cells that differ clearly, 0 to 1."""
    cells = [_cells(path) for path in (one, other)]
    return float((np.abs(cells[0] - cells[1]).max(axis=2) > 16).mean())


def _cells(path: Path) -> NDArray[np.float32]:
    small = pygame.transform.smoothscale(pygame.image.load(path), GRID)
    return pygame.surfarray.array3d(small).astype(np.float32)
