"""``xlab firstboot``: take over the settings file of the boot partition, as the root unit does at each start."""

import datetime
import sys
from pathlib import Path

import click

from xlab.cli import options


@click.command()
@click.option(
    "--boot",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The boot partition; of several the first that is there.",
)
@options.home
@click.option("--system", type=click.Path(path_type=Path), default=Path("/"), help="The folder that stands for /.")
def firstboot(boot: tuple[Path, ...], home: Path | None, system: Path) -> None:
    """Take over the settings file xlab.toml of the boot partition, once for each change, and its secrets out of it.

    Ends with 0 if all of it was taken over or nothing is new, with 1 if something in it is wrong.

    Example: xlab firstboot --boot /boot/firmware
    """
    from xlab.firstboot import Places, take_over
    from xlab.look.saying import say
    from xlab.look.words import Words
    from xlab.settings import home_folder

    folder = next((each for each in boot if each.is_dir()), None)
    if folder is None:
        click.echo("There is no boot partition here, and so no settings file to take over.")
        return
    taken = take_over(Places(folder, home_folder(home).absolute(), system), datetime.datetime.now().astimezone())
    if not taken.changed:
        click.echo("Nothing new is in the settings file.")
    elif taken.names:
        click.echo(f"Taken over: {', '.join(taken.names)}.")
    for problem in taken.problems:
        click.echo(say(Words("en"), problem.key, problem.values), err=True)
    sys.exit(1 if taken.problems else 0)
