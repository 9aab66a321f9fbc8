"""The kiosk: one loop that hears touches, demo and hub, follows the flow, and draws only what changed."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Final

import pygame

from xlab.catalogue import Entry
from xlab.events import Source
from xlab.link import MakeOwnWifi, Status
from xlab.look.words import LANGUAGES
from xlab.settings import Settings
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import stage_rect
from xlab_kiosk.shell.care.caretaker import Caretaker
from xlab_kiosk.shell.display import Display
from xlab_kiosk.shell.drawing import Drawing
from xlab_kiosk.shell.evidence import Evidence
from xlab_kiosk.shell.gallery import Gallery
from xlab_kiosk.shell.gestures import CornerHold
from xlab_kiosk.shell.hearing import Hearing
from xlab_kiosk.shell.orders import Ordered
from xlab_kiosk.shell.places import KEYS, SCREENS
from xlab_kiosk.shell.pointers import Pointers
from xlab_kiosk.shell.ports import Hub, Speaker, StartDemo
from xlab_kiosk.shell.preflight import taps
from xlab_kiosk.shell.preflight.checkup import Checkup
from xlab_kiosk.shell.preflight.senses import Player
from xlab_kiosk.shell.router import Router
from xlab_kiosk.shell.scene import Scene
from xlab_kiosk.shell.screencast import Screencast
from xlab_kiosk.shell.seen import Seen
from xlab_kiosk.shell.session import Session
from xlab_kiosk.shell.slip import page_of
from xlab_kiosk.shell.sounds import Sounds
from xlab_kiosk.shell.taking import Taking
from xlab_kiosk.shell.view import AskForget, KeepBadge, MakeOwn, SureForget, Target, TogglePad, TurnPage, View
from xlab_kiosk.shell.waker import Waker
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.theme import Theme

log = logging.getLogger(__name__)

LONGEST_WAIT: Final = 0.25
"""Seconds: how late a signal to end may be noticed, and how old a watchdog's look at a demo may get."""

LOOK_AGAIN: Final = 60.0
"""Seconds between looks for new demos while nobody is here."""

CLOSE_SECONDS: Final = 0.6
"""Seconds all parts together may take to end; the whole kiosk has one."""


