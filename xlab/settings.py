"""What can be set, where it comes from, and every error at once.

Order: command line, then environment (``XLAB_<NAME>``), then ``kit.toml`` in the kit's home, then the defaults here.

Somebody at a terminal is told what is wrong and starts nothing (:func:`load`). A service never leaves a dark screen: it
starts with all that is right and says the rest on screen and pages (:func:`whatever`).
"""

import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import Meta

from xlab.nonsense import NO_TOML

# The description says, in a sentence about a wrong value, what a right one is.
Text = Annotated[str, Meta(description="text in quotes", extra={"allowed": "text"})]
Switch = Annotated[bool, Meta(description="true or false", extra={"allowed": "switch"})]
Port = Annotated[int, Meta(ge=0, le=65535, description="a whole number from 0 to 65535", extra={"allowed": "port"})]
Url = Annotated[
    str,
    Meta(
        pattern=r"^(https?://[^/\s]+/?)?$",
        description="an address, as http://192.168.4.1:8080",
        extra={"allowed": "url"},
    ),
]
Name = Annotated[str, Meta(min_length=1, max_length=40, description="1 to 40 letters", extra={"allowed": "name"})]
StationId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,30}$",
        description="up to 31 small letters, digits and hyphens, as st-1",
        extra={"allowed": "id"},
    ),
]
BeaconUuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
BeaconUuids = Annotated[
    tuple[BeaconUuid, ...],
    Meta(
        description="UUIDs as e2c56db5-dffb-48d2-b060-d0f5a71096e0, in kit.toml as a list, elsewhere with commas",
        extra={"allowed": "uuids"},
    ),
]
Size = Annotated[
    str,
    Meta(
        pattern=r"^([1-9][0-9]{2,3}x[1-9][0-9]{2,3})?$",
        description="width and height in pixels, as 1280x720",
        extra={"allowed": "size"},
    ),
]
Language = Annotated[Literal["en", "fr", "de"], Meta(description="en, fr or de", extra={"allowed": "language"})]
Idle = Annotated[float, Meta(ge=5, le=3600, description="seconds from 5 to 3600", extra={"allowed": "idle"})]


PIN: Final = re.compile(r"[0-9]{4,8}")
"""What a PIN looks like, wherever one is chosen. It is no setting: it is kept as a hash, among the kit's keys."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting of a kit, with its default. The README's table is tested against this class."""

    kit_name: Name = "Xperience Lab"
    """What the kit is called on screens, on the network and in reports."""
    host: Text = "0.0.0.0"  # noqa: S104 - phones in the room must reach it; the dashboard guards itself with a PIN
    """Address the dashboard listens on."""
    port: Port = 8080
    """Port of the dashboard; 0 takes any free one."""
    hub: Url = ""
    """Address of the hub for a station elsewhere, as ``http://192.168.4.1:8080``; empty: it is found."""
    station: StationId = "st-1"
    """Id of the station on this machine."""
    station_name: Name = "Station 1"
    """What the station is called on screens."""
    beacon_uuids: BeaconUuids = ("e2c56db5-dffb-48d2-b060-d0f5a71096e0",)
    """The kit's own iBeacon UUIDs; every other beacon is dropped unseen."""
    replay: Text = ""
    """A recording to play instead of the radio; ``none``: never one; empty: the bundled one where there is no radio."""
    language: Language = "en"
    """Language a station starts in and returns to when idle."""
    offscreen: Switch = False
    """Draw off screen even where there is a display."""
    size: Size = ""
    """Size of the window or off-screen picture, as ``1280x720``; empty: the whole display, or 1280x720 off screen."""
    idle_seconds: Idle = 45.0
    """Seconds without a touch until a station asks, and 10 s later returns to its start."""
    camera: Text = ""
    """The station's camera: a device as ``/dev/video0``, a recorded clip, ``none``; empty: the best there is."""
    own_wifi: Switch = False
    """Change the machine's Wi-Fi: open one for the kit where there is none, and join others. An installed kit does."""
    reduced_motion: Switch = False
    """Replace movement by simple fades."""


MOST_BYTES: Final = 64 * 1024
"""Of ``kit.toml``; what is larger was never written as one."""

