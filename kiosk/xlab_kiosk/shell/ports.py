"""What the shell needs of the parts around it, so that each can be replaced by a real stand-in in a test."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import pygame

from xlab.catalogue import Entry
from xlab.events import Draft, Source
from xlab.events.visits import EditedLine
from xlab.link import FromStation, KitInfo, Room, ToStation
from xlab.station.showing import Showing
from xlab_kiosk.host import Ended, Said
from xlab_kiosk.stage.inputs import KnownFact, Presence, Touch
from xlab_kiosk.stage.room import FromRoom


class Hub(Protocol):
    """The station's end of the link. Nothing here blocks, and nothing fails because the hub is away."""

    @property
    def connected(self) -> bool:
        """Is the hub there now?"""
        ...

    @property
    def info(self) -> KitInfo | None:
        """Who the kit is; None until the hub was heard once."""
        ...

    @property
    def room(self) -> Room | None:
        """The newest picture of the room; None until the hub was heard once."""
        ...

    @property
    def pairing(self) -> Showing | None:
        """The code to show, while this station wishes to belong to a kit."""
        ...

    def poll(self) -> Sequence[ToStation]:
        """What the hub told since the last call."""
        ...

    def send(self, message: FromStation) -> None:
        """Tell the hub something; dropped while it is away."""
        ...

    def send_screen(self, jpeg: bytes) -> None:
        """Send a picture of the screen."""
        ...

    def deliver(self) -> None:
        """Something new waits in the outbox. May be called from any thread."""
        ...

    def close(self) -> None:
        """End the link."""
        ...


class Running(Protocol):
    """A demo in its own process, as :class:`xlab_kiosk.host.DemoProcess` is one."""

    @property
    def camera_source(self) -> Source | None:
        """Where the pictures of the camera come from; None where the demo has no camera."""
        ...

    @property
    def words(self) -> str:
        """What it left to read for whoever looks after the kit: a traceback, its last output; mostly nothing."""
        ...

    def touch(self, touch: Touch) -> None:
        """Pass on a touch, in pixels of the demo's surface."""
        ...

    def presence(self, change: Presence) -> None:
        """Pass on that a badge came, moved or went."""
        ...

    def known(self, beacon: str, facts: tuple[KnownFact, ...]) -> None:
        """Pass on all that is known of a badge."""
        ...

    def room(self, said: FromRoom) -> None:
        """Pass on news of what the demo asked the room."""
        ...

    def poll(self, now: float) -> Sequence[Said]:
        """What the demo said since the last call."""
        ...

    def frame(self) -> pygame.Surface | None:
        """The newest finished frame, if there is a new one; valid until the next call."""
        ...

    def ended(self, now: float) -> Ended | None:
        """How the demo ended, once it has."""
        ...

    def stop(self) -> None:
        """End the process and free what it holds. Returns at once."""
        ...

    def join(self, timeout: float | None = None) -> bool:
        """After :meth:`stop`: wait until nothing is left. False if it took longer than ``timeout`` seconds."""
        ...


class StartDemo(Protocol):
    """Starts a demo. Raises OSError if no process can be started."""

    def __call__(
        self,
        entry: Entry,
        *,
        size: tuple[int, int],
        language: str,
        reduced_motion: bool = False,
        lines: tuple[EditedLine, ...] = (),
        wake: Callable[[], None] | None = None,
    ) -> Running:
        """``size`` of the demo's surface in pixels; ``wake`` is called from another thread when there is news.

        ``lines`` are those of its words that the facilitator edited.
        """
        ...


class Speaker(Protocol):
    """Plays the sounds of demos, as :class:`xlab_kiosk.shell.sounds.Sounds` does. Nothing waits, nothing raises."""

    def play(self, path: Path) -> None:
        """Play a file, together with what plays already."""
        ...

    def silence(self) -> None:
        """Stop what plays."""
        ...

    def close(self, patience: float) -> None:
        """Free what it holds, in so many seconds."""
        ...


class Keep(Protocol):
    """Where drafts wait until the hub has them, as :class:`xlab.store.Outbox` is one."""

    def put(self, draft: Draft) -> None:
        """Keep a draft; on return it is on the card."""
        ...

    def pending(self, limit: int) -> list[Draft]:
        """The oldest drafts that still wait."""
        ...

    def forget(self, beacon: str, *, source: Source = "live", station: str | None = None) -> None:
        """Erase what waits about a badge, and tell the hub to do the same."""
        ...


class Handing(Protocol):
    """Where what waits is handed over from, as :class:`xlab.store.Outbox` is one."""

    def pending(self, limit: int) -> list[Draft]:
        """The oldest drafts that still wait."""
        ...

    def done(self, ids: Iterable[str]) -> None:
        """The hub has these."""
        ...
