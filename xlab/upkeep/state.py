"""How an update stands, as root's scripts write it to ``/opt/xlab/update.json`` for everybody to read."""

import os
from pathlib import Path
from typing import Final, Literal

import msgspec

from xlab.upkeep.place import ROOT

FILE: Final = "update.json"
TRYING: Final = "trying"
"""The file that is there while a version has not proved itself."""

BOOT: Final = Path("/proc/sys/kernel/random/boot_id")

Step = Literal["", "checking", "installing", "switching", "watching", "done", "failed", "back"]
"""``watching``: the new version is in use and is watched; ``failed``: nothing was changed; ``back``: the one before is
in use again; empty: there was no update yet."""

UNDER_WAY: Final[tuple[Step, ...]] = ("checking", "installing", "switching", "watching")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """How an update stands.

    ``version`` is the new one's name, ``before`` that of the one it replaces, ``when`` in seconds since 1970 by the
    machine's clock, ``share`` 0 to 1 of a step. ``problem`` is why it failed or went back, ``update.problem_<problem>``
    or ``update.refused_<problem>``, with ``detail`` in English where a program said more. ``kept`` is the file below
    the kit's home with ``events`` that the left version had recorded in a way which the one before cannot read.
    ``boot`` is the kernel's name of the boot in which it was written.
    """

    state: Step = ""
    version: str = ""
    before: str = ""
    when: float = 0.0
    share: float = 0.0
    problem: str = ""
    detail: str = ""
    kept: str = ""
    events: int = 0
    boot: str = ""

    @property
    def under_way(self) -> bool:
        """Whether something happens that ends by itself."""
        return self.state in UNDER_WAY


def read_state(root: Path = ROOT, boot: Path = BOOT) -> State:
    """How it stands; the empty state where nothing was ever written, or what is there cannot be read.

    What was under way when the power was cut is over, unless a version is being tried: then the next start goes on.
    """
    try:
        state = msgspec.json.decode((root / FILE).read_bytes(), type=State)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return State()
    if state.under_way and state.boot != boot_id(boot) and not (root / TRYING).exists():
        return msgspec.structs.replace(state, state="failed", problem="power_cut")
    return state


def boot_id(boot: Path = BOOT) -> str:
    """The kernel's name of this boot; empty where it has none."""
    try:
        return boot.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def write_state(state: State, root: Path = ROOT, *, synced: bool = True) -> None:
    """Put it in the place of what was there, in one step. Raises OSError."""
    draft = root / f"{FILE}.new"
    with draft.open("wb") as file:
        file.write(msgspec.json.encode(state))
        file.flush()
        if synced:
            os.fsync(file.fileno())
    draft.chmod(0o644)
    draft.replace(root / FILE)