MOST_MISTAKES: Final = 20
"""That are told; a page of them helps nobody."""

_LONGEST_VALUE: Final = 60
_LONGEST_LIST: Final = 20
"""Lines over which the value of one setting may go on."""


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with what was set; ``text`` says it in English, in full.

    ``kind`` is ``torn`` (a line that is no setting), ``unknown`` (there is no such setting), ``wrong`` (a value that
    cannot be), ``elsewhere`` (one of the command line or the environment), or ``folder``, ``large``, ``refused`` where
    the file cannot be read at all. ``allowed`` is the key of the words that say what may be, empty where nothing may.
    """

    kind: Literal["torn", "unknown", "wrong", "elsewhere", "folder", "large", "refused"]
    text: str
    name: str = ""
    value: str = ""
    line: int = 0
    allowed: str = ""

    @property
    def key(self) -> str:
        """The words that say it in any language."""
        return f"settings.{self.kind}"

    @property
    def gaps(self) -> dict[str, str | int]:
        """What goes into the words, but for what is ``allowed``."""
        return {"name": self.name, "value": self.value, "line": self.line}


class SettingsError(ValueError):
    """Settings are wrong. ``problems`` has a sentence for each, saying which, where, and what is allowed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def hub_url(settings: Settings, port: int) -> str:
    """Where programs on this machine reach the hub that listens here on ``port``."""
    host = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def home_folder(given: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The kit's home: as given, else ``$XLAB_HOME``, the service's ``$STATE_DIRECTORY``, or the user's data folder."""
    if given is not None:
        return given
    for name in ("XLAB_HOME", "STATE_DIRECTORY"):
        if environ.get(name):
            return Path(environ[name])
    base = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "xlab"


def load(home: Path, given: Mapping[str, Any] | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of the kit at ``home``; ``given`` is the command line's, None meaning not given.

    Raises :class:`SettingsError` naming everything that is wrong, not only the first.
    """
    settings, mistakes = whatever(home, given, environ)
    if mistakes:
        raise SettingsError([mistake.text for mistake in mistakes])
    return settings


def whatever(
    home: Path, given: Mapping[str, Any] | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[Settings, tuple[Mistake, ...]]:
    """As :func:`load`, but what is wrong counts as not set; all of that comes back too, the first of it at least."""
    mistakes: list[Mistake] = []
    values = file_values(home / "kit.toml", mistakes)
    values |= _checked("in the environment", _from_environment(environ), mistakes)
    values |= _checked("on the command line", {k: v for k, v in (given or {}).items() if v is not None}, mistakes)
    return msgspec.convert(values, Settings), tuple(mistakes[:MOST_MISTAKES])


def file_values(path: Path, mistakes: list[Mistake]) -> dict[str, Any]:
    """All that is right in a ``kit.toml``, by name; what is wrong is added to ``mistakes``."""
    try:
        text = _text(path)
    except FileNotFoundError:
        return {}
    except (_NoFile, IsADirectoryError):
        mistakes.append(Mistake(kind="folder", text=f"{path} cannot be read: it is no file. Move it away."))
        return {}
    except OverflowError:
        mistakes.append(Mistake(kind="large", text=f"{path} cannot be read: it is larger than any kit.toml."))
        return {}
    except OSError as error:
        why = error.strerror or str(error)
        mistakes.append(Mistake(kind="refused", text=f"{path} cannot be read: {why}.", value=why))
        return {}
    try:
        said = tomllib.loads(text)
        lines: dict[str, int] = {}
    except NO_TOML:
        said, lines = _salvaged(text, path, mistakes)
    return _checked(f"in {path}", said, mistakes, {**{name: _line_of(text, name) for name in said}, **lines})


def wrong(values: Mapping[str, Any]) -> list[str]:
    """The names of those among ``values`` that no kit can be set to. All must be names of settings."""
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    found = []
    for name, value in values.items():
        try:
            msgspec.convert(value, fields[name].type)
        except msgspec.ValidationError:
            found.append(name)
    return found


class _NoFile(Exception):
    """A folder, say, or a pipe that would never end."""


def _text(path: Path) -> str:
    """What is written there; letters that no text has are shown as such. Raises OSError, OverflowError, _NoFile."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _NoFile
        content = os.read(handle, MOST_BYTES + 1)
    finally:
        os.close(handle)
    if len(content) > MOST_BYTES:
        raise OverflowError
    return content.decode("utf-8", "replace")


def _salvaged(text: str, path: Path, mistakes: list[Mistake]) -> tuple[dict[str, Any], dict[str, int]]:
    """What single lines of a damaged file say, and where; each line that is no setting is a mistake."""
    found: dict[str, Any] = {}
    at: dict[str, int] = {}
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        said, used = _statement(lines[number:])
        if used == 0:
            told = f"{path} cannot be read in line {number + 1}: it is no setting, as name = value."
            mistakes.append(Mistake(kind="torn", text=told, line=number + 1, value=_shown(lines[number].strip())))
        for name, value in said.items():
            if name in found:
                told = f"{name} is set twice in {path}; the first holds. Take line {number + 1} out."
                mistakes.append(Mistake(kind="torn", text=told, line=number + 1, value=_shown(lines[number].strip())))
            found.setdefault(name, value)
            at.setdefault(name, number + 1)
        if lines[number].lstrip().startswith("["):
            break  # from here on, what is written belongs to a table, and no setting is in one
        number += max(1, used)
    return found, at


def _statement(lines: list[str]) -> tuple[dict[str, Any], int]:
    """What the first of these lines says, perhaps together with those after it; and how many that were, 0 for none."""
    for used in range(1, min(len(lines), _LONGEST_LIST) + 1):
        try:
            return tomllib.loads("\n".join(lines[:used])), used
        except NO_TOML:
            continue
    return {}, 0


def _line_of(text: str, name: str) -> int:
    """The line in which a setting is named, 0 where that is not to be seen."""
    found = re.search(
        rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*[=.]|^[ \t]*\[+{re.escape(name)}\b", text, re.MULTILINE
    )
    return text.count("\n", 0, found.start()) + 1 if found is not None else 0


def _shown(value: object) -> str:
    """A value as people may read it: short, and without what is no letter."""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in _told(value, str))
    return plain if len(plain) <= _LONGEST_VALUE else f"{plain[:_LONGEST_VALUE]}…"


def _told(value: object, how: Callable[[object], str]) -> str:
    """A value as text; one of thousands of digits, which 0x lets TOML read and Python will not write, as such."""
    try:
        return how(value)
    except ValueError:
        return "a number of thousands of digits"


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    names = {f"XLAB_{field.name.upper()}": field.name for field in msgspec.structs.fields(Settings)}
    return {names[key]: text for key, text in environ.items() if key in names}


def _checked(
    where: str, layer: Mapping[str, Any], mistakes: list[Mistake], lines: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Convert each value by itself, so that one mistake does not hide another; text becomes numbers and lists.

    ``lines`` says where in the file each one is; None where there is no file.
    """
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    good: dict[str, Any] = {}
    for name, value in layer.items():
        line = (lines or {}).get(name, 0)
        told = f"{where}, line {line}," if line else where
        if name not in fields:
            text = f"{name} {told} is not a setting; known are: {', '.join(fields)}."
            mistakes.append(Mistake(kind="unknown", text=text, name=_shown(name), line=line))
            continue
        if name == "beacon_uuids":
            parts = value.split(",") if isinstance(value, str) else value
            if isinstance(parts, list):
                value = [_told(part, str).strip().lower() for part in parts]  # noqa: PLW2901
        try:
            good[name] = msgspec.convert(value, fields[name].type, strict=lines is not None)
        except msgspec.ValidationError:
            note = _wanted(fields[name])
            mistakes.append(
                Mistake(
                    kind="elsewhere" if lines is None else "wrong",
                    text=f"{name} {told} is {_told(value, repr)}; it must be {note.description}.",
                    name=name,
                    value=_shown(value),
                    line=line,
                    allowed=f"settings.allowed_{(note.extra or {})['allowed']}",
                )
            )
    return good


def _wanted(field: msgspec.structs.FieldInfo) -> Meta:
    """What a right value of this setting is, as the types above describe it."""
    note: Meta = get_args(field.type)[1]
    return note
