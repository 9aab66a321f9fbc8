"""The kit's network: looks at it, lets the ladder decide, does what it says, and tells every screen.

The ladder (:mod:`xlab.hub.network_ladder`) says when; :mod:`xlab.hub.network_radio` does it;
:mod:`xlab.hub.network_ways` puts what is known into sentences.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import msgspec

from xlab import link
from xlab.box.network import Failure, NetworkManager
from xlab.box.network_bus import NetworkTrouble
from xlab.box.network_profiles import MOST_OF_A_NAME, fits
from xlab.box.network_seen import OnAir, Seen, shown
from xlab.box.network_wires import Around, Wire, around, ask_gateway, wires
from xlab.dashboard.files import best_url
from xlab.dashboard.ports import network as port
from xlab.dashboard.ports.network import Failed, NetworkPage, NetworkRefused
from xlab.discovery import usable
from xlab.hub import network_ladder as ladder
from xlab.hub.network_came import Came, Overheard, about
from xlab.hub.network_radio import Radio, Target
from xlab.hub.network_ways import Facts, network_now
from xlab.link import KitInfo, NetworkNow, OwnWifi

_log = logging.getLogger(__name__)

EVERY, SOON = 5.0, 1.5
"""Seconds between looks, and while something is about to change."""

ASK_EVERY: Final = 60.0
"""Seconds between questions to the gateway; the kernel forgets an answer after about that."""

PATIENCE: Final = 5.0
"""Seconds a page waits for a wish to be taken; doing it takes longer and is not waited for."""

T = TypeVar("T")


class Network:
    """Implements :class:`xlab.dashboard.ports.network.Network`. Made on the loop.

    ``may`` tells whether this hub may change the machine's Wi-Fi at all; ``tell`` is told whenever screens should show
    something else; ``info`` says how the kit is reached. The rest is the machine: ``mono`` a steady clock, ``wall`` the
    kit's, ``look`` its interfaces, ``beside`` who is on one of them.
    """

    def __init__(
        self,
        kit: str,
        kit_name: str,
        *,
        may: bool,
        info: Callable[[], KitInfo],
        tell: Callable[[NetworkNow], object],
        wall: Callable[[], float],
        mono: Callable[[], float] = time.monotonic,
        manager: NetworkManager | None = None,
        look: Callable[[], tuple[Wire, ...]] = lambda: wires(usable()),
        beside: Callable[[str], Around] = around,
    ) -> None:
        self.came = Came()
        self._may, self._info, self._tell = may, info, tell
        self._wall, self._mono, self._wires_now, self._beside = wall, mono, look, beside
        self._radio = Radio(kit, kit_name, manager or NetworkManager())
        self._state = ladder.State(since=mono())
        self._overheard = Overheard()
        self._doing: asyncio.Task[None] | None = None
        self._to = ""
        self._failed: Failed | None = None
        self._not_open: Failure | None = None
        self._wires: tuple[Wire, ...] = ()
        self._there: tuple[tuple[str, ...], float] = ((), mono())
        self._asked_at = float("-inf")
        self._now = NetworkNow()
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    # What the dashboard asks, from other threads.

    def page(self) -> NetworkPage:
        """See :class:`xlab.dashboard.ports.network.Network`, here and below."""
        return self._ask(self._page())

    def join(self, network: str, name: str, password: str) -> str:
        """Join a network."""
        return self._ask(self._join(network, name, password))

    def own(self) -> None:
        """Open the kit's own Wi-Fi."""
        self._ask(self._own())

    def look(self) -> None:
        """Look round again."""
        self._ask(self._look_again())

    def forget(self, network: str) -> None:
        """Forget a network."""
        self._ask(self._forget(network))

    def switch_on(self) -> None:
        """Switch Wi-Fi on."""
        self._ask(self._switch_on())

    # What stations ask.

    async def asked(self, _: str, __: link.MakeOwnWifi) -> None:
        """Somebody at a screen wants the kit's own Wi-Fi; nothing where it is not offered."""
        if self._now.offers:
            with suppress(NetworkRefused):
                self._free()
                self._happens("own_asked")  # at once: no page has to go out first
                self._show()

    # The part of the hub.

    async def run(self, ready: Callable[[], None]) -> None:
        """Look, and act, until cancelled."""
        ready()
        try:
            while True:
                await self._turn()
                pause = SOON if self._state.place in ("starting", "opening", "joining", "lost") else EVERY
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause if self._may else EVERY):
                        await self._wake.wait()
                self._wake.clear()
        finally:
            if self._doing is not None:
                self._doing.cancel()
                await asyncio.gather(self._doing, return_exceptions=True)
            self._overheard.close()
            await self._radio.manager.close()

    async def _turn(self) -> None:
        if self._may:
            await self._radio.look()
        else:
            self._radio.now = Seen(cannot="not_here")
        self._wires = self._wires_now()
        own = self._radio.now.interface if self._radio.own_up else ""
        addressed = any(wire.reachable for wire in self._wires if wire.name != own)
        if self._doing is None:
            if self._radio.own_up:
                self._happens("own_up")
            elif self._state.place == "own":
                self._happens("own_down")
            self._happens("addressed" if addressed else "unaddressed")
        if self._may:
            coming = self._radio.now.coming
            self._go(ladder.passed(self._state, self._mono(), coming=coming))
        await self._listen_around()
        self._show()

    def _happens(self, event: ladder.Event) -> None:
        self._go(ladder.step(self._state, event, self._mono()))

    def _go(self, state: ladder.State) -> None:
        """Be there, and begin what is done there."""
        before, self._state = self._state.place, state
        if state.place == "opening" and before != "opening":
            if self._radio.now.cannot is not None:
                self._go(ladder.step(state, "own_failed", self._mono()))
            else:
                self._begin(self._open(look_first=before == "own"))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        if self._doing is not None:
            self._doing.cancel()
        self._doing = asyncio.create_task(work, name="network")
        self._doing.add_done_callback(self._done)
        self._wake.set()

    def _done(self, task: asyncio.Task[None]) -> None:
        if self._doing is task:
            self._doing = None
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("Changing the network failed in a way nobody thought of.", exc_info=error)
            self._happens("own_failed")
            self._happens("not_joined")
        self._wake.set()

    async def _open(self, *, look_first: bool) -> None:
        self._not_open = await self._radio.open(look_first=look_first)
        await self._radio.look()
        self._happens("own_up" if self._not_open is None else "own_failed")

    async def _try(self, target: Target) -> None:
        why = await self._radio.join(target)
        if why is not None:
            known: port.Failure = why if why not in ("shared", "away") else "failed"  # type: ignore[assignment]
            self._failed = Failed(self._to, known, self._wall())
        await self._radio.look()
        self._doing = None  # what comes next is a task of its own
        self._happens("joined" if why is None else "not_joined")

    # What is wished, on the loop.

    async def _page(self) -> NetworkPage:
        radio = self._radio
        kept = {one.ssid for one in radio.known}
        in_it = radio.now.joined if radio.now.active and not radio.own_up else b""
        heard = tuple(
            port.Heard(
                id=one.ssid.hex(),
                name=shown(one.ssid),
                strength=1 + min(3, one.strength // 25),
                lock=one.lock,
                known=one.ssid in kept,
                joined=one.ssid == in_it,
            )
            for one in radio.heard.values()
        )
        own = radio.own_kept
        return NetworkPage(
            now=self._now,
            possible=self._may and radio.now.cannot is None,
            blocked=radio.now.cannot in ("soft_blocked", "no_country"),
            network=shown(in_it),
            heard=heard,
            kept=tuple(port.Kept(one.uuid, shown(one.ssid)) for one in radio.known if one != own),
            failed=self._failed,
        )

    async def _join(self, network: str, name: str, password: str) -> str:
        self._free()
        hidden = not network
        if hidden:
            ssid = name.encode("utf-8", "surrogateescape")
            if not 1 <= len(ssid) <= MOST_OF_A_NAME:
                raise NetworkRefused("name")
            air = OnAir(ssid, 0, "password" if password else "open")
        else:
            found = next((one for one in self._radio.heard.values() if one.ssid.hex() == network), None)
            # A password was typed for a network that has one: what has its name and takes anybody is another.
            if found is None or (found.lock == "open" and password):
                raise NetworkRefused("gone")
            air = found
        if air.lock in ("company", "old"):
            raise NetworkRefused("company")
        kept = tuple(one for one in self._radio.known if one.ssid == air.ssid and one != self._radio.own_kept)
        wanted = air.lock == "password" and not (kept and not password)
        if wanted and not fits(password, sae=air.sae):
            raise NetworkRefused("password")
        typed = password if air.lock == "password" else ""
        self._to, self._failed = shown(air.ssid), None
        self._happens("join_asked")
        self._begin(self._try(Target(air, typed, hidden, kept)))
        self._show()
        return self._to

    async def _own(self) -> None:
        self._free()
        self._begin(self._soon("own_asked"))

    async def _soon(self, event: ladder.Event) -> None:
        """Do it when the page that says so has gone out."""
        await asyncio.sleep(self._radio.farewell)
        self._doing = None
        self._happens(event)
        self._show()

    async def _look_again(self) -> None:
        self._free()
        if self._radio.own_up:
            self._happens("look_asked")
            self._show()
        else:
            await self._radio.manager.scan(self._radio.now.device)

    async def _forget(self, network: str) -> None:
        self._free()
        for one in self._radio.known:
            if one.uuid == network and one != self._radio.own_kept:
                await self._radio.manager.forget(one.path)
        await self._turn()

    async def _switch_on(self) -> None:
        if not self._may:
            raise NetworkRefused("cannot")
        try:
            await self._radio.manager.switch_on()
        except NetworkTrouble as trouble:
            raise NetworkRefused("cannot") from trouble
        self._wake.set()

    def _free(self) -> None:
        if not self._may or self._radio.now.cannot is not None:
            raise NetworkRefused("cannot")
        if self._doing is not None:
            raise NetworkRefused("busy")

    # What is seen of others.

    async def _listen_around(self) -> None:
        addresses = tuple(address for wire in self._wires for address in wire.addresses)
        if addresses != self._there[0]:
            self._there = (addresses, self._mono())
            self.came.keep(addresses)
            await self._overheard.listen([one for one in addresses if ":" not in one])
        wireless = self._venue()
        if wireless is not None and self._mono() - self._asked_at >= ASK_EVERY:
            self._asked_at = self._mono()
            ask_gateway(wireless.name)

    def _venue(self) -> Wire | None:
        """The radio, while it is in a venue's Wi-Fi."""
        return next((w for w in self._wires if w.wireless and w.reachable and not self._radio.own_up), None)

    def _show(self) -> None:
        now = network_now(self._facts())
        if now != self._now:
            self._now = now
            self._tell(now)

    def _facts(self) -> Facts:
        radio, venue = self._radio, self._venue()
        urls = self._info().urls
        names = tuple(url for url in urls if (urlsplit(url).hostname or "").endswith(".local"))
        plain = tuple(url for url in urls if url not in names and not _here_only(url))
        beside = self._beside(venue.name) if venue is not None else Around(None, 0)
        network = shown(radio.now.joined) if venue is not None and radio.now.active else ""
        return Facts(
            place=self._state.place,
            cannot=radio.now.cannot,
            own=self._own_now(),
            network=network or (venue.name if venue is not None else ""),
            to=self._to,
            invites=network if venue is not None and urlsplit(best_url(urls) or "").hostname in venue.addresses else "",
            urls=plain if self._there[0] else (),
            name_url=names[0] if names else "",
            wires=self._wires,
            reached=self.came.reached(self._there[0]),
            by_name=self.came.by_name,
            others=beside.others,
            heard=self._overheard.heard,
            gateway=beside.gateway,
            minutes=about(self._mono() - self._there[1]),
            failure=self._not_open,
        )

    def _own_now(self) -> OwnWifi | None:
        """The kit's own Wi-Fi while it is open, with the address it has there and the port of the dashboard."""
        own, interface = self._radio.own, self._radio.now.interface
        at = next((wire.addresses[0] for wire in self._wires if wire.name == interface and wire.addresses), None)
        port_of = next((urlsplit(url).port for url in self._info().urls), None)
        if own is None or at is None or ":" in at or port_of is None:
            return own
        return msgspec.structs.replace(own, url=f"http://{at}:{port_of}/")

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=PATIENCE)


def _here_only(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1")
