"""What stations found out about themselves: the last walk of each outlives the hub, and one can be asked to look."""

import asyncio

import pytest

from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import running
from tests.waiting import come
from xlab import link
from xlab.hub import checks
from xlab.link import Check, StationChecked, Status

FINE = Check(area="touch", ok=True, key="preflight.touch_fine")
DEAD = Check(area="touch", ok=False, key="preflight.touch_dead_middle")


async def told(kit, kiosk, walk: str, *found: Check, age: float = 0.0):
    await kiosk.say(StationChecked(checks=found, walk=walk, age=age))
    await come(lambda: (kit.checks.last("st-1") or (0, ()))[1] == found)


async def test_the_last_walk_of_a_station_is_kept_by_the_next_hub_too(tmp_path):
    async with running(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        assert kit.info().checks and kit.checks.last("st-1") is None
        await told(kit, kiosk, "one", DEAD)
        await told(kit, kiosk, "two", FINE, age=3600.0)
        at = kit.checks.last("st-1")[0]
        assert kit.clock.now().wall - 3700 < at < kit.clock.now().wall - 3500
        # Said once more at the next connection, it is the same walk: its moment does not move.
        await kiosk.say(StationChecked(checks=(FINE,), walk="two", age=5000.0))
        await told(kit, kiosk, "three", DEAD)
        await come((tmp_path / "checks.json").exists)
        last = kit.checks.last("st-1")
        await come(lambda: b"three" in (tmp_path / "checks.json").read_bytes())
    async with running(tmp_path) as kit:
        assert kit.checks.last("st-1") == last


async def test_a_walk_that_is_said_again_keeps_its_moment(tmp_path):
    async with running(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        await told(kit, kiosk, "one", FINE, age=10.0)
        before = kit.checks.last("st-1")
        await kiosk.say(StationChecked(checks=(FINE,), walk="one", age=500.0))
        await kiosk.say(link.AskKnown(beacon="u/1/2"))
        await kiosk.hear(link.Known)
        assert kit.checks.last("st-1") == before


@pytest.mark.parametrize(("screen", "becomes"), [("attract", "opens"), ("locked", "opens"), ("playing", "waits")])
async def test_a_station_is_asked_to_look(tmp_path, screen, becomes):
    async with running(tmp_path) as kit:
        assert await asyncio.to_thread(kit.checks.ask, "st-1") == "away"
        async with KioskEnd(kit.stations) as kiosk:
            assert await asyncio.to_thread(kit.checks.ask, "st-1") == "older"
            await kiosk.say(StationChecked())
            await kiosk.say(Status(screen=screen))
            await come(lambda: [spot.screen for spot in kit.room().spots] == [screen])
            assert await asyncio.to_thread(kit.checks.ask, "st-1") == becomes
            await kiosk.hear(link.CheckStation)
            assert kit.checks.last("st-1") is None, "there was no walk yet"


async def test_findings_without_words_here_are_left_out(tmp_path, caplog):
    strange = [
        Check(area="touch", ok=True, key="preflight.of_next_year"),
        Check(area="touch", ok=True, key="kiosk.choose"),
        Check(area="touch", ok=True, key="no_such_area.at_all"),
        Check(area="demos", ok=False, key="preflight.demos_crashed"),  # without the demo's title
    ]
    async with running(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        await kiosk.say(StationChecked(checks=(FINE, *strange), walk="one"))
        await come(lambda: kit.checks.last("st-1") is not None)
        assert kit.checks.last("st-1")[1] == (FINE,)
        assert "of another version" in caplog.text


async def test_a_file_that_is_damaged_or_without_end_stops_no_hub(tmp_path, monkeypatch):
    (tmp_path / "checks.json").write_bytes(b'{"st-1": 4')
    monkeypatch.setattr(checks, "MOST", 2)
    async with running(tmp_path) as kit:
        for number in range(3):
            async with KioskEnd(kit.stations, f"st-{number}", paired=False) as kiosk:
                await kiosk.say(StationChecked(checks=(FINE,), walk="one", age=9.0 - number))
                await come(lambda: kit.checks.last(f"st-{number}") is not None)  # noqa: B023
        assert kit.checks.last("st-0") is None and kit.checks.last("st-2") is not None
