"""A D-Bus message bus of a test's own: the real ``dbus-daemon`` on a socket in a temporary folder."""

import os
import subprocess
import tempfile
from pathlib import Path

# A system bus as a machine has it, but anybody may say anything: what is refused is up to the stand-ins on it.
CONFIG = """<busconfig>
  <type>system</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    """A bus that can be started and ended again and again at one ``address``. It needs the Debian package dbus.

    ``activatable`` is a name the bus would try, and fail, to start a service for when it is called, as systems do.
    """

    def __init__(self, activatable: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="xlab-bus-")
        self.address = f"unix:path={self._folder.name}/socket"
        services = Path(self._folder.name)
        config = CONFIG.format(address=self.address, services=services)
        (services / "bus.conf").write_text(config)
        service = f"[D-BUS Service]\nName={activatable}\nExec=/bin/false\nUser=root\n"
        (services / f"{activatable}.service").write_text(service)
        self._daemon: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the bus and return when it listens."""
        command = [
            "dbus-daemon",
            f"--config-file={self._folder.name}/bus.conf",
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("DBUS_")}
        self._daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self._daemon.stdout is not None
        assert self._daemon.stdout.readline(), "dbus-daemon ended before it listened"

    def stop(self) -> None:
        """End the bus; everybody on it is cut off."""
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.communicate()
            self._daemon = None

    def remove(self) -> None:
        """Leave nothing behind."""
        self.stop()
        self._folder.cleanup()
