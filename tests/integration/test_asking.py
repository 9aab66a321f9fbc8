"""A demo asks the room: a real kiosk, a real hub behind its real link, and phones that answer."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from tests.running import free_port
from tests.waiting import PATIENCE
from xlab.events import Answered, Event, Recorded, RoundOpened, RunStarted
from xlab.events.visits import EditedLine
from xlab.hub.kit import Kit
from xlab.hub.secrets import station_token
from xlab.hub.web import serve_web
from xlab.settings import Settings
from xlab.store import Outbox, SqliteLog, Writer

DEMOS = Path(__file__).parents[1] / "data" / "demos"
ASKING, LASTING = (DEMOS / f"xlab_demo_try_{name}" for name in ("asking", "lasting"))


class Hub:
    """A kit whose stations come in by the network, here and gone as the test wants it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Kit]:
        log = SqliteLog.open(self.home / "events.db")
        ready = asyncio.Event()
        with socket.create_server(("127.0.0.1", self.port)) as listener:
            async with Writer(log) as writer:
                kit = Kit(self.home, Settings(), log, writer, station_token(self.home))
                await kit.start()
                kit.tell_info(urls=(f"http://127.0.0.1:{self.port}/",))
                web = asyncio.create_task(serve_web(_only(kit.stations), listener, ready.set))
                await ready.wait()
                try:
                    yield kit
                finally:
                    await kit.close()
                    web.cancel()
                    await asyncio.gather(web, return_exceptions=True)
        log.close()


def _only(stations: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """An application that has stations and nothing else."""

    async def app(scope, receive, send) -> None:
        if scope["type"] != "lifespan":
            return await stations(scope, receive, send)
        for part in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{part}.complete"})
        return None

    return app


@contextlib.asynccontextmanager
async def kiosk(hub: Hub, demo: Path = ASKING) -> AsyncIterator[asyncio.subprocess.Process]:
    command = ("-m", "xlab_kiosk", "--offscreen", "--size", "800x480", "--log-level", "warning")
    place = ("--home", str(hub.home), "--hub", f"http://127.0.0.1:{hub.port}", "--only", str(demo))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("XLAB_")}
    process = await asyncio.create_subprocess_exec(sys.executable, *command, *place, env=ours)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), PATIENCE)


async def until(kit: Kit, right: Callable[[list[Event]], bool]) -> list[Event]:
    """The log, once it says what it should."""
    async with asyncio.timeout(PATIENCE):
        while not right(events := await asyncio.to_thread(kit.log.read, 0, 10_000)):
            await asyncio.sleep(0.05)
    return events


def shows(**values: object) -> Callable[[list[Event]], bool]:
    """The demo recorded that this is what it shows now."""

    def right(events: list[Event]) -> bool:
        recorded = [event.fact.values for event in events if isinstance(event.fact, Recorded)]
        return bool(recorded) and values.items() <= recorded[-1].items()

    return right


async def tap(kit: Kit, x: float, y: float) -> None:
    """A finger on the station's screen, from afar."""
    for phase in ("down", "up"):
        assert await asyncio.to_thread(kit.touch, "st-1", phase, x, y)


async def tap_until(kit: Kit, x: float, y: float, right: Callable[[list[Event]], bool]) -> list[Event]:
    """Tap there, and again as people do, until the log says what it should: a screen that just came up takes no tap."""
    async with asyncio.timeout(PATIENCE):
        while True:
            await tap(kit, x, y)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(3):
                    return await until(kit, right)


async def test_phones_and_the_screen_answer_what_a_demo_asks_over_a_restart_of_the_hub(tmp_path):
    hub = Hub(tmp_path)
    async with contextlib.AsyncExitStack() as ending:
        async with hub.running() as kit:
            await ending.enter_async_context(kiosk(hub))
            await until(kit, shows(phones=True, people=0))
            (asked,) = await asyncio.to_thread(kit.rounds.all)
            assert (asked.demo, asked.station, asked.now.open) == ("try-asking", "st-1", True)
            ann, bob = [kit.rounds.join() for _ in range(2)]
            await kit.rounds.answer(ann, asked.now.round, "", ("ask.yes",))
            await kit.rounds.answer(bob, asked.now.round, "", ("ask.no",))
            await until(kit, shows(yes=1, people=2))
        # While the hub is away the demo goes on with what it has, and phones come back to the same question.
        async with hub.running() as kit:
            await until(kit, shows(phones=True, yes=1, people=2))
            await kit.rounds.answer(bob, asked.now.round, "", ("ask.yes",))
            await until(kit, shows(yes=2, people=2))
            await tap_until(kit, 0.25, 0.92, shows(yes=3, people=3))
            (now,) = [one.now for one in await asyncio.to_thread(kit.rounds.all)]
            assert (now.answered, [given.value for given in now.given]) == (3, [("ask.yes",)] * 3)
            await asyncio.to_thread(kit.rounds.close, asked.now.round)
            events = await until(kit, shows(open=False, phones=False, people=3))
            assert sum(isinstance(event.fact, Answered) for event in events) == 4


