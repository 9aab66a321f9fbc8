"""What the hub tells, and what it means for the station: orders, answers, another group, or no word at all."""

from collections.abc import Sequence
from typing import Final, Protocol

from xlab.link import (
    CheckStation,
    GoHome,
    KitInfo,
    Known,
    Open,
    Orders,
    OrdersAre,
    RemoteTouch,
    RoundIs,
    TakenHome,
    ToStation,
    Watch,
    Welcome,
)
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.care.caretaker import Caretaker
from xlab_kiosk.shell.gallery import Gallery
from xlab_kiosk.shell.orders import KEPT_ALONE, Ordered
from xlab_kiosk.shell.pointers import Pointers
from xlab_kiosk.shell.ports import Hub
from xlab_kiosk.shell.preflight.checkup import Checkup
from xlab_kiosk.shell.screencast import Screencast
from xlab_kiosk.shell.session import Session
from xlab_kiosk.shell.taking import Taking
from xlab_kiosk.stage.inputs import Touch

AWAY_AFTER: Final = 4.0
"""Seconds without the hub until visitors are told: a start or a restart of the hub is not worth a word."""


class Station(Protocol):
    """The kiosk, as far as news of the hub move it."""

    def follow(self, event: flow.Event, now: float) -> None:
        """Something happened."""
        ...

    def route(self, touches: Sequence[Touch], now: float) -> None:
        """Somebody touched."""
        ...

    def obeyed(self, now: float, *, covers: bool) -> None:
        """Orders have changed; ``covers``: a message came or went."""
        ...


class Hearing:
    """Hears the hub once a turn. All methods belong to the main thread; times are seconds on its clock."""

    def __init__(
        self,
        station: Station,
        *,
        hub: Hub,
        session: Session,
        gallery: Gallery,
        pointers: Pointers,
        screencast: Screencast,
        care: Caretaker | None,
        taking: Taking,
        preflight: Checkup,
        now: float,
    ) -> None:
        self.ordered = Ordered(muted=care is not None and care.muted)
        self.new_group = False
        """Another group came in, and what demos kept of the one before is still there."""
        self._station, self._hub, self._session, self._gallery = station, hub, session, gallery
        self._pointers, self._screencast, self._care = pointers, screencast, care
        self._taking, self._preflight = taking, preflight
        self._heard_at = now
        self._group: tuple[str, int] | None = None
        session.mute(self.ordered.now.muted)

    def hear(self, now: float) -> None:
        """Take in all that came since the last turn."""
        for message in self._hub.poll():
            self._told(message, now)
            if self._care is not None:
                self._care.hear(message)
        if self._hub.connected:
            self._heard_at = now
        else:
            if self._screencast.on:
                self._screencast.watch(False)
            if now - self._heard_at >= KEPT_ALONE and self.ordered.now != self.ordered.lasting:
                self._obey(self.ordered.lasting, now)
        if self.new_group and self._session.quiet:
            # Only now: a demo that is being ended may still write down what it keeps.
            self.new_group = False
            if self._care is not None:
                self._care.begin_anew()

    def alone(self, now: float) -> bool:
        """Whether the hub has been away for so long that visitors are told."""
        return not self._hub.connected and now - self._heard_at >= AWAY_AFTER

    def due(self) -> float | None:
        """When :meth:`alone` may become true."""
        return self._heard_at + AWAY_AFTER if not self._hub.connected else None

    def _told(self, message: ToStation, now: float) -> None:
        match message:
            case RemoteTouch():
                self._station.route(self._pointers.remote(message, now), now)
            case Watch(on=on):
                self._screencast.watch(on)
            case Known():
                self._session.hear(message)
            case RoundIs():
                self._session.told(message)
            case TakenHome():
                self._taking.hear(message, now)
            case Welcome(info=info):
                self._session.ask_again()
                self.ordered.connected()
                self._belong(info, now)
                self._preflight.greeted(now)
            case OrdersAre(orders=orders):
                self._obey(orders, now)
            case Open(demo=demo) if self._gallery.entry(demo) is not None:
                self._station.follow(flow.Open(demo), now)
            case CheckStation():
                self._preflight.wish(now)
            case GoHome():
                self._station.follow(flow.GoHome(), now)
            case _:
                pass  # the link keeps room and kit itself

    def _belong(self, info: KitInfo, now: float) -> None:
        """What is recorded belongs to this visit; where another group came in, everything here begins anew.

        So does a station that was away meanwhile, for each welcome says the number of the group. One that stands still
        as a visit begins is left alone: whoever is there is its first visitor.
        """
        visit = info.visit
        before, self._group = self._group, (visit.visit, visit.group) if visit is not None else None
        if before != self._group:
            self._session.end_lasting()
        self._session.evidence.belong_to(visit)
        if before is None or before == self._group:
            return
        self._station.follow(flow.GoHome(), now)
        self._session.evidence.begin_anew()
        self.new_group = True

    def _obey(self, orders: Orders, now: float) -> None:
        covers = orders.message != self.ordered.now.message
        if covers:
            # Whoever is here has no chance to touch from now on, or had none until now.
            self._station.follow(flow.Touched(), now)
        for event in self.ordered.take(orders):
            self._station.follow(event, now)
        self._session.mute(orders.muted)
        self._station.obeyed(now, covers=covers)
