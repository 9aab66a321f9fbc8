"""What this machine has for hands, ears and eyes: a touch screen, a way out for sound, a camera.

That they are there is all a machine can say. Whether a touch arrives where the finger is, whether anybody hears the
sound, and what the camera sees, a person says at the station (``xlab.link.Check``).
"""

from pathlib import Path
from typing import Final

from xlab.box.finding import Finding

INPUTS: Final = Path("/sys/class/input")
SOUND: Final = Path("/proc/asound/pcm")
CAMERAS: Final = Path("/sys/class/video4linux")

_DIRECT: Final = 1 << 1
"""INPUT_PROP_DIRECT, from linux/input-event-codes.h: what is touched is what is shown, so a touch screen, no pad."""


def check_touch(inputs: Path = INPUTS) -> Finding:
    """Whether a touch screen is connected; a mouse does as well, so its absence is advice."""
    names = [_read(folder / "name") for folder in _glob(inputs, "input*") if _is_direct(_read(folder / "properties"))]
    if names:
        return Finding("touch", True, "preflight.touch_connected", {"names": ", ".join(sorted(set(names)))})
    return Finding("touch", None, "preflight.touch_absent")


def check_sound(pcm: Path = SOUND) -> Finding:
    """Whether there is anything that sound can come out of."""
    outs = [line.split(":")[1].strip() for line in _read(pcm).splitlines() if "playback" in line and ":" in line]
    if outs:
        return Finding("sound", True, "preflight.sound_connected", {"names": ", ".join(sorted(set(outs)))})
    return Finding("sound", None, "preflight.sound_absent")


def check_camera(cameras: Path = CAMERAS) -> Finding:
    """Whether a camera is connected; only some demos want one."""
    names = sorted({_read(folder / "name") for folder in _glob(cameras, "video*")} - {""})
    if names:
        return Finding("camera", True, "preflight.camera_connected", {"names": ", ".join(names)})
    return Finding("camera", None, "preflight.camera_absent")


def _is_direct(properties: str) -> bool:
    """Properties are words of hexadecimal digits, the last one the lowest bits."""
    try:
        return bool(int(properties.rsplit(maxsplit=1)[-1], 16) & _DIRECT) if properties else False
    except ValueError:
        return False


def _glob(where: Path, pattern: str) -> list[Path]:
    try:
        return sorted(where.glob(pattern))
    except OSError:
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
