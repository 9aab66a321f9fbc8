"""What a demo's code does past the stage: files, network, programs, the camera, and text of its own.

Python tells of most of it (``sys.addaudithook``, https://docs.python.org/3/library/audit_events.html). What counts is
that a line of the demo's own files asked for it; what libraries open for themselves is theirs.
"""

import os
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pygame.font
import pygame.freetype

from xlab.catalogue.checking import Criterion
from xlab.catalogue.manifest import Use
from xlab_kiosk.check.messages import Found
from xlab_kiosk.stage.stage import Stage

NETWORK = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
        "urllib.Request",
    }
)
PROGRAMS = frozenset(
    {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "pty.spawn", "subprocess.Popen"}
)
READING = frozenset({"open", "os.listdir", "os.scandir"})
CHANGING = frozenset(
    {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "shutil.rmtree"}
)
CAMERAS = frozenset({"pygame.camera", "pygame._camera", "picamera2"})
"""Modules that open a camera; so does a file below ``/dev/video``."""

_HARMLESS = ("/dev/null", "/dev/urandom", "/dev/random", "/proc/cpuinfo", "/proc/meminfo", "/usr", "/etc/localtime")
_FAMILY = ("/proc/self", "/sys/devices/system/cpu")


class Watch:
    """Watches the demo in ``folder``, which may write in ``data``; ``tell`` is called for what it may not do, once."""

    def __init__(self, folder: Path, data: Path | None, uses: tuple[Use, ...], tell: Callable[[Found], None]) -> None:
        self._own = str(folder) + os.sep
        self._folder = os.path.realpath(folder)
        self._uses = uses
        self._tell = tell
        self._told: set[tuple[str, str]] = set()
        self._busy = False
        scratch = [tempfile.gettempdir()]
        self._writable = tuple(map(os.path.realpath, scratch + ([str(data)] if data is not None else [])))
        libraries = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *filter(None, sys.path)}
        self._readable = (
            *map(os.path.realpath, [str(folder), *libraries]),
            *_HARMLESS,
            *_FAMILY,
            *self._writable,
        )

    def begin(self) -> None:
        """Watch from now on, until the process ends: audit hooks cannot be taken away."""
        sys.addaudithook(self._hear)
        self._watch_text()
        self._watch_camera()

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._busy or not (event in _ALL or event == "import"):
            return
        self._busy = True  # what looking at it opens and imports is not the demo's
        try:
            self._judge(event, arguments)
        finally:
            self._busy = False

    def _judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "import":
            if arguments[0] in CAMERAS:
                self._camera(self._place())
            return
        place = self._place()
        if not place:
            return
        if event in NETWORK:
            if "network" not in self._uses and not _local(arguments):
                todo = 'Leave it out, or add "network" to uses in demo.toml, and IT is asked to allow it.'
                self._say("network", f"The demo opens the network without declaring it. {todo}", place)
        elif event in PROGRAMS:
            self._say("files", "The demo starts another process. A demo may not; do the work in update().", place)
        else:
            self._file(event, arguments, place)

    def _file(self, event: str, arguments: tuple[Any, ...], place: str) -> None:
        paths = [_path(one) for one in (arguments[:2] if event in CHANGING else arguments[:1])]
        for path in filter(None, paths):
            if path.startswith("/dev/video"):
                self._camera(place)
                continue
            writes = event in CHANGING or (event == "open" and _writes(*arguments[1:3]))
            # Also where the author keeps the demo below /tmp, which a demo may write to.
            own_code = writes and _below(path, (self._folder,))
            if own_code or not _below(path, self._writable if writes else self._readable):
                own = "where it can only read" if path.startswith(self._own) else "which is not its own"
                what = f"The demo {'writes to' if writes else 'reads'} {path.removeprefix(self._own)}, {own}."
                todo = "A demo reads its own folder, and keeps things with stage.keep or in its data folder."
                self._say("files", f"{what} {todo}", place)

    def _camera(self, place: str) -> None:
        if place:
            todo = 'Add "camera" to uses in demo.toml and draw stage.camera: the kit opens the camera, never a demo.'
            self._say("camera", f"The demo opens a camera past the stage. {todo}", place)

    def _watch_camera(self) -> None:
        """A demo that asks for the camera's picture must have declared it."""
        if "camera" in self._uses:
            return
        declared: property = vars(Stage)["camera"]

        def camera(stage: Stage) -> object:
            place = self._line(sys._getframe(1))
            if place:
                text = 'The demo uses the camera without declaring it. Add "camera" to uses in demo.toml.'
                self._say("camera", text, place)
            return declared.__get__(stage)

        setattr(Stage, "camera", property(camera))  # noqa: B010 - for a type checker it has no setter

    def _watch_text(self) -> None:
        """Text that does not come from the stage cannot be checked."""
        for module in (pygame.font, pygame.freetype):
            setattr(module, "Font", self._telling(module.Font))  # noqa: B010 - a class that a type checker knows

    def _telling(self, font: type) -> type:
        watch = self

        def heard(name: str) -> Callable[..., Any]:
            plain = getattr(font, name)

            def draw(self: Any, *arguments: Any, **named: Any) -> Any:
                place = watch._line(sys._getframe(1))
                if place:
                    text = "Text is drawn with a font of its own, so it cannot be checked. Use draw_text or a widget."
                    watch._say("unchecked", text, place)
                return plain(self, *arguments, **named)

            return draw

        names = [name for name in ("render", "render_to", "render_raw", "render_raw_to") if hasattr(font, name)]
        return type("Font", (font,), {name: heard(name) for name in names})

    def _place(self) -> str:
        """The innermost line of the demo's own files that is running, or nothing."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if place := self._line(frame):
                return place
            frame = frame.f_back
        return ""

    def _line(self, frame: FrameType) -> str:
        file = frame.f_code.co_filename
        return f"{file.removeprefix(self._own)}, line {frame.f_lineno}" if file.startswith(self._own) else ""

    def _say(self, criterion: Criterion, text: str, place: str) -> None:
        if (criterion, place) not in self._told:
            self._told.add((criterion, place))
            self._tell(Found(criterion, text, place))


_ALL = NETWORK | PROGRAMS | READING | CHANGING


def _path(one: object) -> str:
    """The path in an event's argument; nothing for a descriptor."""
    if isinstance(one, bytes | str | os.PathLike):
        path = os.path.abspath(os.fsdecode(one))  # noqa: PTH100 - of bytes and of paths alike
        # What is its own process has a number behind every link.
        return path if path.startswith(_FAMILY) else os.path.realpath(path)
    return ""


def _below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _local(arguments: tuple[Any, ...]) -> bool:
    """Whether it is between processes of this machine: a socket that has a file for an address, or none."""
    return len(arguments) > 1 and isinstance(arguments[1], str | bytes) and not isinstance(arguments[0], str | bytes)
