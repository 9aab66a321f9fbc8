"""What is known of the ways to the kit, as one plain sentence for each, and the one next step. Pure.

Nothing here is certain that cannot be: that a network keeps its devices apart is only ever likely, since a phone that
nobody took out of a pocket looks the same from here.
"""

from typing import Final, Literal

import msgspec

from xlab.box.network import Failure
from xlab.box.network_seen import Cannot
from xlab.box.network_wires import Wire
from xlab.hub.network_ladder import Place
from xlab.link import NetworkNow, OwnWifi, WayNow

QUIET_MINUTES: Final = 2
"""Minutes without a sign of anybody before a network is said to keep devices apart: phones and printers speak by
themselves every minute or so, and a facilitator who types the address has done it by then."""

Apart = Literal["no", "unknown", "likely"]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub knows now.

    ``network`` is the venue's Wi-Fi the kit is in, ``to`` the one it is trying, each as people read it; ``invites``
    names the Wi-Fi that the address for phones is in, where it is in one whose name is known. ``urls`` are
    plain addresses, ``name_url`` the one with a name. ``reached``: another machine's browser came by one of them,
    ``by_name``: by the name. ``others`` answer on that network, ``heard``: one of them spoke to all. ``gateway``
    answers, None without one. ``minutes`` is for how long all that is so, ``failure`` why its own Wi-Fi did not
    open.
    """

    place: Place = "starting"
    cannot: Cannot | None = None
    own: OwnWifi | None = None
    network: str = ""
    to: str = ""
    invites: str = ""
    urls: tuple[str, ...] = ()
    name_url: str = ""
    wires: tuple[Wire, ...] = ()
    reached: bool = False
    by_name: bool = False
    others: int = 0
    heard: bool = False
    gateway: bool | None = None
    minutes: int = 0
    failure: Failure | None = None


def apart(facts: Facts) -> Apart:
    """Whether this network keeps its devices apart: likely, where its gateway answers and nothing else ever does."""
    if facts.reached:
        return "no"
    alone = facts.gateway is True and facts.others == 0 and not facts.heard
    return "likely" if facts.network and alone and facts.minutes >= QUIET_MINUTES else "unknown"


def network_now(facts: Facts) -> NetworkNow:
    """All of it, as screens and pages show it."""
    key, values = _next(facts)
    return NetworkNow(
        ways=(_name(facts), _address(facts), _own(facts), _cable(facts)),
        key=f"network.next_{key}",
        values=values,
        own=facts.own,
        network=facts.invites if facts.own is None else "",
        busy=facts.place in ("opening", "joining"),
        offers=_offers(facts),
    )


def short(url: str) -> str:
    """An address as people type it."""
    return url.removeprefix("http://").rstrip("/")


def _offers(facts: Facts) -> bool:
    free = facts.place in ("starting", "reached", "lost", "stuck")
    return free and facts.cannot is None and facts.own is None and not facts.reached


def _name(facts: Facts) -> WayNow:
    if not facts.name_url:
        return _way("name", False, "name_none") if facts.urls else _way("name", None, "name_later")
    return _way(
        "name",
        True if facts.by_name else None,
        "name_works" if facts.by_name else "name_untried",
        name=short(facts.name_url),
    )


def _address(facts: Facts) -> WayNow:
    if not facts.urls:
        return _way("address", False, "address_none")
    address = short(facts.urls[0])
    if facts.reached:
        return _way("address", True, "address_works", address=address)
    if facts.own is None and apart(facts) == "likely":
        return _way("address", None, "address_apart", network=facts.network, minutes=facts.minutes)
    if facts.own is None and facts.gateway is False:
        return _way("address", None, "address_silent", address=address)
    return _way("address", None, "address_untried", address=address)


def _own(facts: Facts) -> WayNow:
    if facts.own is not None:
        return _way("own", True, "own_open", name=facts.own.name)
    if facts.cannot is not None:
        return _way("own", False, f"own_{facts.cannot}")
    if facts.place == "joining":
        return _way("own", None, "own_joining", to=facts.to)
    if facts.place == "stuck":
        return _way("own", False, "own_shared" if facts.failure == "shared" else "own_failed")
    return _way("own", None, {"opening": "own_opening", "reached": "own_ready"}.get(facts.place, "own_soon"))


def _cable(facts: Facts) -> WayNow:
    sockets = [wire for wire in facts.wires if not wire.wireless]
    for wire in sockets:
        if wire.reachable:
            return _way("cable", True, "cable_works", address=wire.addresses[0])
    if any(wire.addresses for wire in sockets):
        return _way("cable", None, "cable_bare")
    if any(wire.plugged for wire in sockets):
        return _way("cable", None, "cable_waiting")
    return _way("cable", None if sockets else False, "cable_none" if sockets else "cable_no_socket")


def _next(facts: Facts) -> tuple[str, dict[str, str | int]]:
    """The first of these that is so."""
    address = short(facts.urls[0]) if facts.urls else ""
    possible = facts.cannot is None
    steps: tuple[tuple[bool, str, dict[str, str | int]], ...] = (
        (facts.place == "joining", "joining", {"to": facts.to}),
        (facts.place == "opening" and possible, "opening", {}),
        (facts.own is not None, "own", {"name": facts.own.name if facts.own is not None else ""}),
        (facts.reached, "fine", {}),
        (apart(facts) == "likely", "apart" if possible else "apart_cable", {"network": facts.network}),
        (bool(address and facts.network), "try_in", {"network": facts.network, "address": address}),
        (bool(address), "try", {"address": address}),
        (not possible, "cable", {}),
        (facts.place == "stuck", "stuck", {}),
    )
    return next(((key, values) for so, key, values in steps if so), ("wait", {}))


def _way(way: Literal["name", "address", "own", "cable"], ok: bool | None, key: str, **values: str | int) -> WayNow:
    return WayNow(way=way, ok=ok, key=f"network.{key}", values=values)
