"""``xlab up``: hub and kiosk on this machine, each a process of its own that may die and come back alone."""

import asyncio
import logging
import os
import random
import signal
import sys
from pathlib import Path

import click

from xlab.backoff import back_off
from xlab.cli import options
from xlab.cli._processes import STOP_LIMIT, bound_to, end, free_port
from xlab.cli.run import kiosk_command
from xlab.settings import hub_url

_log = logging.getLogger(__name__)

USED_WRONGLY = 2
"""Exit status of a process whose settings are wrong: starting it again would change nothing."""


@click.command()
@options.kiosk_options
@options.hub_options
def up(
    home: Path | None,
    port: int | None,
    replay: str | None,
    kit_name: str | None,
    offscreen: bool | None,
    size: str | None,
) -> None:
    """Start hub and kiosk here, and keep both running until Ctrl-C.

    Example: xlab up --kit-name "Blue box" --port 8080
    """
    if not sys.platform.startswith("linux"):
        click.echo("The kit runs on Linux: a Raspberry Pi, Debian, Ubuntu, or Windows with WSL2.", err=True)
        sys.exit(1)
    folder, settings = options.settled(
        home, port=port, replay=replay, kit_name=kit_name, offscreen=offscreen, size=size
    )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    chosen = settings.port or free_port()
    hub_command = [sys.executable, "-m", "xlab.cli", "hub", "--home", str(folder), "--port", str(chosen)]
    hub_command += ["--replay", replay] if replay else []
    hub_command += ["--kit-name", kit_name] if kit_name else []
    kiosk = kiosk_command(folder, hub_url(settings, chosen), offscreen, size)
    sys.exit(asyncio.run(_keep_both(hub_command, kiosk)))


async def _keep_both(hub: list[str], kiosk: list[str]) -> int:
    """Run both until a signal, or until the hub cannot start at all; the exit status."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keepers = [
        asyncio.create_task(_keep("The hub", hub, vital=True)),
        asyncio.create_task(_keep("The kiosk", kiosk, vital=False)),
    ]
    stopped = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([*keepers, stopped], return_when=asyncio.FIRST_COMPLETED)
    failed = [task.result() for task in keepers if task in done]
    for task in (*keepers, stopped):
        task.cancel()
    await asyncio.gather(*keepers, stopped, return_exceptions=True)
    return failed[0] if failed else 0


async def _keep(name: str, command: list[str], *, vital: bool) -> int:
    """Run a process and start it again whenever it dies.

    Returns its status only at its first end, where starting again would change nothing: it was used wrongly, or it is
    ``vital`` and could not even start. A dashboard without a screen is worth having; a screen whose port is taken is
    another kit's. What once ran is started again for ever: somebody is mending ``kit.toml`` while visitors are here.
    """
    rng = random.Random()  # noqa: S311 - jitter, not a secret
    crashes = 0
    bound = bound_to(os.getpid())
    loop = asyncio.get_running_loop()
    while True:
        began = loop.time()
        # A session of its own: Ctrl-C in the terminal reaches only us, and we end both in order.
        process = await asyncio.create_subprocess_exec(*command, start_new_session=True, preexec_fn=bound)
        try:
            status = await process.wait()
        except asyncio.CancelledError:
            await end(process)
            raise
        lasted = loop.time() - began
        unable = status == USED_WRONGLY or (vital and status == 1)
        if unable and crashes == 0 and lasted < STOP_LIMIT:
            return status
        crashes = 1 if lasted > 60 else crashes + 1
        pause = back_off(crashes, rng, first=0.5, longest=30.0)
        _log.error("%s ended with status %s and starts again in %.1f s.", name, status, pause)
        await asyncio.sleep(pause)
