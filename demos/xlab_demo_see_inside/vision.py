"""Finding a marker in pictures with OpenCV: found once, it is followed from picture to picture.

To find one takes long and needs a sharp picture; to follow its corners is quick and stands blur. So a whole picture is
searched only while there is nothing to follow, and what is followed is found anew, near by, a few times a second.
Corners are found to parts of a pixel, and the pose is that of a square's four corners (Collins and Bartoli,
"Infinitesimal plane-based pose estimation", IJCV 2014), of whose two answers the one is taken that goes on as before.
"""

from collections.abc import Mapping, Sequence

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface

from xlab_demo_see_inside.eyes import Seen
from xlab_demo_see_inside.lens import Floats, Lens, Pose, angle_of, square

Gray = NDArray[np.uint8]

WIDE = 800
"""Pixels across from which a picture is first searched at half its size."""

OVERLAP = 120
"""Pixels by which the quarters of a wide picture overlap, which are searched in turn at full size: for what is far."""

ANCHOR_EVERY = 6
"""Pictures for which corners are followed before they are found anew, so that nothing drifts."""

BACK = 0.5
"""Pixels within which a corner that is followed forth and back must come home."""

SMALLEST = 14.0
"""Pixels along the shortest side of a marker that can still be followed."""

SAME = 2.0
"""Where one answer fits the corners less than so many times better than the other, the earlier pose decides."""


class Found(msgspec.Struct, frozen=True, eq=False):
    """A marker found in a picture: its id and corners (4, 2), clockwise from its own upper left."""

    id: int
    corners: Floats


def gray(picture: Surface) -> Gray:
    """The picture's brightness (height, width), from a surface of 24 or 32 bits."""
    width, height = picture.get_size()
    deep = picture.get_bytesize()
    raw = np.frombuffer(picture.get_buffer().raw, np.uint8).reshape(height, picture.get_pitch())
    pixels = np.ascontiguousarray(raw[:, : width * deep].reshape(height, width, deep))
    red_first = picture.get_shifts()[0] == 0
    codes = {
        (3, True): cv2.COLOR_RGB2GRAY,
        (3, False): cv2.COLOR_BGR2GRAY,
        (4, True): cv2.COLOR_RGBA2GRAY,
        (4, False): cv2.COLOR_BGRA2GRAY,
    }
    return np.asarray(cv2.cvtColor(pixels, codes[deep, red_first]), np.uint8)


class Finder:
    """Finds markers in one picture, knowing nothing of the one before."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)  # a demo has one core, and each thread would take memory for a stack
        self._detector = cv2.aruco.ArucoDetector(
            cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11), cv2.aruco.DetectorParameters()
        )

    def find(self, picture: Gray, scale: float = 1.0) -> list[Found]:
        """All markers; searched at ``scale`` of the picture's size, their corners refined at the full one."""
        search = picture if scale == 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        squares, ids, _ = self._detector.detectMarkers(search)
        if ids is None:
            return []
        # The middle of pixel 0 of the small picture is not that of pixel 0 of the large one.
        large = [(np.asarray(one, np.float32).reshape(4, 2) + 0.5) / scale - 0.5 for one in squares]
        return [Found(int(i), refined(picture, one)) for i, one in zip(ids.ravel(), large, strict=True)]

    def find_in(self, picture: Gray, rect: Rect) -> list[Found]:
        """All markers that lie in a part of the picture; none where that is too small for one."""
        if min(rect.size) < SMALLEST:
            return []
        cut = np.ascontiguousarray(picture[rect.top : rect.bottom, rect.left : rect.right])
        return [Found(one.id, one.corners + rect.topleft) for one in self.find(cut)]


def refined(picture: Gray, corners: NDArray[np.float32]) -> Floats:
    """Corners to parts of a pixel, by the edges that meet there; the window stays within the border's first cell."""
    reach = int(np.clip(shortest(corners) / 16, 2, 6))
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 30, 0.01)
    exact = cv2.cornerSubPix(picture, corners.reshape(-1, 1, 2).astype(np.float32), (reach, reach), (-1, -1), stop)
    moved = np.asarray(exact, np.float64).reshape(4, 2)
    # A corner that ran away found something else than a corner.
    stray = np.abs(moved - corners).max(axis=1) > reach
    moved[stray] = corners[stray]
    return moved


def shortest(corners: NDArray[np.floating]) -> float:
    """Pixels along the shortest side."""
    return float(np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1).min())


def poses(corners: Floats, mm: float, lens: Lens) -> list[tuple[Pose, float]]:
    """Both poses that four corners may have, each with its root mean square error in pixels, the better one first."""
    count, turns, places, errors = cv2.solvePnPGeneric(
        square(mm), corners.reshape(4, 1, 2), lens.matrix, np.zeros(4), flags=cv2.SOLVEPNP_IPPE_SQUARE
    )
    found = []
    for turn, place, error in list(zip(turns, places, errors, strict=True))[:count]:
        matrix = np.asarray(cv2.Rodrigues(turn)[0], np.float64)
        found.append((Pose(matrix, np.asarray(place, np.float64).ravel()), float(np.ravel(error)[0])))
    return found


