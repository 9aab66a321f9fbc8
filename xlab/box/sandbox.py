"""The sandbox of demos: is it there, and does it work for this user."""

from xlab.box.finding import Finding
from xlab.bubblewrap import UNPROTECTED, Gap


def check_sandbox(gap: Gap | None) -> Finding:
    """What :func:`xlab.bubblewrap.gap` found; a kit works without, so this is advice."""
    if gap is None:
        return Finding("sandbox", True, "Demos run in a sandbox (bubblewrap): they see themselves and nothing else.")
    return Finding("sandbox", None, f"{gap.reason} {UNPROTECTED}", gap.step)
