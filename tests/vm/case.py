"""How a scenario is written: a function that does something with the kit from outside, and notes what came of it.

def _hub_dies(kit: Kit, notes: Notes) -> None:
    kit.run("systemctl", "kill", "-s", "KILL", "xlab-hub.service")
    notes.figure("back_s", kit.until("The hub is back", kit.up, 120))
    notes.picture("while-the-hub-is-away")

SCENARIOS = (Case("hub-killed", "the hub is killed", _hub_dies),)
"""

from collections.abc import Callable
from typing import Any

import msgspec

from tests.vm.kit import Kit
from tests.vm.results import Result


class Wrong(Exception):
    """The kit did not do what it promises; the message is a sentence. The scenario ends with it."""


class Notes:
    """What one scenario finds out."""

    def __init__(self, kit: Kit, name: str) -> None:
        self._kit = kit
        self._name = name
        self.figures: dict[str, Any] = {}
        self.faults: list[str] = []
        self.lines: list[str] = []

    def figure(self, name: str, value: Any) -> None:
        """Keep a figure, and say it. A time in seconds has a name that ends in ``_s``."""
        self.figures[name] = round(value, 2) if isinstance(value, float) else value
        self._kit.say(f"  {self._name}: {name} {self.figures[name]}")

    def line(self, text: str) -> None:
        """A line for the summary, for what figures cannot say."""
        self.lines.append(text)

    def wrong(self, sentence: str) -> None:
        """Something is wrong; the scenario goes on."""
        self.faults.append(sentence)
        self._kit.say(f"  {self._name}: WRONG: {sentence}")

    def picture(self, name: str) -> None:
        """Keep what the screen shows now."""
        self._kit.picture(f"{self._name}-{name}")


class Case(msgspec.Struct, frozen=True):
    """One scenario. ``do`` raises :class:`Wrong`, or notes what is wrong and goes on.

    It finds a kit that is on. ``fresh``: it finds one that is off, as it was installed and never started.
    ``spoils``: it leaves a disk that no other should find, and the next one gets a fresh one.
    """

    name: str
    what: str
    do: Callable[[Kit, Notes], None]
    fresh: bool = False
    spoils: bool = False

    def run(self, kit: Kit) -> Result:
        """Try it."""
        if self.fresh:
            kit.renew()
        else:
            kit.ready()
        notes = Notes(kit, self.name)
        try:
            self.do(kit, notes)
        except Wrong as wrong:
            notes.wrong(str(wrong))
            kit.picture(f"{self.name}-wrong")
        finally:
            if self.spoils:
                kit.spoiled = True
        return Result(self.name, self.what, "; ".join(notes.faults), notes.figures, "\n".join(notes.lines))
