"""What the places of the flow are to others: to the key of the facilitator, and to the hub. Pure."""

from typing import Final

from xlab.link import Screen
from xlab_kiosk.shell import flow

KEYS: Final[dict[flow.Place, flow.Event]] = {
    "locked": flow.Unlock(),
    "dark": flow.Lighten(),
    "shut": flow.Lighten(),
}
"""What the hold in the corner means where it is not a wish to lock the station."""

SCREENS: Final[dict[flow.Place, Screen]] = {
    "attract": "attract",
    "menu": "menu",
    "opening": "playing",
    "playing": "playing",
    "closing": "menu",
    "trouble": "trouble",
    "checking": "locked",
    "locked": "locked",
    "dark": "dark",
    "shut": "dark",
}
"""What the hub is told is on the screen."""
