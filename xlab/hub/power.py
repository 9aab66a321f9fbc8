"""Switching the machine off and starting it anew, for whoever presses the button on the dashboard."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from xlab.box import switching
from xlab.box.systembus import ANSWER_SECONDS, BusTrouble
from xlab.dashboard.ports.power import May, NotSwitched, Switch

_log = logging.getLogger(__name__)

_PATIENCE: Final = 3 * ANSWER_SECONDS
"""Seconds a thread of the dashboard waits: the bus may be asked twice, each in its own time."""

T = TypeVar("T")


class Power:
    """Implements :class:`xlab.dashboard.ports.power.Power`. Made on the loop.

    All that is acknowledged is on the card at any moment, so nothing has to be put away first.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def may(self, switch: Switch) -> May:
        """Whether it can be done."""
        return self._ask(switching.may(switch))

    def do(self, switch: Switch) -> None:
        """Do it."""
        _log.warning(
            "The kit is switched %s, by a button on the dashboard.", "off" if switch == "off" else "off and on"
        )
        try:
            self._ask(switching.do(switch))
        except BusTrouble as trouble:
            _log.warning("The machine did not obey: %s.", trouble.reason)
            raise NotSwitched(trouble.reason) from trouble

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)
