"""A Bluetooth service of the test's own, and an ear that collects what the scanner says and hears."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.fakes.badge import UUID
from tests.fakes.bluez import BlueZStandIn
from tests.waiting import PATIENCE
from xlab.beacons._pace import Pace
from xlab.beacons.scanner import scan
from xlab.beacons.sighting import Sighting

SPEED = 100.0
"""So that tests need not wait: a second of the scanner's takes 10 ms."""


class Ear:
    """Runs a scan; ``state()`` and ``sighting()`` wait for the next of each."""

    def __init__(self) -> None:
        self.pace = Pace(speed=SPEED)
        self._began = self.pace.now()
        self._states: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._sightings: asyncio.Queue[Sighting] = asyncio.Queue()

    def on_state(self, state: str, reason: str) -> None:
        self._states.put_nowait((state, reason))

    async def run(self, **options: Any) -> None:
        async for sighting in scan({UUID}, scanner="st-1", on_state=self.on_state, pace=self.pace, **options):
            self._sightings.put_nowait(sighting)

    async def state(self) -> tuple[str, str]:
        async with asyncio.timeout(PATIENCE):
            return await self._states.get()

    async def scanning(self) -> None:
        """Wait until it scans, whatever comes before."""
        while (await self.state())[0] != "scanning":
            pass

    async def sighting(self) -> Sighting:
        async with asyncio.timeout(PATIENCE):
            return await self._sightings.get()

    def waited(self) -> float:
        """Seconds of its own time that the scanner has waited so far; what a busy machine adds is not among them."""
        return self.pace._skipped * SPEED / (SPEED - 1)

    def dawdled(self) -> float:
        """Seconds that passed for the scanner and were none of its waits: many where the machine was busy."""
        return self.pace.now() - self._began - self.waited()

    async def later(self, seconds: float) -> None:
        """Wait until so many seconds of the scanner's time have passed."""
        then = self.pace.now() + seconds
        async with asyncio.timeout(PATIENCE):
            while self.pace.now() < then:
                await asyncio.sleep(0.002)

    def heard_more(self) -> bool:
        return not self._sightings.empty()

    def said_more(self) -> bool:
        return not self._states.empty()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What dies with a test's leftovers is not held against it: see ``no_leftovers``."""
    for item in items:
        if "radio" in item.path.parts:
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(autouse=True)
def no_leftovers() -> Iterator[None]:
    """Collect what bleak leaves behind here, and not in the middle of somebody else's test.

    bleak keeps a D-Bus connection of its own for each event loop and has no public way to end it. When its loop is
    gone, what dbus-fast says while it is collected ("Bad file descriptor", seen on a busy machine) is not about us.
    """
    yield
    gc.collect()


@pytest.fixture
def bluez(monkeypatch: pytest.MonkeyPatch) -> Iterator[BlueZStandIn]:
    """The stand-in, running, with no adapter yet; the code under test finds it on its system bus."""
    with BlueZStandIn() as stand_in:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", stand_in.address)
        yield stand_in


@pytest.fixture
def pace() -> Pace:
    return Pace(speed=SPEED)


Listening = Callable[..., Any]


@pytest.fixture
def listening() -> Listening:
    """``async with listening() as ear``: a scan that runs inside the block and is closed at its end."""

    @asynccontextmanager
    async def run(**options: Any) -> AsyncIterator[Ear]:
        ear = Ear()
        task = asyncio.create_task(ear.run(**options), name="consumer")
        try:
            yield ear
        finally:
            task.cancel()
            await asyncio.wait({task})

    return run
