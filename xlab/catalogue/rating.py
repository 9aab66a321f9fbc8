"""How good a demo is: the stars a check gave exactly these files, kept in the kit's home by their digest."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from xlab.keyfiles import replace_file
from xlab.nonsense import NONSENSE

Stars = Literal[0, 1, 2, 3, 4, 5]

RATINGS = "ratings"
"""The folder of the home with a file for each version of a demo that was checked."""

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of these files said: stars of 5, and a sentence for each thing to mend."""

    stars: Stars
    reasons: tuple[str, ...] = ()


def read_rating(home: Path, digest: str) -> Rating | None:
    """The rating of the files with this digest; None where they were not checked, or it cannot be read."""
    if not _DIGEST.match(digest):
        return None
    try:
        return msgspec.json.decode(_file(home, digest).read_bytes(), type=Rating)
    except (OSError, *NONSENSE):
        return None


def keep_rating(home: Path, digest: str, rating: Rating) -> None:
    """Keep it beside those of other files, whole or not at all. Raises OSError, and ValueError for a bad digest."""
    if not _DIGEST.match(digest):
        raise ValueError(f"{digest!r} is no digest of a demo")
    path = _file(home, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, msgspec.json.encode(rating))


def _file(home: Path, digest: str) -> Path:
    return home / RATINGS / f"{digest}.json"