def chosen(answers: Sequence[tuple[Pose, float]], before: Pose | None) -> tuple[Pose, float] | None:
    """The answer to take: the better one, or where both are as good, the one that goes on as before."""
    if not answers:
        return None
    best = answers[0]
    if before is None or len(answers) == 1 or answers[1][1] > SAME * best[1] + 0.1:
        return best
    return min(answers, key=lambda one: angle_of(one[0].turn @ before.turn.T))


class Watcher:
    """Eyes that find a marker and follow it."""

    def __init__(self, across: float, sizes: Mapping[int, float]) -> None:
        self._across = across
        self._sizes = sizes
        self._finder = Finder()
        self._searches = 0
        self._looks = 0
        self._last: Gray | None = None
        self._seen: Seen | None = None

    def forget(self) -> None:
        """The next picture has nothing to do with the last one."""
        self._last = self._seen = None

    def look(self, picture: Surface) -> Seen | None:
        """The marker in this picture, or None."""
        now = gray(picture)
        found = self._follow(now) or self._search(now)
        lens = Lens.of(picture.get_size(), self._across)
        before = self._seen.pose if self._seen is not None else None
        self._seen = self._placed(found, lens, before) if found is not None else None
        self._last = now if self._seen is not None else None
        return self._seen

    def _placed(self, found: Found, lens: Lens, before: Pose | None) -> Seen | None:
        answer = chosen(poses(found.corners, self._sizes[found.id], lens), before)
        return Seen(found.id, found.corners, *answer) if answer is not None else None

    def _follow(self, now: Gray) -> Found | None:
        last, seen = self._last, self._seen
        if last is None or seen is None or last.shape != now.shape:
            return None
        self._looks += 1
        near = self._near(seen.corners, now)
        if self._looks % ANCHOR_EVERY == 0 and (found := self._found_near(now, near, seen.id)):
            return found
        return self._flown(last, now, near, seen) or self._found_near(now, near, seen.id)

    @staticmethod
    def _near(corners: Floats, picture: Gray) -> Rect:
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        side = int(max(right - left, bottom - top))
        whole = Rect(0, 0, picture.shape[1], picture.shape[0])
        return Rect(int(left), int(top), side, side).inflate(side + 48, side + 48).clip(whole)

    def _found_near(self, now: Gray, near: Rect, number: int) -> Found | None:
        return next((one for one in self._finder.find_in(now, near) if one.id == number), None)

    def _flown(self, last: Gray, now: Gray, near: Rect, seen: Seen) -> Found | None:
        """Corners followed by optical flow, forth and back; None if one does not come home."""
        before, after = (
            np.ascontiguousarray(one[near.top : near.bottom, near.left : near.right]) for one in (last, now)
        )
        start = (seen.corners - near.topleft).astype(np.float32).reshape(4, 1, 2)
        window = (21, 21)
        end, there, _ = cv2.calcOpticalFlowPyrLK(before, after, start, np.empty_like(start), winSize=window)
        home, back, _ = cv2.calcOpticalFlowPyrLK(after, before, end, np.empty_like(start), winSize=window)
        corners = np.asarray(end, np.float32).reshape(4, 2)
        inside = bool(((corners > 2) & (corners < (near.width - 3, near.height - 3))).all())
        if not (there.all() and back.all() and inside and np.abs(home - start).max() < BACK):
            return None
        exact = refined(after, corners)
        return Found(seen.id, exact + near.topleft) if _is_square(exact) else None

    def _search(self, now: Gray) -> Found | None:
        """A wide picture at half its size and, in turn, a quarter of it at its full size: no picture takes long."""
        self._searches += 1
        turn, across = divmod(self._searches // 2, 2)
        if now.shape[1] <= WIDE:
            found = self._finder.find(now)
        elif self._searches % 2:
            found = self._finder.find(now, 0.5)
        else:
            found = self._finder.find_in(now, _quarter(now, turn % 2, across))
        known = [one for one in found if one.id in self._sizes]
        return max(known, key=lambda one: shortest(one.corners), default=None)


def _quarter(picture: Gray, down: int, across: int) -> Rect:
    high, wide = picture.shape
    rect = Rect(across * wide // 2, down * high // 2, wide // 2, high // 2)
    return rect.inflate(2 * OVERLAP, 2 * OVERLAP).clip(Rect(0, 0, wide, high))


def _is_square(corners: Floats) -> bool:
    """Whether four corners still turn the same way and are large enough."""
    sides = np.roll(corners, -1, axis=0) - corners
    after = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    return bool((turns > 0).all()) and shortest(corners) >= SMALLEST
