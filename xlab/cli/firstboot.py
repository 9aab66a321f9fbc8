"""``xlab firstboot``: take over the settings file of the boot partition, as the root unit does at each start."""

import datetime
import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--boot",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="The boot partition; of several the first with something new.",
)
@click.option(
    "--home",
    # Root may be without the right to look into what is another user's; it takes that user's rights to do so.
    type=click.Path(path_type=Path, readable=False),
    help="Folder of the kit's data and kit.toml.",
)
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

    there = [folder for folder in boot if folder.is_dir()]
    if not there:
        click.echo("There is no boot partition here, and so no settings file to take over.")
        return
    now = datetime.datetime.now().astimezone()
    for folder in there:  # a folder may be there without being one
        taken = take_over(Places(folder, home_folder(home).absolute(), system), now)
        if taken.changed:
            break
    if not taken.changed:
        click.echo("Nothing new is in the settings file.")
    elif taken.names:
        click.echo(f"Taken over: {', '.join(taken.names)}.")
    for problem in taken.problems:
        click.echo(say(Words("en"), problem.key, problem.values), err=True)
    sys.exit(1 if taken.problems else 0)
