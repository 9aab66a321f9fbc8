"""Whether the settings file on the boot partition was taken over as it was written."""

from pathlib import Path

from xlab.bootnotes import unread
from xlab.box.finding import Finding


def check_firstboot(home: Path) -> list[Finding]:
    """One finding for each thing in that file that was not taken over."""
    return [Finding("settings", None, "firstboot.found", {"what": what}) for what in unread(home)]
