"""One demo in a process of its own: frames, messages, watchdog."""

from xlab_kiosk.host.picture import Pictures, patience, render_attract, render_pictures
from xlab_kiosk.host.process import DemoProcess
from xlab_kiosk.host.verdict import Ended
from xlab_kiosk.host.wire import AskKnown, Finish, Forget, Record, Said, Sound

__all__ = [
    "AskKnown",
    "DemoProcess",
    "Ended",
    "Finish",
    "Forget",
    "Pictures",
    "Record",
    "Said",
    "Sound",
    "patience",
    "render_attract",
    "render_pictures",
]
