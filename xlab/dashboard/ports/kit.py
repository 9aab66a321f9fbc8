"""The kit itself: who it is, its room, its stations and its feed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from xlab.dashboard.ports.badges import Badges
from xlab.dashboard.ports.care import Care
from xlab.dashboard.ports.checks import Checks
from xlab.dashboard.ports.clock import Clock
from xlab.dashboard.ports.demos import Library
from xlab.dashboard.ports.findings import Findings
from xlab.dashboard.ports.groups import Groups
from xlab.dashboard.ports.keeping import Keeping
from xlab.dashboard.ports.lines import Lines
from xlab.dashboard.ports.logs import Logs
from xlab.dashboard.ports.machine import Machine
from xlab.dashboard.ports.network import Network
from xlab.dashboard.ports.ordering import Ordering
from xlab.dashboard.ports.pairing import Pairing
from xlab.dashboard.ports.papers import Papers
from xlab.dashboard.ports.recorder import Recorder
from xlab.dashboard.ports.room import Places, Signals
from xlab.dashboard.ports.rounds import Rounds
from xlab.dashboard.ports.takeaways import Takeaways
from xlab.dashboard.ports.teaching import Teaching
from xlab.dashboard.ports.updating import Updating
from xlab.dashboard.ports.visitors import Visitors
from xlab.dashboard.ports.visits import Visits
from xlab.events import Event
from xlab.link import KitInfo, Phase, Room


class Kit(Protocol):
    """The running kit. Everything may be called from any thread unless it says otherwise."""

    home: Path
    """The kit's home; the dashboard keeps its PIN and session key below ``keys/``."""

    token: str
    """The secret in ``keys/station.token``: whoever shows it may read the kit's own files, so it is the kit's user."""

    @property
    def badges(self) -> Badges:
        """The kit's own badges, props and pads."""
        ...

    @property
    def care(self) -> Care:
        """What looks after the box."""
        ...

    @property
    def checks(self) -> Checks:
        """What stations found out about themselves."""
        ...

    @property
    def clock(self) -> Clock:
        """What time it is, how sure that is, and putting it right."""
        ...

    @property
    def machine(self) -> Machine:
        """The machine the kit runs on, and what is set of it."""
        ...

    @property
    def network(self) -> Network:
        """How people reach the kit, and changing that."""
        ...

    @property
    def logs(self) -> Logs:
        """What hub and kiosk logged lately."""
        ...

    @property
    def teaching(self) -> Teaching:
        """What stations learn of their pads and ears."""
        ...

    @property
    def pairing(self) -> Pairing:
        """The stations, and letting further ones in."""
        ...

    @property
    def demos(self) -> Library:
        """The demos of the kit, for IT."""
        ...

    @property
    def ordering(self) -> Ordering:
        """What the facilitator orders of stations."""
        ...

    @property
    def rounds(self) -> Rounds:
        """The questions put to the room."""
        ...

    @property
    def findings(self) -> Findings:
        """What the log itself says of rounds and demos."""
        ...

    @property
    def visits(self) -> Visits:
        """The visit under way, and those before it."""
        ...

    @property
    def lines(self) -> Lines:
        """The words of demos that the facilitator edits for the visit."""
        ...

    @property
    def keeping(self) -> Keeping:
        """The backups of the kit, for IT."""
        ...

    @property
    def updating(self) -> Updating:
        """Renewing the kit, for IT."""
        ...

    @property
    def groups(self) -> Groups:
        """One group of visitors after another."""
        ...

    @property
    def papers(self) -> Papers:
        """The reports of visits."""
        ...

    @property
    def takeaways(self) -> Takeaways:
        """Pictures that visitors take home from stations."""
        ...

    @property
    def visitors(self) -> Visitors:
        """What visitors' phones say beside the rounds."""
        ...

    @property
    def places(self) -> Places:
        """Where the facilitator put the stations."""
        ...

    @property
    def signals(self) -> Signals:
        """What the kit heard of late."""
        ...

    @property
    def recorder(self) -> Recorder:
        """Records what the kit hears."""
        ...

    def info(self) -> KitInfo:
        """Name, version, addresses, and the setup code while no facilitator PIN is set."""
        ...

    def room(self) -> Room:
        """The room as it is now: spots, badges, radio."""
        ...

    def uptime(self) -> float:
        """Seconds since the hub came up."""
        ...

    def pin_was_set(self) -> None:
        """The facilitator's PIN exists now: the setup code leaves every screen."""
        ...

    def touch(self, station: str, phase: Phase, x: float, y: float) -> bool:
        """Pass a touch on the live picture to the station; False if it is away."""
        ...

    def feed(self, after: int | None) -> AsyncIterator[Event | Room]:
        """Events as they come (after that number, if given) and the room whenever it changed. On the loop only.

        A listener that is too slow is ended, not waited for; it resumes with the last number it has seen.
        """
        ...

    def screen(self, station: str) -> AsyncIterator[bytes]:
        """JPEG pictures of the station's screen while iterated; ends when the station goes. On the loop only."""
        ...
