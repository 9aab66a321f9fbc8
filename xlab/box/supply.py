"""Does the machine get enough power, and does it stay cool? As far as it measures that itself.

A Raspberry Pi says of this moment whether its voltage is too low (the kernel's ``rpi_volt``, which looks every two
seconds) and, through its firmware, whether it runs slower for it. What was a minute ago, nobody keeps: the kernel
clears the firmware's own memory of it. So the hub looks often and remembers (``low_before``).
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from xlab.box.finding import Finding

SYS: Final = Path("/sys")

HOT: Final = 80.0
"""Degrees Celsius from which a Raspberry Pi slows down."""

_THROTTLED: Final = "soc*/soc*:firmware/get_throttled"
"""Below the platform's devices: models differ in the address within the name."""
_LOW, _CAPPED, _SLOWED = 1 << 0, 1 << 1, 1 << 2
"""Bits of the firmware's answer, all of this moment: voltage too low, clock held down, slowed down."""

_PROCESSOR: Final = ("cpu", "soc", "x86_pkg", "k10temp", "coretemp")
"""What thermal zones of processors are called, on boards and PCs."""


def is_low(sys: Path = SYS) -> bool | None:
    """Whether the voltage is too low at this moment; None where nothing measures it."""
    measured = None
    for folder in _folders(sys / "class/hwmon"):
        if _read(folder / "name") == "rpi_volt":
            measured = measured or any(_read(alarm) == "1" for alarm in sorted(folder.glob("in*_lcrit_alarm")))
    firmware = _firmware(sys)
    if firmware is not None:
        measured = bool(measured) or bool(firmware & _LOW)
    return measured


def check_power(sys: Path = SYS, *, low_before: float | None = None) -> Finding:
    """Whether the power supply gives enough. ``low_before``: minutes ago somebody saw that it did not."""
    low, firmware = is_low(sys), _firmware(sys) or 0
    if low is None:
        return Finding("power", True, "preflight.power_unmeasured")
    if low:
        return Finding("power", False, "preflight.power_low")
    if low_before is not None:
        return Finding("power", False, "preflight.power_low_before", {"minutes": max(1, round(low_before))})
    if firmware & (_CAPPED | _SLOWED):
        return Finding("power", None, "preflight.power_slowed")
    return Finding("power", True, "preflight.power_enough")


def celsius(sys: Path = SYS) -> float | None:
    """How warm the processor is, in degrees Celsius; None where nothing measures it."""
    known: list[tuple[bool, float]] = []
    for zone in _folders(sys / "class/thermal", "thermal_zone*"):
        with suppress(ValueError):
            degrees = int(_read(zone / "temp")) / 1000
            if 0 < degrees < 150:  # some report nonsense while their device sleeps
                known.append((_read(zone / "type").lower().startswith(_PROCESSOR), degrees))
    return max(known)[1] if known else None


def check_warmth(sys: Path = SYS) -> Finding:
    """Whether the machine is so warm that it slows down."""
    degrees = celsius(sys)
    if degrees is None:
        return Finding("warmth", True, "preflight.warmth_unmeasured")
    hot = degrees >= HOT
    return Finding(
        "warmth", None if hot else True, f"preflight.warmth_{'hot' if hot else 'fine'}", {"celsius": round(degrees)}
    )


def _firmware(sys: Path) -> int | None:
    """What the Raspberry Pi's firmware says of this moment; None on any other machine."""
    for file in _folders(sys / "devices/platform", _THROTTLED):
        with suppress(ValueError):
            return int(_read(file), 16)
    return None


def _folders(where: Path, pattern: str = "*") -> Iterable[Path]:
    try:
        return sorted(where.glob(pattern))
    except OSError:
        return ()


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
