"""The radio as a source of sightings: bleak, unmodified, kept alive through everything that happens to a radio.

Scanning is active. It costs badges a little battery, but BlueZ reports each advertisement only then: in passive mode it
holds back changes of RSSI under 8 dB, and a badge that lies on a pad would fall silent.

What is done when it does not hear is decided in ``_ladder.py``, and done here and in ``_bluez.py``.

Privacy is kept in the callback (``_intake.py``): an advertisement that does not carry one of the kit's own UUIDs is
dropped there. It is not stored, counted or logged, and bleak's own debug log, which names every address, is off. All
that such advertisements leave behind is one bit, forgotten each second: something was heard, so the radio works.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, Callable, Collection, Coroutine

from xlab.beacons import _bluez, _ladder
from xlab.beacons._bleak import active_scan, leave_bus, trouble_of
from xlab.beacons._bluez import BlueZ, Trouble
from xlab.beacons._intake import Intake
from xlab.beacons._ladder import AILMENTS, Ailment, History, Step
from xlab.beacons._pace import Pace
from xlab.beacons.sighting import Sighting
from xlab.link import RadioState

logger = logging.getLogger(__name__)

BACK_SECONDS = 2.0
"""A service that is restarted takes about so long to have its adapters again; nobody need read that it was away."""
CHANGE_SECONDS = 3.0
"""Trouble that turned into other trouble is told once that has lasted so long: an adapter is "off" for a second while
its service starts, and nobody should run to switch it on."""


async def scan(
    uuids: Collection[str],
    *,
    scanner: str,
    on_state: Callable[[RadioState, str], None],
    clock: Callable[[], float] = time.monotonic,
    adapter: str | None = None,
    admits: Callable[[str], bool] | None = None,
    on_life: Callable[[], None] | None = None,
    pace: Pace | None = None,
) -> AsyncGenerator[Sighting, None]:
    """Sightings of beacons with these UUIDs, for ever; close the iterator to stop the scan.

    ``scanner`` is the name put into each sighting, ``clock`` gives its time in seconds, ``adapter`` is as ``hci0``, or
    the first that is on. ``admits`` is asked for each advertisement, with the beacon's identity, whether to follow it:
    what it turns away takes no place in the queue. It must be quick. ``on_life`` is told once a second while anything
    at all is heard. Never raises for radio trouble: ``on_state`` is told each change of state with a plain sentence
    (empty while scanning), and the radio is tried again. Both are called on the loop and must not block. Raises
    ValueError for a UUID that is none.
    """
    for noisy in ("bleak", "dbus_fast"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    intake = Intake(uuids, scanner=scanner, clock=clock, admits=admits)
    pace = pace or Pace()
    listener = _Listener(intake, _Teller(on_state, pace.now), adapter, on_life or (lambda: None), pace)
    listening = asyncio.create_task(listener.run(), name="beacon scanner")
    listening.add_done_callback(lambda _: intake.close())  # wakes the consumer if ever a mistake of ours ends the task
    try:
        async for sighting in intake.sightings():
            yield sighting
        await listening
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


class _Teller:
    """Tells each change once: to the caller, and to the log as one warning and one line when all is well again."""

    def __init__(self, on_state: Callable[[RadioState, str], None], now: Callable[[], float]) -> None:
        self._on_state = on_state
        self._now = now
        self._scanning = False
        self._last: Trouble | None = None
        self._changed: tuple[str, float] | None = None  # other trouble than was told, and since when

    def scanning(self, adapter: str, *, heard: bool) -> None:
        """A scan runs. After a silence that is no news before something was ``heard``."""
        if self._scanning or (self._last and self._last.kind == "silent" and not heard):
            return
        logger.info("Listening for badges on %s", adapter)
        self._scanning, self._last, self._changed = True, None, None
        self._on_state("scanning", "")

    def trouble(self, trouble: Trouble, error: Exception | None = None) -> None:
        # Whoever pulled the adapter out should read that for as long as it is out, not that there never was one.
        last = self._last
        if last and (last.reason == trouble.reason or (last.kind, trouble.kind) == ("unplugged", "missing")):
            self._changed = None
            return
        if last:
            if self._changed is None or self._changed[0] != trouble.reason:
                self._changed = (trouble.reason, self._now())
            if self._now() < self._changed[1] + CHANGE_SECONDS:
                return
        logger.warning("%s", trouble.reason, exc_info=error if trouble.kind == "unknown" else None)
        self._scanning, self._last, self._changed = False, trouble, None
        self._on_state(trouble.state, trouble.reason)


class _Listener:
    """Scans, and climbs the ladder when that does not work."""

    def __init__(
        self, intake: Intake, teller: _Teller, adapter: str | None, on_life: Callable[[], None], pace: Pace
    ) -> None:
        self._intake = intake
        self._teller = teller
        self._wanted = adapter
        self._on_life = on_life
        self._pace = pace
        self._rng = random.Random()  # noqa: S311 - only spreads retries
        self._history = History()
        self._name: str | None = None  # the adapter used last
        self._scanned_by_others = False  # when all was well, or not yet tried
        self._owes_power = False  # we switched it off, and it did not come on
        self._trouble: float | None = None  # when the trouble began that keeps us from scanning
        self._quiet: float | None = None  # when something was heard last, or could have been for the first time
        self._well: float | None = None  # since when nothing was wrong

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                async with _bluez.connect() as bluez:
                    step = await self._scan(bluez)
                since, ailment = self._quiet or 0.0, AILMENTS["silent"]
            except Exception as error:
                trouble = trouble_of(error)
                self._teller.trouble(trouble, error)
                ailment = AILMENTS[trouble.kind]
                since = self._begun()
                step = await self._due(ailment, since)
            self._history = await self._take(step, ailment, since)

    async def _scan(self, bluez: BlueZ) -> Step:
        """Scan until it is silent for too long, and return what to do about that. Raises what goes wrong."""
        if self._owes_power and self._name is not None:
            self._owes_power = not await bluez.switch_on(self._name)
        name = self._name = await bluez.adapter(self._wanted)
        if self._trouble is None and not self._silent():
            self._scanned_by_others = (await bluez.use(name)).scanned
        async with active_scan(name, self._intake.hear, self._late):
            self._teller.scanning(name, heard=False)
            self._start_listening(self._pace.now())
            while True:
                await self._pace.sleep(self._pace.check)
                await bluez.check(name)
                self._trouble = None  # only a scan that lasted counts: one that dies at once is no cure
                if (step := self._listen(name)) is not None:
                    return step

    def _late(self) -> None:
        self._teller.trouble(Trouble("mute"))

    def _start_listening(self, now: float) -> None:
        first, again = now, now + _ladder.EFFECT - _ladder.LADDER["silent"][0].after
        if self._quiet is None:
            self._quiet = first
        elif self._trouble is not None:  # a silence that was interrupted by other trouble goes on where it was
            self._quiet = max(self._quiet, again)

    def _listen(self, name: str) -> Step | None:
        """Look whether anything was heard since the last look; what to do if that is long ago."""
        now = self._pace.now()
        if self._intake.alive():
            self._teller.scanning(name, heard=True)
            self._on_life()
            if self._silent() or self._well is None:
                self._well = now
            self._quiet = now
            if now >= self._well + _ladder.WELL:
                self._history = _ladder.well(self._history)
            return None
        assert self._quiet is not None
        todo = _ladder.next_step("silent", self._quiet, self._history, now)
        if todo.tell:
            self._teller.trouble(Trouble("silent"))
        return todo.step

    def _silent(self) -> bool:
        return self._quiet is not None and self._pace.now() >= self._quiet + _ladder.LADDER["silent"][0].after

    def _begun(self) -> float:
        """When the trouble began that keeps us from scanning: now, if there was none before."""
        if self._trouble is None:
            self._trouble = self._pace.now()
            if not self._silent():
                self._quiet = None  # nothing could be heard from here on; the next scan has time to begin
        self._well = None
        return self._trouble

    async def _due(self, ailment: Ailment, since: float) -> Step:
        """Wait for the next step."""
        while True:
            todo = _ladder.next_step(ailment, since, self._history, self._pace.now())
            if todo.step is not None:
                return todo.step
            await self._pace.sleep(todo.wait)

    async def _take(self, step: Step, ailment: Ailment, since: float) -> History:
        """Do what there is to do before the next scan; the history with it."""
        if step == "scan":
            return _ladder.taken(ailment, step, self._history, self._pace.now(), self._rng)
        # The first time is worth a line; how often it did not help is not.
        level = logging.DEBUG if (ailment, step) in self._history.tried else logging.INFO
        logger.log(level, "The radio does not hear (%s). Trying: %s", ailment, step)
        await leave_bus()  # every stronger step includes it, and BlueZ ends the scans of those who left
        note = _ladder.taken
        if step in _ladder.DISTURBS:
            try:
                async with _bluez.connect() as bluez:
                    if not await self._may_disturb(bluez, ailment, since):
                        note = _ladder.put_off
                    elif step == "service":
                        await bluez.restart_service(kill=ailment == "hung")
                        await self._pace.sleep(BACK_SECONDS)
                    elif self._name is not None:
                        self._owes_power = not await _to_its_end(bluez.switch_off_and_on(self._name, self._pace.sleep))
            except Exception as error:  # was not possible: then the next rung will be
                logger.log(level, "%s was not possible: %s", step, trouble_of(error).kind)
        return note(ailment, step, self._history, self._pace.now(), self._rng)

    async def _may_disturb(self, bluez: BlueZ, ailment: Ailment, since: float) -> bool:
        if self._name is None or ailment in ("hung", "stopped"):
            return True  # a service that does not answer serves nobody, and cannot be asked
        use = await bluez.use(self._name)
        scanned = use.scanned and self._scanned_by_others
        return _ladder.may_disturb(ailment, since, self._pace.now(), scanned=scanned, connected=use.connected)


async def _to_its_end(work: Coroutine[None, None, bool]) -> bool:
    """Await this even if we are cancelled meanwhile: an adapter that was switched off must be switched on."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    finally:
        await asyncio.wait({task})
