"""What the machine has beside the installed kit: a virtual radio with badges, and a way to read its log."""

from collections.abc import Mapping
from pathlib import Path

from deploy.vm.image import Layer, as_root
from tests.vm.kit import HOME, READER
from tests.vm.radio import AIR

ROOM = ("iw", "rfkill", "hostapd", "isc-dhcp-client")
"""Debian packages for a venue's access point and a phone, both of which live in network namespaces of the machine."""

_AIR_UNIT = f"""[Unit]
Description=A virtual Bluetooth controller and its badges
After=systemd-modules-load.service
Before=bluetooth.service xlab-hub.service

[Service]
ExecStart=/opt/air/bin/python {AIR} serve
Restart=always

[Install]
WantedBy=multi-user.target
"""
_READ_LOG = f"""
import sqlite3, sys
log = sqlite3.connect("file:{HOME}/events.db?mode=ro", uri=True)
text = "SELECT CAST(body AS TEXT) AS event FROM events ORDER BY seq"
rows = log.execute(f"SELECT event FROM ({{text}}) WHERE event ->> 'mono' > ?", (float(sys.argv[1]),))
print("[" + ",".join(row[0] for row in rows) + "]")
"""
_SETTINGS = """# As a test wants it: no recording where the virtual radio comes late, and time for a slow machine.
replay = "none"
idle_seconds = 300.0
"""
_PATIENT = """[Service]
WatchdogSec={seconds}
TimeoutStartSec=20min
TimeoutStopSec=2min
"""


def around_the_kit() -> Layer:
    """The installed kit in a room with badges."""
    files = {
        AIR: Path(__file__).with_name("air.py").read_text("utf-8"),
        "/etc/systemd/system/xlab-air.service": _AIR_UNIT,
        READER: _READ_LOG,
        f"{HOME}/kit.toml": _SETTINGS,
    }

    def make(tree: Path) -> None:
        for path, text in files.items():
            as_root("install", "-D", "-m", "0644", "/dev/stdin", tree / path.lstrip("/"), text=text)
        as_root("chroot", tree, "chown", "xlab:xlab", f"{HOME}/kit.toml")
        as_root("systemctl", f"--root={tree}", "enable", "xlab-air.service")

    return Layer("trial", tuple(f"{path}\n{text}" for path, text in files.items()), make)


def patience(seconds: int) -> Mapping[str, str]:
    """Credentials for a machine with a small share of the cores: how long its units may give no sign of life.

    The disk stays as it was installed. On quiet cores nothing of this is needed.
    """
    text = _PATIENT.format(seconds=seconds)
    return {f"systemd.unit-dropin.{unit}.service": text for unit in ("xlab-hub", "xlab-kiosk")}
