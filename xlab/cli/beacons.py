"""``xlab beacons``: listen to the radio, record what it hears, play recordings."""

import asyncio
import errno
import logging
import math
import os
import sys
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlab.cli._beacon_badges import import_badges, list_badges
from xlab.cli._beacon_replay import Printer, play_file
from xlab.cli._beacon_teach import teach
from xlab.cli.options import home, settled

if TYPE_CHECKING:
    from xlab.beacons.sighting import Sighting
    from xlab.link import RadioState
    from xlab.settings import Settings

REFRESH = 0.25
"""Seconds between two pictures of the live table."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
seconds_option = click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="NUMBER",
    help="End after this time instead of with Ctrl-C.",
)
file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def beacons() -> None:
    """Scan for the kit's beacons, record them, replay a recording, teach stations.

    Example: xlab beacons replay walk.jsonl.gz --json
    """


beacons.add_command(teach)
beacons.add_command(list_badges)
beacons.add_command(import_badges)


@beacons.command(short_help="Show what the radio hears, live.")
@json_option
@seconds_option
@home
def scan(as_json: bool, seconds: float | None, home: Path | None) -> None:
    """Show the kit's beacons as the radio hears them, until Ctrl-C.

    With --json, prints sightings as a recording holds them. Exit status 1 if the radio never worked.

    Example: xlab beacons scan
    """
    folder, settings = settled(home)
    radio = _Radio(settings, seconds)
    _run(_print_sightings(radio) if as_json else _show_table(radio, folder, settings))
    radio.conclude()


@beacons.command(short_help="Record what the radio hears.")
@file_argument
@json_option
@seconds_option
@home
def record(file: Path, as_json: bool, seconds: float | None, home: Path | None) -> None:
    """Record the kit's beacons into FILE, until Ctrl-C; a name ending in .gz is compressed.

    The file carries what the kit's stations were taught, so that it adds up to the same elsewhere. With --json, prints
    what it records as well. A pulled plug costs about a second of the recording. Exit status 1 if
    the radio never worked.

    Example: xlab beacons record evening.jsonl.gz
    """
    folder, settings = settled(home)
    radio = _Radio(settings, seconds)
    _run(_record(radio, file, folder, as_json))
    radio.conclude()


@beacons.command(short_help="Print what a recording adds up to.")
@file_argument
@json_option
@click.option("--sightings", is_flag=True, help="Print what was heard instead of what it adds up to.")
@click.option("--any", "foreign", is_flag=True, help="Keep beacons that are not the kit's own, too.")
@click.option("--speed", type=float, metavar="FACTOR", help="Play at this multiple of the recorded pace.")
@home
def replay(file: Path, as_json: bool, sightings: bool, foreign: bool, speed: float | None, home: Path | None) -> None:
    """Print who enters, moves and leaves in FILE: a .jsonl, .jsonl.gz or btsnoop recording.

    Without --speed it goes as fast as it can. Where a recording ends nothing more is heard, so whoever is there leaves.

    Example: xlab beacons replay walk.jsonl.gz --json
    """
    if speed is not None and not (math.isfinite(speed) and speed > 0):
        raise click.BadParameter("it must be a number above 0, as 2 for twice as fast.", param_hint="--speed")
    wanted = None if foreign else frozenset(settled(home)[1].beacon_uuids)
    printer = Printer(as_json, sightings, wanted, flush=speed is not None)
    _run(play_file(file, printer, speed))
    printer.conclude(file)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Work to the end or to Ctrl-C, the usual end. A recording that cannot be used is one sentence and status 1."""
    from xlab.beacons.recording import RecordingError

    try:
        asyncio.run(work)
        sys.stdout.flush()  # here, where click still deals quietly with a reader that has gone
    except KeyboardInterrupt:
        pass
    except RecordingError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        click.echo("What was found cannot be written: the disk is full. Free some space, then try again.", err=True)
        # What is still waiting to be printed fails again when Python ends, and would say so in its own way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


