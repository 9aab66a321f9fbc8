"""The whole web side as one ASGI app: streams and the station link on the loop, pages by Flask in a few threads."""

import asyncio
import re
from typing import Final, cast

from a2wsgi import WSGIMiddleware

from xlab.dashboard.app import build
from xlab.dashboard.arrival import Arrival
from xlab.dashboard.files import fixed_files
from xlab.dashboard.fixed import Files
from xlab.dashboard.guard import Guard
from xlab.dashboard.parts import Parts
from xlab.dashboard.phones import Phones
from xlab.dashboard.ports import Kit
from xlab.dashboard.replies import ASGIApp, Receive, Scope, Send
from xlab.dashboard.rounds_live import RoundStreams
from xlab.dashboard.rounds_now import Board
from xlab.dashboard.streams import Streams
from xlab.dashboard.uploads import Uploads
from xlab.dashboard.visit_live import VisitStream
from xlab.dashboard.wall_live import WallStream

_THREADS: Final = 8
"""For pages. They are short; everything endless runs on the loop."""

_SCREEN: Final = re.compile(r"/stations/([a-z0-9][a-z0-9-]{0,30})/screen\.mjpeg")


def make_asgi(kit: Kit, station_link: ASGIApp) -> ASGIApp:
    """The app to serve with uvicorn. ``station_link`` gets the WebSockets of ``/station``.

    At lifespan shutdown its threads end. The two streams end when ``kit.feed`` and ``kit.screen`` do: the hub ends
    those before it asks the server to stop.
    """
    return _Site(Parts.of(kit), station_link)


class _Site:
    def __init__(self, parts: Parts, station_link: ASGIApp) -> None:
        self._streams = Streams(parts.kit, parts.gate, parts.sessions)
        board = Board(lambda: parts.kit.rounds)
        self._rounds = RoundStreams(board, parts.gate, parts.sessions)
        self._wall = WallStream(parts.kit, board)
        self._visit = VisitStream(parts.kit, parts.gate, parts.sessions)
        self._station_link = station_link
        # a2wsgi types what ASGI and WSGI leave open as closed dictionaries.
        self._pages = WSGIMiddleware(build(parts), workers=_THREADS)  # type: ignore[arg-type]
        whole = Phones(parts, cast(ASGIApp, self._pages))
        guarded = Guard(whole, Uploads(parts.kit.home, parts.it_asks))
        self._rest = Files(fixed_files(), Arrival(parts, guarded))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["path"] == "/live":
            await self._streams.live(scope, receive, send)
        elif scope["path"] == "/join/live":
            await self._rounds.phones(scope, receive, send)
        elif scope["path"] == "/rounds/live":
            await self._rounds.facilitators(scope, receive, send)
        elif scope["path"] == "/wall/live":
            await self._wall(scope, receive, send)
        elif scope["path"] == "/visit/live":
            await self._visit(scope, receive, send)
        elif match := _SCREEN.fullmatch(scope["path"]):
            await self._streams.screen(scope, receive, send, match[1])
        else:
            await self._rest(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/station":
            await self._station_link(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.to_thread(self._pages.executor.shutdown, cancel_futures=True)
                await send({"type": "lifespan.shutdown.complete"})
                return
