"""The hub's end of a station's link on a real WebSocket, that does only what the test says."""

import queue
import secrets
import socket
import threading
from pathlib import Path
from types import TracebackType

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.waiting import PATIENCE
from xlab import link
from xlab.link import FromStation, KitInfo, Room, ToStation
from xlab.station import handshake

TOKEN = "t" * 43


class ScriptedHub:
    """Welcomes stations and keeps what they say in ``heard``. A context manager.

    While ``deaf``, it accepts but reads nothing, as a hub that hangs; it stops at ``limit`` bytes of one message.
    """

    def __init__(self, home: Path, *, deaf: bool = False, limit: int = 1_500_000) -> None:
        (home / "keys").mkdir(exist_ok=True)
        (home / "keys" / "station.token").write_text(TOKEN)
        self.heard: queue.Queue[FromStation | bytes] = queue.Queue()
        self.connections: queue.Queue[ServerConnection] = queue.Queue()
        self._deaf = deaf
        self._over = threading.Event()
        self._server: Server = serve(
            self._talk, "127.0.0.1", 0, max_size=limit, compression=None, ping_interval=None, close_timeout=0.2
        )
        # Small enough that a hub that does not read is noticed at once.
        self._server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
        self._thread = threading.Thread(target=self._server.serve_forever, name="scripted hub")
        self.url = f"http://127.0.0.1:{self._server.socket.getsockname()[1]}"

    def __enter__(self) -> "ScriptedHub":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join(PATIENCE)

    def say(self, connection: ServerConnection, message: ToStation) -> None:
        """Tell the station something."""
        connection.send(link.encode(message).decode())

    def hear(self, kind: type) -> object:
        """The next thing a station says that is of this kind."""
        while not isinstance(said := self.heard.get(timeout=PATIENCE), kind):
            pass
        return said

    def _talk(self, connection: ServerConnection) -> None:
        try:
            hello = link.decode_from_station(connection.recv(timeout=PATIENCE))
            assert isinstance(hello, link.Hello)
            nonce = secrets.token_bytes(32)
            self.say(connection, handshake.challenge(TOKEN.encode(), hello, nonce))
            proof = link.decode_from_station(connection.recv(timeout=PATIENCE))
            assert isinstance(proof, link.Proof) and handshake.proves(proof, TOKEN.encode(), hello, nonce)
            self.say(connection, link.Welcome(info=KitInfo(kit="k", name="Blue box", version="1")))
            self.say(connection, link.RoomIs(room=Room(revision=1)))
            self.connections.put(connection)
            if self._deaf:
                self._over.wait()
                return
            for frame in connection:
                self.heard.put(link.decode_from_station(frame) if isinstance(frame, str) else frame)
        except ConnectionClosed:
            pass
