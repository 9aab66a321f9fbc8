"""What announcing and finding share: the service types, and zeroconf on exactly the networks we mean."""

from collections.abc import Sequence

from zeroconf import IPVersion
from zeroconf.asyncio import AsyncZeroconf

from xlab.discovery.networks import Network

KIT_TYPE = "_xlab._tcp.local."
WEB_TYPE = "_http._tcp.local."


def interfaces(networks: Sequence[Network]) -> tuple[list[str | int | tuple[tuple[str, int, int], int]], IPVersion]:
    """What zeroconf calls interfaces: for each network and address family, one address of ours there."""
    ipv4 = [next((address for address in network.addresses if ":" not in address), None) for network in networks]
    ipv6 = [
        network.link_local or next((address for address in network.addresses if ":" in address), None)
        for network in networks
    ]
    version = IPVersion.All if any(ipv6) else IPVersion.V4Only
    return [address for address in (*ipv4, *ipv6) if address], version


def on(networks: Sequence[Network]) -> AsyncZeroconf:
    """Zeroconf on these networks. Raises OSError if the port of mDNS is not to be had."""
    where, version = interfaces(networks)
    return AsyncZeroconf(interfaces=where, ip_version=version)


def trouble(error: Exception) -> str:
    """Why mDNS does not work here, in a sentence."""
    if isinstance(error, OSError):
        why = (
            f"port 5353 cannot be used, perhaps because another program keeps it for itself ({error.strerror or error})"
        )
    else:
        why = f"no name was free ({type(error).__name__})"
    return f"The kit has no name on the network: {why}. Addresses and QR codes work all the same."
