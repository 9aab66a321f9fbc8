"""What can happen to a station, and what it is told to do about it. Pure."""

import msgspec

from xlab.events import Outcome


class _Event(msgspec.Struct, frozen=True):
    pass


class Touched(_Event, frozen=True):
    """Somebody touched the screen, anywhere."""


class Arrived(_Event, frozen=True):
    """A badge came to this station: as good a sign of life as a touch."""


class Tick(_Event, frozen=True):
    """Time passed."""


class Begin(_Event, frozen=True):
    """A visitor wants to see what is in the box."""


class Choose(_Event, frozen=True):
    """A visitor took a demo out of its cut-out."""

    demo: str


class Home(_Event, frozen=True):
    """The home button: back, one level."""


class Dismiss(_Event, frozen=True):
    """The trouble card was read."""


class Ended(_Event, frozen=True):
    """The demo's process is over; ``detail`` is the last line of a traceback where there was trouble."""

    outcome: Outcome
    detail: str = ""


class ShowLanguages(_Event, frozen=True):
    """The language button."""


class HideLanguages(_Event, frozen=True):
    """The language sheet was closed without a choice."""


class ShowNotice(_Event, frozen=True):
    """A visitor wants to read what the kit knows."""


class HideNotice(_Event, frozen=True):
    """It was read."""


class ShowReach(_Event, frozen=True):
    """The facilitator wants to see how to reach the kit."""


class HideReach(_Event, frozen=True):
    """They saw it."""


class ShowTake(_Event, frozen=True):
    """A visitor wants the demo's picture on their phone."""


class HideTake(_Event, frozen=True):
    """They have it, or not."""


class Speak(_Event, frozen=True):
    """A language was chosen."""

    language: str


class Lock(_Event, frozen=True):
    """The facilitator locks the station, at the screen or from afar."""


class Unlock(_Event, frozen=True):
    """The facilitator opens it again."""


class Darken(_Event, frozen=True):
    """The facilitator wants nothing to be seen here."""


class Lighten(_Event, frozen=True):
    """The facilitator gives the screen back."""


class CheckUp(_Event, frozen=True):
    """The facilitator walks through the station's preflight, called up here or from afar."""


class Open(_Event, frozen=True):
    """The facilitator begins this demo from afar, whatever is on the screen."""

    demo: str


class GoHome(_Event, frozen=True):
    """The facilitator sends the station back to its start from afar."""


class Settled(_Event, frozen=True):
    """A change of place is complete. Made by time."""


class Idle(_Event, frozen=True):
    """Nobody answered the countdown. Made by time."""


Event = (
    Touched
    | Arrived
    | Tick
    | Begin
    | Choose
    | Home
    | Dismiss
    | Ended
    | ShowLanguages
    | HideLanguages
    | ShowNotice
    | HideNotice
    | ShowReach
    | HideReach
    | ShowTake
    | HideTake
    | Speak
    | Lock
    | Unlock
    | Darken
    | Lighten
    | CheckUp
    | Open
    | GoHome
)
AnyEvent = Event | Settled | Idle


class StartRun(msgspec.Struct, frozen=True):
    """Start this demo in this language."""

    demo: str
    language: str


class EndRun(msgspec.Struct, frozen=True):
    """The run is over: stop the demo if it lives and note the outcome."""

    outcome: Outcome
    detail: str = ""


class NewVisitor(msgspec.Struct, frozen=True):
    """Whoever comes next is somebody else: forget what was on the screen for the last one."""


Action = StartRun | EndRun | NewVisitor
