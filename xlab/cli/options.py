"""Options that several commands share, and the settings they add up to."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from xlab.notify import is_service
from xlab.settings import Settings, home_folder, whatever

_F = TypeVar("_F", bound=Callable[..., Any])

home = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Folder of the kit's data and kit.toml."
)


def hub_options(command: _F) -> _F:
    """Options of everything that starts a hub."""
    for option in (
        click.option("--kit-name", help="What the kit is called on screens and on the network."),
        click.option(
            "--replay", metavar="FILE", help="Play this recording instead of the radio; none: never play one."
        ),
        click.option("--port", type=int, help="Port of the dashboard; 0 takes any free one."),
        home,
    ):
        command = option(command)
    return command


def kiosk_options(command: _F) -> _F:
    """Options of everything that starts a kiosk."""
    for option in (
        click.option("--size", metavar="WxH", help="Size of the window or the off-screen picture, as 1280x720."),
        click.option("--offscreen", is_flag=True, default=None, help="Draw off screen even where there is a display."),
    ):
        command = option(command)
    return command


def settled(home_option: Path | None, **given: object) -> tuple[Path, Settings]:
    """The kit's home and its settings; what is wrong is printed, each with its place, and ends the command with 2.

    What the service manager starts goes on without it: nobody stands at a terminal there, and visitors wait in front
    of a screen. Screen, dashboard and doctor say what it is.
    """
    folder = home_folder(home_option).absolute()
    settings, mistakes = whatever(folder, given)
    for mistake in mistakes:
        click.echo(mistake.text, err=True)
    if mistakes and not is_service():
        sys.exit(2)
    return folder, settings
