"""What the facilitator has ordered for this station, and what it means for the flow. Pure; time is an argument."""

from typing import Final

from xlab.link import Orders
from xlab_kiosk.shell import flow

KEPT_ALONE: Final = 120.0
"""Seconds orders outlive the link: a hub that starts anew goes unseen, one that is gone leaves no screen dark."""


class Ordered:
    """The orders that hold. The hub tells them whole, at each connection and whenever they change."""

    def __init__(self, *, muted: bool = False) -> None:
        """``muted`` as it was when the hub was last heard."""
        self.now = Orders(muted=muted)
        self._fresh = True

    @property
    def lasting(self) -> Orders:
        """What is left of the orders once the hub has been gone for :data:`KEPT_ALONE`."""
        return Orders(muted=self.now.muted)

    def connected(self) -> None:
        """The link is new: what the hub tells first was perhaps ordered long ago."""
        self._fresh = True

    def take(self, orders: Orders) -> list[flow.Event]:
        """The hub told the orders; what changes by that.

        Only what is ordered anew changes anything, for somebody may have used the key at the screen meanwhile. The
        same orders said once more are an order given once more, and that is obeyed whatever happened meanwhile.
        """
        again = orders == self.now and not self._fresh
        before, self.now, self._fresh = self.now, orders, False
        happened: list[flow.Event] = []
        if again or orders.locked != before.locked:
            happened.append(flow.Lock() if orders.locked else flow.Unlock())
        if again or orders.dark != before.dark:
            happened.append(flow.Darken() if orders.dark else flow.Lighten())
        return happened
