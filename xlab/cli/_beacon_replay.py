"""What ``xlab beacons replay`` prints: each sighting, or what they add up to."""

import sys
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from xlab.beacons.notes import Item
    from xlab.beacons.presence import PresenceEvent
    from xlab.beacons.sighting import Sighting


class Printer:
    """Prints sightings or presence as JSON or for people, and knows what it left out."""

    def __init__(self, as_json: bool, sightings: bool, wanted: frozenset[str] | None, *, flush: bool) -> None:
        from msgspec.json import Encoder

        from xlab.beacons.reckoning import Reckoning
        from xlab.beacons.sighting import Sighting

        self._encode = Encoder().encode if as_json else None
        self._reckoning = None if sightings else Reckoning()
        self._is_sighting = Sighting
        self._wanted = wanted
        self._flush = flush
        self._heard = 0
        self._kept = 0

    def take(self, item: "Item") -> None:
        """Take in a sighting or a note and print what it means."""
        if isinstance(item, self._is_sighting):
            self._heard += 1
            if self._wanted is not None and item.uuid not in self._wanted:
                return
            self._kept += 1
            if self._reckoning is None:
                self._print(item)
        if self._reckoning is not None:
            self._print(*self._reckoning.take(item))

    def end(self) -> None:
        """The recording is over: whoever is still there leaves."""
        if self._reckoning is not None:
            self._print(*self._reckoning.end())

    def _print(self, *things: "Sighting | PresenceEvent") -> None:
        for thing in things:
            sys.stdout.write((_sentence(thing) if self._encode is None else self._encode(thing).decode()) + "\n")
        if things and self._flush:
            sys.stdout.flush()

    def conclude(self, file: Path) -> None:
        """Say why nothing was printed, where nothing was."""
        if self._heard == 0:
            click.echo(f"{file} holds no sightings; choose another recording.", err=True)
            sys.exit(1)
        if self._kept == 0:
            click.echo(f"{file} holds {self._heard} sightings, none of this kit's beacons; --any shows them.", err=True)


async def play_file(file: Path, printer: Printer, speed: float | None) -> None:
    """Give everything in ``file`` to ``printer``, at ``speed`` times its pace or as fast as it can."""
    from xlab.beacons.recording import read_recording
    from xlab.beacons.replay import replay as play

    if speed is None:
        for item in read_recording(file, on_cut=lambda text: click.echo(text, err=True)):
            printer.take(item)
    else:
        async with aclosing(play(file, loop=False, speed=speed)) as items:
            async for item in items:
                printer.take(item)
    printer.end()


def _sentence(thing: "Sighting | PresenceEvent") -> str:
    from xlab.beacons.sighting import Sighting
    from xlab.cli._beacon_table import short

    if isinstance(thing, Sighting):
        return f"{thing.t:9.3f} s  {short(thing.beacon)}  {thing.rssi} dBm at {thing.scanner}"
    where = "" if thing.station is None else f"  {thing.proximity} at {thing.station}"
    return f"{thing.t:9.1f} s  {short(thing.beacon)}  {thing.kind}{where}"
