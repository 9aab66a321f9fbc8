"""What the dashboard needs of the hub, as the hub passes it in. The dashboard knows nothing else of the kit."""

from xlab.dashboard.ports.badges import Badges, BadgesNow, HoldingNow, Refused
from xlab.dashboard.ports.kit import Kit
from xlab.dashboard.ports.pairing import Pairing, StationNow, Tried, Waiting
from xlab.dashboard.ports.recorder import CannotRecord, Ended, NoStart, Recorder, RecorderNow
from xlab.dashboard.ports.room import NotPlaced, Places, Signals
from xlab.dashboard.ports.teaching import Problem, TaughtStation, Teach, Teaching, TeachRefused, Undo

__all__ = [
    "Badges",
    "BadgesNow",
    "CannotRecord",
    "Ended",
    "HoldingNow",
    "Kit",
    "NoStart",
    "NotPlaced",
    "Pairing",
    "Places",
    "Problem",
    "Recorder",
    "RecorderNow",
    "Refused",
    "Signals",
    "StationNow",
    "TaughtStation",
    "Teach",
    "TeachRefused",
    "Teaching",
    "Tried",
    "Undo",
    "Waiting",
]
