"""How often each demo was played, how often it failed, and its last runs: a fold of facts."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from xlab.catalogue.quarantine import FAILURES
from xlab.dashboard.ports.demos import RunLine
from xlab.events import Event, RunEnded, RunStarted

LAST: Final = 10
"""Runs of a demo that are listed."""

_MOST_DEMOS: Final = 500
"""Demos counted: a station that invents some must not fill the memory."""

_MOST_DETAIL: Final = 300


class _Page:
    """One demo's."""

    def __init__(self) -> None:
        self.runs = 0
        self.failures = 0
        self.last: deque[tuple[Event, RunEnded]] = deque(maxlen=LAST)


class RunBook:
    """Takes events in their order. ``right`` puts the times of events right, as the kit knows them when asked."""

    def __init__(self, right: Callable[[Iterable[Event]], list[Event]] = list) -> None:
        self._right = right
        self._pages: dict[str, _Page] = {}

    def take(self, event: Event) -> None:
        """Take in what happened next; facts of other kinds are passed over."""
        match event.fact:
            case RunStarted(demo=demo):
                if (page := self._page(demo)) is not None:
                    page.runs += 1
            case RunEnded(demo=demo) as ended:
                if (page := self._page(demo)) is not None:
                    page.failures += ended.outcome in FAILURES
                    short = msgspec.structs.replace(ended, run=ended.run[:200], detail=ended.detail[:_MOST_DETAIL])
                    page.last.appendleft((msgspec.structs.replace(event, fact=short), short))

    def runs(self, demo: str) -> int:
        """Runs that began."""
        return self._pages[demo].runs if demo in self._pages else 0

    def failures(self, demo: str) -> int:
        """Runs that ended in trouble."""
        return self._pages[demo].failures if demo in self._pages else 0

    def last(self, demo: str) -> Sequence[RunLine]:
        """The last runs that ended, the newest first."""
        if demo not in self._pages:
            return ()
        lines = tuple(self._pages[demo].last)
        walls = (event.wall for event in self._right(event for event, _ in lines))
        return tuple(
            RunLine(
                run=ended.run,
                station=event.station or "",
                outcome=ended.outcome,
                wall=wall,
                seconds=ended.seconds,
                detail=ended.detail,
            )
            for (event, ended), wall in zip(lines, walls, strict=True)
        )

    def _page(self, demo: str) -> _Page | None:
        if demo not in self._pages and len(self._pages) >= _MOST_DEMOS:
            return None
        return self._pages.setdefault(demo, _Page())
