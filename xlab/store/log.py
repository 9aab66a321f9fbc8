"""What every event log promises, whatever it is kept in. ``tests/store/test_event_log.py`` holds any log to it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from xlab.events import Draft, Event, Fact

Subscriber = Callable[[list[Event]], None]


class EventLog(Protocol):
    """An append-only log of one kit. Order is the sequence number, from 1 without gaps, never the clock.

    Beside the kit's own events it keeps those that were taken in from logs of other kits, for visits at which there
    were several. They keep their kit and their number and are never among what :meth:`read` gives; whatever erases
    reaches them too.

    Every method may be called from any thread and raises :class:`xlab.store.StoreError`, with nothing half done, where
    the log cannot do it.
    """

    kit: str
    """Id of the kit, made when the log first came to be."""

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Store all of ``drafts`` or none, and return them as events in the same order, once they are on the card.

        A draft whose id is in the log already gives the event that is there, even if that one was erased since: handing
        over twice is harmless. A wish to be forgotten is obeyed, never stored, so it is refused here.
        """
        ...

    def read(self, after: int = 0, limit: int = 500, kinds: Collection[type[Fact]] = ()) -> list[Event]:
        """The first ``limit`` events with a sequence number above ``after``, in order; of these ``kinds`` if given."""
        ...

    def take(self, events: Iterable[Event]) -> int:
        """Take in events from another kit's log, or from another log of this one; return how many changed anything.

        What is here already is passed over, unless it was erased there: then it is erased here too. What was erased
        here stays so. Taking the same events twice, or those of several logs in any order, gives the same.
        :class:`xlab.store.StoreError`, and nothing is taken, where two different events have one number, or where this
        kit's own went further there.
        """
        ...

    def others(self, kinds: Collection[type[Fact]] = ()) -> list[Event]:
        """The events of other kits, kit by kit in the order of their numbers; of these ``kinds`` if given."""
        ...

    def about(self, subject: str, limit: int = 500) -> list[Event]:
        """The newest ``limit`` events of this kit about this subject, a beacon or a voter, oldest first."""
        ...

    def erase(self, ids: Iterable[str], reason: str) -> int:
        """Put a tombstone in the place of each event; return how many were not erased before. Unknown ids are ignored.

        The facts are gone from every file of the log when this returns. ``reason`` is a few words, at most 80 bytes.
        """
        ...

    def forget(self, subject: str, reason: str) -> int:
        """Erase every event about this subject, in one step; return how many that were."""
        ...

    def last(self) -> int:
        """The highest sequence number, 0 while the log is empty."""
        ...

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call ``callback`` with new events after they were stored, in order, on the storing thread; returns the undo.

        An exception in a callback is logged and harms neither the log nor other subscribers.
        """
        ...

    def backup(self, path: Path) -> None:
        """Write a whole copy to ``path``, synced, replacing a file there only when the copy is complete."""
        ...

    def close(self) -> None:
        """Let go of the file. Closing twice is harmless; everything else raises afterwards."""
        ...
