"""Backups that the kit holds, and what is deleted from them, from recordings and from outboxes with a visit."""

import asyncio
import gzip
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec import structs

from tests.hub.test_kit import BADGE, presence, running
from tests.hub.test_visits import CHOICE, off, opened
from tests.waiting import come
from xlab.beacons.shelf import Shelf
from xlab.dashboard.ports.clock import ClockNow
from xlab.dashboard.ports.keeping import NotKept
from xlab.events import (
    Answered,
    ClockAgreed,
    Erased,
    Fact,
    ForgetBadge,
    ForgetVoter,
    KitStarted,
    Recorded,
    VisitSignedOff,
)
from xlab.hub import backups, held
from xlab.hub.cleansing import RAW, Erasures
from xlab.hub.held import Held
from xlab.hub.keeping import FOLDER
from xlab.hub.purging import Purging
from xlab.hub.retiring import FILE, Retiring
from xlab.link import Status
from xlab.store import Outbox, SqliteLog, stamp
from xlab.store.stamping import boot_id

DAY = 86_400.0
NOON = 1_790_000_000.0
PLENTY = 10**12


def log_in(path: Path, folder: Path) -> bytes:
    """The bytes of the log in a backup."""
    backups.unpack(path, folder)
    return (folder / backups.LOG).read_bytes()


async def made(kit: Any) -> Path:
    """A backup that was asked for on the page."""
    await off(kit.keeping.make)
    await come(lambda: kit.keeping.now().job.done)
    job = kit.keeping.now().job
    assert job.refused == ""
    return kit.keeping.find(job.backup)


def test_whatever_is_about_somebody_is_raw_data() -> None:
    about = {fact for fact in get_args(Fact) if {"beacon", "voter"} & set(fact.__struct_fields__)}
    assert about - {ForgetBadge, ForgetVoter} <= set(RAW)


class TestOnThePage:
    async def test_one_is_made_verified_and_deleted_and_each_is_seen(self, tmp_path):
        async with running(tmp_path) as kit:
            assert kit.keeping.now().backups == ()
            path = await made(kit)
            (backup,) = kit.keeping.now().backups
            assert (backup.path, backup.why, backup.events, backup.whole) == (path, "asked", kit.log.last(), True)
            assert kit.keeping.now().held == backup.size == path.stat().st_size
            path.write_bytes(path.read_bytes()[:-400])
            await off(kit.keeping.verify, path.name)
            await come(lambda: kit.keeping.now().job.done)
            assert kit.keeping.now().job.refused == "damaged"
            assert kit.keeping.now().backups[0].whole is False
            await off(kit.keeping.delete, path.name)
            assert kit.keeping.now().backups == ()

    @pytest.mark.parametrize("name", ["../keys/station.token", "nothing.xlabbackup", ".work-1", ""])
    async def test_a_name_that_is_none_of_them_finds_nothing(self, tmp_path, name):
        async with running(tmp_path) as kit:
            await made(kit)
            assert kit.keeping.find(name) is None
            with pytest.raises(NotKept, match="unknown"):
                await off(kit.keeping.verify, name)
            await off(kit.keeping.delete, name)
            assert len(kit.keeping.now().backups) == 1

    async def test_a_stick_that_is_not_there_is_gone(self, tmp_path):
        async with running(tmp_path) as kit:
            with pytest.raises(NotKept, match="gone"):
                await off(kit.keeping.make, "/media/nobody/STICK")

    async def test_one_on_a_stick_has_the_demos_too_and_a_stick_that_cannot_be_written_says_so(self, tmp_path):
        stick, full = tmp_path / "STICK", tmp_path / "FULL"
        (tmp_path / "kit" / "demos" / "xlab_demo_own").mkdir(parents=True)
        (tmp_path / "kit" / "demos" / "xlab_demo_own" / "demo.toml").write_text("a demo")
        (stick / FOLDER).mkdir(parents=True)
        (stick / FOLDER / f"{backups.WORK}old.part").write_text("the stick was pulled")
        full.mkdir()
        (full / FOLDER).write_text("a file where the folder would be")
        async with running(tmp_path / "kit") as kit:
            kit.keeping._mounted = lambda: [stick, full, tmp_path / "pulled"]
            assert [one.label for one in kit.keeping.now().targets] == ["FULL", "STICK"]
            for target, refused in ((stick, ""), (full, "not_written")):
                await off(kit.keeping.make, str(target))
                await come(lambda: kit.keeping.now().job.done)
                job = kit.keeping.now().job
                assert (job.target, job.refused) == (target.name, refused)
            (written,) = (stick / FOLDER).iterdir()
            assert "demos/xlab_demo_own/demo.toml" in [part.path for part in backups.read_manifest(written).parts]
            assert kit.keeping.now().backups == ()

    async def test_one_is_made_by_itself_when_a_visit_closes(self, tmp_path):
        async with running(tmp_path) as kit:
            await opened(kit)
            await off(kit.visits.step, "close")
            await come(lambda: [one.why for one in kit.keeping.now().backups] == ["closed"])


