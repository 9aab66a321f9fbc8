"""The installed kit in its machine, as the scenarios see it: power, screen, units, health, log."""

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
from deploy.vm.wire import Answer, MachineError
from tests.vm import picture
from tests.vm.browser import Browser
from tests.vm.outpost import setup_code
from tests.vm.radio import PATIENCE, Radio

PORT = 8080
HOME = "/var/lib/xlab"
COMMAND = "/usr/local/bin/xlab"
PIN = "246810"
PASSWORD = "three plain words"
UNITS = ("xlab-hub.service", "xlab-kiosk.service")
POLL = 0.25
"""Seconds between two looks at the health page."""
HEALTH_SECONDS = 60.0
"""What one answer of the health page may take: with a small share of a core, twenty were seen."""
TAP_AGAIN = 30.0
"""Seconds after which somebody taps again: a machine with a small share of a core may need ten for its answer."""
PICTURE_EVERY = 1.0
"""Seconds between two looks at the screen."""
READER = "/usr/local/lib/xlab-read-log.py"


class Look(msgspec.Struct, frozen=True):
    """What the health page said at ``at``, in seconds since the machine booted; ``away`` if nobody answered."""

    at: float
    state: str
    reason: str


class Kit:
    """The kit in ``machine``. Its health is looked at all the time; a context manager ends that, and pulls the plug.

    ``pictures`` is the folder for what the screen shows.
    """

    def __init__(self, machine: Machine, pictures: Path, say: Callable[[str], None]) -> None:
        self.machine = machine
        self.say = say
        self.looks: list[Look] = []
        """What the health page said of the radio, whenever that changed."""
        self.screens: list[tuple[float, str]] = []
        """What it said of the kiosk: when, and "attract", "menu", "playing" and the like, or empty."""
        self.radio = Radio(self)
        self.spoiled = False
        """Whether the disk is not one that another scenario should start from."""
        self._pictures = pictures
        self._ahead = 0.0
        self._first_answer: float | None = None
        self._stop = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Kit":
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._watching.join()
        self.machine.pull_plug()

    # Power

    def ready(self) -> None:
        """A kit that is on and shows something; from a fresh disk where the last scenario spoiled it."""
        if self.spoiled:
            self.renew()
        if not self.machine.on:
            self.power_on()

    def renew(self) -> None:
        """A kit as it was installed, never started before, and switched off."""
        self.machine.renew()
        self.spoiled = False

    def power_on(self) -> float:
        """Switch on, and wait until the kit shows its attract picture; the seconds that took."""
        self.machine.switch_on()
        return self._comes_up()

    def comes_back(self) -> float:
        """Wait until a machine that starts anew by itself shows its attract picture; the seconds that took."""
        self.until("The dashboard is away", lambda: not self.answers())
        self.machine.since = time.monotonic()
        return self._comes_up()

    def _comes_up(self) -> float:
        self._first_answer = None
        self._ahead = -time.monotonic()
        took = self.shows("attract")
        self.machine.await_agent()
        self._ahead = self.machine.now() - time.monotonic()
        return took

    def first_answer(self) -> float:
        """Seconds from switching on to the first answer of the dashboard."""
        self.until("The dashboard answers", lambda: self._first_answer is not None)
        assert self._first_answer is not None
        return self._first_answer

    def pull_plug(self) -> None:
        """Off at once."""
        self.machine.pull_plug()

    def switch_off(self) -> None:
        """Shut down as the system does it, and wait until it is off."""
        self.run("systemctl", "poweroff", "--no-block")
        self.machine.await_off()

    def now(self) -> float:
        """Seconds since the machine booted."""
        return time.monotonic() + self._ahead

    # The screen

    def picture(self, name: str) -> Path:
        """What the screen shows now, kept under this name."""
        return self.machine.screen.picture(self._pictures / f"{name}.png")

    def tap(self, x: float, y: float) -> None:
        """A finger at ``x``, ``y`` of the screen, 0 to 1."""
        self.machine.screen.tap(x, y)

    def tap_for(self, screen: str, x: float, y: float) -> float:
        """Tap until the screen shows this, as people do who think that they were not heard; the seconds that took."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            self.tap(x, y)
            if self.wait(f"A tap is answered by {screen}", lambda: self.seen(screen), TAP_AGAIN) is not None:
                return time.monotonic() - began
        raise MachineError(f"no tap brings {screen} to the screen")

    def look(self) -> Path:
        """What the screen shows now, to be judged and not kept."""
        return self.picture("now")

    def seen(self, screen: str) -> bool:
        """Whether the screen shows "attract", or the bar of "menu" and "playing". The kiosk itself is not asked."""
        shown = self.look()
        return picture.drawn(shown) and picture.barred(shown) == (screen != "attract")

    def shows(self, screen: str, patience: float = PATIENCE) -> float:
        """Wait until the kiosk says it shows this ("attract", "menu", "playing") and it is to be seen on the screen.

        Returns the seconds since the machine was switched on. Raises :class:`MachineError` where that never comes.
        """
        end = time.monotonic() + patience
        while time.monotonic() < end:
            self.machine.check()
            if self.screen == screen and self.seen(screen):
                return time.monotonic() - self.machine.since
            time.sleep(PICTURE_EVERY)
        self.picture(f"not-{screen}")
        raise MachineError(f"the screen does not show {screen} within {patience:.0f} s; the kiosk says {self.screen!r}")

    # The system

    def run(self, *argv: str, timeout: float = 120.0, check: bool = True) -> Answer:
        """Run a command inside, as root."""
        return self.machine.run(*argv, timeout=timeout, check=check)

    def command(self, *words: str, timeout: float = 300.0, check: bool = True) -> Answer:
        """The kit's own command, as its user: ``command("doctor", "--json")``."""
        return self.machine.run(COMMAND, *words, timeout=timeout, check=check)

    def unit(self, name: str) -> dict[str, str]:
        """What systemd knows of a unit: ``MainPID``, ``ActiveState``, ``NRestarts``, ``MemoryCurrent`` and the like."""
        lines = self.run("systemctl", "show", name).output.splitlines()
        return {key: value for key, _, value in (line.partition("=") for line in lines)}

    def logs(self) -> str:
        """The end of what all that matters logged: kit, controller, BlueZ, bus, kernel."""
        units = [
            f"_SYSTEMD_UNIT={unit}.service" for unit in ("xlab-hub", "xlab-kiosk", "xlab-air", "bluetooth", "dbus")
        ]
        matches = [word for unit in units for word in (unit, "+")] + ["_TRANSPORT=kernel"]
        read = ("journalctl", "-n", "400", "--no-pager", "-o", "short-monotonic", *matches)
        return self.run(*read, check=False).output

    # The hub

    def browser(self, patience: float = 60.0) -> Browser:
        """A browser at the dashboard, signed in to nothing."""
        return Browser(self.machine.url, patience)

    def facilitator(self) -> Browser:
        """A browser of the facilitator, who chose the PIN by the code on the screen, where there was none yet."""
        browser = self.browser()
        if self.run("test", "-e", f"{HOME}/keys/pin.json", check=False).status == 0:
            answer = browser.form("/sign-in", pin=PIN)
        else:
            answer = browser.form("/setup", code=setup_code(self), pin=PIN, again=PIN)
        if browser.get("/api/v1/room").status != 200:
            raise MachineError(f"the dashboard does not let the facilitator in: {answer.status}")
        return browser

    def it(self) -> Browser:
        """A browser of the facilitator who is somebody of IT as well."""
        browser = self.facilitator()
        if self.run("test", "-e", f"{HOME}/keys/it.json", check=False).status == 0:
            browser.form("/it/sign-in", password=PASSWORD)
        else:
            browser.form("/it/choose", new=PASSWORD, again=PASSWORD, pin=PIN)
        if browser.get("/api/v1/demos").status != 200:
            raise MachineError("the dashboard does not let IT in")
        return browser

    @property
    def state(self) -> str:
        """The radio's state on the health page at the last look; ``away`` where the hub does not answer."""
        return self.looks[-1].state if self.looks else "away"

    @property
    def screen(self) -> str:
        """What the kit's own station says it shows, at the last look; empty where the hub or the kiosk is away."""
        return self.screens[-1][1] if self.screens else ""

    def answers(self) -> bool:
        """Whether the hub answers."""
        return self.state != "away"

    def _watch(self) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while not self._stop.wait(POLL):
            state, reason, screen = "away", "", ""
            try:
                with opener.open(f"{self.machine.url}/api/v1/health", timeout=HEALTH_SECONDS) as page:
                    health = json.loads(page.read())
                state, reason = health["radio"]["state"], health["radio"]["reason"]
                if self._first_answer is None:
                    self._first_answer = time.monotonic() - self.machine.since
                screen = next((one["state"] for one in health["stations"] if one["id"] == "st-1"), "")
            except (OSError, HTTPException, ValueError):
                pass  # away, or killed in the middle of an answer
            if not self.looks or (state, reason) != (self.looks[-1].state, self.looks[-1].reason):
                self.looks.append(Look(self.now(), state, reason))
            if not self.screens or screen != self.screens[-1][1]:
                self.screens.append((self.now(), screen))

    def events(self, since: float = -1.0) -> list[dict[str, Any]]:
        """Events of the log that were noticed after ``since``, in seconds since the machine booted."""
        said = self.machine.run("python3", READER, str(since), check=False)
        events: list[dict[str, Any]] = json.loads(said.output) if said.status == 0 else []  # or there is no log yet
        return events

    # Waiting

    def wait(self, what: str, check: Callable[[], object], seconds: float) -> float | None:
        """Wait until ``check`` is true; the moment it was, or None after ``seconds``."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if check():
                return self.now()
            time.sleep(POLL)
        self.say(f"  {what}: not within {seconds:.0f} s")
        return None

    def until(self, what: str, check: Callable[[], object], patience: float = PATIENCE) -> float:
        """Wait until ``check`` is true; the seconds that took. Raises :class:`MachineError` if it never is."""
        began = time.monotonic()
        if self.wait(what, check, patience) is None:
            raise MachineError(f"{what}: that did not happen within {patience:.0f} s")
        return time.monotonic() - began
