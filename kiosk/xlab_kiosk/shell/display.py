"""The screen: a window, the bare panel through KMSDRM, or a picture in memory.

A kiosk must come up whatever the machine is like, so each way that fails hands over to the next and the last one always
works. What was tried and why it failed is in the log.
"""

import errno
import fcntl
import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

import pygame

log = logging.getLogger(__name__)

Kind = Literal["window", "panel", "memory"]

DEFAULT_SIZE: Final = (1280, 720)
SMALLEST: Final = (480, 480)
LARGEST: Final = (3840, 2160)
DRI: Final = Path("/dev/dri")
CONNECTORS: Final = Path("/sys/class/drm")
"""Where Linux says what is plugged into which connector, whether or not we may draw on it."""
LOOK_EVERY: Final = 2.0
"""Seconds between looks for a screen: who plugs one in still stands there when it lights up."""
HELD_LOOKS: Final = 20
HELD_EVERY: Final = 0.5
"""Looks at a panel that another process still draws on, the kiosk before this one perhaps, and seconds between two."""

_SET_MASTER: Final = 0x641E
"""DRM_IOCTL_SET_MASTER of drm.h: what whoever wants to draw on a panel asks first."""


class Display:
    """The one display surface. Only the shell draws on it."""

    def __init__(self, surface: pygame.Surface, kind: Kind) -> None:
        self.surface = surface
        self.kind = kind
        self.size = surface.get_size()

    @property
    def seen(self) -> str:
        """Where the picture is to be seen, as a sentence."""
        where = {"window": "in a window", "panel": "on the screen", "memory": "on the dashboard only"}[self.kind]
        return f"The kiosk is seen {where}, {self.size[0]}x{self.size[1]}."

    def flip(self) -> None:
        """Show what was drawn."""
        pygame.display.flip()

    def show_cursor(self, shown: bool) -> None:
        """The arrow is for mice; a finger hides what it points at well enough."""
        if self.kind == "window" and pygame.mouse.get_visible() != shown:
            pygame.mouse.set_visible(shown)

    def close(self) -> None:
        """Give the screen back."""
        pygame.display.quit()


class Lookout:
    """For a kiosk that has no screen: whether one came since. The kernel may find it late, and people may be later.

    A service has for good the devices that were there when it began. Where it has none of ``dri``, any screen is news;
    and so is one that another process drew on, which ``holds`` says, and draws on no longer.
    """

    def __init__(self, connectors: Path = CONNECTORS, dri: Path = DRI, holds: Callable[[], bool] | None = None) -> None:
        self._connectors = connectors
        self._holds = holds or (lambda: held(dri))
        self._held = self._holds()
        self._known = self._connected() if any(dri.glob("card*")) else set()
        self._due = 0.0

    def came(self, now: float) -> bool:
        """Whether a screen is connected that was not at the last look. ``now`` in seconds; looks only now and then."""
        if now < self._due:
            return False
        self._due = now + LOOK_EVERY
        before, self._known = self._known, self._connected()
        return bool(self._known - before) or (self._held and not self._holds())

    def _connected(self) -> set[str]:
        found = set()
        for status in self._connectors.glob("card*-*/status"):
            try:
                if status.read_text("ascii", "replace").strip() == "connected":
                    found.add(status.parent.name)
            except OSError:  # plugged out while we look
                continue
        return found


def held(dri: Path = DRI) -> bool:
    """Whether another process draws on a panel of this machine: the kernel lets one at a time."""
    for card in sorted(dri.glob("card*")):
        try:
            line = os.open(card, os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            fcntl.ioctl(line, _SET_MASTER)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EBUSY):
                return True
        finally:
            os.close(line)
    return False


def await_panel(holds: Callable[[], bool] = held, nap: Callable[[float], None] = time.sleep) -> None:
    """Wait for some seconds until nobody else draws on the panel."""
    for _ in range(HELD_LOOKS):
        if not holds():
            return
        nap(HELD_EVERY)


def parse_size(text: str) -> tuple[int, int] | None:
    """``1280x720`` as numbers, kept within what the layouts are made for; None for an empty text."""
    if not text:
        return None
    width, height = (int(part) for part in text.split("x"))
    return min(max(width, SMALLEST[0]), LARGEST[0]), min(max(height, SMALLEST[1]), LARGEST[1])


def ways(*, offscreen: bool, environ: Mapping[str, str] = os.environ, dri: Path = DRI) -> list[Kind]:
    """The ways worth trying on this machine, best first. The last is always ``memory``."""
    if offscreen:
        log.info("Drawing off screen, as the settings say.")
        return ["memory"]
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return ["window", "memory"]
    if any(dri.glob("card*")):
        return ["panel", "memory"]
    log.warning("Drawing off screen: there is no DISPLAY, no WAYLAND_DISPLAY and no %s/card*.", dri)
    return ["memory"]


def open_display(size: tuple[int, int] | None, order: list[Kind]) -> Display:
    """Open the first way that works. ``size`` None takes the whole screen, or 1280x720 in memory."""
    for kind in order:
        if kind == "panel":
            await_panel()
        try:
            return _open(kind, size)
        except pygame.error as error:
            log.warning("The screen could not be opened as a %s: %s.", kind, error)
            pygame.display.quit()
    return _open("memory", size)


def _open(kind: Kind, size: tuple[int, int] | None) -> Display:
    os.environ.setdefault("SDL_VIDEO_CENTERED", "1")
    if kind == "memory":
        # SDL reads its driver from the environment when it opens; a driver that failed before must not be asked again.
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    elif kind == "panel":
        os.environ["SDL_VIDEODRIVER"] = "kmsdrm"
        # SDL would take desktop OpenGL, whose calls a system with OpenGL ES alone refuses one by one: a black screen.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "opengles2")
    elif os.environ.get("DISPLAY") and os.environ.get("SDL_VIDEODRIVER", "x11") == "x11":
        # X takes our pixels as they are. SDL would send them through OpenGL, which without a graphics card costs 100 MB
        # and a third of a core, for a window that the desktop keeps in step with the screen anyway.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    pygame.display.init()
    pygame.display.set_caption("Portable Xperience Lab")
    if kind == "memory":
        return Display(pygame.display.set_mode(size or DEFAULT_SIZE), kind)
    if kind == "panel":
        pygame.mouse.set_visible(False)
        # The driver itself waits for the panel's refresh; a scaled surface would draw by desktop OpenGL again.
        return Display(pygame.display.set_mode(size or pygame.display.get_desktop_sizes()[0], pygame.FULLSCREEN), kind)
    return Display(pygame.display.set_mode(size or (0, 0), 0 if size else pygame.FULLSCREEN), kind)
