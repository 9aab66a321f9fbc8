"""A station that stands outside the machine: holds the real link, and knows which evidence was acknowledged.

It proves itself with the kit's own key, which is read inside as root; so it is told the setup code, as the kit's kiosk
is, that shows it on its slip.
"""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from uuid6 import uuid7
from websockets.sync.client import ClientConnection, connect

from deploy.vm.wire import MachineError
from xlab import link
from xlab.events import Draft, Fact
from xlab.station.handshake import Greeting

if TYPE_CHECKING:
    from tests.vm.kit import Kit

TOKEN = "/var/lib/xlab/keys/station.token"
STATION = "st-outside"
PATIENCE = 60.0
"""Seconds for one answer of an emulated hub."""


class Outpost:
    """A context manager: entering takes up the link, leaving hangs up. Raises OSError where the hub goes."""

    def __init__(self, kit: Kit) -> None:
        token = kit.run("cat", TOKEN).output.strip()
        self._url = kit.machine.url.replace("http:", "ws:") + "/station"
        self._greeting = Greeting(
            token.encode(), station=STATION, name="Outside", role="kiosk", paired=False, nonce=secrets.token_bytes(32)
        )
        self._line: ClientConnection | None = None
        self._boot = str(uuid.uuid4())
        self.info: link.KitInfo | None = None

    def __enter__(self) -> Outpost:
        self._line = connect(self._url, proxy=None, open_timeout=PATIENCE, max_size=None)
        self.say(self._greeting.hello)
        while not self._greeting.over:
            message = self.hear()
            answer = self._greeting.take(message)
            if answer is not None:
                self.say(answer)
            if isinstance(message, link.Welcome):
                self.info = message.info
        self.say(link.Status(screen="attract"))
        return self

    def __exit__(self, *_: object) -> None:
        if self._line is not None:
            self._line.close()

    def say(self, message: link.FromStation) -> None:
        """Tell the hub."""
        assert self._line is not None
        self._line.send(link.encode(message).decode(), text=True)

    def hear(self) -> link.ToStation:
        """The hub's next message."""
        assert self._line is not None
        return link.decode_to_station(self._line.recv(PATIENCE))

    def deliver(self, facts: Sequence[Fact]) -> list[str]:
        """Hand evidence over; the ids that the hub acknowledged, which it does when they are on its card."""
        drafts = tuple(
            Draft(id=str(uuid7()), wall=time.time(), boot=self._boot, mono=time.monotonic(), fact=fact, station=STATION)
            for fact in facts
        )
        self.say(link.Deliver(drafts=drafts))
        while True:
            message = self.hear()
            if isinstance(message, link.Delivered):
                return list(message.ids)


def setup_code(kit: Kit) -> str:
    """The code for the first PIN, as the kit's screen shows it. Raises :class:`MachineError` where there is none."""
    with Outpost(kit) as outpost:
        if outpost.info is None or not outpost.info.setup_code:
            raise MachineError("the kit tells its stations no setup code")
        return outpost.info.setup_code
