"""From the parts of a kiosk to what there is to see: one :class:`~xlab_kiosk.shell.view.View` for the screens."""

from collections.abc import Sequence

from xlab.catalogue import Entry
from xlab.events import Source
from xlab.link import Orders
from xlab.settings import Settings
from xlab.station.showing import Showing
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.forgetting import Forgetting, Wish
from xlab_kiosk.shell.gallery import Gallery
from xlab_kiosk.shell.ports import Hub
from xlab_kiosk.shell.preflight import seen as checking
from xlab_kiosk.shell.session import Session
from xlab_kiosk.shell.taken import Taken
from xlab_kiosk.shell.view import Item, View, item
from xlab_kiosk.shell.worries import Worries


class Seen:
    """Looks at the parts and asks nothing of them.

    ``forgetting`` is what is wished of the badge on the pad, ``worries`` what whoever looks after the kit should read.
    """

    def __init__(self, settings: Settings, hub: Hub, session: Session, gallery: Gallery) -> None:
        self._settings, self._hub, self._session, self._gallery = settings, hub, session, gallery
        self.forgetting = Forgetting()
        self.worries = Worries()
        self._items: tuple[tuple[object, str], tuple[Item, ...]] | None = None

    def pinned(self, orders: Orders) -> Entry | None:
        """The demo that the station stays with; None also where it has no such demo to show."""
        return self._gallery.entry(orders.pinned) if orders.pinned is not None else None

    def view(
        self,
        state: flow.State,
        orders: Orders,
        *,
        source: Source,
        alone: bool,
        taken: Taken,
        preflight: checking.Seen | None = None,
        offers_check: bool = False,
        left_out: Sequence[Entry] = (),
    ) -> View:
        """What there is to see; ``source`` is the radio's, ``alone`` if the hub has been away for a while."""
        info, room, session = self._hub.info, self._hub.room, self._session
        running = state.place in flow.RUNNING
        pinned = self.pinned(orders)
        items = self._all_items(state.language)
        visit = info.visit if info is not None else None
        return View(
            language=state.language,
            kit=info.name if info is not None else self._settings.kit_name,
            urls=info.urls if info is not None and not alone else (),
            setup_code=info.setup_code if info is not None and not alone else None,
            network=info.network if info is not None and not alone else None,
            pairing=_worth_showing(self._hub.pairing),
            alone=alone,
            source=source if room is not None else "live",
            here=session.neighbours.here,
            room=room.badges if room is not None and state.place == "attract" else (),
            items=items if pinned is None else tuple(one for one in items if one.demo == pinned.name),
            demo=self._demo(state, items),
            offered=session.simulated.face if running and session.offers_badge else None,
            placed=session.placed,
            pinned=pinned is not None,
            message=orders.message,
            left_out=tuple(item(entry, state.language).title for entry in left_out),
            worries=self.worries.told(state.language, info),
            mark=visit.charter if visit is not None else "",
            group=visit.group if visit is not None else 1,
            practice=visit is not None and visit.practice,
            wish=self.forgetting.look(session.neighbours.here) if state.sheet == "notice" else Wish(),
            takes=self.takes,
            taken=taken if state.sheet == "takeaway" else Taken(),
            preflight=preflight,
            offers_check=offers_check,
        )

    @property
    def takes(self) -> bool:
        """Whether what the demo shows may be taken home: a hub is there to keep it, and no camera shows people."""
        info, entry = self._hub.info, self._session.entry
        manifest = entry.manifest if entry is not None else None
        here = self._hub.connected and info is not None and info.takes and bool(info.urls)
        return here and manifest is not None and "camera" not in manifest.uses

    def _demo(self, state: flow.State, items: Sequence[Item]) -> Item | None:
        """The demo that is played, also once it was taken off the programme: its visitor is not done."""
        entry = self._session.entry
        if state.demo is not None and entry is not None and entry.name == state.demo:
            return item(entry, state.language)
        return next((one for one in items if one.demo == state.demo), None)

    def _all_items(self, language: str) -> tuple[Item, ...]:
        key = (self._gallery.entries, language)
        if self._items is None or self._items[0] != key:
            self._items = (key, tuple(item(entry, language) for entry in self._gallery.entries))
        return self._items[1]


def _worth_showing(pairing: Showing | None) -> Showing | None:
    """A code without a kit to type it at says nothing to anybody."""
    return pairing if pairing is not None and (pairing.kits or pairing.problem == "taken") else None
