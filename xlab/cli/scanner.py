"""``xlab scanner``: the radio of a further station, heard by the hub of its kit."""

import asyncio
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlab.cli import options
from xlab.cli._service import managed
from xlab.settings import Settings

if TYPE_CHECKING:
    from xlab.station.ears import News
    from xlab.station.showing import Showing


@click.command()
@click.option(
    "--hub", "hub_url", metavar="URL", help="Address of the hub, as http://192.168.4.1:8080; else it is found."
)
@click.option("--station", metavar="ID", help="Id of this station, as st-2; no other station of the kit has it.")
@click.option("--station-name", metavar="NAME", help="What this station is called on screens.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for every change.")
@options.home
def scanner(
    home: Path | None, as_json: bool, station_name: str | None, station: str | None, hub_url: str | None
) -> None:
    """Send what this station's radio hears to the hub, until Ctrl-C.

    The first time, a code is shown: the facilitator types it on the dashboard, on the page Stations.

    Example: xlab scanner --station st-2 --station-name "Window"
    """
    folder, settings = options.settled(home, hub=hub_url, station=station, station_name=station_name)
    from xlab.station.credentials import keys_of

    keys = keys_of(folder, settings.station)
    if keys and not settings.hub and not any(key.paired for key in keys):
        click.echo(
            f"{folder} is the home of a kit's own hub, which listens with this machine's radio itself. "
            "For a station elsewhere choose another home with --home, or name its hub with --hub.",
            err=True,
        )
        sys.exit(1)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    sys.exit(asyncio.run(_listen(folder, settings, as_json)))


async def _listen(folder: Path, settings: Settings, as_json: bool) -> int:
    from xlab.beacons import scanner as radio
    from xlab.settings import hub_url
    from xlab.station.ears import Ears
    from xlab.station.finding import Whereabouts

    ears = Ears(
        folder,
        station=settings.station,
        name=settings.station_name,
        where=Whereabouts(settings.hub, hub_url(settings, settings.port)),
        scan=radio.scan,
        tell=_print_json if as_json else _say,
    )
    loop = asyncio.get_running_loop()
    async with managed() as manager:
        listening = asyncio.ensure_future(ears.run())

        def end() -> None:
            manager.stopping("The scanner ends.")
            listening.cancel()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, end)
        # What it waits for, a radio, a hub, a code that is typed, is not in its hands.
        manager.ready(f"{settings.station_name} listens for badges, and for its hub.")
        await asyncio.wait((listening,))
    if not listening.cancelled():
        listening.result()
    return 0


def _print_json(news: "News") -> None:
    import msgspec

    click.echo(msgspec.json.encode(news))


def _say(news: "News") -> None:
    if news.pairing is not None:
        _say_pairing(news.pairing)
    elif news.link == "here":
        click.echo(f"The hub{f' of {news.kit}' if news.kit else ''} is here.")
    elif news.link == "away":
        click.echo(f"The hub is away: {news.reason.rstrip('.')}. This station goes on looking for it.", err=True)
    elif news.radio == "scanning":
        click.echo("Listening for the kit's badges.")
    elif news.reason:
        click.echo(news.reason, err=True)


def _say_pairing(showing: "Showing") -> None:
    if showing.problem == "taken":
        click.echo(f"{showing.reason} Use --station st-2, or station in kit.toml.", err=True)
    elif showing.problem == "wrong":
        click.echo("Another code was typed. This station shows:", err=True)
    elif showing.problem:
        click.echo(showing.reason, err=True)
    if showing.kits:
        click.echo(f"\n  Code {showing.code[:3]} {showing.code[3:]}\n")
        click.echo(f"Type it on the dashboard of {' or '.join(showing.kits)}, on the page Stations.")
    elif not showing.problem:
        click.echo("Looking for a kit. Is this machine in its network?")
