"""Announcing this kit on the network and finding others."""

from xlab.discovery.announcing import Announcement, Announcer, watch
from xlab.discovery.finding import DiscoveryError, Found, find
from xlab.discovery.networks import Network, addresses, loopback, usable

__all__ = [
    "Announcement",
    "Announcer",
    "DiscoveryError",
    "Found",
    "Network",
    "addresses",
    "find",
    "loopback",
    "usable",
    "watch",
]
