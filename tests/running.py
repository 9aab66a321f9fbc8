"""A whole kit for tests and measurements: the real processes, in a home of their own, used as people use them."""

import http.cookiejar
import itertools
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.waiting import PATIENCE, pauses

PIN = "2468"


_FIRST_PORT, _PORTS_EACH, _WORKERS = 10_000, 1_000, 20
_turns = itertools.count(random.randrange(_PORTS_EACH))


def free_port() -> int:
    """A port that is nobody's and stays so until it is taken.

    The kernel would soon deal out one of its own again, to a test beside this one. These lie below those it deals out,
    and each of pytest's workers has its own.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _WORKERS
    while True:
        port = _FIRST_PORT + worker * _PORTS_EACH + next(_turns) % _PORTS_EACH
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class RunningProcess:
    """One process of the kit, its lines kept with the moment they came."""

    def __init__(self, *command: str, env: dict[str, str] | None = None) -> None:
        self.started = time.monotonic()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("XLAB_")} | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment | (env or {}),
            start_new_session=True,
        )
        self.lines: list[tuple[float, str]] = []
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self.lines.append((time.monotonic() - self.started, line.rstrip()))
                self._more.notify_all()
        with self._more:
            self._more.notify_all()

    @property
    def output(self) -> str:
        return "\n".join(line for _, line in self.lines)

    def line(self, pattern: str, timeout: float = PATIENCE) -> tuple[float, re.Match[str]]:
        """The first line that matches, and the seconds from the start until it came."""
        seen = 0
        deadline = time.monotonic() + timeout
        with self._more:
            while True:
                for at, text in self.lines[seen:]:
                    if match := re.search(pattern, text):
                        return at, match
                seen = len(self.lines)
                left = deadline - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self._reader.is_alive()):
                    raise AssertionError(f"No line like {pattern!r} came. The process said:\n{self.output}")
                self._more.wait(min(left, 0.5))

    def stop(self, number: int = signal.SIGTERM, timeout: float = PATIENCE) -> tuple[int, float]:
        """Send a signal and wait; the exit status and the seconds it took."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise AssertionError(f"It did not end in {timeout} s. It said:\n{self.output}") from None
        took = time.monotonic() - began
        self._reader.join(PATIENCE)
        return status, took


class RunningKit:
    """A kit in a temporary home. A context manager; ``part`` is ``up`` (hub and kiosk) or ``hub`` alone."""

    def __init__(self, *options: str, part: str = "up", env: dict[str, str] | None = None, home: Path | None = None):
        self._folder = tempfile.TemporaryDirectory(prefix="xlab-kit-")
        self.home = home or Path(self._folder.name)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        offscreen = ("--offscreen",) if part == "up" and not (env or {}).get("DISPLAY") else ()
        self._command = ("xlab.cli", part, "--home", str(self.home), "--port", str(self.port), *offscreen, *options)
        self._env = {"XLAB_HOST": "127.0.0.1"} | (env or {})
        self.code = ""
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def __enter__(self) -> "RunningKit":
        self.process = RunningProcess(*self._command, env=self._env)
        self.process.line("is ready")
        if not (self.home / "keys" / "pin.json").exists():
            self.code = self.process.line(r"Setup code (\d+)")[1][1]
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.process.process.poll() is None:
                self.process.stop()
        finally:
            self._folder.cleanup()

    def get(self, path: str) -> str:
        """A page, with this client's cookies; HTTP errors raise."""
        with self._opener.open(self.url + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def post(self, path: str, /, *, page: str = "", **form: str) -> str:
        """Send a page's form, with the token that the page carries; ``page`` where it is not at ``path`` itself."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(page or path))
        assert token, f"{path} has no form"
        data = urllib.parse.urlencode({"csrf_token": token[1], **form}).encode()
        with self._opener.open(self.url + path, data=data, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def health(self) -> dict:
        return json.loads(self.get("/api/v1/health"))

    def sign_in(self) -> None:
        """Choose the PIN by the setup code, as the facilitator does first."""
        self.post("/setup", code=self.code, pin=PIN, again=PIN)

    def live(self, after: int | None = None, timeout: float = PATIENCE):
        """The live feed as (moment, event, id, data); with ``after``, events since that number come first.

        Opened again when it breaks, as a browser does; an error once ``timeout`` seconds have passed.
        """
        deadline = time.monotonic() + timeout
        while True:
            headers = {} if after is None else {"Last-Event-ID": str(after)}
            try:
                answer = self._opener.open(urllib.request.Request(self.url + "/live", headers=headers), timeout=timeout)
                for item in _server_sent(answer, deadline):
                    if item[2] is not None:
                        after = int(item[2])
                    yield item
            except (urllib.error.URLError, OSError) as error:
                if isinstance(error, urllib.error.HTTPError):
                    raise
                time.sleep(0.2)

    def wait(self, check, timeout: float = PATIENCE):
        """Ask the health page until ``check(health)`` is true."""
        deadline, pause = time.monotonic() + timeout, pauses()
        while time.monotonic() < deadline:
            try:
                health = self.health()
                if check(health):
                    return health
            except urllib.error.URLError:
                pass
            time.sleep(next(pause))
        raise AssertionError(f"It did not come to that. The kit said:\n{self.process.output}")


def _server_sent(lines, deadline: float):
    fields: dict[str, str] = {}
    for raw in lines:
        if time.monotonic() > deadline:
            raise AssertionError("It did not come on the live feed in time.")
        line = raw.decode().rstrip("\n")
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            if "data" in fields:
                yield time.monotonic(), fields.get("event", ""), fields.get("id"), json.loads(fields["data"])
            fields = {}
