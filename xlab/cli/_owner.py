"""Whose home it is: a file that another user leaves there is one that the kit cannot change later."""

import os
import pwd
import sys
from pathlib import Path

import click


def changing(home: Path) -> None:
    """End the command with status 2 where what it changes in ``home`` would belong to somebody else than the kit."""
    uid, us = _owner(home), os.geteuid()
    if uid is None or uid == us or (us != 0 and os.access(home, os.W_OK)):
        return
    name = _name(uid)
    command = " ".join(["xlab", *sys.argv[1:]])
    click.echo(f"{home} belongs to the user {name}. Do this as that user: sudo -u {name} {command}", err=True)
    sys.exit(2)


def _owner(home: Path) -> int | None:
    """The user to whom ``home`` belongs, None where it is yet to be made or cannot be seen."""
    try:
        return home.stat().st_uid
    except OSError:
        return None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"
