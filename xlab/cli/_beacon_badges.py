"""``xlab beacons list`` and ``import``: the kit's own badges, props and pads, asked of the hub or read from its log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
import msgspec

from xlab.cli import options
from xlab.cli._hub import Hub, HubTrouble
from xlab.look.words import Words
from xlab.settings import Settings

if TYPE_CHECKING:
    from xlab.beacons.muster import Muster, Mustered
    from xlab.beacons.registry_csv import Preview

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


class _Badges(Protocol):
    """What both commands need, of a hub that runs or of a log that lies still."""

    def muster(self) -> "Muster": ...
    def preview(self, data: bytes) -> "Preview": ...
    def import_list(self, data: bytes) -> "Preview": ...


class _HubBadges:
    """The badges as the running hub has them."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def muster(self) -> "Muster":
        from xlab.beacons.muster import Muster

        return msgspec.convert(self._hub.get("/api/v1/badges")["now"]["everyone"], Muster)

    def preview(self, data: bytes) -> "Preview":
        return self._list("preview", data)

    def import_list(self, data: bytes) -> "Preview":
        return self._list("import", data)

    def _list(self, what: str, data: bytes) -> "Preview":
        from xlab.beacons.registry_csv import Preview

        return msgspec.convert(self._hub.post(f"/api/v1/badges/{what}", {"data": data}), Preview)


@contextmanager
def _badges(home: Path, settings: Settings) -> Iterator[_Badges]:
    """The hub's if it runs, else the log's. Raises :class:`HubTrouble`, also where another kit's hub answers."""
    running = _HubBadges(Hub(home, settings))
    try:
        running.muster()
    except HubTrouble as trouble:
        if trouble.code:
            raise
    else:
        yield running
        return
    with _of_the_log(home, settings) as badges:
        yield badges


@contextmanager
def _of_the_log(home: Path, settings: Settings) -> Iterator[_Badges]:
    from xlab.hub.offline import offline_badges
    from xlab.store import StoreError

    try:
        with offline_badges(home, settings.beacon_uuids) as badges:
            yield badges
    except (StoreError, OSError) as error:
        raise HubTrouble(f"The kit's event log cannot be used. {error}") from error


def muster_of(home: Path, settings: Settings) -> "Muster":
    """The kit's beacons and when each was heard; changes nothing. Raises :class:`HubTrouble`."""
    from xlab.beacons.muster import Muster

    with suppress(HubTrouble):
        return _HubBadges(Hub(home, settings)).muster()
    if not (home / "events.db").exists():
        return Muster()
    with _of_the_log(home, settings) as badges:
        return badges.muster()


@click.command("list", short_help="List the kit's badges, props and pads.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@options.home
def list_badges(as_json: bool, home: Path | None) -> None:
    """List the kit's badges, props and pads, and when each was heard last.

    Asks the hub if it runs here, else reads the kit's log.

    Example: xlab beacons list --json
    """
    everyone = muster_of(*options.settled(home))
    if as_json:
        for one in everyone.beacons:
            click.echo(msgspec.json.encode(one))
        return
    if not everyone.beacons:
        click.echo("No badge is registered. Hold them to a pad on the dashboard's page Badges, or import a list.")
        return
    _print_table(everyone)
    if not everyone.listening:
        click.echo("The kit is not listening now, so nobody can tell which are silent.", err=True)


@click.command("import", short_help="Register badges, props and pads from a list.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", "sure", is_flag=True, help="Import what is right without asking.")
@options.home
def import_badges(file: Path, sure: bool, home: Path | None) -> None:
    """Register the badges, props and pads of FILE: a CSV with the columns uuid, major, minor, role, label.

    Says what the list would do, and asks before anything changes. Lines that are wrong are named and left out; with any
    of them the exit status is 1.

    Example: xlab beacons import badges.csv --yes
    """
    from xlab.beacons.registry_csv import MOST_BYTES, Unusable

    words = Words("en")
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise HubTrouble(f"{file} cannot be read: {error.strerror}.") from error
    with _badges(*options.settled(home)) as badges:
        try:
            found = badges.preview(data)
        except Unusable as unusable:
            raise HubTrouble(f"{file}: {words(f'badges.file_{unusable.trouble}')}") from unusable
        for wrong in found.wrong:
            reason = words(f"badges.wrong_{wrong.reason}", said=wrong.said)
            click.echo(f"{file}, line {wrong.line}: {reason}", err=True)
        if found.unnamed:
            click.echo(words("badges.list_unnamed"), err=True)
        counts = ((found.new, "new"), (found.changed, "changed"), (found.same, "the same"), (found.wrong, "wrong"))
        click.echo(", ".join(f"{len(lines)} {sort}" for lines, sort in counts) + ".")
        todo = len(found.new) + len(found.changed)
        if todo and (sure or click.confirm(f"Import {todo} {'line' if todo == 1 else 'lines'}?")):
            badges.import_list(data)
            click.echo("Imported.")
    if found.wrong:
        sys.exit(1)


def _print_table(everyone: "Muster") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from xlab.box.badges import name_of
    from xlab.cli._beacon_table import short
    from xlab.look.saying import told
    from xlab.look.words import Words

    table = Table("Badge", "Role", "Heard", "Beacon", box=SIMPLE_HEAD)
    for one in everyone.beacons:
        heard = Text(heard_in_words(one), "bold" if one.state == "silent" else "")
        table.add_row(Text(told(Words("en"), name_of(one))), one.role, heard, short(one.identity))
    Console().print(table)


def heard_in_words(one: "Mustered") -> str:
    """When it was heard last."""
    if one.ago is None:
        return "never"
    if one.state == "here":
        return f"now, at {one.station}" if one.station else "now"
    unit, size = next((unit, size) for unit, size in _UNITS if one.ago >= size or size == 1)
    count = max(1, int(one.ago // size))
    said = f"{count} {unit}{'' if count == 1 else 's'} ago"
    return f"{said}: battery?" if one.state == "silent" else said
