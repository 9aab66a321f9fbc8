"""Teaching on the running kit, with a real log: what is kept, what a killed hub remembers, and the way back."""

import asyncio
import contextlib

import pytest

from tests.fakes.air import UUID
from xlab.beacons.calibration import Calibration
from xlab.beacons.sighting import Sighting
from xlab.dashboard.ports import TeachRefused
from xlab.events import BeaconRegistered, Calibrated
from xlab.hub.kit import Kit
from xlab.hub.lessons import HOLD, STAND
from xlab.link import Radio, Status
from xlab.settings import Settings
from xlab.store import SqliteLog, StoreError, Writer


class Taught:
    """A kit whose teaching runs on a clock of the test's."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.now = 0.0
        kit.teaching._clock = lambda: self.now
        for number in (1, 2):
            kit.station(f"st-{number}", f"Station {number}", Status(screen="attract"))
        kit.room_state.radio(Radio(state="scanning", source="live"))

    async def do(self, order: str, *arguments):
        return await asyncio.to_thread(getattr(self.kit.teaching, order), *arguments)

    async def refused(self, order: str, *arguments) -> str:
        with pytest.raises(TeachRefused) as refused:
            await self.do(order, *arguments)
        return refused.value.problem.code

    def go_on(self, seconds: float, minor: int = 7, source: str = "live", **levels: float) -> None:
        for _ in range(round(seconds * 5)):
            self.now += 0.2
            for scanner, level in levels.items():
                sighting = Sighting(self.now, scanner.replace("_", "-"), UUID, 1, minor, -59, round(level - 59))
                for tap in self.kit.hearing.taps:
                    tap(sighting, source)

    async def pad(self, station: str = "st-1", level: float = 20):
        await self.do("start_pad", station, None)
        self.go_on(HOLD + 1, **{station.replace("-", "_"): level})
        return await self.do("now")

    async def walk(self, louder: float = 0.0):
        await self.do("start_walk")
        for station, levels in (
            ("st-1", {"st_1": 2 + louder, "st_2": -18}),
            ("st-2", {"st_1": -18 + louder, "st_2": 2}),
        ):
            await self.do("here", station)
            self.go_on(STAND + 0.2, **levels)
        return await self.do("now")

    def facts(self) -> list[Calibrated]:
        return [event.fact for event in self.kit.log.read(0, 1000, (Calibrated,))]

    def judged_by(self):
        return self.kit.hearing._calibrations


@contextlib.asynccontextmanager
async def running(home, **settings):
    log = SqliteLog.open(home / "events.db")
    try:
        async with Writer(log) as writer:
            kit = Kit(home, Settings(**settings), log, writer, "token")
            await kit.start()
            yield Taught(kit)
            await kit.close()
    finally:
        log.close()


async def test_a_pad_is_kept_judged_by_and_known_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        learned = await kit.pad()
        assert (learned.state, learned.kind, learned.station) == ("learned", "pad", "st-1")
        assert kit.facts() == []
        assert kit.judged_by() == {}
        kept = await kit.do("keep")
        assert kept.state == "idle"
        assert kit.facts() == [Calibrated(how="pad", offsets={}, touches={"st-1": 11.0})]
        assert kit.judged_by() == {"st-1": Calibration(touch=11.0)}
    async with running(tmp_path) as kit:
        assert kit.judged_by() == {"st-1": Calibration(touch=11.0)}
        assert {station.id: station.touch for station in (await kit.do("now")).stations}["st-1"] == 11.0


async def test_a_walk_adds_to_what_is_known_and_undo_goes_back_step_by_step(tmp_path):
    async with running(tmp_path) as kit:
        await kit.pad()
        await kit.do("keep")
        walked = await kit.walk(louder=20)
        assert walked.walk.offsets["st-1"] > 4
        both = await kit.do("keep")
        assert (both.undo.how, both.undo.touches, both.undo.offsets) == ("walk", {"st-1": 11.0}, {})
        assert kit.judged_by()["st-1"] == Calibration(round(walked.walk.offsets["st-1"], 1), 11.0)
        back = await kit.do("undo")
        assert kit.judged_by() == {"st-1": Calibration(touch=11.0)}
        assert (back.undo.how, back.undo.touches) == ("pad", {})
        assert (await kit.do("undo")).undo is None
        assert kit.judged_by() == {}
        assert await kit.refused("undo") == "nothing_to_undo"
    async with running(tmp_path) as kit:
        assert kit.judged_by() == {}
        assert await kit.refused("undo") == "nothing_to_undo"


async def test_forgetting_all_lessons_can_be_undone(tmp_path):
    async with running(tmp_path) as kit:
        assert await kit.refused("reset") == "nothing_to_undo"
        await kit.pad()
        await kit.do("keep")
        assert (await kit.do("reset")).undo.how == "reset"
        assert kit.judged_by() == {}
        await kit.do("undo")
        assert kit.judged_by() == {"st-1": Calibration(touch=11.0)}


async def test_a_hub_that_was_killed_in_a_lesson_knows_what_it_knew_before(tmp_path):
    async with running(tmp_path) as kit:
        await kit.pad()
    async with running(tmp_path) as kit:
        assert (await kit.do("now")).state == "idle"
        assert kit.facts() == []
        await kit.do("start_walk")
        await kit.do("here", "st-1")
    async with running(tmp_path) as kit:
        assert (await kit.do("now")).state == "idle"


async def test_one_lesson_at_a_time_until_it_is_over_or_cancelled(tmp_path):
    async with running(tmp_path) as kit:
        await kit.do("start_pad", "st-1", None)
        assert await kit.refused("start_walk") == "busy"
        assert await kit.refused("here", "st-1") == "no_walk"
        assert await kit.refused("keep") == "nothing_to_keep"
        assert (await kit.do("cancel")).state == "idle"
        assert (await kit.pad(level=2)).problem.message.startswith("The badge was heard too weakly")
        assert (await kit.do("start_walk")).state == "walking"


async def test_what_cannot_be_is_refused(tmp_path):
    async with running(tmp_path) as kit:
        assert await kit.refused("start_pad", "st-9", None) == "no_station"
        await kit.do("start_walk")
        assert await kit.refused("here", "st-9") == "no_station"
        await kit.do("cancel")
        kit.kit.station_away("st-2")
        assert await kit.refused("start_walk") == "one_station"


async def test_a_scanner_without_a_screen_is_a_station_too(tmp_path):
    async with running(tmp_path) as kit:
        kit.go_on(1, st_7=-20)
        stations = (await kit.do("start_walk")).stations
        assert {station.id for station in stations if station.there} == {"st-1", "st-2", "st-7"}


async def test_a_recording_teaches_nothing(tmp_path):
    async with running(tmp_path) as kit:
        await kit.do("start_pad", "st-1", None)
        kit.go_on(HOLD + 1, source="recorded", st_1=20)
        assert (await kit.do("now")).state == "waiting"
        await kit.do("cancel")
        kit.kit.room_state.radio(Radio(state="replaying", source="recorded"))
        assert await kit.refused("start_pad", "st-1", None) == "recorded"
        assert await kit.refused("start_walk") == "recorded"
        assert (await kit.do("now")).blocked.code == "recorded"
        kit.kit.room_state.radio(Radio(state="scanning", source="live"))
        assert (await kit.do("now")).blocked is None


async def test_a_prop_on_the_pad_teaches_nothing(tmp_path):
    async with running(tmp_path) as kit:
        kit.kit.badges._registry.apply(BeaconRegistered(identity=f"{UUID}/1/9", role="pad", label="Pad"))
        await kit.do("start_pad", "st-1", None)
        kit.go_on(HOLD + 1, minor=9, st_1=25)
        assert (await kit.do("now")).state == "waiting"


async def test_a_problem_names_stations_by_what_they_are_called(tmp_path):
    async with running(tmp_path) as kit:
        await kit.do("start_walk")
        await kit.do("here", "st-1")
        kit.go_on(STAND + 0.2, st_2=-20)
        note = (await kit.do("now")).note
        assert (note.code, note.values) == ("unheard", {"station": "Station 1"})
        assert note.message.startswith("No badge was heard at Station 1.")


async def test_a_full_card_keeps_the_lesson_and_what_was_known(tmp_path):
    async with running(tmp_path) as kit:
        await kit.pad()

        async def full(drafts):
            raise StoreError("The card is full.")

        writing, kit.kit.writer.append = kit.kit.writer.append, full
        assert await kit.refused("keep") == "not_stored"
        assert kit.judged_by() == {}
        kit.kit.writer.append = writing
        assert (await kit.do("keep")).state == "idle"
        assert kit.judged_by() == {"st-1": Calibration(touch=11.0)}


async def test_keeping_twice_at_once_writes_once(tmp_path):
    async with running(tmp_path) as kit:
        await kit.pad()
        done = await asyncio.gather(kit.do("keep"), kit.do("keep"), return_exceptions=True)
        assert sorted(isinstance(one, TeachRefused) for one in done) == [False, True]
        assert len(kit.facts()) == 1
