"""Secrets of the kit that live in ``keys/``: files of mode 0600 in a folder of mode 0700."""

import os
import re
import secrets
from pathlib import Path
from typing import Final

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32,128}")


def keys_folder(home: Path) -> Path:
    """The folder for secrets, made if need be; nobody else on the machine may look inside."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def station_token(home: Path) -> str:
    """The token a station on this machine shows to the hub; made when the hub first starts."""
    path = keys_folder(home) / "station.token"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        token = path.read_text("ascii", errors="replace").strip()
        if _TOKEN.fullmatch(token):
            return token
        # An empty file, or one of zeros, is what a power cut between making and writing leaves behind; and a token that
        # others can guess would be no secret.
        path.unlink()
        return station_token(home)
    with os.fdopen(handle, "w") as file:
        token = secrets.token_urlsafe(32)
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    return token


def setup_code() -> str:
    """A code of six digits that proves the reader stands before the kit. Kept in memory only."""
    return f"{secrets.randbelow(1_000_000):06d}"