class TestHeld:
    @pytest.fixture
    def log(self, tmp_path):
        log = SqliteLog.open(tmp_path / "events.db")
        log.append([stamp(KitStarted(version="1"))])
        yield log
        log.close()

    def test_few_are_kept_and_the_oldest_go_whatever_the_clock_says(self, tmp_path, log, monkeypatch):
        monkeypatch.setattr(held, "MOST", 3)
        kept = Held(tmp_path, log, "Box", free=lambda folder: PLENTY)
        for number in range(5):
            log.append([stamp(KitStarted(version=str(number)))])
            kept.make("asked", NOON - number * DAY)
        assert [one.events for one in kept.all()] == [6, 5, 4]
        monkeypatch.setattr(held, "LIMIT", kept.all()[0].size)
        name = kept.make("asked", NOON)
        assert [one.name for one in kept.all()] == [name]

    def test_a_card_that_is_nearly_full_is_left_as_it_is(self, tmp_path, log):
        kept = Held(tmp_path, log, "Box", free=lambda folder: held.LEAST_FREE - 1)
        with pytest.raises(backups.BackupError, match="no room left"):
            kept.make("asked", NOON)
        assert kept.all() == ()

    def test_what_a_killed_hub_left_is_swept_up(self, tmp_path, log):
        kept = Held(tmp_path, log, "Box", free=lambda folder: PLENTY)
        (tmp_path / "backups" / ".work-1").mkdir(parents=True)
        (tmp_path / "backups" / ".work-1" / "events.db").write_text("raw data")
        (tmp_path / "backups" / ".work-2.part").write_text("raw data")
        kept.tidy()
        assert list((tmp_path / "backups").iterdir()) == []

    def test_an_erasure_that_did_not_reach_them_reaches_them_at_the_next_start(self, tmp_path, log):
        log.append([stamp(Answered(round="r", voter=voter, value=1)) for voter in ("ann-word", "bob-word")])
        kept = Held(tmp_path, log, "Box", free=lambda folder: PLENTY)
        path = kept.folder / kept.make("asked", NOON)
        log.forget("ann-word", "asked")
        Held(tmp_path, log, "Box").tidy()
        content = log_in(path, tmp_path / "look")
        assert b"ann-word" not in content
        assert b"bob-word" in content
        assert backups.read_manifest(path).erased == 1


class TestForgetting:
    async def test_a_badge_and_a_phone_leave_the_backups_that_know_them_and_no_other_is_touched(self, tmp_path):
        async with running(tmp_path) as kit:
            before = await made(kit)
            untouched = before.read_bytes()
            await opened(kit)
            kit.station("st-1", "Station 1", Status(screen="attract"))
            await kit.hear([presence()], "live")
            one = await off(kit.rounds.open, CHOICE, "live")
            word = kit.rounds.join()
            await kit.rounds.answer(word, one, "", ("a",))
            path = await made(kit)
            assert word.encode() in log_in(path, tmp_path / "look")
            await kit.rounds.forget(word)
            await kit.deliver("st-1", [stamp(ForgetBadge(beacon=BADGE))])
            content = log_in(path, tmp_path / "look again")
            assert word.encode() not in content
            assert BADGE.encode() not in content
            assert before.read_bytes() == untouched


