"""Pictures of a marker whose place is known: computed from the pose itself, not as the station draws its clip."""

import cv2
import numpy as np
import pygame

from xlab.methods.markers import ACROSS, LARGE, dark
from xlab_demo_see_inside.lens import Lens, Pose

SIZE = (1280, 720)
LENS = Lens.of(SIZE, 60.0)

_FINE = 3
"""Samples along each side of a pixel."""


def photographed(pose: Pose, *, noise: float = 0.0, blur: float = 0.0, seed: int = 0, lens: Lens = LENS) -> np.ndarray:
    """Brightness (height, width) of a wall of light grey with one marker on white: light fell on all of each pixel."""
    random = np.random.default_rng(seed)
    cells = np.array(dark(LARGE.id))
    rim = LARGE.mm * (0.5 + 1.5 / ACROSS)
    corners = lens.seen(pose.put(np.array([[-rim, rim, 0], [rim, rim, 0], [rim, -rim, 0], [-rim, -rim, 0.0]])))
    low = np.floor(corners.min(axis=0)).astype(int) - 2
    high = np.ceil(corners.max(axis=0)).astype(int) + 3
    step = (np.arange(_FINE) + 0.5) / _FINE - 0.5
    xs = (np.arange(low[0], high[0])[:, None] + step).ravel()
    ys = (np.arange(low[1], high[1])[:, None] + step).ravel()
    x, y = np.meshgrid((xs - (lens.width - 1) / 2) / lens.focal, (ys - (lens.height - 1) / 2) / lens.focal)
    # Where the ray through each sample meets the sheet: its point is turn @ (a, b, 0) + place, for some depth.
    back = np.linalg.inv(np.column_stack([pose.turn[:, 0], pose.turn[:, 1], pose.place]))
    a, b, scale = (back[row, 0] * x + back[row, 1] * y + back[row, 2] for row in range(3))
    a, b = a / scale, b / scale
    column = np.floor((a / LARGE.mm + 0.5) * ACROSS).astype(int)
    row = np.floor((0.5 - b / LARGE.mm) * ACROSS).astype(int)
    inside = (column >= 0) & (column < ACROSS) & (row >= 0) & (row < ACROSS)
    light = np.where(np.maximum(np.abs(a), np.abs(b)) < rim, 235.0, 150.0)
    light[inside] = np.where(cells[row[inside], column[inside]], 35.0, 235.0)
    part = light.reshape(high[1] - low[1], _FINE, high[0] - low[0], _FINE).mean(axis=(1, 3))
    picture = np.full((lens.height, lens.width), 150.0, np.float32)
    left, top, right, bottom = max(0, low[0]), max(0, low[1]), min(lens.width, high[0]), min(lens.height, high[1])
    picture[top:bottom, left:right] = part[top - low[1] : bottom - low[1], left - low[0] : right - low[0]]
    if blur:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if noise:
        picture += noise * random.standard_normal(picture.shape, np.float32)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def surface(brightness: np.ndarray) -> pygame.Surface:
    """As a camera hands it on: 24 bits, red first."""
    rgb = np.ascontiguousarray(np.repeat(brightness[:, :, None], 3, axis=2))
    return pygame.image.frombuffer(rgb.tobytes(), brightness.shape[::-1], "RGB")
