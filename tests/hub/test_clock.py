"""The kit's clock on a real log: phones that agree, that do not, and two that disagree with each other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.hub.test_kit import running
from tests.hub.test_visits import off, opened
from tests.waiting import PATIENCE
from xlab.box.systembus import BusTrouble
from xlab.dashboard.ports.clock import ClockRefused
from xlab.events import ClockAgreed, Fact, KitStarted, VisitPlanned
from xlab.hub.clock import Clock
from xlab.store import SqliteLog, StoreError, Writer, stamp

NOON = 1_790_000_000.0


class Machine:
    """A machine whose clocks stand still until a test turns them."""

    def __init__(self, wall: float) -> None:
        self.wall = wall
        self.mono = 1000.0
        self.trouble: BusTrouble | None = None
        self.synchronised = False

    def passes(self, seconds: float) -> None:
        self.wall, self.mono = self.wall + seconds, self.mono + seconds

    async def set_time(self, wall: float) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.wall = wall

    async def is_synchronised(self) -> bool:
        return self.synchronised


class Rig:
    """A clock, its machine and its log."""

    def __init__(self, clock: Clock, machine: Machine, log: SqliteLog) -> None:
        self.clock, self.machine, self.log = clock, machine, log

    def agreed(self) -> list[ClockAgreed]:
        return [event.fact for event in self.log.read(0, 100, (ClockAgreed,)) if isinstance(event.fact, ClockAgreed)]


@asynccontextmanager
async def rig(tmp_path: Path, wall: float, changed: Callable[[], object] = lambda: None) -> AsyncIterator[Rig]:
    machine = Machine(wall)
    log = SqliteLog.open(tmp_path / "events.db")
    loop = asyncio.get_running_loop()
    async with Writer(log) as writer:
        clock = Clock(
            log.kit,
            writer,
            changed,
            synchronised=machine.is_synchronised,
            set_time=machine.set_time,
            wall=lambda: machine.wall,
            mono=lambda: machine.mono,
        )
        clock.remember(log.read(0, 100))
        log.subscribe(lambda events: loop.call_soon_threadsafe(lambda: [clock.stored(event) for event in events]))
        yield Rig(clock, machine, log)
    log.close()


async def refused(clock: Clock, wall: float, mono: float) -> str:
    with pytest.raises(ClockRefused) as caught:
        await off(clock.set_to, wall, mono)
    return caught.value.reason


async def test_a_phone_that_agrees_confirms_the_clock_and_moves_nothing(tmp_path):
    async with rig(tmp_path, NOON) as kit:
        assert kit.clock.now().confirmed is None
        assert await off(kit.clock.phone_says, NOON + 20, 1000.0) == "agrees"
        assert kit.clock.now().confirmed == "facilitator"
        assert kit.clock.now().wall == NOON
        await off(kit.clock.phone_says, NOON, 1000.0)
        assert len(kit.agreed()) == 1


@pytest.mark.parametrize("lost", [0.0, 4_070_908_800.0])
async def test_a_clock_at_1970_or_2099_is_offered_the_phones_time_and_set_to_it(tmp_path, lost):
    async with rig(tmp_path, lost) as kit:
        assert await off(kit.clock.phone_says, NOON, 1000.0) == "differs"
        kit.machine.passes(60)  # the facilitator reads the question first
        assert await off(kit.clock.set_to, NOON, 1000.0) == "set"
        assert kit.machine.wall == NOON + 60
        assert kit.clock.now().wall == NOON + 60
        assert kit.clock.now().confirmed == "facilitator"


async def test_the_kits_time_is_right_also_where_the_machine_may_not_be_set_and_after_a_jump(tmp_path):
    async with rig(tmp_path, 0.0) as kit:
        kit.machine.trouble = BusTrouble("refused")
        assert await off(kit.clock.set_to, NOON, 1000.0) == "refused"
        assert kit.clock.now().wall == NOON and kit.clock.now().offset == NOON
        kit.machine.wall = 4_070_908_800.0
        kit.machine.mono += 5
        assert kit.clock.now().wall == NOON + 5


async def test_of_two_phones_that_disagree_the_first_is_believed_until_somebody_looks_at_it_anew(tmp_path):
    async with rig(tmp_path, 0.0) as kit:
        assert await off(kit.clock.phone_says, NOON, 1000.0) == "differs"
        assert await off(kit.clock.phone_says, NOON + 3600, 1000.0) == "differs"
        # `stamp` counts the real machine's seconds, so that "said" is after what was offered.
        kit.machine.mono = stamp(KitStarted(version="1")).mono - 100
        offered = kit.machine.mono
        await off(kit.clock.set_to, NOON, offered)
        assert await off(kit.clock.phone_says, NOON + 3600, kit.machine.mono) == "settled"
        assert await refused(kit.clock, NOON + 3600, offered) == "settled"
        kit.machine.mono += 200
        assert await off(kit.clock.set_to, NOON + 3600, kit.machine.mono) == "set"


async def test_no_phone_is_believed_that_says_what_cannot_be(tmp_path):
    async with rig(tmp_path, 0.0) as kit:
        for wall, mono in ((0.0, 1000.0), (9e12, 1000.0), (float("nan"), 1000.0), (NOON, 1001.0), (NOON, 10.0)):
            assert await off(kit.clock.phone_says, wall, mono) == "wrong"
            assert await refused(kit.clock, wall, mono) == "wrong"
        assert kit.agreed() == []


async def test_what_the_card_does_not_take_changes_nothing(tmp_path, monkeypatch):
    async with rig(tmp_path, 0.0) as kit:

        def full(_: Any) -> Any:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(kit.log, "append", full)
        assert await refused(kit.clock, NOON, 1000.0) == "not_stored"
        assert kit.machine.wall == 0.0 and kit.clock.now().confirmed is None


async def test_once_the_network_has_set_the_clock_no_phone_is_asked(tmp_path):
    told = asyncio.Event()
    async with rig(tmp_path, NOON, told.set) as kit:
        kit.machine.synchronised = True
        running_clock = asyncio.create_task(kit.clock.run(lambda: None))
        async with asyncio.timeout(PATIENCE):
            await told.wait()
        running_clock.cancel()
        assert kit.clock.now().confirmed == "ntp"
        assert await off(kit.clock.phone_says, NOON + 3600, 1000.0) == "settled"
        assert await refused(kit.clock, NOON + 3600, 1000.0) == "network"


async def test_what_was_agreed_holds_over_a_restart_of_the_hub_in_the_same_boot(tmp_path):
    async with rig(tmp_path, NOON) as kit:
        await off(kit.clock.phone_says, NOON, 1000.0)
    async with rig(tmp_path, NOON) as kit:
        assert kit.clock.now().confirmed == "facilitator"


async def test_a_visit_that_was_opened_before_the_clock_was_right_says_when_it_really_was(tmp_path, monkeypatch):
    """The hub's own kit, whose machine may not be set: an hour is put right everywhere at once."""

    async def refuse(wall: float) -> None:
        raise BusTrouble("refused")

    async with running(tmp_path) as kit:
        monkeypatch.setattr(kit.clock, "_set_time", refuse)
        await opened(kit)
        before = kit.visits.now()
        now = kit.clock.now()
        assert await off(kit.clock.set_to, now.wall + 3600, now.mono) == "refused"
        after = kit.visits.now()
        assert after.opened == pytest.approx(before.opened + 3600, abs=1)
        assert after.versions[0].wall == pytest.approx(before.versions[0].wall + 3600, abs=1)
        await off(kit.visits.step, "close")
        assert kit.visits.now().closed >= after.opened
        assert kit.visits.now().versions[0].wall == after.versions[0].wall


async def test_of_a_visit_in_a_boot_without_a_time_pages_say_about(tmp_path):
    """Planned in 1970, then the kit was switched off; the next boot knows what time it is."""
    agreed = ClockAgreed(boot="first", mono=20.0, wall=NOON, by="facilitator")
    earlier: list[tuple[str, float, Fact]] = [
        ("first", 10.0, KitStarted(version="1")),
        ("first", 20.0, agreed),
        ("second", 10.0, KitStarted(version="1")),
        ("second", 60.0, VisitPlanned(visit="v")),
    ]
    async with running(tmp_path) as kit:
        await kit.writer.append(
            [
                msgspec.structs.replace(stamp(fact, visit="v"), boot=boot, mono=mono, wall=mono)
                for boot, mono, fact in earlier
            ]
        )
        clock = kit.clock.now()
        assert await off(kit.clock.phone_says, clock.wall, clock.mono) == "agrees"
        planned = kit.visits.now()
        assert planned.about and planned.planned >= NOON
