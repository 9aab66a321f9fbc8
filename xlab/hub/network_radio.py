"""The hub's hand on the one radio: opening the kit's own Wi-Fi, joining another, looking round."""

import asyncio
import logging
import secrets
from typing import Final, Literal

import msgspec
import segno.helpers

from xlab.box.network import Failure, Known, NetworkManager, NotUp
from xlab.box.network_bus import NetworkTrouble
from xlab.box.network_profiles import new_password, own_name, own_profile, own_uuid, venue_profile
from xlab.box.network_seen import OnAir, Seen, shown
from xlab.link import OwnWifi

_log = logging.getLogger(__name__)

FAREWELL_SECONDS: Final = 2.0
"""Between a wish and what it does: the page that says so must reach the phone that is about to be cut off."""

JOIN_SECONDS: Final = 60.0
"""A Wi-Fi may take to be joined: 25 for its radio, and 30 for a slow venue's address."""

OPEN_SECONDS: Final = 30.0
"""The kit's own may take to open; 2 to 4 are usual."""

DOWN_SECONDS: Final = 1.0
"""NetworkManager does not listen on a radio that is on its way down."""

LOOK_SECONDS: Final = 8.0
"""A look round on all channels takes."""

_WHY: Final[dict[Literal["away", "refused", "failed"], Failure]] = {
    "away": "away",
    "refused": "refused",
    "failed": "failed",
}


class Target(msgspec.Struct, frozen=True):
    """What to join: a network, the password that was typed, whether it hides its name, and what is kept of it."""

    air: OnAir
    password: str = ""
    hidden: bool = False
    kept: tuple[Known, ...] = ()


class Radio:
    """One radio through NetworkManager. On the loop; nothing here overlaps, which the ladder sees to."""

    farewell = FAREWELL_SECONDS

    def __init__(self, kit: str, kit_name: str, manager: NetworkManager) -> None:
        self.manager = manager
        self.now = Seen(cannot="no_manager")
        self.known: tuple[Known, ...] = ()
        self.heard: dict[bytes, OnAir] = {}
        self.own: OwnWifi | None = None
        """The kit's own Wi-Fi while it is open."""
        self._kit, self._name = kit, own_name(kit_name)
        self._password = ""

    @property
    def own_kept(self) -> Known | None:
        """What NetworkManager keeps of the kit's own Wi-Fi."""
        return next((one for one in self.known if one.uuid == own_uuid(self._kit)), None)

    @property
    def own_up(self) -> bool:
        """Whether the kit's own Wi-Fi is open, whoever opened it."""
        kept = self.own_kept
        return kept is not None and self.now.profile == kept.path and self.now.active

    async def look(self) -> None:
        """See how all is now; what cannot be seen is said in ``now.cannot``."""
        try:
            self.now = await self.manager.look()
            self.known = await self.manager.known(self.now)
            # An open Wi-Fi of its own, and one that is about to open, hears itself alone. But what NetworkManager heard
            # before, a hub may come to know only then: one that was started anew, or had to wait for its answers.
            others = {one.ssid: one for one in self.now.on_air if one.ssid != self._name}
            if others and not (self.own_up and self.heard):
                self.heard = others
            await self._show_own()
        except NetworkTrouble as trouble:
            self.now = Seen(cannot="refused" if trouble.reason == "refused" else "no_manager")
            self.known, self.own = (), None

    async def _show_own(self) -> None:
        kept = self.own_kept
        if kept is None or not self.own_up:
            self.own = None
        elif self.own is None:
            password = self._password or await self.manager.password_of(kept)
            name = shown(kept.ssid)
            code = segno.helpers.make_wifi_data(ssid=name, password=password, security="WPA")
            self.own = OwnWifi(name=name, password=password, code=code)

    async def open(self, *, look_first: bool = False) -> Failure | None:
        """Open the kit's own Wi-Fi; why not, if so."""
        try:
            if look_first:
                await asyncio.sleep(self.farewell)
                await self._look_round()
            await self.manager.up(await self._keep_own(), self.now.device, OPEN_SECONDS)
        except NotUp as error:
            _log.error("The kit's own Wi-Fi did not open: %s.", error.why)
            return error.why
        except NetworkTrouble as trouble:
            _log.error("NetworkManager did not open the kit's own Wi-Fi: %s.", trouble)
            return _WHY[trouble.reason]
        _log.info("The kit's own Wi-Fi is open.")
        return None

    async def join(self, target: Target) -> Failure | None:
        """Join a network; why not, if so."""
        await asyncio.sleep(self.farewell)
        try:
            if target.kept and not target.password:
                await self.manager.up(target.kept[0].path, self.now.device, JOIN_SECONDS)
                return None
            profile = venue_profile(target.air, target.password, hidden=target.hidden)
            await self.manager.try_new(profile, self.now.device, JOIN_SECONDS)
            for old in target.kept:
                await self.manager.forget(old.path)
        except NotUp as error:
            _log.warning("A network could not be joined: %s.", error.why)
            return error.why
        except NetworkTrouble as trouble:
            _log.error("NetworkManager did not join a network: %s.", trouble)
            return _WHY[trouble.reason]
        _log.info("The kit has joined a network that was asked for.")
        return None

    async def _look_round(self) -> None:
        await self.manager.down(self.now.device)
        await asyncio.sleep(DOWN_SECONDS)
        await self.manager.scan(self.now.device)
        await asyncio.sleep(LOOK_SECONDS)
        await self.look()

    async def _keep_own(self) -> str:
        """The kit's own Wi-Fi as it shall be; the first time with a new password. Where NetworkManager keeps it."""
        kept = self.own_kept
        if kept is not None:
            self._password = await self.manager.password_of(kept)
            if kept.ssid == self._name and self._password and kept.ruled:
                return kept.path
        self._password = self._password or new_password(secrets.choice)
        profile = own_profile(self._kit, self._name, self._password)
        return await self.manager.keep(profile, kept.path if kept is not None else "")