class App:
    """A kiosk. :meth:`run` it, or call :meth:`turn` yourself as a test does."""

    def __init__(
        self,
        *,
        settings: Settings,
        display: Display,
        hub: Hub,
        evidence: Evidence,
        gallery: Gallery,
        start_demo: StartDemo,
        waker: Waker,
        clock: Callable[[], float] = time.monotonic,
        speaker: Speaker | None = None,
        care: Caretaker | None = None,
        alive: Callable[[float], None] | None = None,
        player: Callable[[], Player] = Sounds,
    ) -> None:
        """``care`` None: nobody says which demos to show, and nothing is kept of how they run.

        ``player`` makes what plays the sounds of the preflight.
        ``alive`` is told the time at every turn of :meth:`run`, and only there: who hears nothing knows that it hangs.
        """
        self.settings, self.display, self.hub = settings, display, hub
        self.evidence, self.gallery, self.waker = evidence, gallery, waker
        self.clock, self.care = clock, care
        self.theme = Theme(display.size, settings.reduced_motion)
        now = clock()
        self.state = flow.State(language=settings.language, since=now, active=now)
        over = care.ran if care is not None else None
        self.session = Session(hub, evidence, start_demo, settings.station, waker.wake, speaker, over)
        self.seen = Seen(settings, hub, self.session, gallery)
        self.scene = Scene(self.theme, self._picture)
        self.pointers = Pointers(display.size)
        self.router = Router(stage_rect(self.theme).topleft)
        self.corner = CornerHold(round(self.theme.target * 1.25))
        self.screencast = Screencast(hub.send_screen)
        self.taking = Taking(hub.send)
        self.preflight = Checkup(
            self.theme,
            settings,
            display,
            hub=hub,
            session=self.session,
            gallery=gallery,
            pointers=self.pointers,
            start=start_demo,
            player=player,
            wake=waker.wake,
            care=care,
        )
        self.scene.checking.pictures = self.preflight.pictures
        self.drawing = Drawing(self.scene, display, self.router, self.screencast, now)
        self.hearing = Hearing(
            self,
            hub=hub,
            session=self.session,
            gallery=gallery,
            pointers=self.pointers,
            screencast=self.screencast,
            care=care,
            taking=self.taking,
            preflight=self.preflight,
            now=now,
        )
        self.over = False
        self._alive = alive
        self._source: Source = "live"
        self._status: tuple[Status, bool] | None = None
        self._pictured = 0
        self._looked_at = now
        self._look_wanted = True
        self._windows: tuple[tuple[int, int], ...] = ()

    def run(self) -> None:
        """Until :meth:`stop`."""
        wait = 0.0
        while not self.over:
            first = pygame.event.wait(max(1, round(wait * 1000)))
            wait = self.turn([first, *pygame.event.get()])
            if self._alive is not None:
                self._alive(self.clock())

    @property
    def ordered(self) -> Ordered:
        """What the facilitator has ordered."""
        return self.hearing.ordered

    def tell(self, event: flow.Event) -> None:
        """Something happened that nobody touched the screen for."""
        self.follow(event, self.clock())

    def look_again(self) -> None:
        """Demos may have changed: find them again at once, and picture them anew."""
        self.gallery.forget()
        self._look_wanted = True

    def stop(self) -> None:
        """End soon. May be called from a signal handler."""
        self.over = True

    def close(self) -> None:
        """End the run, and every thread and process that was started here."""
        end = time.monotonic() + CLOSE_SECONDS
        self.follow(flow.Lock(), self.clock())  # ends what runs, as stopped
        for part in (self.preflight, self.session, self.evidence, self.screencast, self.gallery, self.care):
            if part is not None:
                part.close(max(0.0, end - time.monotonic()))

    @property
    def rules(self) -> flow.Rules:
        """What holds at this station now."""
        orders = self.ordered.now
        return flow.Rules(
            # Nobody can answer through a message whether they are still there.
            idle_seconds=float("inf") if orders.message else self.settings.idle_seconds,
            language=self.settings.language,
            pinned=self.seen.pinned(orders) is not None,
            locked=orders.locked,
        )

    def turn(self, events: Sequence[pygame.event.Event]) -> float:
        """One turn of the loop. Returns the seconds until the next is due without an event."""
        now = self.clock()
        self.waker.woken()
        for event in events:
            self._take(event, now)
        self.hearing.hear(now)
        self._meet(now)
        for happened in self.session.tick(now):
            self.follow(happened, now)
        self._care(now)
        if self.state.place in ("attract", "locked") and self.state.sheet is None and self.preflight.wished(now):
            self.follow(flow.CheckUp(), now)
        self.preflight.tick(now)
        if self.preflight.busy:  # who waits for the station to do its part is still here
            self.follow(flow.Touched(), now)
        if self.corner.fired(now):
            self.route(self.pointers.cancel(), now)
            if self.state.place not in KEYS:
                self.preflight.offer(now)
            self.follow(KEYS.get(self.state.place, flow.Lock()), now)
        self.follow(flow.Tick(), now)
        self.drawing.draw(self.state, self.session.frame, now)
        return self._wait(now)

    def _take(self, event: pygame.event.Event, now: float) -> None:
        if event.type == pygame.QUIT:
            self.stop()
        elif event.type in (pygame.FINGERDOWN, pygame.MOUSEMOTION):
            self.display.show_cursor(event.type == pygame.MOUSEMOTION and not getattr(event, "touch", False))
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
            self.scene.redraw()
        self.route(self.pointers.read(event, now), now)

    def route(self, touches: Sequence[Touch], now: float) -> None:
        """Each touch is a sign of life, then the demo's or the shell's; through a message goes only the key."""
        for touch in touches:
            self.corner.touch(touch, now)
            if self.ordered.now.message:
                continue
            asked = self.state.sheet == "countdown"
            if touch.phase != "cancel":
                self.follow(flow.Touched(), now)
            self.scene.attract.wake()
            playing = self.state.place == "playing" and self.state.sheet is None
            target = self.scene.target(touch.x, touch.y)
            if self.state.place == "checking" and self.state.sheet is None and target is None and not asked:
                self.preflight.touch(touch, now)
            tapped = self.router.touch(touch, target, playing=playing, swallow=asked)
            for passed in self.router.for_demo():
                self.session.touch(passed)
            if tapped is not None:
                self._mean(tapped, now)
            self.scene.redraw()

    def _mean(self, tapped: Target, now: float) -> None:
        if isinstance(tapped, taps.Meaning):
            self.preflight.mean(tapped, now)
            return self._show(now)
        match tapped:
            case TogglePad():
                if self.session.offers_badge and self.state.place in flow.RUNNING:
                    self.session.place(not self.session.placed, now)
            case AskForget() | KeepBadge():
                self.seen.forgetting.ask() if isinstance(tapped, AskForget) else self.seen.forgetting.keep()
                self._show(now)
            case SureForget():
                if (beacon := self.seen.forgetting.sure()) is not None:
                    self.session.forget(beacon)
                self._show(now)
            case MakeOwn():
                self.hub.send(MakeOwnWifi())
            case TurnPage(page=page):
                self.scene.turn_page(page)
            case flow.ShowTake():
                frame = self.scene.playing.frame if self.seen.takes else None
                self.taking.begin(self.theme, frame, self.scene.view, self.evidence.source, now)
                self.follow(tapped, now)
            case flow.Choose(demo=demo) if self.gallery.entry(demo) is None:
                log.warning("The demo %s was taken away while it was shown.", demo)
            case flow.Speak(language=language) if language not in LANGUAGES:
                log.warning("Nobody here speaks %s.", language)
            case _:
                self.follow(tapped, now)

    def follow(self, event: flow.Event, now: float) -> None:
        """Tell the flow, and do what it says."""
        before = self.state
        self.state, actions = flow.step(before, event, now, self.rules)
        if (before.place, before.sheet) != (self.state.place, self.state.sheet):
            self._let_go()
            self.seen.forgetting.begin()
        if before.place == "checking" != self.state.place:
            self.preflight.end()
        elif before.place != "checking" == self.state.place:
            self.preflight.begin(self.state.language, now)
        for action in actions:
            self._do(action, now)
        if self.state.place == "attract" and before.place != "attract":
            self._look_wanted = True
        if before.language != self.state.language:
            self._look_wanted = True
        # What was touched must be on the right screen for the next touch of the same batch.
        self._show(now)

    def _let_go(self) -> None:
        """Fingers that are down now belong to nobody any more."""
        self.router.release()
        for passed in self.router.for_demo():
            self.session.touch(passed)

    def _do(self, action: flow.Action, now: float) -> None:
        match action:
            case flow.StartRun(demo=demo, language=language):
                entry = self.gallery.entry(demo) or self._playing(demo)
                self.scene.playing.begin()
                size = stage_rect(self.theme).size
                ended = flow.Ended("crashed", f"The demo {demo} is no longer there.")
                if entry is not None:
                    if self.care is not None:
                        self.care.opening(entry)
                    motion = self.settings.reduced_motion
                    failed = self.session.start(entry, size=size, language=language, reduced_motion=motion, now=now)
                    if failed is None:
                        return
                    ended = failed
                self.follow(ended, now)
            case flow.EndRun():
                self.session.end(action, now)
            case flow.NewVisitor():
                self.session.new_visitor()

    def _playing(self, demo: str) -> Entry | None:
        """A demo that was taken off while it is played may still begin again in another language."""
        entry = self.session.entry
        return entry if entry is not None and entry.name == demo else None

    def obeyed(self, now: float, *, covers: bool) -> None:
        """Orders have changed; ``covers``: a message over all the rest came or went."""
        if covers:
            self._let_go()
            self.scene.attract.wake()
        self._show(now)

    def _care(self, now: float) -> None:
        care = self.care
        if care is None:
            return
        care.tick(now, self.gallery.found, drawn=self.gallery.drawn)
        if care.look:
            care.look, self._look_wanted = False, True
        if care.rebill:
            care.rebill = False
            self._look_wanted |= self.gallery.bill_again()
        if self.session.refused:
            self.session.refused = False
            self.gallery.look(self._windows, self.state.language)

    def _meet(self, now: float) -> None:
        room = self.hub.room
        if room is not None:
            self._source = room.radio.source
        self.evidence.radio = self._source
        if self.session.meet(room, now):
            self.scene.attract.wake()
            self.follow(flow.Arrived(), now)

    def _show(self, now: float) -> None:
        if self._pictured != self.gallery.revision:
            self._pictured = self.gallery.revision
            self.scene.redraw()
        self.scene.show(self._view(now), self.state)
        screen = SCREENS[self.state.place]
        demo = self.state.demo if screen == "playing" else None
        status = Status(screen=screen, demo=demo, language=self.state.language)
        if (status, self.hub.connected) != self._status:
            self._status = (status, self.hub.connected)
            self.hub.send(status)

    def _view(self, now: float) -> View:
        left_out = self.care.left_out if self.care is not None else ()
        info = self.hub.info
        return self.seen.view(
            self.state,
            self.ordered.now,
            source=self._source,
            alone=self.hearing.alone(now),
            left_out=left_out,
            taken=self.taking.look(page_of(info.urls, info.network) if info is not None else "", now),
            preflight=self.preflight.seen(),
            offers_check=self.state.place == "locked" and self.preflight.offered(now),
        )

    def _picture(self, demo: str, size: tuple[int, int]) -> pygame.Surface | None:
        return self.gallery.picture(demo, size, self.state.language)

    def _wait(self, now: float) -> float:
        self._look(now)
        dues = [
            flow.due(self.state, self.rules),
            self.corner.due(),
            self.session.neighbours.due(),
            self.screencast.due(),
            self.drawing.due(),
            self.hearing.due() if not self.scene.view.alone else None,
        ]
        soonest = min((due for due in dues if due is not None), default=now + LONGEST_WAIT)
        return min(LONGEST_WAIT, max(0.0, soonest - self.clock()))

    def _look(self, now: float) -> None:
        """Look for new demos and pictures when nobody is disturbed by it."""
        if self.state.place not in ("attract", "menu"):
            return
        windows = self.scene.windows()  # other ones once the setup slip came or went, or a demo did
        waited = self.state.place == "attract" and now - self._looked_at > LOOK_AGAIN
        if self._look_wanted or waited or windows != self._windows:
            self._look_wanted, self._looked_at, self._windows = False, now, windows
            self.gallery.look(windows, self.state.language)
