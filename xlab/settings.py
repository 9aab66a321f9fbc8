"""What can be set, where it comes from, and every error at once.

Order: command line, then environment (``XLAB_<NAME>``), then ``kit.toml`` in the kit's home, then the defaults here.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

# The description says, in a sentence about a wrong value, what a right one is.
Text = Annotated[str, Meta(description="text in quotes")]
Switch = Annotated[bool, Meta(description="true or false")]
Port = Annotated[int, Meta(ge=0, le=65535, description="a whole number from 0 to 65535")]
Url = Annotated[str, Meta(pattern=r"^(https?://[^/\s]+/?)?$", description="an address, as http://192.168.4.1:8080")]
Name = Annotated[str, Meta(min_length=1, max_length=40, description="1 to 40 letters")]
StationId = Annotated[
    str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$", description="up to 31 small letters, digits and hyphens, as st-1")
]
BeaconUuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
BeaconUuids = Annotated[
    tuple[BeaconUuid, ...],
    Meta(description="UUIDs as e2c56db5-dffb-48d2-b060-d0f5a71096e0, in kit.toml as a list, elsewhere with commas"),
]
Size = Annotated[
    str,
    Meta(pattern=r"^([1-9][0-9]{2,3}x[1-9][0-9]{2,3})?$", description="width and height in pixels, as 1280x720"),
]
Language = Annotated[Literal["en", "fr", "de"], Meta(description="en, fr or de")]
Idle = Annotated[float, Meta(ge=5, le=3600, description="seconds from 5 to 3600")]


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
    problems: list[str] = []
    values: dict[str, Any] = {}
    for where, layer in (
        (f"in {home / 'kit.toml'}", _read_toml(home / "kit.toml", problems)),
        ("in the environment", _from_environment(environ)),
        ("on the command line", {k: v for k, v in (given or {}).items() if v is not None}),
    ):
        values |= _checked(where, layer, problems)
    if problems:
        raise SettingsError(problems)
    return msgspec.convert(values, Settings)


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


def _read_toml(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path} cannot be read: {error}.")
        return {}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    names = {f"XLAB_{field.name.upper()}": field.name for field in msgspec.structs.fields(Settings)}
    return {names[key]: text for key, text in environ.items() if key in names}


def _checked(where: str, layer: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    """Convert each value by itself, so that one mistake does not hide another; text becomes numbers and lists."""
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    good: dict[str, Any] = {}
    for name, value in layer.items():
        if name not in fields:
            problems.append(f"{name} {where} is not a setting; known are: {', '.join(fields)}.")
            continue
        if name == "beacon_uuids":
            parts = value.split(",") if isinstance(value, str) else value
            value = [str(part).strip().lower() for part in parts] if isinstance(parts, list) else parts  # noqa: PLW2901
        try:
            good[name] = msgspec.convert(value, fields[name].type, strict=where.endswith(".toml"))
        except msgspec.ValidationError:
            problems.append(f"{name} {where} is {value!r}; it must be {_wanted(fields[name])}.")
    return good


def _wanted(field: msgspec.structs.FieldInfo) -> str:
    """What a right value of this setting is, as the types above describe it."""
    note: Meta = get_args(field.type)[1]
    return str(note.description)
