"""Small files of the home in which a station keeps what it must still know when the hub is away or after a restart."""

import logging
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from xlab.keyfiles import replace_file
from xlab.nonsense import NONSENSE
from xlab_kiosk.stage.keep import FILE

log = logging.getLogger(__name__)

MOST_BYTES: Final = 1024 * 1024
"""No file of these is a tenth as large; what is larger was put there by somebody else."""

T = TypeVar("T")


def read_kept(path: Path, kind: type[T]) -> T | None:
    """What a file holds; None if it is not there, or so damaged that the station begins anew (the log says so)."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MOST_BYTES), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, *NONSENSE) as error:
        log.warning("%s cannot be read, so this station begins anew there: %s", path, error)
        return None


def write_kept(path: Path, value: object) -> None:
    """Put a value into a file in one step; on return it is on the card. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, msgspec.json.encode(value))


def forget_kept(folder: Path) -> None:
    """Delete what each demo keeps from run to run, in its own folder below this one. Raises OSError."""
    for kept in folder.glob(f"*/{FILE}"):
        kept.unlink(missing_ok=True)
