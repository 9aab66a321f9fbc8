"""Switching the kit off and starting it anew, as the pages need it."""

from typing import Literal, Protocol

Switch = Literal["off", "restart"]
May = Literal["yes", "refused", "away"]
"""``refused`` by the system's rules; ``away``: this machine is no kit of its own, and has nothing that could do it."""


class NotSwitched(Exception):
    """The machine stays as it is."""

    def __init__(self, reason: May) -> None:
        super().__init__(reason)
        self.reason: May = reason


class Power(Protocol):
    """``kit.care.power``. May be called from any thread but the loop's."""

    def may(self, switch: Switch) -> May:
        """Whether it can be done; asks the system, which takes a moment."""
        ...

    def do(self, switch: Switch) -> None:
        """Do it: the machine begins to go down before this returns. Raises :class:`NotSwitched`."""
        ...
