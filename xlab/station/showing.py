"""What a station shows while it wishes to be paired. Pure."""

from typing import Literal

import msgspec

Problem = Literal["", "wrong", "taken", "refused", "unstored"]
"""``taken``: the kit has another station of this id; ``refused``: it does not take one just now; ``unstored``: the code
was right, but this station cannot keep the key."""


class Showing(msgspec.Struct, frozen=True):
    """The code, the names of the kits it may be typed at, and what went wrong last, with a sentence in English.

    ``station`` is the id this station goes by.
    """

    code: str
    station: str = ""
    kits: tuple[str, ...] = ()
    problem: Problem = ""
    reason: str = ""
