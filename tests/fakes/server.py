"""A real uvicorn on a free port of this machine, in a thread of the test."""

import socket
import threading
from types import TracebackType

import uvicorn

from tests.shaking import shaken
from tests.waiting import PATIENCE
from xlab.dashboard.replies import ASGIApp


class Served:
    """``with Served(app) as url``: the app is answering at ``url`` inside, and its threads are gone after."""

    def __init__(self, app: ASGIApp) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._up = threading.Event()
        config = uvicorn.Config(
            shaken(app),
            log_level="warning",
            lifespan="on",
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        self._server = _Server(config, self._up)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="served")

    def __enter__(self) -> str:
        self._thread.start()
        assert self._up.wait(PATIENCE), "the server did not start"
        return self.url

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the server did not stop"


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self._up_event = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up_event.set()
