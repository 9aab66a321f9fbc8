"""The hub as one asyncio process: the log is opened, the parts run until told to stop, the log is closed."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path

from xlab import __version__
from xlab.beacons.recording import RecordingError, open_recording
from xlab.dashboard import make_asgi, pin_exists
from xlab.discovery import Announcement, Announcer, addresses, watch
from xlab.hub.card import Card
from xlab.hub.kit import Kit
from xlab.hub.opening import Return, open_home
from xlab.hub.parts import Part, Supervisor
from xlab.hub.secrets import setup_code
from xlab.hub.web import serve_web
from xlab.hubfile import AnotherHub
from xlab.link import Keeps, KitInfo
from xlab.settings import Settings, hub_url
from xlab.store import StoreError, Writer

_log = logging.getLogger(__name__)

ADDRESS_CHECK = 5.0
"""Seconds between looks at this machine's addresses: who plugs a cable in still stands there when it shows."""


class HubError(Exception):
    """The hub cannot start; the message is a sentence saying why and what to do."""


async def run_hub(
    home: Path, settings: Settings, stop: asyncio.Event, on_ready: Callable[[KitInfo], None], *, anyway: bool = False
) -> None:
    """Run the hub until ``stop`` is set. ``on_ready`` is told once how to reach it. Raises :class:`HubError`.

    ``anyway``, as a service that is started again whenever it ends: where the card cannot be written, it runs and keeps
    nothing, and returns when it can be.
    """
    _check_recording(settings.replay)
    listener = _listen(settings)
    port = listener.getsockname()[1]
    async with _opened(home, settings, port, anyway=anyway) as (kit, keeps):
        if not pin_exists(home):
            kit.tell_info(setup_code=setup_code())
        kit.tell_info(urls=urls(settings.host, port))

        async def web(ready: Callable[[], None]) -> None:
            await serve_web(kit.network.came.before(make_asgi(kit, kit.stations)), listener, ready)

        async def announcing(ready: Callable[[], None]) -> None:
            # Asking the network whether the name is free takes seconds; nobody has to wait for them.
            ready()
            await _announce(kit, settings.host, port)

        parts = [Part("web", web), Part("hearing", kit.hearing.run), Part("announcing", announcing)]
        parts += [Part("clock", kit.clock.run), Part("keeping", kit.keeping.run), Part("updating", kit.updating.run)]
        parts += [Part("practice", kit.practice.run), Part("network", kit.network.run)]
        parts += [Part("supply", kit.care.supply.run)]
        card = Card(home, lambda keeps: kit.tell_info(keeps=keeps), time.monotonic)
        if keeps == "yes":
            kit.writer.watching = card.wrote
        else:
            kit.tell_info(keeps=keeps)
        parts += [*kit.repertoire.parts(), Part("card", card.run if keeps == "yes" else Return(home, stop.set).run)]
        supervisor = Supervisor(parts, lambda name, reason: _log.error("%s starts again after: %s", name, reason))
        await kit.start()
        try:
            await supervisor.start()
            on_ready(kit.info())
            await stop.wait()
        finally:
            await kit.close()
            await supervisor.stop()
            with suppress(OSError):
                listener.close()


def urls(host: str, port: int) -> tuple[str, ...]:
    """The addresses of the dashboard, best first: ``host``, or where that is any, all of this machine's."""
    hosts = (addresses() or ["127.0.0.1"]) if host in ("0.0.0.0", "::") else [host]  # noqa: S104 - compared, not bound
    return tuple(f"http://{f'[{host}]' if ':' in host else host}:{port}/" for host in hosts)


@asynccontextmanager
async def _opened(home: Path, settings: Settings, port: int, *, anyway: bool) -> AsyncIterator[tuple[Kit, Keeps]]:
    with ExitStack() as closing:
        try:
            opened = open_home(home, hub_url(settings, port), closing, anyway=anyway)
        except AnotherHub as error:
            raise HubError(f"{error} Stop it, or choose another home with --home.") from error
        except OSError as error:
            raise HubError(f"The kit's home {home} cannot be used: {error}. Choose another with --home.") from error
        except StoreError as error:
            raise HubError(f"The kit's event log cannot be opened. {error}") from error
        async with Writer(opened.log) as writer:
            yield Kit(home, settings, opened.log, writer, opened.token), opened.keeps


def _listen(settings: Settings) -> socket.socket:
    """Bind before anything else starts: a port that is taken is known at once and said plainly."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=1024)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0]  # Python adds the address, which is said already
        raise HubError(
            f"Port {settings.port} on {settings.host} cannot be used: {reason}. "
            "Another kit may be running here; stop it, or choose another port with --port."
        ) from error


def _check_recording(replay: str) -> None:
    """A recording that cannot be played is said at the start, not by an empty room."""
    if replay in ("", "none"):
        return
    try:
        next(open_recording(Path(replay)), None)
    except (RecordingError, OSError) as error:
        raise HubError(str(error)) from error


async def _follow_addresses(kit: Kit, announcer: Announcer, host: str, port: int) -> None:
    while True:
        now = urls(host, port)
        if announcer.name:
            # Last: some phones and networks know no such names, and every one knows an address.
            now = (*now, f"http://{announcer.host.rstrip('.')}:{port}/")
        if now != kit.info().urls:
            _log.info("The kit's addresses are now: %s", ", ".join(now))
            kit.tell_info(urls=now)
        await asyncio.sleep(ADDRESS_CHECK)


async def _announce(kit: Kit, host: str, port: int) -> None:
    """Announce the kit until cancelled, and follow the machine's addresses on the network and on every screen."""
    info = kit.info()
    announcer = Announcer()
    try:
        await announcer.start(Announcement(kit=info.kit, name=info.name, version=__version__, port=port))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(watch(announcer, every=ADDRESS_CHECK))
            tasks.create_task(_follow_addresses(kit, announcer, host, port))
    finally:
        await announcer.stop()
