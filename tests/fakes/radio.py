"""A radio for commands: says what a script says, in place of the scanner."""

import asyncio
import signal
import time
from collections.abc import AsyncGenerator, Callable, Collection, Sequence

from xlab.beacons.sighting import Sighting

Step = Sighting | tuple[str, str] | signal.Signals
"""A sighting to hear (now, whatever its t), a state with its reason, or a signal to this process, as Ctrl-C sends."""


class ScriptedRadio:
    """Stands in for ``xlab.beacons.scanner.scan``: plays its steps, then stays silent until it is closed."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.asked: tuple[frozenset[str], str] | None = None
        self.closed = False

    async def scan(
        self, uuids: Collection[str], *, scanner: str, on_state: Callable[[str, str], None]
    ) -> AsyncGenerator[Sighting, None]:
        """Like the real one."""
        self.asked = (frozenset(uuids), scanner)
        try:
            for step in self.steps:
                if isinstance(step, signal.Signals):
                    signal.raise_signal(step)
                    continue
                if isinstance(step, tuple):
                    on_state(*step)
                    continue
                yield Sighting(time.monotonic(), scanner, step.uuid, step.major, step.minor, step.tx_power, step.rssi)
            await asyncio.Event().wait()
        finally:
            self.closed = True
