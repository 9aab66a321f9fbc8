"""``xlab update``: another version of the kit from one signed file, and the version before again."""

import asyncio
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from xlab.cli import options

if TYPE_CHECKING:
    from xlab.upkeep import State

POLL: Final = 0.5
"""Seconds between two looks at how it goes."""

STARTS: Final = 30.0
"""Seconds in which root's task must have said something."""


@click.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--back", is_flag=True, help="Use the version before again.")
@click.option("--older", is_flag=True, help="Install FILE also where it is an older version.")
@click.option("--json", "as_json", is_flag=True, help="Print how it went as JSON, for scripts.")
@options.home
def update(file: str | None, back: bool, older: bool, as_json: bool, home: Path | None) -> None:
    """Install the version in FILE beside the one in use, use it, and go back by itself if it does not come up.

    FILE is what deploy/prepare.sh --update wrote. The kit goes on meanwhile, but for some seconds in which it starts
    again. Where the kit's own user cannot read the file, give it on the standard input: xlab update - < FILE. Without
    FILE it says what is in use and how the last update went.

    Example: xlab update /media/STICK/xlab-2026-12.xlab-update
    """
    from xlab.settings import home_folder
    from xlab.upkeep import Refused, read_state
    from xlab.upkeep.place import used

    if file is not None and back:
        raise click.UsageError("Name a FILE, or say --back.")
    folder = home_folder(home).absolute()
    if file is None and not back:
        _show(as_json)
    before = read_state()
    try:
        if used() is None:
            raise Refused("no_kit")
        if file is not None:
            _ask(folder, file, older)
        _begin("xlab-update-back.service" if back else "xlab-update.service")
    except Refused as refused:
        _refused(refused.reason, as_json)
    _follow(before, as_json)


def _ask(folder: Path, file: str, older: bool) -> None:
    from xlab.cli.backup import bar
    from xlab.upkeep import Refused, asking

    path = _received(folder) if file == "-" else Path(file).absolute()
    with bar("Checking") as progress:
        asking.ready(path, older=older, progress=progress)
    try:
        asking.ask(folder, asking.Request(str(path), older))
    except OSError:
        raise Refused("not_stored") from None


def _received(folder: Path) -> Path:
    """The standard input, as a file that root's task can ask the kit's user for."""
    from xlab.upkeep import SUFFIX, Refused
    from xlab.upkeep.place import UPDATES

    path = folder / UPDATES / f"sent{SUFFIX}"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
    except OSError:
        path.unlink(missing_ok=True)
        raise Refused("room") from None
    return path


def _begin(task: str) -> None:
    from xlab.box import tasks
    from xlab.box.systembus import BusTrouble
    from xlab.upkeep import Refused

    try:
        asyncio.run(tasks.begin(task))  # type: ignore[arg-type]
    except BusTrouble as trouble:
        raise Refused("refused" if trouble.reason == "refused" else "not_started") from None


def _follow(before: "State", as_json: bool) -> NoReturn:
    """Say each step as it comes; end when nothing further happens by itself."""
    from rich.console import Console

    from xlab.look.words import Words
    from xlab.upkeep import read_state

    words, end = Words("en"), time.monotonic() + STARTS
    with Console(stderr=True).status(words("update.state_checking")) as shown:
        while (state := read_state()) == before or state.under_way:
            if state != before:
                shown.update(words(f"update.state_{state.state}"))
            elif time.monotonic() > end:
                shown.stop()
                _refused("not_started", as_json)
            time.sleep(POLL)
    _tell(as_json)
    sys.exit(0 if state.state == "done" else 1)


def _show(as_json: bool) -> NoReturn:
    from xlab.upkeep.place import used

    now, before = used(), used(link="previous")
    if now is None:
        _refused("no_kit", as_json)
    if not as_json:
        click.echo(f"In use: {now.name}" + (f"; before it: {before.name}" if before and before != now else ""))
    _tell(as_json)
    sys.exit(0)


def _tell(as_json: bool) -> None:
    import msgspec

    from xlab.look.words import Words
    from xlab.upkeep import read_state
    from xlab.upkeep.saying import outcome

    state = read_state()
    if as_json:
        click.echo(msgspec.json.encode(state).decode())
        return
    for sentence in outcome(state, Words("en")):
        click.echo(sentence, err=state.state in ("failed", "back"))


def _refused(reason: str, as_json: bool) -> NoReturn:
    import msgspec

    from xlab.look.words import Words

    if as_json:
        click.echo(msgspec.json.encode({"state": "failed", "problem": reason}).decode())
    else:
        click.echo(Words("en")(f"update.refused_{reason}"), err=True)
    sys.exit(1)
