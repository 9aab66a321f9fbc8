"""The system's end of the socket at which it hands out what it logged of the kit (``deploy/units``)."""

import socketserver
import threading
from pathlib import Path


class HandingOut:
    """Says ``text`` in pieces to everybody who comes to ``path``, and hangs up. A context manager."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                for at in range(0, len(text), 1000):
                    self.request.sendall(text[at : at + 1000].encode())

        self._server = socketserver.UnixStreamServer(str(path), Handler)
        self._serving = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "HandingOut":
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._serving.join()
        self._server.server_close()
