"""``xlab backup`` and ``xlab restore``: all that a kit knows in one file, and back again."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlab.cli import options
from xlab.cli._owner import changing

if TYPE_CHECKING:
    from xlab.store import EventLog


@click.command()
@click.argument("to", required=False, metavar="[TO]", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON, for scripts.")
@options.home
def backup(to: Path | None, as_json: bool, home: Path | None) -> None:
    """Write all that the kit knows into one file in the folder TO, as on a stick, and read it back.

    The kit may run meanwhile. Without TO the file goes where the kit keeps its own backups. It holds the log, the
    settings, the reports and, unless it stays on this card, the installed demos, but no PIN, password or secret key.

    Example: xlab backup /media/kit/STICK
    """
    import msgspec

    from xlab import __version__
    from xlab.hub import backups
    from xlab.hub.cleansing import RAW, every
    from xlab.store import StoreError

    folder, settings = options.settled(home)
    if not (folder / backups.LOG).exists():
        click.echo(
            f"There is no kit in {folder} yet, so there is nothing to back up. Name its home with --home.", err=True
        )
        sys.exit(1)
    changing(folder)
    try:
        log = _opened(folder / backups.LOG)
        try:
            with bar("Backing up") as progress:
                path = backups.write(
                    folder,
                    log,
                    to.absolute() if to else folder / "backups",
                    why="asked",
                    kit_name=settings.kit_name,
                    version=__version__,
                    now=time.time(),
                    demos=to is not None,
                    progress=progress,
                )
            raw = next(every(log, RAW), None) is not None
        finally:
            log.close()
        manifest = backups.read_manifest(path)
    except (backups.BackupError, StoreError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    size = path.stat().st_size
    if as_json:
        told = {"file": str(path), "size": size, "events": manifest.events, "parts": len(manifest.parts)}
        click.echo(msgspec.json.encode(told | {"kit": manifest.kit}).decode())
        return
    click.echo(
        f"{path} holds {manifest.events} events and {len(manifest.parts) - 1} files, {_large(size)}. Read back: whole."
    )
    click.echo(f"On any kit, while it does not run: xlab restore {path}")
    if raw and to is not None:
        click.echo(
            "It holds what single people did in visits that are not signed off. No sign-off reaches it there: delete"
        )
        click.echo("it when the visit is over.")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print what was put back as JSON, for scripts.")
@options.home
def restore(file: Path, as_json: bool, home: Path | None) -> None:
    """Put the backup in FILE in the place of what this kit knows. The kit must not run meanwhile.

    What was there before is kept as a backup of its own. This kit keeps its PIN, its password and its keys; what was
    erased here since the backup was made stays erased.

    Example: xlab restore /media/kit/STICK/backup-2026-11-30-174210-asked.xlabbackup
    """
    import msgspec

    from xlab.hub.backups import BackupError
    from xlab.hub.restoring import restore as put_back
    from xlab.hubfile import AnotherHub, only_hub
    from xlab.settings import hub_url

    folder, settings = options.settled(home)
    changing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with only_hub(folder, hub_url(settings, settings.port)), bar("Restoring") as progress:
            told = put_back(folder, file.absolute(), kit_name=settings.kit_name, now=time.time(), progress=progress)
    except AnotherHub as error:
        click.echo(f"{error} Stop it first, then restore again.", err=True)
        sys.exit(1)
    except (BackupError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    manifest = told.manifest
    if as_json:
        said = {"kit": manifest.kit, "kit_name": manifest.kit_name, "events": manifest.events, "demos": manifest.demos}
        click.echo(msgspec.json.encode(said | {"before": str(told.before or "")}).decode())
        return
    click.echo(
        f"{folder} is as the kit {manifest.kit_name} was: {manifest.events} events, {len(manifest.parts) - 1} files."
    )
    if told.before:
        click.echo(f"What was there before is kept. To have it again: xlab restore {told.before}")


@contextmanager
def bar(what: str) -> Iterator[Callable[[float], None]]:
    """A line on the standard error that says how far it is, 0 to 1."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(what, total=1.0)
        yield lambda share: shown.update(task, completed=share)


def _opened(path: Path) -> "EventLog":
    """The log, only to be read where the card takes nothing. Raises StoreError where it cannot be read either."""
    from xlab.store import SealedLog, SqliteLog, StoreError

    try:
        return SqliteLog.open(path)
    except StoreError:
        sealed = SealedLog.open(path)
        if sealed.was_read:
            return sealed
        sealed.close()
        raise


def _large(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
