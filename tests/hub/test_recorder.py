"""The recorder in the hub: what it records adds up to what was told, and no trouble of a card harms the kit."""

import asyncio
import contextlib
import errno
import gzip
import json
import random
import resource
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.waiting import PATIENCE, come
from xlab.beacons.calibration import Calibration
from xlab.beacons.recorder import Recorder
from xlab.beacons.recording import open_recording, read_recording
from xlab.beacons.sighting import Sighting
from xlab.cli.main import main
from xlab.dashboard.ports import CannotRecord
from xlab.events import PresenceChanged
from xlab.hub.hearing import Hearing
from xlab.hub.kit import Kit
from xlab.hub.recorder import Recordings
from xlab.hub.tape import LEAST_FREE
from xlab.settings import Settings
from xlab.store import SqliteLog, Writer

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
PLENTY = LEAST_FREE * 10


class Hand:
    """A clock that the test moves."""

    now = 5000.0

    def __call__(self) -> float:
        return self.now


class Hub:
    """A kit that hears what the test says, on a clock of the test's, with a card of the test's size."""

    def __init__(self, home: Path, free: int = PLENTY) -> None:
        self.home = home
        self.free = free
        self.clock = Hand()
        self.changes: list[tuple] = []

    async def __aenter__(self) -> "Hub":
        self._stack = contextlib.AsyncExitStack()
        log = SqliteLog.open(self.home / "events.db")
        self._stack.callback(log.close)
        writer = await self._stack.enter_async_context(Writer(log))
        settings = Settings(replay="none")
        self.kit = Kit(self.home, settings, log, writer, "token")
        self.hearing = Hearing(settings, self.kit.room_state, self.kit.hear, lambda beacon: True, self.clock)
        self.recorder = Recordings(self.home, self.hearing, lambda: self.replaying, free=lambda _: self.free)
        self.hearing.watchers.append(lambda changes, _: self.changes.extend(changes))
        self.replaying = False
        await self.kit.start()
        listens = asyncio.Event()
        self._part = asyncio.create_task(self.hearing.run(listens.set))
        await listens.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._part.cancel()
        await asyncio.gather(self._part, return_exceptions=True)
        await asyncio.to_thread(self.recorder.stop)
        await self.kit.close()
        await self._stack.aclose()

    def hear(self, minor: int, station: str, rssi: int, t: float | None = None) -> None:
        now = self.clock.now if t is None else t
        self.hearing.heard_elsewhere([Sighting(now, station, UUID, 1, minor, -59, rssi)])

    async def ask(self, what, *args):
        """As a thread of the dashboard does."""
        return await asyncio.to_thread(what, *args)

    async def until(self, holds) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds(await self.ask(self.recorder.now)):
                await asyncio.sleep(0.02)

    def logged(self) -> list[tuple]:
        events = self.kit.log.read(0, 10_000, (PresenceChanged,))
        return [(one.fact.kind, one.fact.beacon, one.station, one.fact.proximity) for one in events]


def fail_on_a_card() -> None:
    raise OSError(errno.EROFS, "Read-only file system")