class _Radio:
    """The radio for as long as the command listens, and a word about its state whenever that changes."""

    def __init__(self, settings: "Settings", seconds: float | None) -> None:
        self._settings = settings
        self._seconds = seconds
        self._worked = False
        self.tell: Callable[[str], None] = lambda text: click.echo(text, err=True)
        # What the scanner logs is what it tells; once is enough.
        logging.getLogger("xlab").addHandler(logging.NullHandler())

    async def sightings(self) -> "AsyncGenerator[Sighting, None]":
        """What is heard, until the time is over."""
        from xlab.beacons.scanner import scan as listen

        heard = listen(self._settings.beacon_uuids, scanner=self._settings.station, on_state=self._on_state)
        async with aclosing(heard):
            end = None if self._seconds is None else time.monotonic() + self._seconds
            while True:
                left = None if end is None else end - time.monotonic()
                try:
                    async with asyncio.timeout(left):
                        sighting = await anext(heard)
                except (TimeoutError, StopAsyncIteration):
                    return
                yield sighting

    def _on_state(self, state: "RadioState", reason: str) -> None:
        self._worked = self._worked or state == "scanning"
        self.tell(reason or ("Listening for the kit's beacons." if state == "scanning" else "Starting the radio."))

    def conclude(self) -> None:
        """End the command with status 1 if the radio never worked; why has been told."""
        if not self._worked:
            sys.exit(1)


async def _print_sightings(radio: _Radio) -> None:
    from msgspec.json import encode

    async with aclosing(radio.sightings()) as heard:
        async for sighting in heard:
            click.echo(encode(sighting))


async def _show_table(radio: _Radio, home: Path, settings: "Settings") -> None:
    from rich.live import Live

    from xlab.cli._beacon_names import LogReader, Names
    from xlab.cli._beacon_table import BeaconTable

    names = Names()
    table = BeaconTable(names, {settings.station: settings.station_name})
    radio.tell = table.tell
    with closing(LogReader(home)) as log, Live(table.draw(time.monotonic()), auto_refresh=False) as live:

        async def refresh() -> None:
            while True:
                # A hub that runs gives faces all the while; everyone shall call a badge by the same one.
                names.learn(await asyncio.to_thread(log.news))
                await asyncio.sleep(REFRESH)
                live.update(table.draw(time.monotonic()), refresh=True)

        async with asyncio.TaskGroup() as tasks, aclosing(radio.sightings()) as heard:
            refreshing = tasks.create_task(refresh())
            async for sighting in heard:
                table.hear(sighting)
            refreshing.cancel()
        live.update(table.draw(time.monotonic()), refresh=True)
    if not live.console.is_terminal:
        live.console.line()  # into a file or a pipe there is no picture to end, only a last line


async def _record(radio: _Radio, file: Path, home: Path, as_json: bool) -> None:
    from msgspec.json import encode
    from rich.console import Console

    from xlab.beacons.notes import Taught
    from xlab.beacons.recorder import Recorder
    from xlab.cli._beacon_lessons import lessons

    seen: set[str] = set()
    taught = dict(lessons(home))
    with Recorder(file) as recorder, Console(stderr=True).status(f"Recording into {file}. Ctrl-C ends.") as status:
        if taught:
            recorder.write(Taught(time.monotonic(), taught))
        try:
            async with aclosing(radio.sightings()) as heard:
                async for sighting in heard:
                    recorder.write(sighting)
                    seen.add(sighting.beacon)
                    status.update(f"{recorder.count} sightings of {len(seen)} beacons in {file}. Ctrl-C ends.")
                    if as_json:
                        click.echo(encode(sighting))
        finally:
            _say_what_is_kept(file, recorder.count, len(seen))


def _say_what_is_kept(file: Path, sightings: int, beacons: int) -> None:
    if sightings:
        click.echo(f"{file} holds {sightings} sightings of {beacons} beacons.", err=True)
    else:
        file.unlink(missing_ok=True)
        click.echo(f"No beacon of this kit was heard; {file} was not kept.", err=True)
