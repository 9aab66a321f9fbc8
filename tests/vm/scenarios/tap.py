"""A finger from outside: the attract picture gives way to the choice, and that to a demo."""

from tests.vm.case import Case, Notes
from tests.vm.kit import Kit

MIDDLE = (0.5, 0.45)
FIRST = (0.15, 0.3)
"""Inside the first demo of the choice, at the size of the machine's screen."""
HOME = (0.04, 0.06)


def home(kit: Kit) -> None:
    """Back to the attract picture, by the facilitator's order where a demo or a card is up."""
    if kit.screen != "attract":
        kit.facilitator().post("/api/v1/orders/home", {"station": "st-1"}, token_from="/stations")
    kit.shows("attract")


def _opens_a_demo(kit: Kit, notes: Notes) -> None:
    home(kit)
    notes.picture("attract")
    since = kit.now()
    notes.figure("tap_to_choice_s", kit.tap_for("menu", *MIDDLE))
    kit.shows("menu")
    notes.picture("menu")
    since = kit.now()
    kit.tap(*FIRST)
    kit.shows("playing")
    notes.figure("tap_to_demo_s", kit.now() - since)
    kit.until("The log has the run", lambda: any(one["fact"]["type"] == "RunStarted" for one in kit.events(since)))
    notes.picture("demo")
    kit.tap(*HOME)
    home(kit)


SCENARIOS = (Case("tap", "a tap opens the choice, another one a demo, and the run is in the log", _opens_a_demo),)
