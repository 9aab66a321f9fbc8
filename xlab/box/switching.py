"""Switching the machine off and starting it anew, by systemd's logind: needs a rule of polkit, never root."""

from typing import Final, Literal

from xlab.box import systembus
from xlab.box.systembus import BusTrouble

SERVICE: Final = "org.freedesktop.login1"
_PATH: Final = "/org/freedesktop/login1"
_MANAGER: Final = f"{SERVICE}.Manager"

Switch = Literal["off", "restart"]
_MEMBER: Final[dict[Switch, str]] = {"off": "PowerOff", "restart": "Reboot"}

May = Literal["yes", "refused", "away"]
"""Whether it can be done: ``refused`` by the system's rules, ``away``: there is no logind that could."""


async def may(switch: Switch) -> May:
    """Whether the machine would do it for this user."""
    try:
        (reply,) = await systembus.ask(SERVICE, _PATH, [(_MANAGER, f"Can{_MEMBER[switch]}", "", [])])
    except BusTrouble as no:
        return no.reason
    if word := systembus.error_word(reply):
        return systembus.trouble(word).reason
    said = reply.body[0]
    return "yes" if said == "yes" else "away" if said == "na" else "refused"


async def do(switch: Switch) -> None:
    """Do it: the machine goes down at once, every service with its own time to end. Raises :class:`BusTrouble`."""
    (reply,) = await systembus.ask(SERVICE, _PATH, [(_MANAGER, _MEMBER[switch], "b", [False])])
    if word := systembus.error_word(reply):
        raise systembus.trouble(word)
