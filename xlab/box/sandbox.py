"""The sandbox of demos: is it there, and does it work for this user."""

from xlab.box.finding import Finding
from xlab.bubblewrap import Gap


def check_sandbox(gap: Gap | None) -> Finding:
    """What :func:`xlab.bubblewrap.gap` found; a kit works without, so this is advice."""
    if gap is None:
        return Finding("sandbox", True, "preflight.sandbox_works")
    return Finding("sandbox", None, f"preflight.sandbox_{gap.kind}", {"detail": gap.detail} if gap.detail else {})
