"""What other stations' scanners hear: as good as the kit's own radio, and never beside a recording."""

import asyncio
import contextlib
import time

import pytest

from tests.waiting import PATIENCE
from xlab.beacons.calibration import Calibration
from xlab.beacons.presence import LATE
from xlab.beacons.sighting import Sighting
from xlab.hub.hearing import Hearing
from xlab.hub.room import RoomState
from xlab.settings import Settings

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"


@pytest.fixture(autouse=True)
def _no_bus(monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")


class Listening:
    """A hearing that runs, what it told, and what a tap got."""

    def __init__(self, admits=lambda beacon: True, **settings) -> None:
        self.room = RoomState(lambda room: self.states.append((room.radio.state, room.radio.source)))
        self.states: list[tuple[str, str]] = []
        self.told: list[tuple[str, str, str | None, str]] = []
        self.tapped: list[Sighting] = []
        self.hearing = Hearing(Settings(**settings), self.room, self._tell, admits)
        self.hearing.taps.append(lambda sighting, source: source == "live" and self.tapped.append(sighting))
        self._news = asyncio.Condition()

    async def _tell(self, events, source) -> None:
        async with self._news:
            self.told += [(source, event.kind, event.station, event.proximity) for event in events]
            self._news.notify_all()

    async def tells(self, *expected) -> None:
        """Until something was told that begins so."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: any(told[: len(expected)] == expected for told in self.told))

    async def __aenter__(self) -> "Listening":
        self._part = asyncio.create_task(self.hearing.run(lambda: None))
        async with asyncio.timeout(PATIENCE):
            while not self.states:
                await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_) -> None:
        self._part.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._part


def heard(t: float, minor: int = 7, scanner: str = "st-2", uuid: str = UUID, rssi: int = -60) -> Sighting:
    return Sighting(t, scanner, uuid, 1, minor, -59, rssi)


async def test_a_scanner_elsewhere_ends_the_recording_and_counts_as_live():
    async with Listening() as kit:
        await kit.tells("recorded", "entered")
        kit.hearing.heard_elsewhere([heard(time.monotonic())])
        await kit.tells("live", "entered", "st-2")
        assert kit.states[-1][1] == "live"
        await kit.tells("recorded", "left")
        kinds = [kind for source, kind, *_ in kit.told if source == "recorded"]
        assert kinds.count("left") == kinds.count("entered")


async def test_a_scanner_that_hears_nothing_yet_ends_the_recording_too():
    async with Listening() as kit:
        assert kit.states[-1] == ("replaying", "recorded")
        kit.hearing.heard_elsewhere([])
        assert kit.states[-1][1] == "live"


async def test_what_is_late_foreign_or_not_admitted_does_not_count():
    async with Listening(admits=lambda beacon: not beacon.endswith("/9"), replay="none") as kit:
        now = time.monotonic()
        foreign = heard(now, uuid="00000000-dffb-48d2-b060-d0f5a71096e0")
        kit.hearing.heard_elsewhere([heard(now - LATE - 1.0), foreign, heard(now, 9), heard(now, 8)])
        assert [sighting.minor for sighting in kit.tapped] == [8]


async def test_what_is_tapped_is_on_one_line_that_never_runs_ahead():
    async with Listening(replay="none") as kit:
        now = time.monotonic()
        kit.hearing.heard_elsewhere([heard(now - 0.1), heard(now - 0.5, scanner="st-3"), heard(now + 3600)])
        times = [sighting.t for sighting in kit.tapped]
        assert times[:2] == [now - 0.1, now - 0.1]
        assert now <= times[2] <= time.monotonic()


async def test_what_is_learned_of_a_station_counts_at_once():
    async with Listening(replay="none") as kit:
        kit.hearing.calibrate({"st-2": Calibration(touch=-10.0)})
        now = time.monotonic()
        kit.hearing.heard_elsewhere([heard(now - 1.8 + n / 5) for n in range(10)])
        await kit.tells("live", "moved", "st-2", "touch")


async def test_nobody_stays_in_the_room_when_listening_failed_and_began_again():
    async with Listening(replay="none") as kit:
        kit.hearing.heard_elsewhere([heard(time.monotonic())])
        await kit.tells("live", "entered")
        kit._part.cancel()
        await asyncio.gather(kit._part, return_exceptions=True)
        kit._part = asyncio.create_task(kit.hearing.run(lambda: None))
        await kit.tells("live", "left")