@pytest.fixture(autouse=True)
def _edges(monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setattr("xlab.hub.tape.WRITE_EVERY", 0.05)


async def walk(hub: Hub, rng: random.Random, seconds: float) -> None:
    """Four badges: two wander, one comes and goes, one is put on the pad now and then; one scanner's clock is odd."""
    end = hub.clock.now + seconds
    while hub.clock.now < end:
        hub.clock.now += rng.uniform(0.02, 0.1)
        t = hub.clock.now
        minor = rng.randint(1, 4)
        if minor == 3 and t % 60 < 25:
            continue
        for index, station in enumerate(("st-1", "st-2", "st-3")):
            level = -70 + 12 * (int(t / 20 + minor) % 3 == index) + rng.gauss(0, 6)
            if minor == 4 and index == 0 and t % 40 < 6:
                level = -40
            # Late by the network, ahead by a clock that was set back in between.
            said = {0: t, 1: t - rng.uniform(0, 0.2), 2: t + (3600 if int(t) % 50 < 10 else -0.1)}[index]
            hub.hear(minor, station, max(-100, min(-25, round(level))), said)
        if rng.random() < 0.05:
            await asyncio.sleep(0)
    await come(lambda: hub.hearing._live._now >= hub.clock.now)  # a tick of the hub, wherever the clock is


async def test_the_downloaded_recording_replays_to_the_events_of_the_log(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.hub.moves.AT_ONCE", 1000)  # minutes pass in a second here
    rng = random.Random(3)
    async with Hub(tmp_path) as hub:
        hub.hearing.calibrate({"st-1": Calibration(4.0, 10.0)})
        await walk(hub, rng, 180.0)
        started = hub.clock.now
        await hub.ask(hub.recorder.start)
        await walk(hub, rng, 60.0)
        hub.hearing.calibrate({"st-1": Calibration(4.0, 10.0), "st-2": Calibration(-5.0)})
        await walk(hub, rng, 60.0)
        await hub.ask(hub.recorder.stop)
        recorded = (await hub.ask(hub.recorder.now)).recordings[0]
        path = hub.recorder.find(recorded.name)
        await come(lambda: len(hub.logged()) == len(hub.changes))
        told, logged = list(hub.changes), hub.logged()
    command = ["beacons", "replay", str(path), "--json", "--home", str(tmp_path)]
    replayed = await asyncio.to_thread(CliRunner().invoke, main, command)
    events = [json.loads(line) for line in replayed.stdout.splitlines()]
    # What was told and what was written is the same, one by one.
    assert [(one.kind, one.beacon, one.station, one.proximity) for one in told] == logged
    begins, ends = events[0]["t"], max(item.t for item in read_recording(path) if isinstance(item, Sighting))
    assert begins == pytest.approx(started - 60, abs=1)
    expected = [(one.t, one.kind, one.beacon, one.station, one.proximity) for one in told if begins < one.t <= ends]
    again = [tuple(one.values()) for one in events if begins < one["t"] <= ends]
    assert len(expected) > 20 and {kind for _, kind, *_ in expected} == {"entered", "moved", "left"}
    assert again == expected
    assert recorded.seconds == pytest.approx(180, abs=2) and recorded.badges == 4 and recorded.whole


async def test_a_card_that_gets_full_ends_the_recording_and_not_the_kit(tmp_path):
    async with Hub(tmp_path) as hub:
        await hub.ask(hub.recorder.start)
        hub.hear(7, "st-2", -60)
        hub.free = LEAST_FREE - 1
        await hub.until(lambda now: now.ended == "full" and now.recordings)
        now = await hub.ask(hub.recorder.now)
        assert (now.running, now.refused, now.recordings[0].sightings) == (None, "full", 1)
        with pytest.raises(CannotRecord) as no:
            await hub.ask(hub.recorder.start)
        assert no.value.reason == "full"
        hub.hear(8, "st-2", -60)
        assert len(hub.changes) == 2


async def test_a_recording_whose_file_is_removed_ends_and_says_so(tmp_path):
    async with Hub(tmp_path) as hub:
        await hub.ask(hub.recorder.start)
        (tmp_path / "recordings" / (await hub.ask(hub.recorder.now)).running.name).unlink()
        await hub.until(lambda now: now.ended == "failed" and now.running is None)
        await hub.ask(hub.recorder.start)
        assert (await hub.ask(hub.recorder.now)).running


async def test_a_card_that_refuses_ends_the_recording_and_keeps_what_there_is(tmp_path):
    async with Hub(tmp_path) as hub:
        await hub.ask(hub.recorder.start)
        hub.hear(7, "st-2", -60)
        await hub.until(lambda now: now.running.bytes > 0)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
        try:
            for n in range(2000):
                hub.hear(n % 9, "st-2", -60 - n % 30)
            await hub.until(lambda now: now.ended == "failed")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        (kept,) = (await hub.ask(hub.recorder.now)).recordings
        assert 1 <= kept.sightings < 2000 and not kept.whole


async def test_what_a_card_cannot_keep_is_read_once_however_often_it_is_asked_for(tmp_path, monkeypatch):
    folder = tmp_path / "recordings"
    folder.mkdir()
    recorder = Recorder(folder / "recording-2026-05-04-101500.jsonl.gz")
    recorder.write(Sighting(1.0, "st-1", UUID, 1, 1, -59, -60))
    monkeypatch.setattr(Path, "write_bytes", lambda *_: fail_on_a_card())
    reads = []
    monkeypatch.setattr("xlab.beacons.shelf.read_recording", lambda *args, **more: reads.append(args) or iter(()))
    async with Hub(tmp_path) as hub:
        for _ in range(3):
            assert len((await hub.ask(hub.recorder.now)).recordings) == 1
    assert len(reads) == 1


async def test_a_recording_that_a_busy_kit_did_not_begin_does_not_seem_to_run(tmp_path, monkeypatch):
    gave_up = threading.Event()

    def start() -> None:
        try:
            hub.recorder.start()
        finally:
            gave_up.set()

    async with Hub(tmp_path) as hub:
        with monkeypatch.context() as patched:
            patched.setattr("xlab.hub.recorder._PATIENCE", 0.1)
            asked = asyncio.create_task(hub.ask(start))
            await asyncio.sleep(0)
            assert gave_up.wait(PATIENCE)  # the loop is busy for as long as anybody waits for it
            with pytest.raises(TimeoutError):
                await asked
        assert (await hub.ask(hub.recorder.now)).running is None
        await hub.ask(hub.recorder.start)
        assert (await hub.ask(hub.recorder.now)).running.name


async def test_a_kit_that_plays_a_recording_records_nothing(tmp_path):
    async with Hub(tmp_path) as hub:
        hub.replaying = True
        with pytest.raises(CannotRecord) as no:
            await hub.ask(hub.recorder.start)
        assert no.value.reason == "replaying" and not (tmp_path / "recordings").exists()


async def test_what_a_killed_hub_wrote_is_listed_and_readable(tmp_path):
    folder = tmp_path / "recordings"
    folder.mkdir()
    recorder = Recorder(folder / "recording-2026-05-04-101500.jsonl.gz")
    recorder.write(*(Sighting(n / 2, "st-1", UUID, 1, n % 3, -59, -60) for n in range(20)))
    async with Hub(tmp_path) as hub:
        (one,) = (await hub.ask(hub.recorder.now)).recordings
        assert (one.sightings, one.badges, one.seconds, one.whole) == (20, 3, 9.5, False)
        assert len(list(open_recording(hub.recorder.find(one.name), on_cut=lambda _: None))) == 20


async def test_only_finished_recordings_can_be_had_or_deleted(tmp_path):
    (tmp_path / "events.jsonl").write_text("secret")
    async with Hub(tmp_path) as hub:
        await hub.ask(hub.recorder.start)
        name = (await hub.ask(hub.recorder.now)).running.name
        assert hub.recorder.find(name) is None and not await hub.ask(hub.recorder.delete, name)
        await hub.ask(hub.recorder.stop)
        for outside in ("../events.jsonl", "..", "", "/etc/passwd", name + "/..", name + ".about"):
            assert hub.recorder.find(outside) is None and not hub.recorder.delete(outside)
        (tmp_path / "recordings" / "link.jsonl").symlink_to(tmp_path / "events.jsonl")
        assert hub.recorder.find("link.jsonl") is None
        (tmp_path / "recordings" / "link.jsonl").unlink()
        assert await hub.ask(hub.recorder.delete, name)
        assert list((tmp_path / "recordings").iterdir()) == []
        assert (tmp_path / "events.jsonl").exists()


async def test_a_badge_that_was_forgotten_comes_into_no_recording_until_it_comes_again(tmp_path):
    async with Hub(tmp_path) as hub:
        hub.hear(7, "st-1", -60)
        hub.hear(8, "st-1", -60)
        hub.recorder.forget(f"{UUID}/1/7")
        await hub.ask(hub.recorder.start)
        hub.hear(7, "st-1", -60)
        hub.clock.now += 200.0
        await come(lambda: sum(one.kind == "left" for one in hub.changes) == 2, lambda: hub.changes)
        hub.hear(7, "st-1", -60)
        await hub.ask(hub.recorder.stop)
        (one,) = (await hub.ask(hub.recorder.now)).recordings
        heard = [(item.minor, item.t - 5000.0) for item in open_recording(hub.recorder.find(one.name))]
        assert heard == [(8, 0.0), (7, 200.0)]


async def test_a_visit_takes_the_recordings_along_that_were_made_during_it(tmp_path):
    async with Hub(tmp_path) as hub:
        await hub.ask(hub.recorder.start)
        await hub.ask(hub.recorder.stop)
        # One begins before the visit and goes on in it, one is made in it, and one goes on at its end.
        await hub.ask(hub.recorder.start)
        hub.recorder.belongs_to("visit")
        await hub.ask(hub.recorder.stop)
        await hub.ask(hub.recorder.start)
        await hub.ask(hub.recorder.stop)
        await hub.ask(hub.recorder.start)
        hub.hear(7, "st-2", -60)
        assert await hub.ask(hub.recorder.drop, "another") == 0
        assert (await hub.ask(hub.recorder.now)).running is not None
        assert await hub.ask(hub.recorder.drop, "visit") == 3
        now = await hub.ask(hub.recorder.now)
        assert (now.running, len(now.recordings)) == (None, 1)
        hub.recorder.belongs_to(None)
        await hub.ask(hub.recorder.start)
        await hub.ask(hub.recorder.stop)
        # Nor does the minute before the next one remember it.
        left = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "recordings").glob("*.gz"))
        assert UUID.encode() not in left
        assert not list((tmp_path / "recordings").glob("*.visits"))
