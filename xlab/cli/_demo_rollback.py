"""``xlab demo rollback``: back to the version before."""

import sys
from pathlib import Path

import click

from xlab.cli._owner import changing
from xlab.cli.options import home, settled


@click.command()
@click.argument("demo", metavar="ID")
@home
def rollback(demo: str, home: Path | None) -> None:
    """Show visitors the version of the demo ID that was installed before; a second time goes forward again.

    Example: xlab demo rollback apple-core
    """
    from xlab.catalogue.shelf import ShelfError
    from xlab.catalogue.shelf import rollback as go_back

    kit, _ = settled(home)
    changing(kit)
    try:
        now = go_back(kit, demo)
    except ShelfError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    kept = f" Version {now.before.version} is kept." if now.before else ""
    click.echo(f"{now.id} is version {now.current.version} again.{kept}")
