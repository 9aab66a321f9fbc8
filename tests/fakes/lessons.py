"""A whole kit whose lessons run on a fast clock: the real rules, log and server, with badges heard as a test says."""

import asyncio
import threading
from pathlib import Path

from click.testing import CliRunner, Result

from tests.fakes.air import UUID
from tests.fakes.server import Served
from tests.waiting import PATIENCE
from xlab.beacons.sighting import Sighting
from xlab.cli.beacons import beacons
from xlab.dashboard import make_asgi
from xlab.events import Source
from xlab.hub.kit import Kit
from xlab.link import Radio, Status
from xlab.settings import Settings
from xlab.store import SqliteLog, Writer

TOKEN = "the-token-in-the-file"
PACE = 8.0
"""Seconds of a lesson in one second of a test, where the machine is not busy."""

STEP = 0.2
"""Seconds of a lesson from one packet of a badge to the next."""


class LessonHub:
    """``with LessonHub(home) as hub``: a kit on a loop of its own, answering at ``hub.url``.

    ``levels`` are what each scanner hears while a lesson is at a station: ``{"st-1": {"st-1": 20, "st-2": -10}}``.
    Time passes for a lesson only while it measures, packet by packet: it waits for a test as long as the test takes.
    """

    def __init__(self, home: Path) -> None:
        (home / "keys").mkdir(exist_ok=True)
        (home / "keys" / "station.token").write_text(TOKEN)
        self.home = home
        self.levels: dict[str, dict[str, float]] = {}
        self._seconds = 1000.0
        self._up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._run()))

    async def _run(self) -> None:
        log = SqliteLog.open(self.home / "events.db")
        self._stop = asyncio.Event()
        async with Writer(log) as writer:
            self.kit = Kit(self.home, Settings(), log, writer, TOKEN)
            self.kit.teaching._clock = lambda: self._seconds
            await self.kit.start()
            for number in (1, 2):
                self.kit.station(f"st-{number}", f"Station {number}", Status(screen="attract"))
            self.kit.room_state.radio(Radio(state="scanning", source="live"))
            self._up.set()
            while not self._stop.is_set():
                await asyncio.sleep(STEP / PACE)
                lesson = await self.kit.teaching._now()
                if lesson.state in ("holding", "standing"):
                    self._seconds += STEP
                for scanner, level in self.levels.get(lesson.station or "", {}).items():
                    self.kit.teaching.hear(Sighting(0.0, scanner, UUID, 1, 7, -59, round(level - 59)), "live")
            await self.kit.close()
        log.close()

    def __enter__(self) -> "LessonHub":
        self._thread.start()
        assert self._up.wait(PATIENCE)
        self._served = Served(make_asgi(self.kit, self.kit.stations))
        self.url = self._served.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def radio(self, source: Source) -> None:
        """What the badges come from, from now on."""
        radio = Radio(state="scanning" if source == "live" else "replaying", source=source)
        self._loop.call_soon_threadsafe(self.kit.room_state.radio, radio)

    def stop(self) -> None:
        """End the kit, as a restart does; twice is harmless."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.kit.feed_out.close)
            self._served.__exit__(None, None, None)
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(PATIENCE)
            self._loop.close()

    def teach(self, *arguments: str, typed: str = "") -> Result:
        """Run ``xlab beacons teach``."""
        env = {"XLAB_PORT": str(self._served.port), "XLAB_HOST": "127.0.0.1"}
        return CliRunner(env=env).invoke(beacons, ["teach", *arguments, "--home", str(self.home)], input=typed)
