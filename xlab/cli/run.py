"""``xlab hub`` and ``xlab kiosk``: one process each, as the service manager starts them."""

import asyncio
import contextlib
import logging
import os
import resource
import signal
import sys
from pathlib import Path

import click

from xlab.cli import options
from xlab.cli._service import managed
from xlab.link import KitInfo
from xlab.logfile import keep_log
from xlab.settings import Settings


@click.command()
@options.hub_options
def hub(home: Path | None, port: int | None, replay: str | None, kit_name: str | None) -> None:
    """Start the hub alone: radio, event log, dashboard and announcement.

    Example: xlab hub --port 8080 --kit-name "Blue box"
    """
    folder, settings = options.settled(home, port=port, replay=replay, kit_name=kit_name)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    keep_log(folder, "hub")
    _allow_a_full_room()
    sys.exit(asyncio.run(_run_hub(folder, settings)))


def _allow_a_full_room() -> None:
    """Each phone holds a connection or two, and the usual limit of 1024 open files is too few for 500 of them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def _run_hub(folder: Path, settings: Settings) -> int:
    from xlab.cli.banner import banner
    from xlab.hub import HubError, run_hub

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with managed() as manager:

        def end() -> None:
            manager.stopping("The hub puts everything away.")
            stop.set()

        def ready(info: KitInfo) -> None:
            click.echo(banner(info))
            manager.ready(f"The dashboard of {info.name} answers.")

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, end)
        try:
            await run_hub(folder, settings, stop, ready, anyway=manager.there)
        except HubError as error:
            click.echo(str(error), err=True)
            return 1
    return 0


@click.command()
@options.kiosk_options
@click.option("--hub", "hub_url", metavar="URL", help="Address of the hub, as http://192.168.4.1:8080.")
@options.home
def kiosk(home: Path | None, hub_url: str | None, offscreen: bool | None, size: str | None) -> None:
    """Start the kiosk alone: what visitors see and touch.

    Example: xlab kiosk --hub http://192.168.4.1:8080
    """
    folder, _ = options.settled(home, hub=hub_url, offscreen=offscreen, size=size)
    command = kiosk_command(folder, hub_url, offscreen, size)
    with contextlib.suppress(FileNotFoundError):
        os.execv(command[0], command)  # noqa: S606 - the kiosk takes this process's place, so signals reach it
    click.echo("The kiosk is not installed here; install the whole wheel.", err=True)
    sys.exit(1)


def kiosk_command(folder: Path, hub_url: str | None, offscreen: bool | None, size: str | None) -> list[str]:
    """The command line of the kiosk: a process of its own, because the library never draws."""
    command = [sys.executable, "-m", "xlab_kiosk", "--home", str(folder)]
    command += ["--hub", hub_url] if hub_url else []
    command += ["--size", size] if size else []
    return command + (["--offscreen"] if offscreen else [])
