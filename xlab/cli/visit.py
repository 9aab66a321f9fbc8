"""``xlab visit``: list, export, purge and merge the visits of a kit."""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from xlab.cli import options
from xlab.cli._owner import changing
from xlab.cli.backup import bar

if TYPE_CHECKING:
    from xlab.settings import Settings
    from xlab.store import SqliteLog
    from xlab.workshop.visit import VisitNow

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


@click.group()
def visit() -> None:
    """List the visits of this kit, take one along, delete what it may not keep, and bring two boxes together.

    Example: xlab visit list
    """


@visit.command("list")
@_json
@options.home
def list_visits(as_json: bool, home: Path | None) -> None:
    """List the visits that this kit knows, with how much raw data there is of each. The kit may run meanwhile.

    Example: xlab visit list --json
    """
    from collections import Counter

    from xlab.hub.carrying import known_visits
    from xlab.hub.cleansing import RAW, every

    folder, _ = options.settled(home)
    with _log_of(folder) as log:
        visits = known_visits(log)
        raw = Counter(event.visit for event in every(log, RAW))
        kits: dict[str, set[str]] = {}
        for event in every(log):
            if event.visit:
                kits.setdefault(event.visit, set()).add(event.kit)
    if as_json:
        _say([_told(one) | {"raw": raw[one.visit], "kits": len(kits[one.visit])} for one in visits.values()])
        return
    for one in visits.values():
        boxes = f", {len(kits[one.visit])} kits" if len(kits[one.visit]) > 1 else ""
        click.echo(f"{one.visit}  {_day(one)}  {_state(one)}  {one.charter.unit or '(no name yet)'}")
        click.echo(f"  {raw[one.visit]} events of raw data{boxes}{', a practice' if one.practice else ''}")
    if not visits:
        click.echo("This kit has had no visit yet. One begins on its dashboard.")


