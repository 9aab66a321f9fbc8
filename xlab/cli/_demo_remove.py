"""``xlab demo remove``: takes an installed demo from the kit."""

import sys
from pathlib import Path

import click

from xlab.cli._owner import changing
from xlab.cli.options import home, settled


@click.command()
@click.argument("demo", metavar="ID")
@home
def remove(demo: str, home: Path | None) -> None:
    """Remove all versions of the demo ID that were installed here, and then what it kept on this kit as its own.

    Evidence that it recorded stays in the event log. Where a version came with the kit, that one is shown again.

    Example: xlab demo remove apple-core
    """
    from xlab.catalogue import find_demos
    from xlab.catalogue.shelf import ShelfError
    from xlab.catalogue.shelf import remove as take

    kit, _ = settled(home)
    changing(kit)
    entries = [entry for entry in find_demos(kit) if entry.name == demo]
    if entries and all(entry.door != "shelf" for entry in entries):
        entry = entries[0]
        where = (
            f"It came with the kit's software, in {entry.folder}; IT can switch it off on the dashboard."
            if entry.door == "installed"
            else f"It was put into the demos folder by hand; remove the folder {entry.folder}."
        )
        click.echo(f"{demo} was not installed from a file. {where}", err=True)
        sys.exit(1)
    try:
        take(kit, demo)
    except ShelfError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    left = next((entry for entry in find_demos(kit) if entry.name == demo and entry.status == "ready"), None)
    back = f" Version {left.manifest.version}, which came with the kit, is back." if left and left.manifest else ""
    click.echo(f"{demo} is removed, and with it what it kept on this kit.{back}")
