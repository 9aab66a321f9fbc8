"""Secret files: mode 0600 in a folder of mode 0700, and after a pulled plug there is the old one or the new one.

Also what any file needs for that: names, and whole disks, that are synced.
"""

import ctypes
import os
import secrets
from pathlib import Path


def keys_folder(home: Path) -> Path:
    """The folder for a home's secrets, made if need be; nobody else on the machine may look inside. Raises OSError."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write_key(home: Path, name: str, content: bytes) -> None:
    """Put a file into the folder or replace it; on return it is on the card. Raises OSError: nothing changed then."""
    replace_file(keys_folder(home) / name, content)


def replace_file(path: Path, content: bytes) -> None:
    """Put a private file in the place of another in one step; on return it is on the card. Raises OSError."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def remove_key(home: Path, name: str) -> None:
    """Remove a file from the folder, if it is there; on return it is gone from the card. Raises OSError."""
    folder = keys_folder(home)
    (folder / name).unlink(missing_ok=True)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make what was put into a folder, or taken out of it, survive a pulled plug. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(folder: Path) -> None:
    """Have all that was written to the card or stick that ``folder`` is on arrive there. Raises OSError.

    For what has many files, as a card takes a hundredth of a second for each that is synced alone; and wherever the
    file system may be FAT, as on sticks and boot partitions: there :func:`sync_folder` leaves the new name of a file in
    memory (seen with Linux 6.12).
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)
