"""What a demo requires of Python, at the desk of its author: taken from the Python that plays it, and named if missing.

A kit takes nothing from there: a packed demo brings its packages along, and sees no others.
"""

import shlex
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement


def lacking(requires: Sequence[str]) -> tuple[str, ...]:
    """Those requirements of a manifest that this Python does not meet; what counts for other machines is met."""
    if not requires:
        return ()
    # Most demos need nothing; the kiosk starts sooner without this.
    from packaging.requirements import Requirement

    return tuple(text for text in requires if not _met(Requirement(text)))


def how_to_get(missing: Sequence[str]) -> str:
    """A sentence that names what is missing in this Python, and what to type; empty for nothing."""
    if not missing:
        return ""
    pip = shlex.join([sys.executable, "-m", "pip", "install", *missing])
    return f"It requires {', '.join(missing)}, which is not in the Python that plays it here. Install it: {pip}"


def _met(requirement: "Requirement") -> bool:
    if requirement.marker is not None and not requirement.marker.evaluate():
        return True
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False
