"""``xlab demo run``: one demo in a window, with the ordinary hub and kiosk in a home that is gone afterwards."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click

from xlab.cli import options
from xlab.cli._processes import bound_to, end, free_port
from xlab.cli.run import kiosk_command

_T = TypeVar("_T")

READY_LIMIT = 20.0
"""Seconds a hub may take to start: ten times as long as it takes on a busy machine."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@options.kiosk_options
@click.option("--lang", type=click.Choice(["en", "fr", "de"]), help="Language to start in.")
@click.option(
    "--screenshot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the first steady picture in this PNG file and end; with --offscreen, no window opens.",
)
def run(folder: Path, offscreen: bool | None, size: str | None, lang: str | None, screenshot: Path | None) -> None:
    """Try the demo in DIR: it starts at once, and again whenever one of its files changed. Ctrl-C ends it.

    The keys 1 to 9 lay badges on the pad and take them up, with shift props, if "beacons" is among the uses of the
    demo. With --screenshot, exit status 1 if the demo failed.

    Example: xlab demo run xlab_demo_apple_core --size 800x480 --lang fr
    """
    from xlab.catalogue import ManifestError, read_manifest
    from xlab.catalogue.needs import how_to_get, lacking

    folder = folder.resolve()
    try:
        requires = read_manifest(folder).python.requires
    except ManifestError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if missing := how_to_get(lacking(requires)):
        click.echo(f"{missing}\nA kit needs none of that: xlab demo pack puts it into the packed demo.", err=True)
        sys.exit(1)
    if requires:
        click.echo(f"It requires {', '.join(requires)}: here from {sys.prefix}, on a kit from the packed demo.")
    with tempfile.TemporaryDirectory(prefix="xlab-demo-", ignore_cleanup_errors=True) as made:
        home, _ = options.settled(Path(made), offscreen=offscreen, size=size)
        port = free_port()
        kiosk = kiosk_command(home, f"http://127.0.0.1:{port}", offscreen, size)
        kiosk += ["--only", str(folder), "--log-level", "warning"]
        kiosk += ["--language", lang] if lang else []
        kiosk += ["--screenshot", str(screenshot.absolute())] if screenshot else []
        hub = [sys.executable, "-m", "xlab.cli", "hub", "--home", str(home), "--port", str(port), "--replay", "none"]
        status = asyncio.run(_play(hub, kiosk, home / "hub.log"))
        if status is None:
            said = (home / "hub.log").read_text("utf-8", "replace")
            click.echo(f"The hub did not start. It said:\n{said}", err=True)
    if status == 0 and screenshot is not None and screenshot.exists():
        click.echo(f"{screenshot} shows it.")
    sys.exit(1 if status is None else status)


async def _play(hub_command: list[str], kiosk_command: list[str], log: Path) -> int | None:
    """Run both until the kiosk ends, or a signal comes; the kiosk's exit status, None if the hub did not start."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # What is set for a kit of this machine is not meant for this one.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("XLAB_")}
    bound = bound_to(os.getpid())
    with log.open("wb") as said:
        hub = await asyncio.create_subprocess_exec(
            *hub_command,
            stdout=asyncio.subprocess.PIPE,
            stderr=said,
            env=ours | {"XLAB_HOST": "127.0.0.1"},
            start_new_session=True,
            preexec_fn=bound,
        )
        try:
            ready = await _unless(stop, _is_ready(hub))
            if not ready:
                return 0 if stop.is_set() else None
            kiosk = await asyncio.create_subprocess_exec(
                *kiosk_command, env=ours, start_new_session=True, preexec_fn=bound
            )
            try:
                return await _unless(stop, kiosk.wait()) or 0
            finally:
                await end(kiosk)
        finally:
            await end(hub)


async def _is_ready(hub: asyncio.subprocess.Process) -> bool:
    """Wait for the first word of its banner, which comes once it listens."""
    assert hub.stdout is not None
    try:
        async with asyncio.timeout(READY_LIMIT):
            return bool(await hub.stdout.readline())
    except TimeoutError:
        return False


async def _unless(stop: asyncio.Event, coming: Coroutine[Any, Any, _T]) -> _T | None:
    """What comes, or None if the stop comes first."""
    came, stopped = asyncio.create_task(coming), asyncio.create_task(stop.wait())
    await asyncio.wait([came, stopped], return_when=asyncio.FIRST_COMPLETED)
    result = came.result() if came.done() else None
    for task in (came, stopped):
        task.cancel()
    await asyncio.gather(came, stopped, return_exceptions=True)
    return result