def shows_in(run: int, **values: object) -> Callable[[list[Event]], bool]:
    """The run of this number, from 1, recorded that this is what it shows now."""

    def right(events: list[Event]) -> bool:
        runs = [event.fact.run for event in events if isinstance(event.fact, RunStarted)]
        own = [event for event in events if isinstance(event.fact, Recorded) and event.fact.run in runs[run - 1 : run]]
        return shows(**values)(own)

    return right


def recorded_in(visit: str) -> Callable[[list[Event]], bool]:
    """The station knows that it is in this visit now: the last that it recorded belongs to it."""

    def right(events: list[Event]) -> bool:
        recorded = [event for event in events if isinstance(event.fact, Recorded)]
        return bool(recorded) and recorded[-1].visit == visit

    return right


async def test_a_question_that_lasts_gathers_all_visitors_over_a_killed_kiosk_and_a_hub_that_is_away(tmp_path):
    hub = Hub(tmp_path)
    demo = shutil.copytree(LASTING, tmp_path / "mine" / LASTING.name)
    async with contextlib.AsyncExitStack() as ending:
        async with hub.running() as kit:
            async with kiosk(hub, demo) as first:
                await until(kit, shows_in(1, people=0))
                await tap_until(kit, 0.5, 0.5, shows_in(1, yes=1, people=1, phones=True))
                (asked,) = await asyncio.to_thread(kit.rounds.all)
                ann, bob = [kit.rounds.join() for _ in range(2)]
                await kit.rounds.answer(ann, asked.now.round, "", ("ask.no",))
                await until(kit, shows_in(1, people=2))
                first.kill()
            # Nobody is at the station, and a phone goes on.
            await kit.rounds.answer(bob, asked.now.round, "", ("ask.yes",))
            await ending.enter_async_context(kiosk(hub, demo))
            await until(kit, shows_in(2, people=0))
            await tap_until(kit, 0.5, 0.5, shows_in(2, yes=3, people=4, phones=True))
        # The next visitor comes while the hub is away; a file that changed begins a run, as no finger can.
        code = (demo / "trial.py").read_text()
        (demo / "trial.py").write_text(code.replace("AT_ONCE = False", "AT_ONCE = True"))
        async with asyncio.timeout(PATIENCE):
            while not any(isinstance(fact, Answered) for fact in await asyncio.to_thread(waiting, tmp_path)):
                await asyncio.sleep(0.1)
        async with hub.running() as kit:
            events = await until(kit, shows_in(3, yes=4, people=5, phones=True))
            (now,) = [one.now for one in await asyncio.to_thread(kit.rounds.all)]
            assert (now.round, now.open, now.answered) == (asked.now.round, True, 5)
            assert sum(isinstance(event.fact, RoundOpened) for event in events) == 1
            # A visit begins, for which the facilitator says it in other words: the next run asks anew.
            visit = await asyncio.to_thread(kit.visits.plan, "en")
            reworded = (EditedLine(key="ask.title", text="Really?"),)
            await asyncio.to_thread(kit.visits.edit_lines, "try-lasting", reworded)
            await tap_until(kit, 0.5, 0.5, recorded_in(visit))
            (demo / "trial.py").write_text(code.replace("AT_ONCE = False", "AT_ONCE = not False"))
            await until(kit, shows_in(4, yes=1, people=1))
            (anew,) = [one.now for one in await asyncio.to_thread(kit.rounds.all)]
            assert (anew.round != asked.now.round, anew.question.text["de"]) == (True, "Really?")


def waiting(home: Path) -> list[object]:
    """What the kiosk keeps for the hub."""
    with contextlib.closing(Outbox.open(home / "outbox.db")) as outbox:
        return [draft.fact for draft in outbox.pending(1000)]
