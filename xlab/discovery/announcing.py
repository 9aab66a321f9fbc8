"""Announcing this kit: ``_xlab._tcp`` and ``_http._tcp`` under one name, kept true while addresses come and go."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from ipaddress import ip_address

import msgspec
from zeroconf import (  # type: ignore[attr-defined] # DNSService is handed on without saying so
    DNSService,
    Error,
    NonUniqueNameException,
    RecordUpdate,
    RecordUpdateListener,
    Zeroconf,
)
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from xlab.discovery import _mdns
from xlab.discovery.naming import HOST_PREFIX, host_name, instance_name
from xlab.discovery.networks import Network, usable

_log = logging.getLogger(__name__)

_MOST_OF_A_NAME = 99
"""Kits of one name in one room, at most; each one more takes the newest a second longer to find a free name."""


class Announcement(msgspec.Struct, frozen=True):
    """What others are told: the kit's id, its name for people, its version, and the port of its dashboard."""

    kit: str
    name: str
    version: str
    port: int


class Announcer:
    """Keeps one kit announced. Nothing of it is fatal: without a network it waits for one, see :func:`watch`.

    ``name`` is what the kit is called on the network now, empty while it is not announced; another kit of the same name
    makes it "Blue box (2)". ``host`` is its name in URLs. ``problem`` is a plain sentence, empty when all is well.
    """

    def __init__(self, networks: Callable[[], list[Network]] = usable) -> None:
        self.name = ""
        self.host = ""
        self.problem = ""
        self._networks = networks
        self._info: Announcement | None = None
        self._known: list[Network] = []
        self._zeroconf: AsyncZeroconf | None = None
        self._services: list[AsyncServiceInfo] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._settling = False
        self._lock = asyncio.Lock()

    async def start(self, info: Announcement) -> None:
        """Claim a name and announce it, on the networks there are now. Takes a second or two, mostly waiting."""
        self._info = info
        self.host = host_name(info.kit)
        await self.update_addresses()

    async def update_addresses(self) -> None:
        """Look at this machine's networks again, and announce anew what changed."""
        task = self._begin(self._look_again())
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not task.cancelled():  # by stop(), which is no fault of whoever waits here
            task.result()

    async def stop(self) -> None:
        """Say goodbye and let go of every socket, whatever is going on. Stopping twice is harmless."""
        self._info = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._close()

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _look_again(self) -> None:
        async with self._lock:
            networks = self._networks()
            if self._info is None or (networks == self._known and not self.problem):
                return
            try:
                await self._announce_on(networks)
            except (OSError, Error) as error:
                await self._fail(error)
            else:
                self._known = networks
                self.problem = ""

    async def _announce_on(self, networks: list[Network]) -> None:
        if not networks or not self._services or _replugged(self._known, networks):
            await self._close()
        if networks and self._zeroconf is None:
            self._zeroconf = _mdns.on(networks)
            self._zeroconf.zeroconf.async_add_listener(_Rivals(self), None)
            await self._claim(networks)
        elif networks and self._zeroconf:
            for service in self._services:
                service.addresses = _packed(networks)
            where, version = _mdns.interfaces(networks)
            await self._zeroconf.async_update_interfaces(where, version)
            await self._send_again()

    async def _claim(self, networks: Sequence[Network]) -> None:
        """Find a name that nobody has and announce it. Raises zeroconf's errors if there is none."""
        assert self._info
        assert self._zeroconf
        for number in range(1, _MOST_OF_A_NAME + 1):
            name = instance_name(self._info.name, number)
            sending = []
            try:
                # One after the other: two kits that start together would else each get one type and both give way.
                for service in _services(self._info, name, self.host, networks):
                    sending.append(await self._zeroconf.async_register_service(service))
                    self._services.append(service)
            except NonUniqueNameException:
                await asyncio.gather(*sending)
                await self._say_goodbye(self._services)
                self._services = []
            else:
                self.name = name
                await asyncio.gather(*sending)
                _log.info("announced as %s (%s)", name, self.host)
                return
        raise NonUniqueNameException

    async def _say_goodbye(self, services: Sequence[AsyncServiceInfo]) -> None:
        if self._zeroconf:
            sent = [await self._zeroconf.async_unregister_service(service) for service in services]
            await asyncio.gather(*sent)

    async def _close(self) -> None:
        zeroconf, self._zeroconf = self._zeroconf, None
        self._services, self._known, self.name = [], [], ""
        if zeroconf:
            await zeroconf.async_close()

    def rival(self, key: str, server: str) -> None:
        """Another host answers for our service ``key``: two kits came up at once, or two networks were joined."""
        if self._settling:
            return
        # Of two kits one stays, and both come to the same answer; any other device was there with more right.
        is_kit = server.startswith(HOST_PREFIX)
        if is_kit and self.host < server:
            settle = self._defend()
        else:
            settle = self._rename([service for service in self._services if is_kit or service.key == key])
        self._settling = True
        self._begin(settle)

    async def _defend(self) -> None:
        """Announce again, so that the other kit hears whose the name is."""
        async with self._lock:
            self._settling = False
            try:
                await self._send_again()
            except (OSError, Error) as error:
                await self._fail(error)

    async def _send_again(self) -> None:
        if self._zeroconf:
            sent = [await self._zeroconf.async_update_service(service) for service in self._services]
            await asyncio.gather(*sent)

    async def _rename(self, contested: list[AsyncServiceInfo]) -> None:
        async with self._lock:
            self._settling = False
            contested = [service for service in contested if service in self._services]
            if self._zeroconf is None or not contested:
                return
            _log.info("the name %s is another's too; looking for a new one", self.name)
            # No goodbye for these: it would make others forget the one we give way to.
            self._zeroconf.zeroconf.registry.async_remove([*contested])
            free, self._services = [service for service in self._services if service not in contested], []
            try:
                await self._say_goodbye(free)
                await self._claim(self._known)
            except (OSError, Error) as error:
                await self._fail(error)

    def owns(self, key: str) -> bool:
        """Whether ``key``, a full name in lower case, is announced by us."""
        return any(service.key == key for service in self._services)

    async def _fail(self, error: Exception) -> None:
        """Let go of everything and remember why; the next look at the networks tries again."""
        await self._close()
        problem = _mdns.trouble(error)
        if problem != self.problem:
            _log.warning("%s", problem)
        self.problem = problem


