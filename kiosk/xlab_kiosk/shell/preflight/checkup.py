"""The preflight joined with the kiosk around it: what it looks at, who hears of it, and what is kept."""

from collections.abc import Callable

from xlab.link import StationChecked
from xlab.settings import Settings
from xlab_kiosk.host.panel import stage_rect
from xlab_kiosk.shell.care.caretaker import Caretaker
from xlab_kiosk.shell.display import Display
from xlab_kiosk.shell.gallery import Gallery
from xlab_kiosk.shell.pointers import Pointers
from xlab_kiosk.shell.ports import Hub, StartDemo
from xlab_kiosk.shell.preflight.preflight import Around, Preflight
from xlab_kiosk.shell.preflight.report import Report
from xlab_kiosk.shell.preflight.righting import Righting
from xlab_kiosk.shell.preflight.senses import Player
from xlab_kiosk.shell.session import Session
from xlab_kiosk.stage.theme import Theme


class Checkup(Preflight):
    """The preflight of one kiosk. Made on the main thread, before the pointers hear their first touch."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        display: Display,
        *,
        hub: Hub,
        session: Session,
        gallery: Gallery,
        pointers: Pointers,
        start: StartDemo,
        player: Callable[[], Player],
        wake: Callable[[], None],
        care: Caretaker | None,
    ) -> None:
        """Without ``care`` nothing is kept beyond this kiosk's end."""
        home, clerk = (care.home, care.clerk) if care is not None else (None, None)
        self._hub = hub
        self._report = Report(self._tell, home, clerk)
        super().__init__(
            Around(
                theme,
                shown=display.kind != "memory",
                camera=settings.camera,
                stage=stage_rect(theme).size,
                entries=lambda: gallery.entries,
                start=start,
                player=player,
                here=lambda: session.neighbours.here,
                room=lambda: hub.room if hub.connected else None,
                righted=Righting(pointers, home, clerk).right,
                ended=self._report.took,
                wake=wake,
                journal=care,
            )
        )

    def greeted(self, now: float) -> None:
        """The hub is there: it hears what this station found out about itself."""
        self._report.tell(now)

    def _tell(self, message: StationChecked) -> None:
        """An older hub would not know the word."""
        if self._hub.info is not None and self._hub.info.checks:
            self._hub.send(message)
