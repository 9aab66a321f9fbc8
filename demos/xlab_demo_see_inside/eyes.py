"""What looks at a picture and says where a marker is; and how to get one on this machine."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Protocol

import msgspec
from pygame import Surface

from xlab_demo_see_inside.lens import Floats, Pose


class Seen(msgspec.Struct, frozen=True, eq=False):
    """A marker in a picture: its ``id``, its ``corners`` (4, 2) in pixels, clockwise from its own upper left, its pose.

    ``off`` is how many pixels the corners are off from where that pose would put them.
    """

    id: int
    corners: Floats
    pose: Pose
    off: float


class Eyes(Protocol):
    """Looks at one picture after the other."""

    def look(self, picture: Surface) -> Seen | None:
        """The marker in this picture, or None. Pictures come in their order."""
        ...

    def forget(self) -> None:
        """The next picture has nothing to do with the last one."""
        ...


def can_see() -> bool:
    """Whether the package that sees is on this machine."""
    return find_spec("cv2") is not None


def open_eyes(across: float, sizes: Mapping[int, float]) -> Eyes:
    """Eyes for a camera that sees ``across`` degrees, and markers of these sizes (mm by id).

    Raises ImportError where :func:`can_see` is False.
    """
    from xlab_demo_see_inside.vision import Watcher

    return Watcher(across, sizes)
