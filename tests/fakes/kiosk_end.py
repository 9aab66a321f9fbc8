"""A kiosk's end of the link, on the hub's own loop: no socket, but every message goes through its JSON."""

import asyncio
from typing import Any, Self, TypeVar

from tests.waiting import PATIENCE
from xlab import link
from xlab.hub.stations import Stations
from xlab.station.handshake import Greeting

T = TypeVar("T")


class KioskEnd:
    """``async with KioskEnd(stations) as kiosk``: a kiosk that was let in. Leaving it hangs up."""

    def __init__(self, stations: Stations, station: str = "st-1", key: bytes = b"token", paired: bool = False) -> None:
        self._stations = stations
        self._greeting = Greeting(
            key, station=station, name=station.title(), role="kiosk", paired=paired, nonce=bytes(32)
        )
        self._to_hub: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_hub: asyncio.Queue[link.ToStation] = asyncio.Queue()
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._to_hub.put_nowait({"type": "websocket.connect"})
        scope = {"type": "websocket", "client": ("127.0.0.1", 1)}
        self._serving = asyncio.create_task(self._stations(scope, self._to_hub.get, self._take))
        await self.say(self._greeting.hello)
        answer = self._greeting.take(await self.hear(link.Challenge))
        assert answer is not None
        await self.say(answer)
        await self.say(link.Status(screen="attract"))
        await self.hear(link.RoomIs)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._to_hub.put_nowait({"type": "websocket.disconnect"})
        assert self._serving is not None
        await asyncio.wait_for(self._serving, PATIENCE)

    async def say(self, message: link.FromStation) -> None:
        """Tell the hub."""
        self._to_hub.put_nowait({"type": "websocket.receive", "text": link.encode(message).decode()})

    async def hear(self, kind: type[T]) -> T:
        """The next message of this kind; others before it are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self._from_hub.get()
                if isinstance(message, kind):
                    return message

    def heard(self) -> list[link.ToStation]:
        """What else has come."""
        messages = []
        while not self._from_hub.empty():
            messages.append(self._from_hub.get_nowait())
        return messages

    async def _take(self, event: Any) -> None:
        if event["type"] == "websocket.send":
            self._from_hub.put_nowait(link.decode_to_station(event["text"]))
