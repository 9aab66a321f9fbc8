"""Finding the kits in the room."""

import asyncio
import re
from collections.abc import Callable
from ipaddress import ip_address

import msgspec
from zeroconf import DNSQuestionType, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo

from xlab.discovery import _mdns
from xlab.discovery.networks import Network, usable

_ASK = DNSQuestionType.QM
"""Ask for answers to all: an answer to one goes to whichever mDNS program of this machine the kernel picks."""

_PATH = re.compile(r"^/[A-Za-z0-9._~/-]{0,100}$")


class DiscoveryError(Exception):
    """Looking for kits is not possible on this machine; the message is a plain sentence."""


class Found(msgspec.Struct, frozen=True):
    """A kit in the room. ``urls`` lead to its dashboard by address, the most likely to work first."""

    kit: str
    name: str
    version: str
    urls: tuple[str, ...]


async def find(
    timeout: float,  # noqa: ASYNC109 - how long to listen, not a limit on the caller's patience
    *,
    networks: Callable[[], list[Network]] = usable,
) -> list[Found]:
    """Listen ``timeout`` seconds and return the kits that were heard, by name. Without a network, none, at once.

    Raises :class:`DiscoveryError` if this machine cannot listen.
    """
    where = networks()
    if not where:
        return []
    try:
        zeroconf = _mdns.on(where)
    except OSError as error:
        raise DiscoveryError(f"Looking for kits is not possible here: {error.strerror or error}, port 5353.") from error
    infos: dict[str, AsyncServiceInfo] = {}
    asking: list[asyncio.Task[bool]] = []

    def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            infos.pop(name, None)
            return
        infos[name] = AsyncServiceInfo(service_type, name)
        asking.append(asyncio.ensure_future(infos[name].async_request(zeroconf, timeout * 1000, _ASK)))

    try:
        async with AsyncServiceBrowser(zeroconf.zeroconf, _mdns.KIT_TYPE, handlers=[changed], question_type=_ASK):
            await asyncio.sleep(timeout)
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        await zeroconf.async_close()
    kits = [found for info in infos.values() if (found := kit_of(info))]
    return sorted(kits, key=lambda kit: (kit.name, kit.kit))


def kit_of(info: AsyncServiceInfo) -> Found | None:
    """What a kit said of itself, or None if we do not understand it. Nothing of it is trusted to be well formed."""
    told = {key: _printable(value) for key, value in info.decoded_properties.items() if value is not None}
    addresses = [ip_address(address) for address in info.parsed_addresses(IPVersion.All)]
    path = told.get("path", "/")
    urls = [
        f"http://{f'[{address}]' if address.version == 6 else address}:{info.port}{path if _PATH.match(path) else '/'}"
        for address in sorted(addresses, key=lambda address: (address.version, address.is_link_local))
        if not (address.version == 6 and address.is_link_local)
    ]
    if told.get("v") != "1" or not told.get("kit") or not info.port or not urls:
        return None
    name = info.name.removesuffix(f".{info.type}")
    return Found(told["kit"], _printable(name), told.get("ver", ""), tuple(urls))


def _printable(text: str) -> str:
    """``text`` without what could play tricks on a terminal."""
    return "".join(letter for letter in text[:100] if letter.isprintable())
