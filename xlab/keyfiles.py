"""Secret files: mode 0600 in a folder of mode 0700, and after a pulled plug there is the old one or the new one."""

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
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
