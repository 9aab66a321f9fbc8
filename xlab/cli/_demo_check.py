"""``xlab demo check``: what visitors, readers and the kit would find wrong with a demo, before it is on one."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlab.cli import options

if TYPE_CHECKING:
    from xlab.catalogue.checking import Checked

SIZES = ("800x480", "1280x720", "1920x1080", "720x1280")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for scripts.")
@click.option("--all", "every", is_flag=True, help="Every size in every language, instead of a selection of both.")
@click.option("--size", type=click.Choice(SIZES), help="This panel alone.")
@click.option("--lang", type=click.Choice(["en", "fr", "de"]), help="This language alone.")
@click.option("--seconds", type=click.FloatRange(1, 1800), help="Simulated seconds of each panel; 120 otherwise.")
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the contact sheet goes, as PNG; otherwise check-NAME.png, here.",
)
@options.home
def check(
    folder: Path,
    as_json: bool,
    every: bool,
    size: str | None,
    lang: str | None,
    seconds: float | None,
    sheet: Path | None,
    home: Path | None,
) -> None:
    """Check the demo in DIR: play it for two simulated minutes on several panels, and rate it with up to five stars.

    Each thing to mend is named with its place and with what to do. The pictures it showed are put on one contact sheet.
    The rating is kept for the IT page if the demo is on this kit, or on the one whose --home is given. Exit status 0:
    nothing to mend, five stars; 1: something to mend.

    Example: xlab demo check xlab_demo_apple_core --all
    """
    from xlab.catalogue import find_demos
    from xlab.catalogue.checking import command_line
    from xlab.settings import home_folder

    folder, place = folder.resolve(), home_folder(home).absolute()
    sheet = (sheet or Path(f"check-{folder.name.removeprefix('xlab_demo_').replace('_', '-')}.png")).absolute()
    digest = _digest(folder)  # of the files that are checked, should somebody write meanwhile
    entry = next((one for one in find_demos(place) if one.folder is not None and one.folder.resolve() == folder), None)
    command = command_line(folder, sheet=sheet, every=every, site=entry.site if entry is not None else None)
    command += ["--size", size] if size else []
    command += ["--lang", lang] if lang else []
    command += ["--seconds", str(seconds)] if seconds else []
    checked = _checked(command, quiet=as_json)
    if checked is None:
        sys.exit(1)
    kept = _keep(checked, digest, place) if digest and (home is not None or entry is not None) else None
    if as_json:
        _print_json(checked, digest)
    else:
        _print(checked, kept)
    sys.exit(0 if checked.stars == 5 else 1)


def _checked(command: list[str], *, quiet: bool) -> "Checked | None":
    """Run the check, a process of its own because it draws, and show how far it is."""
    from xlab.catalogue.checking import Checked, Progress, decode

    checked: Checked | None = None
    shows = not quiet and sys.stderr.isatty()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                message = decode(line)
                if isinstance(message, Checked):
                    checked = message
                elif isinstance(message, Progress) and shows:
                    click.echo(f"\r{message.done:4.0%}  {message.doing:<40.40}", err=True, nl=False)
        except BaseException:
            process.terminate()  # it ends the demos it plays
            raise
    if shows:
        click.echo(f"\r{'':<46}\r", err=True, nl=False)
    if checked is None:
        click.echo("The check could not be made; the reason is above.", err=True)
    return checked


def _digest(folder: Path) -> str:
    """The digest of the demo's files, or nothing where they cannot travel as they are."""
    from xlab.catalogue.digest import DigestError, digest_folder

    try:
        return digest_folder(folder)
    except DigestError as error:
        click.echo(f"{error} No rating is kept.", err=True)
        return ""


def _keep(checked: "Checked", digest: str, home: Path) -> Path | None:
    """Keep the rating of these files in the kit's home; the folder it is in, or None where that failed."""
    from xlab.catalogue.rating import RATINGS, keep_rating

    try:
        keep_rating(home, digest, checked.rating())
    except OSError as error:
        click.echo(f"The rating cannot be kept in {home}: {error.strerror}.", err=True)
        return None
    return home / RATINGS


def _print(checked: "Checked", kept: Path | None) -> None:
    stars = "★" * checked.stars + "☆" * (5 - checked.stars)
    click.echo(f"{stars}  {checked.demo} {checked.version}".rstrip())
    for reason in checked.rating().reasons:
        click.echo(f"  - {reason}")
    if not checked.findings:
        click.echo("  Nothing to mend.")
    if checked.start_seconds is not None:
        click.echo(f"It starts in {checked.start_seconds:.1f} s.")
    for one in checked.played:
        time = f"19 of 20 in {one.frame_ms:.1f} ms" if one.frame_ms is not None else "too few to time"
        click.echo(f"{one.size:>9} {one.language}: {one.seconds:.0f} s, {one.frames} pictures, {time}")
    if checked.sheet:
        click.echo(f"Pictures: {checked.sheet}")
    if kept is not None:
        click.echo(f"The rating is kept in {kept}.")


def _print_json(checked: "Checked", digest: str) -> None:
    import msgspec

    plain = msgspec.to_builtins(checked)
    del plain["type"]
    plain |= {"digest": digest, "reasons": list(checked.rating().reasons)}
    click.echo(msgspec.json.encode(plain).decode())
