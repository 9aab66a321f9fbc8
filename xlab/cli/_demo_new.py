"""``xlab demo new``: begins a demo that runs."""

import shlex
import sys
from pathlib import Path

import click


@click.command()
@click.argument("name")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=".")
def new(name: str, folder: Path) -> None:
    """Make a demo that runs, with a test and words in three languages, in the folder DIR or here.

    Example: xlab demo new apple-core
    """
    from xlab.catalogue.beginning import BeginningError, begin_demo

    try:
        made = begin_demo(name, folder)
    except BeginningError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(f"{made} is ready; its README.md says what is where.\nTry it: xlab demo run {shlex.quote(str(made))}")
