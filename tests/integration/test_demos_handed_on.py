"""A demo that was dropped into the hub's folder and approved is played at a further station that had never seen it."""

import asyncio
import contextlib
import socket

from tests.hub.test_library import do, looked
from tests.running import RunningProcess
from tests.waiting import PATIENCE
from xlab.catalogue.beginning import begin_demo
from xlab.catalogue.digest import digest_folder
from xlab.events import RunEnded, RunStarted
from xlab.hub.secrets import PairedStation, StationKeys
from xlab.hub.web import serve_web
from xlab.station.credentials import Key, keep

KEY = bytes(range(32))


@contextlib.asynccontextmanager
async def hub(home):
    """A hub whose link is served, and what is needed to reach it."""
    home.mkdir(exist_ok=True)
    StationKeys(home).put("st-2", PairedStation(KEY, "Window"))
    async with looked(home) as kit:

        async def app(scope, receive, send):
            if scope["type"] == "websocket":
                return await kit.stations(scope, receive, send)
            while (await receive())["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})

        with socket.create_server(("127.0.0.1", 0)) as listener:
            parts = [part.run for part in kit.repertoire.parts()]
            parts.append(lambda ready: serve_web(app, listener, ready))
            tasks = [asyncio.create_task(run(lambda: None)) for run in parts]
            try:
                yield kit, f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                kit.stations.close()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)


async def until(look):
    """The first answer of ``look`` that is true."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await do(look)):
            await asyncio.sleep(0.1)
    return found


def shown(kit, digest):
    """Whether the further station shows the demo with these files."""
    (found,) = [one for one in kit.demos.now().demos if one.demo == "apple-core"]
    return found.digest == digest and any(at.station == "st-2" and at.shown for at in found.stations)


def runs(kit, kind):
    return [event.fact for event in kit.log.read(0, 500, (kind,)) if event.station == "st-2"]


async def test_a_further_station_plays_what_it_got_from_the_hub_and_tells_what_goes_wrong_with_the_next_version(
    tmp_path,
):
    folder = begin_demo("apple-core", tmp_path / "hub" / "demos")
    async with hub(tmp_path / "hub") as (kit, url):
        there = tmp_path / "window"
        there.mkdir()
        keep(there, "st-2", Key(KEY, kit.log.kit, "Blue box", url))
        there.joinpath("kit.toml").write_text('station = "st-2"\n')
        kiosk = RunningProcess("xlab_kiosk", "--offscreen", "--size", "800x480", "--home", str(there), "--hub", url)
        try:
            await do(kit.demos.approve, "apple-core", digest_folder(folder))
            await until(lambda: shown(kit, digest_folder(folder)))
            assert await do(kit.ordering.open, "st-2", "apple-core")
            await until(lambda: [run for run in runs(kit, RunStarted) if run.demo == "apple-core"])
            await do(kit.ordering.go_home, "st-2")
            (ended,) = await until(lambda: runs(kit, RunEnded))
            assert ended.outcome in ("home", "stopped")

            for path in folder.glob("*.py"):
                path.write_text(path.read_text() + "\nraise RuntimeError('planted')\n")
            await do(kit.repertoire.stock.look)
            await do(kit.demos.approve, "apple-core", digest_folder(folder))
            await until(lambda: shown(kit, digest_folder(folder)))
            await do(kit.ordering.open, "st-2", "apple-core")
            failed = await until(lambda: [run for run in runs(kit, RunEnded) if run.outcome == "crashed"])
            report = await until(lambda: kit.demos.report(failed[0].run))
            assert (report.station, report.outcome) == ("st-2", "crashed")
            assert "planted" in report.text
        finally:
            kiosk.stop()