class _Rivals(RecordUpdateListener):
    """Hears everything zeroconf hears, for answers in our name that are not ours."""

    def __init__(self, announcer: Announcer) -> None:
        self._announcer = announcer

    def async_update_records(self, zc: Zeroconf, now: float, records: list[RecordUpdate]) -> None:
        for record in (update.new for update in records):
            if (
                isinstance(record, DNSService)
                and self._announcer.owns(record.key)
                and record.server_key != f"{self._announcer.host}."
                and not record.is_expired(now)
            ):
                self._announcer.rival(record.key, record.server_key.removesuffix("."))

    def async_update_records_complete(self) -> None:
        """Nothing to do: each record was judged by itself."""


async def watch(announcer: Announcer, *, every: float = 5.0) -> None:
    """Keep ``announcer`` true, looking every so many seconds, until cancelled."""
    while True:
        await asyncio.sleep(every)
        try:
            await announcer.update_addresses()
        except Exception:
            _log.exception("the kit could not be announced anew")


def _services(info: Announcement, name: str, host: str, networks: Sequence[Network]) -> list[AsyncServiceInfo]:
    return [
        AsyncServiceInfo(
            kind,
            f"{name}.{kind}",
            port=info.port,
            properties={"v": "1", "kit": info.kit, "ver": info.version, "path": "/"},
            server=f"{host}.",
            addresses=_packed(networks),
        )
        for kind in (_mdns.KIT_TYPE, _mdns.WEB_TYPE)
    ]


def _replugged(before: Sequence[Network], now: Sequence[Network]) -> bool:
    """Whether an address came back on a new interface: what listened on the old one is deaf without knowing."""
    indexes = {address: network.index for network in before for address in network.addresses}
    return any(indexes.get(address, network.index) != network.index for network in now for address in network.addresses)


def _packed(networks: Sequence[Network]) -> list[bytes]:
    return [ip_address(address).packed for network in networks for address in network.addresses]
