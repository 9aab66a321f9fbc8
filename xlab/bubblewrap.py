"""Whether this machine has the sandbox that demos run in, what to do if not, and what is not protected then.

Here, below all others, because the kiosk that uses it and the doctor that looks for it know nothing of each other.
"""

import shutil
import subprocess
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

PROGRAM: Final = "bwrap"

NAMESPACES: Final = ("--unshare-user", "--unshare-pid")
"""Of its own, with that of mounts, and that of the network unless it was asked for.

Those for control groups, host names and System V's messages would shut no door that is not shut anyway, and each kind
that the kit's services may make is one more that they are trusted with.
"""

NO_NETWORK: Final = "--unshare-net"

PROBE: Final = (PROGRAM, *NAMESPACES, NO_NETWORK, "--die-with-parent", "--ro-bind", "/", "/", "true")
"""The least that a sandbox needs of the system: namespaces of its own."""

PROBE_SECONDS: Final = 20.0
"""Long, since a machine may be busy with coming up: given up too soon, demos would go unprotected."""

UNPROTECTED: Final = (
    "Without it a demo can read the kit's files, among them evidence, keys and what other demos keep, change what this "
    "user may change, and end the kit's programs. Memory, processes, disk and time of a demo are limited all the same, "
    "and the network stays shut."
)
"""What is not protected where there is no sandbox, for the people who look after the kit."""


class Gap(msgspec.Struct, frozen=True):
    """Why there is no sandbox, and what to do about it, each in a sentence.

    ``kind`` says the same to who speaks other languages, with ``detail``, what the system says of it.
    """

    kind: Literal["absent", "broken", "forbidden"]
    reason: str
    step: str
    detail: str = ""


def gap(probe: Sequence[str] = PROBE) -> Gap | None:
    """Why this user of this machine has no sandbox; None if ``probe``, a command line in one, works."""
    if shutil.which(PROGRAM) is None:
        return Gap("absent", "The sandbox (bubblewrap) is not installed.", "Install the Debian package bubblewrap.")
    try:
        tried = subprocess.run(probe, capture_output=True, timeout=PROBE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = f"The sandbox (bubblewrap) does not start: {error}."
        return Gap("broken", reason, "Install the Debian package bubblewrap again.", str(error))
    if tried.returncode:
        said = tried.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return Gap(
            "forbidden",
            f"The sandbox (bubblewrap) does not start here ({said}).",
            "The system may forbid user namespaces: see kernel.apparmor_restrict_unprivileged_userns and "
            "user.max_user_namespaces.",
            said,
        )
    return None