class TestSigningOff:
    async def test_recordings_outbox_and_backups_are_reached_and_what_is_anothers_is_not(self, tmp_path):
        shelf = Shelf(tmp_path / "recordings")
        shelf.folder.mkdir()
        outbox = Outbox.open(tmp_path / "outbox.db")
        async with running(tmp_path) as kit:
            visit = await opened(kit)
            for name in (visit, "another"):
                (shelf.folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(b"heard"))
                shelf.made_during(shelf.folder / f"{name}.jsonl.gz", name)
                outbox.put(stamp(Recorded(run="r", demo="d", values={"n": name}), visit=name))
            (tmp_path / "events.db.aside-20260921T141320Z").write_text("nobody knows what")
            await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"said": "raw-marker"}))])
            path = await made(kit)
            await off(kit.visits.step, "close")
            await come(lambda: len(kit.keeping.now().backups) == 2)
            await off(kit.visits.step, "sign_off")
            told = kit.log.read(kinds=[VisitSignedOff])[0].fact
            assert (told.recordings, told.backups) == (1, 2)
            assert told.purged["Recorded"] == 1
            assert [one.name for one in shelf.all()] == ["another.jsonl.gz"]
            assert [draft.visit for draft in outbox.pending()] == ["another"]
            assert b"raw-marker" not in log_in(path, tmp_path / "look")
            assert not list(tmp_path.glob("*.aside-*"))
        outbox.close()

    async def test_a_kit_that_was_switched_off_while_it_deleted_goes_on_at_its_next_start(self, tmp_path, monkeypatch):
        async with running(tmp_path) as kit:
            visit = await opened(kit)
            await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"said": "raw-marker"}))])
            path = await made(kit)
            await off(kit.visits.step, "close")
            await come(lambda: len(kit.keeping.now().backups) == 2)

            def pulled(told: Erasures) -> int:
                raise backups.BackupError("The plug was pulled.", "gone")

            monkeypatch.setattr(kit._deleting.purging, "_backups", pulled)
            with pytest.raises(Exception, match="not_stored"):
                await off(kit.visits.step, "sign_off")
            assert kit.visits.now().state == "closed"
        async with running(tmp_path) as kit:
            going = asyncio.create_task(kit.keeping.run(lambda: None))
            await come(lambda: kit.visits.now() is None)
            going.cancel()
            await asyncio.gather(going, return_exceptions=True)
            (over,) = await off(kit.visits.all)
            assert (over.visit, over.state) == (visit, "signed_off")
            assert over.purged["Recorded"] == 1
            assert b"raw-marker" not in log_in(path, tmp_path / "look")

    async def test_what_comes_back_of_a_visit_that_is_over_is_deleted_at_the_next_look(self, tmp_path):
        log = SqliteLog.open(tmp_path / "events.db")
        log.append([stamp(Recorded(run="r", demo="d", values={"n": 1}), visit=visit) for visit in ("over", "going")])
        purging = Purging(tmp_path, log, lambda visit: 0, lambda told: 0)
        purging.again(["over"])
        assert [event.visit for event in log.read(kinds=[Recorded])] == ["going"]
        assert [event.fact.reason for event in log.read(kinds=[Erased])] == ["the visit was signed off"]
        log.close()


class TestTooOld:
    """The rule itself is tested in tests/workshop/test_retention.py."""

    async def test_it_is_signed_off_on_the_second_day_and_the_days_outlive_a_restart(self, tmp_path):
        async with running(tmp_path) as kit:
            await opened(kit)
            kit.log.append([stamp(ClockAgreed(boot=boot_id(), mono=0.0, wall=NOON, by="ntp"))])
            expired: list[str] = []
            clock = [ClockNow(wall=0.0, mono=0.0)]

            async def expire(visit: str) -> None:
                expired.append(visit)
                await kit.visits.expire(visit)

            def again() -> Retiring:
                return Retiring(tmp_path, kit.log, kit.visits.every, expire, _at_noon, lambda: clock[0])

            for day, confirmed, due in ((20, None, 0), (0, "ntp", 0), (14.5, "ntp", 0), (15.5, "ntp", 1)):
                clock[0] = ClockNow(wall=NOON + day * DAY, mono=100.0 + day * DAY, confirmed=confirmed)
                await again().look()
                assert len(expired) == due, day
            (over,) = await off(kit.visits.all)
            assert over.state == "signed_off"
            assert kit.log.read(kinds=[VisitSignedOff])[0].fact.why == "too_old"

    async def test_days_that_cannot_be_read_are_counted_anew(self, tmp_path):
        (tmp_path / FILE).write_text("not what was written")
        async with running(tmp_path) as kit:
            await opened(kit)
            await kit._deleting.retiring.look()
            assert kit.visits.now().state == "open"


def _at_noon(events):
    """The kit's time line, on which all of this happened at noon."""
    return [structs.replace(event, wall=NOON) for event in events]
