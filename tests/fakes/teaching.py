"""Teaching without radio or rules: shows what a test wants shown, and remembers what it was asked to do."""

import msgspec

from xlab.dashboard.ports import Problem, TaughtStation, Teach, TeachRefused

STATIONS = (
    TaughtStation(id="st-1", name="Station 1", there=True, visited=False, offset=None, touch=None),
    TaughtStation(id="st-2", name="Window", there=True, visited=False, offset=None, touch=None),
    TaughtStation(id="st-3", name="Door", there=False, visited=False, offset=None, touch=None),
)

IDLE = Teach("idle", None, None, 0.0, None, None, STATIONS, None, None, None, None, None, None)


class FakeTeaching:
    """Implements :class:`xlab.dashboard.ports.Teaching`."""

    def __init__(self) -> None:
        self.shown = IDLE
        self.asked: list[tuple[str | None, ...]] = []
        self.refusal: Problem | None = None

    def show(self, **changes: object) -> None:
        """Show another state from now on, the idle one but for these changes."""
        self.shown = msgspec.structs.replace(IDLE, **changes)

    def now(self) -> Teach:
        return self.shown

    def start_pad(self, station: str, beacon: str | None) -> Teach:
        return self._do("pad", station, beacon)

    def start_walk(self) -> Teach:
        return self._do("walk")

    def here(self, station: str) -> Teach:
        return self._do("here", station)

    def finish(self) -> Teach:
        return self._do("finish")

    def keep(self) -> Teach:
        return self._do("keep")

    def cancel(self) -> Teach:
        return self._do("cancel")

    def undo(self) -> Teach:
        return self._do("undo")

    def reset(self) -> Teach:
        return self._do("reset")

    def _do(self, *asked: str | None) -> Teach:
        self.asked.append(asked)
        if self.refusal is not None:
            raise TeachRefused(self.refusal)
        return self.shown
