"""What the dashboard needs of the hub, as the hub passes it in. The dashboard knows nothing else of the kit."""

from xlab.dashboard.ports.badges import Badges, BadgesNow, HoldingNow, Refused
from xlab.dashboard.ports.kit import Kit
from xlab.dashboard.ports.recorder import CannotRecord, Ended, NoStart, Recorder, RecorderNow
from xlab.dashboard.ports.room import Places, Signals

__all__ = [
    "Badges",
    "BadgesNow",
    "CannotRecord",
    "Ended",
    "HoldingNow",
    "Kit",
    "NoStart",
    "Places",
    "Recorder",
    "RecorderNow",
    "Refused",
    "Signals",
]
