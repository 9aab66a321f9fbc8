"""A machine's ``/sys`` made of folders: what a Raspberry Pi measures of its power and warmth."""

from pathlib import Path


class Board:
    """A machine's ``/sys``, as a Raspberry Pi has it; what it measures can change."""

    def __init__(self, sys: Path) -> None:
        self.sys = sys

    def volts(self, alarm: str, name: str = "rpi_volt") -> None:
        folder = self.sys / "class" / "hwmon" / "hwmon1"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "name").write_text(f"{name}\n")
        (folder / "in0_lcrit_alarm").write_text(f"{alarm}\n")

    def firmware(self, bits: str) -> None:
        folder = self.sys / "devices" / "platform" / "soc@107c000000" / "soc@107c000000:firmware"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "get_throttled").write_text(f"{bits}\n")

    def zone(self, number: int, kind: str, millidegrees: str) -> None:
        folder = self.sys / "class" / "thermal" / f"thermal_zone{number}"
        folder.mkdir(parents=True)
        (folder / "type").write_text(f"{kind}\n")
        (folder / "temp").write_text(f"{millidegrees}\n")