@visit.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("-o", "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="What to write.")
@_json
@options.home
def export(visit_id: str, out: Path | None, as_json: bool, home: Path | None) -> None:
    """Write one visit into a zip: its events, one a line, and its report as tables. The kit may run meanwhile.

    No phone can be told by it, text is in it only if it was shown, and nothing of a round that shows its results on
    closing and is still open. Another kit takes it in with: xlab visit merge FILE

    Example: xlab visit export 0f9c2f60 -o visit.zip
    """
    from xlab.hub.carrying import CarryError
    from xlab.hub.carrying import export as write

    folder, _ = options.settled(home)
    with _log_of(folder) as log:
        chosen = _chosen(log, visit_id)
        target = (out or Path(f"visit-{chosen.visit[:8]}.zip")).absolute()
        try:
            count = write(folder, log, chosen.visit, target)
        except CarryError as error:
            _fail(str(error))
    if as_json:
        _say({"file": str(target), "visit": chosen.visit, "events": count, "size": target.stat().st_size})
        return
    click.echo(f"{target} holds {count} events of the visit at {chosen.charter.unit or '(no name yet)'}.")


@visit.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_json
@options.home
def purge(visit_id: str, yes: bool, as_json: bool, home: Path | None) -> None:
    """Sign off VISIT: keep what its report says, and delete its raw data from log, backups and recordings.

    The kit must not run meanwhile; while it does, sign the visit off on its dashboard. What was deleted cannot be had
    again.

    Example: xlab visit purge 0f9c2f60
    """
    from xlab.hub.carrying import CarryError
    from xlab.hub.offline_visits import sign_off

    folder, settings = options.settled(home)
    changing(folder)
    with _alone(folder, settings), _log_of(folder) as log:
        chosen = _chosen(log, visit_id)
        if not yes:
            click.confirm(
                f"Delete the raw data of the visit at {chosen.charter.unit or '(no name yet)'} for good?",
                abort=True,
                err=True,
            )
        try:
            with bar("Deleting") as progress:
                over = asyncio.run(sign_off(folder, log, settings.kit_name, chosen.visit))
                progress(1.0)
        except CarryError as error:
            _fail(str(error))
    count = sum(over.purged.values())
    if as_json:
        _say({"visit": over.visit, "purged": dict(over.purged)})
        return
    click.echo(f"Signed off. {count} events of raw data are deleted; the report is kept.")


@visit.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--visit", "visit_id", default="", metavar="VISIT", help="Which visit; else those this kit knows too.")
@_json
@options.home
def merge(file: Path, visit_id: str, as_json: bool, home: Path | None) -> None:
    """Take in what another kit at the same event recorded, from its export, its backup or its log in FILE.

    Merging twice, or in any order, gives the same. What was erased on one kit is erased on this one too. For two boxes
    to share a visit, plan it on one, export it, and merge it on the other with --visit before it opens. Whoever signs
    it off on one signs it off on both, once they are merged. The kit must not run meanwhile.

    Example: xlab visit merge /media/kit/STICK/visit.zip
    """
    from xlab.hub.carrying import CarryError
    from xlab.hub.carrying import merge as take

    folder, settings = options.settled(home)
    changing(folder)
    with _alone(folder, settings), _log_of(folder) as log:
        try:
            with bar("Merging") as progress:
                told = take(log, folder, file.absolute(), visit_id)
                progress(1.0)
        except CarryError as error:
            _fail(str(error))
    if as_json:
        _say({"visits": told.visits, "changed": told.changed, "kits": told.kits})
        return
    news = f"{told.changed} events were new or were erased" if told.changed else "All of it was here already"
    click.echo(f"{news}; {file} tells of {_count(len(told.visits), 'shared visit')} on {_count(told.kits, 'kit')}.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def _log_of(folder: Path) -> "Iterator[SqliteLog]":
    from xlab.store import SqliteLog, StoreError

    if not (folder / "events.db").exists():
        _fail(f"There is no kit in {folder} yet. Name its home with --home.")
    try:
        log = SqliteLog.open(folder / "events.db")
    except StoreError as error:
        _fail(str(error))
    try:
        yield log
    except StoreError as error:
        _fail(str(error))
    finally:
        log.close()


@contextmanager
def _alone(folder: Path, settings: "Settings") -> Iterator[None]:
    """While no hub runs here, and none can start."""
    from xlab.hub.restoring import finish
    from xlab.hubfile import AnotherHub, only_hub
    from xlab.settings import hub_url

    if not folder.is_dir():
        _fail(f"There is no kit in {folder} yet. Name its home with --home.")
    try:
        with only_hub(folder, hub_url(settings, settings.port)):
            finish(folder)
            yield
    except AnotherHub as error:
        _fail(f"{error} Stop it first, or do this on its dashboard.")
    except OSError as error:
        _fail(f"{folder} cannot be used: {error.strerror or error}.")


def _chosen(log: "SqliteLog", visit_id: str) -> "VisitNow":
    """The visit of this id, or whose id begins so if it is the only one."""
    from xlab.hub.carrying import known_visits

    found = [one for key, one in known_visits(log).items() if visit_id and key.startswith(visit_id)]
    exact = [one for one in found if one.visit == visit_id]
    if len(found) > 1 and not exact:
        _fail(f"Several visits begin with {visit_id}. Name more of it; see them with: xlab visit list")
    if not found:
        _fail(f"This kit knows no visit {visit_id}. See them with: xlab visit list")
    return (exact or found)[0]


def _told(one: "VisitNow") -> dict[str, Any]:
    return {
        "visit": one.visit,
        "state": one.state,
        "unit": one.charter.unit,
        "language": one.language,
        "practice": one.practice,
        "planned": one.planned,
        "opened": one.opened,
        "closed": one.closed,
        "signed_off": one.signed_off,
        "purged": dict(one.purged),
    }


def _day(one: "VisitNow") -> str:
    return time.strftime("%Y-%m-%d", time.localtime(one.opened or one.planned))


def _state(one: "VisitNow") -> str:
    return one.state.replace("_", " ")


def _say(told: object) -> None:
    import msgspec

    click.echo(msgspec.json.encode(told).decode())


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
