"""The sheet of markers: each is found by its id where the page puts it, in the size that the table says."""

import io
import re

import cv2
import numpy as np
import pygame
import pytest

from xlab.methods.markers import CODES, PRINTED, dark
from xlab.report.prints import Sheet, marker, page

PX = 6
"""Pixels to a millimetre of the page as it is looked at here."""

PLACED = re.compile(r'class="marker" style="left: ([\d.]+)mm; top: ([\d.]+)mm; width: ([\d.]+)mm[^>]*>(<svg.*?</svg>)')


def printed() -> np.ndarray:
    """The page's markers on white paper, each where and as large as the page has it."""
    paper = pygame.Surface((210 * PX, 297 * PX), 0, 32)
    paper.fill("white")
    for left, top, width, svg in PLACED.findall(page(Sheet(kind="markers", language="en", kit="Kit"))):
        side = round(float(width) * PX)
        drawn = pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (side, side))
        paper.blit(drawn, (round(float(left) * PX), round(float(top) * PX)))
    return pygame.surfarray.array3d(paper)[:, :, 0].T.copy()


def test_a_camera_finds_every_marker_of_the_sheet_in_its_size() -> None:
    family = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    squares, ids, _ = cv2.aruco.ArucoDetector(family).detectMarkers(printed())
    found = {int(number): corners[0] for number, corners in zip(ids.ravel(), squares, strict=True)}
    assert set(found) == {one.id for one in PRINTED}
    for one in PRINTED:
        upper_left, upper_right = found[one.id][:2]
        assert upper_right - upper_left == pytest.approx((one.mm * PX, 0), abs=0.01 * one.mm * PX), "upright, in size"


def test_the_table_is_that_of_the_family() -> None:
    family = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11)
    for number in range(len(CODES)):
        cells = family.generateImageMarker(number, 80)[5::10, 5::10] == 0
        assert [list(row) for row in dark(number)] == cells.tolist()
    for unknown in (-1, len(CODES)):
        with pytest.raises(ValueError, match=f"no marker {unknown}"):
            marker(unknown)
