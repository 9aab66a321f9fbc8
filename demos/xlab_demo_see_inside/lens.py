"""Where a sheet is before a camera, and where its points are seen. Pure geometry.

Lengths are millimetres, directions as a camera has them: x to the right, y down, z away from it. On a sheet x goes to
the right, y up and z towards whoever reads it.
"""

from math import exp, pi, radians, sin, tan

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Lens(msgspec.Struct, frozen=True):
    """A pinhole: picture ``width``, ``height`` and the ``focal`` length, all in pixels; the axis is in the middle."""

    width: int
    height: int
    focal: float

    @classmethod
    def of(cls, size: tuple[int, int], across: float) -> "Lens":
        """The lens of a camera that sees ``across`` degrees from the left to the right edge of its picture."""
        return cls(size[0], size[1], size[0] / 2 / tan(radians(across) / 2))

    @property
    def matrix(self) -> Floats:
        """3 by 3, as computer vision writes it; a pixel's middle is at whole numbers."""
        return np.array(
            [[self.focal, 0.0, (self.width - 1) / 2], [0.0, self.focal, (self.height - 1) / 2], [0.0, 0.0, 1.0]]
        )

    def seen(self, points: Floats) -> Floats:
        """Pixels (n, 2) at which points (n, 3) before the camera are seen."""
        depth = np.maximum(points[:, 2:], 1.0)
        flat: Floats = points[:, :2] / depth * self.focal + ((self.width - 1) / 2, (self.height - 1) / 2)
        return flat


class Pose(msgspec.Struct, frozen=True, eq=False):
    """Where a sheet is: ``turn`` (3, 3) and ``place`` (3,) take its points to the camera's."""

    turn: Floats
    place: Floats

    @property
    def distance(self) -> float:
        """Millimetres from the camera."""
        return float(np.linalg.norm(self.place))

    def put(self, points: Floats) -> Floats:
        """Points (n, 3) of the sheet before the camera."""
        moved: Floats = points @ self.turn.T + self.place
        return moved


def square(mm: float) -> Floats:
    """The corners (4, 3) of a marker this size: clockwise from the upper left."""
    half = mm / 2
    return np.array([[-half, half, 0.0], [half, half, 0.0], [half, -half, 0.0], [-half, -half, 0.0]])


def facing(place: tuple[float, float, float], *, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Pose:
    """A sheet held before the camera at ``place``, turned by degrees about its own up, right and outward direction."""
    turned = spin(1, yaw) @ spin(0, pitch) @ spin(2, roll)
    return Pose(np.diag([1.0, -1.0, -1.0]) @ turned, np.array(place))


def spin(axis: int, degrees: float) -> Floats:
    """The rotation (3, 3) by degrees about one of the three axes."""
    return rotation(np.eye(3)[axis] * radians(degrees))


def rotation(vector: Floats) -> Floats:
    """The rotation (3, 3) about a vector by its length, in radians (Rodrigues' formula)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned: Floats = np.eye(3) + sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)
    return turned


def turned_by(turn: Floats) -> Floats:
    """The vector (3,) of a rotation: its axis, as long as its angle in radians."""
    angle = angle_of(turn)
    if angle < 1e-9:
        return np.zeros(3)
    if pi - angle < 1e-6:  # half a turn has no side; the axis is what the turn keeps
        values, vectors = np.linalg.eigh((turn + turn.T) / 2)
        half: Floats = vectors[:, int(np.argmax(values))] * angle
        return half
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    whole: Floats = axis / (2 * sin(angle)) * angle
    return whole


def angle_of(turn: Floats) -> float:
    """Radians by which a rotation turns."""
    return float(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1.0, 1.0)))


STILL_S, MOVING_S = 0.22, 0.035
"""Seconds after which a held sheet's trembling, or a moved sheet's way, is two thirds in the picture."""

MOVED_MM, TURNED = 120.0, 1.2
"""A speed, in mm and radians a second, from which a sheet counts as moved and not as held."""


class Steady:
    """A pose without trembling: held still it is averaged, moved it is followed at once.

    The idea is that of the 1-euro filter (Casiez, Roussel and Vogel, CHI 2012): the faster, the less is averaged.
    """

    def __init__(self) -> None:
        self._pose: Pose | None = None
        self._pace = 0.0

    def update(self, seen: Pose, dt: float) -> Pose:
        """The sheet was seen like this, ``dt`` seconds after the last time."""
        if self._pose is None or dt <= 0:
            self._pose = self._pose or seen
            return self._pose
        was = self._pose
        step = seen.place - was.place
        turn = turned_by(seen.turn @ was.turn.T)
        pace = float(np.linalg.norm(step)) / dt / MOVED_MM + float(np.linalg.norm(turn)) / dt / TURNED
        self._pace += (pace - self._pace) * (1 - exp(-dt / 0.1))  # one bad picture is no movement
        part = min(1.0, self._pace)
        share = 1 - exp(-dt / (STILL_S + (MOVING_S - STILL_S) * part))
        self._pose = Pose(rotation(turn * share) @ was.turn, was.place + step * share)
        return self._pose

    def forget(self) -> None:
        """The sheet was lost: the next time it is where it is seen."""
        self._pose, self._pace = None, 0.0
