"""The kit inside the machine, as the scenarios see it: its hub as a service, its health, its log, and its air."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any

import msgspec

from deploy.vm.machine import Machine
from deploy.vm.wire import MachineError

PORT = 8080
HOME = "/var/lib/xlab"
AIR = "/usr/local/lib/xlab-air.py"
HUB_UNIT = f"""[Unit]
Description=The hub under test

[Service]
User=xlab
StateDirectory=xlab
Environment=PYTHONUNBUFFERED=1
ExecStart=/opt/xlab/bin/xlab hub --home {HOME} --port {PORT} --replay none
Restart=always
RestartSec=1
"""
# What an installed kit lets its user do, and the ladder of the scanner needs: restart the Bluetooth service.
POLKIT = """polkit.addRule(function(action, subject) {
  if (action.id == "org.freedesktop.systemd1.manage-units" && subject.user == "xlab" &&
      action.lookup("unit") == "bluetooth.service") return polkit.Result.YES;
});
"""
AIR_UNIT = f"""[Unit]
Description=A virtual Bluetooth controller and its badges

[Service]
ExecStart=/opt/air/bin/python {AIR} serve
"""
POLL = 0.25
"""Seconds between two looks at the health page."""
STEADY_SECONDS = 60.0
"""What a hub may take to start and hear, emulated."""
READER = "/usr/local/lib/xlab-read-log.py"
READ_LOG = f"""
import sqlite3, sys
log = sqlite3.connect("file:{HOME}/events.db?mode=ro", uri=True)
text = "SELECT CAST(body AS TEXT) AS event FROM events ORDER BY seq"
rows = log.execute(f"SELECT event FROM ({{text}}) WHERE event ->> 'mono' > ?", (float(sys.argv[1]),))
print("[" + ",".join(row[0] for row in rows) + "]")
"""


class Look(msgspec.Struct, frozen=True):
    """What the health page said at ``at``, in seconds since the machine booted; ``away`` if nobody answered."""

    at: float
    state: str
    reason: str


class Kit:
    """A hub running inside ``machine``. Its health is looked at all the time; a context manager ends that."""

    def __init__(self, machine: Machine, say: Callable[[str], None]) -> None:
        self.machine = machine
        self.say = say
        self.looks: list[Look] = []
        self._ahead = 0.0
        self._stop = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Kit":
        self.machine.put(AIR, Path(__file__).with_name("air.py").read_text("utf-8"))
        self.machine.put("/etc/systemd/system/xlab-hub.service", HUB_UNIT)
        self.machine.put("/etc/systemd/system/xlab-air.service", AIR_UNIT)
        self.machine.put("/etc/polkit-1/rules.d/50-xlab.rules", POLKIT)
        self.machine.put(READER, READ_LOG)
        self.machine.run("systemctl", "daemon-reload")
        self.machine.run("systemctl", "start", "xlab-air.service")
        self._ahead = self.machine.now() - time.monotonic()
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def now(self) -> float:
        """Seconds since the machine booted."""
        return time.monotonic() + self._ahead

    def _watch(self) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while not self._stop.wait(POLL):
            state, reason = "away", ""
            try:
                with opener.open(f"{self.machine.url}/api/v1/health", timeout=5) as page:
                    radio = json.loads(page.read())["radio"]
                    state, reason = radio["state"], radio["reason"]
            except (OSError, HTTPException, ValueError):
                pass  # away, or killed in the middle of an answer
            if not self.looks or (state, reason) != (self.looks[-1].state, self.looks[-1].reason):
                self.looks.append(Look(self.now(), state, reason))

    @property
    def state(self) -> str:
        """The radio's state on the health page at the last look."""
        return self.looks[-1].state if self.looks else "away"

    def events(self, since: float) -> list[dict[str, Any]]:
        """Events of the log that were noticed after ``since``."""
        said = self.machine.run("python3", READER, str(since), check=False)
        events: list[dict[str, Any]] = json.loads(said.output) if said.status == 0 else []  # or there is no log yet
        return events

    def touches(self, since: float) -> list[float]:
        """When badges were laid on the pad after ``since``: what only an advertisement heard then can bring about."""
        return [
            event["mono"]
            for event in self.events(since)
            if event["fact"]["type"] == "PresenceChanged" and event["fact"]["proximity"] == "touch"
        ]

    def air(self, do: str, timeout: float = 30.0, **said: Any) -> dict[str, Any]:
        """Tell the controller to do something; its answer. Raises :class:`MachineError` if it cannot."""
        message = json.dumps({"do": do, **said})
        answer = self.machine.run("python3", AIR, "say", message, timeout=timeout)
        reply: dict[str, Any] = json.loads(answer.output)
        if "error" in reply:
            raise MachineError(f"The controller cannot {do}: {reply['error']}")
        return reply

    def start(self) -> None:
        """A hub that was just started, and hears badges. Raises :class:`MachineError` if it does not come to that."""
        self.machine.run("systemctl", "restart", "xlab-hub.service")
        since = self.now()
        if self.wait("The hub hears badges", lambda: self.well(since), STEADY_SECONDS) is None:
            raise MachineError(f"the hub hears no badges after its start; the radio is {self.state}")

    def well(self, since: float) -> bool:
        """Whether the radio scans, and badge after badge has been noticed on the pad of late, but after ``since``."""
        return self.state == "scanning" and len(self.touches(max(since, self.now() - 8.0))) >= 3

    def hub(self) -> tuple[int, float]:
        """The hub's process id, and the seconds of processor time it has used."""
        show = ("systemctl", "show", "xlab-hub.service", "--value", "-p")
        pid = int(self.machine.run(*show, "MainPID").output)
        return pid, int(self.machine.run(*show, "CPUUsageNSec").output) / 1e9

    def wait(self, what: str, check: Callable[[], bool], seconds: float) -> float | None:
        """Wait until ``check`` is true; the moment it was, or None after ``seconds``."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if check():
                return self.now()
            time.sleep(POLL)
        self.say(f"  {what}: not within {seconds:.0f} s")
        return None

    def logs(self) -> str:
        """The end of what all that matters logged: hub, controller, BlueZ, bus, kernel."""
        units = [f"_SYSTEMD_UNIT={unit}.service" for unit in ("xlab-hub", "xlab-air", "bluetooth", "dbus")]
        matches = [word for unit in units for word in (unit, "+")] + ["_TRANSPORT=kernel"]
        read = ("journalctl", "-n", "300", "--no-pager", "-o", "short-monotonic", *matches)
        return self.machine.run(*read, check=False).output
