"""One visitor's time at the station: the demo that runs, the badges it is told of, and what it leaves behind."""

import logging
import random
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from pygame import Surface

from xlab.catalogue import Entry
from xlab.events import Draft, ForgetBadge, RoundClosed
from xlab.events.visits import EditedLine
from xlab.link import AskKnown, BadgeHere, Face, Known, Room, RoundIs
from xlab.look import tokens
from xlab.look.animals import ANIMALS
from xlab_kiosk import host
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.asking import Asking
from xlab_kiosk.shell.care.approved import Check
from xlab_kiosk.shell.care.caretaker import RunOver, which_of
from xlab_kiosk.shell.evidence import Evidence
from xlab_kiosk.shell.knowledge import facts
from xlab_kiosk.shell.lasting import Lastings
from xlab_kiosk.shell.ports import Hub, Running, Speaker, StartDemo
from xlab_kiosk.shell.presence import Neighbours, changes, simulated_badge
from xlab_kiosk.stage.assets import sound_file
from xlab_kiosk.stage.inputs import Presence, Touch
from xlab_kiosk.stage.room import AnswerHere, AskRoom, CloseRoom, FromRoom, IdeaHere, ToRoom

log = logging.getLogger(__name__)

SIMULATED_UUID: Final = "00000000-0000-4000-8000-000000000000"
"""No beacon has it, so what a simulated badge leaves behind is never taken for a real one's."""


class _How(msgspec.Struct, frozen=True):
    """What a demo is begun with."""

    size: tuple[int, int]
    language: str
    reduced_motion: bool


class Session:
    """Everything that is not drawing. All methods belong to the main thread; times are seconds on its clock."""

    def __init__(
        self,
        hub: Hub,
        evidence: Evidence,
        start: StartDemo,
        station: str,
        wake: Callable[[], None],
        speaker: Speaker | None = None,
        over: Callable[[RunOver], None] | None = None,
    ) -> None:
        """``over`` hears of every run when it is over."""
        self.hub, self.evidence = hub, evidence
        self.neighbours = Neighbours(station)
        self.entry: Entry | None = None
        self.simulated: BadgeHere
        self.placed = False
        self.outcome: flow.EndRun | None = None
        """How the newest run ended; None while it goes on, and before the first."""
        self.refused = False
        """A demo was not begun because its files are other ones than IT approved; cleared by whoever looks."""
        self._laid: dict[str, BadgeHere] = {}
        self._start = start
        self._over = over
        self._station = station
        self._wake = wake
        self._speaker = speaker
        self._muted = False
        self._demo: Running | None = None
        self._frame: Surface | None = None
        self._check: Check | None = None
        self._how: _How | None = None
        self._leaving: list[Running] = []
        self._asked: dict[str, list[Draft]] = {}
        self._met: set[str] = set()
        """The badges that this run's demo was told of: all others are none of its business."""
        self._asking: Asking | None = None
        self._lastings = Lastings()
        self._chance = random.Random()  # noqa: S311 - a face, not a secret
        self.new_visitor()

    def new_visitor(self) -> None:
        """A new simulated badge, with a face no badge of the kit and nobody in the room has.

        Its past must not be the last visitor's, nor anybody else's.
        """
        self.placed = False
        room, info = self.hub.room, self.hub.info
        taken = {badge.face for badge in room.badges} if room is not None else set()
        taken |= set(info.faces) if info is not None else set()
        faces = [Face(animal, accent) for animal in ANIMALS for accent in tokens.ACCENTS]
        face = self._chance.choice([face for face in faces if face not in taken] or faces)
        numbers = f"{self._chance.randrange(65536)}/{self._chance.randrange(65536)}"
        self.simulated = simulated_badge(f"{SIMULATED_UUID}/{numbers}", face, self._station)

    @property
    def quiet(self) -> bool:
        """Whether no demo runs, and none is still ending."""
        self._leaving = [demo for demo in self._leaving if not demo.join(0.0)]
        return self._demo is None and self._check is None and not self._leaving

    @property
    def offers_badge(self) -> bool:
        """Is there a demo that could use a badge?"""
        manifest = self.entry.manifest if self.entry is not None else None
        return manifest is not None and "beacons" in manifest.uses

    def start(
        self, entry: Entry, *, size: tuple[int, int], language: str, reduced_motion: bool, now: float
    ) -> flow.Ended | None:
        """Start a demo. Returns how it ended at once, if it did.

        One that was put there by hand starts a little later, if its files are still those that IT approved.
        """
        self.entry = entry
        self.outcome = None
        self._how = _How(size, language, reduced_motion)
        if entry.door == "dropped" and entry.digest:
            self._check = Check(entry, self._wake)
            return None
        return self._begin(entry, self._how, now)

    def _begin(self, entry: Entry, how: _How, now: float) -> flow.Ended | None:
        assert entry.manifest is not None
        self.evidence.start(entry.manifest, how.language, now, simulated=self.placed or bool(self._laid))
        try:
            demo = self._start(
                entry,
                size=how.size,
                language=how.language,
                reduced_motion=how.reduced_motion,
                lines=self._lines(entry.manifest.id),
                wake=self._wake,
            )
        except (OSError, ValueError) as error:
            log.exception("The demo %s could not be started.", entry.name)
            return flow.Ended("crashed", str(error))
        self._demo = demo
        self._met.clear()
        for change in changes((), self.neighbours.here):
            self._introduce(change)
        return None

    def _lines(self, demo: str) -> tuple[EditedLine, ...]:
        """What the facilitator made of this demo's words for the visit, as far as this station has heard."""
        info = self.hub.info
        return info.visit.lines.get(demo, ()) if info is not None and info.visit is not None else ()

    def _introduce(self, change: Presence) -> None:
        if self._demo is not None:
            self._met.add(change.badge.beacon)
            self._demo.presence(change)

    def _knows(self, beacon: str) -> bool:
        """Whether the demo may speak of this badge: it cannot ask for, or erase, the past of those who are not here."""
        if beacon not in self._met and self.entry is not None:
            log.warning(
                "The demo %s spoke of a badge that was not at this station; it was passed over.", self.entry.name
            )
        return beacon in self._met

    def _checked(self, check: Check, now: float) -> flow.Ended | None:
        """The files were looked at. A demo that must not run was never begun, so it leaves no evidence either."""
        self._check = None
        if not check.fault and self.entry is not None and self._how is not None:
            return self._begin(self.entry, self._how, now)
        log.warning("A demo was not begun. %s", check.fault)
        self.refused = True
        return flow.Ended("crashed", check.fault)

    def end(self, action: flow.EndRun, now: float) -> None:
        """The run is over: note it, stop the process, take the simulated badge off the pad."""
        self.place(False, now)
        self.outcome = action
        self._check = None
        self._tell_over(action)
        if self._asking is not None:
            self._asking.end()
            self._asking = None
        self.evidence.end(action.outcome, action.detail, now)
        if self._speaker is not None:
            self._speaker.silence()
        if self._demo is not None:
            self._demo.stop()
            self._leaving = [demo for demo in self._leaving if not demo.join(0.0)] + [self._demo]
        self._demo = self._frame = None
        self._asked.clear()

    def _tell_over(self, action: flow.EndRun) -> None:
        run = self.evidence.run
        if self._over is None or run is None or self.entry is None:
            return
        over = RunOver(
            run=run.id,
            which=which_of(self.entry),
            outcome=action.outcome,
            detail=action.detail,
            text=self._demo.words if self._demo is not None else "",
            # A copy, for the demo's memory goes with its process.
            picture=self._frame.copy() if self._frame is not None else None,
        )
        self._over(over)

    def mute(self, muted: bool) -> None:
        """The facilitator wants no sounds from here, or again some."""
        if muted and not self._muted and self._speaker is not None:
            self._speaker.silence()
        self._muted = muted

    def close(self, patience: float) -> None:
        """After the last :meth:`end`: wait up to ``patience`` seconds for each process that is still going."""
        for demo in self._leaving:
            if not demo.join(patience):
                log.warning("A demo is still ending; the system will see to it.")

    def touch(self, touch: Touch) -> None:
        """A touch on the demo, in pixels of its surface."""
        if self._demo is not None:
            self._demo.touch(touch)

    def frame(self) -> Surface | None:
        """The demo's newest picture, if it is new."""
        frame = self._demo.frame() if self._demo is not None else None
        if frame is not None:
            self._frame = frame
        return frame

    def place(self, placed: bool, now: float) -> None:
        """Put the simulated badge on the pad, or take it away."""
        if placed != self.placed:
            self.placed = placed
            self.meet(self.hub.room, now)

    def lay(self, badge: BadgeHere, now: float) -> bool:
        """Lay down one more simulated badge, or take it up if it lies here; True if it came.

        It lies through the ends of runs, as a real one does.
        """
        if self._laid.pop(badge.beacon, None) is None:
            self._laid[badge.beacon] = badge
        return self.meet(self.hub.room, now)

    def meet(self, room: Room | None, now: float) -> bool:
        """Take in the newest room and tell the demo what changed. True if a badge came."""
        simulated = [*([self.simulated] if self.placed else []), *self._laid.values()]
        told = self.neighbours.update(room, connected=self.hub.connected, simulated=simulated, now=now)
        for change in told:
            if change.source == "simulated":
                self.evidence.present(change)
            self._introduce(change)
        return any(change.kind == "entered" for change in told)

    def tick(self, now: float) -> list[flow.Event]:
        """Hear the demo out; what that means for the flow."""
        self._answer()
        if self._check is not None and self._check.done:
            refused = self._checked(self._check, now)
            return [refused] if refused is not None else []
        if self._demo is None:
            return []
        if self._asking is not None and not self.hub.connected:
            self._tell_room(self._asking.lost())
        happened: list[flow.Event] = []
        said_now = self._demo.poll(now)
        self.evidence.see(self._demo.camera_source)
        for said in said_now:
            match said:
                case host.Record(values=values, beacon=beacon):
                    self.evidence.record(values, beacon if beacon and self._knows(beacon) else None)
                case host.Forget(beacon=beacon) if self._knows(beacon):
                    self.evidence.forget(beacon)
                    self._asked.pop(beacon, None)
                    self._demo.known(beacon, ())
                case host.AskKnown(beacon=beacon) if self._knows(beacon):
                    self.evidence.ask(beacon)
                case host.Sound(name=name):
                    self._sound(name)
                case AskRoom() | AnswerHere() | IdeaHere() | CloseRoom():
                    self._room(said)
                case host.Finish():
                    happened.append(flow.Ended("finished"))
        ended = self._demo.ended(now)
        if ended is not None and not happened:
            happened.append(flow.Ended(ended.outcome, ended.detail))
        return happened

    def hear(self, message: Known) -> None:
        """The hub told what it knows of a badge. What was not asked, or was forgotten since, is not passed on."""
        pending = self._asked.pop(message.beacon, None)
        if pending is not None and self._demo is not None:
            self._demo.known(message.beacon, facts([*message.events, *pending], self._names()))

    def forget(self, beacon: str) -> None:
        """Whoever wears this badge wants it forgotten, and no demo has a part in it."""
        self.evidence.forget(beacon)
        self._asked.pop(beacon, None)

    def told(self, message: RoundIs) -> None:
        """The hub told how a round stands that was asked here."""
        self._lastings.hear(message)
        if self._asking is not None:
            self._tell_room(self._asking.hear(message))

    def end_lasting(self) -> None:
        """Another group is here, or another visit. What is asked on the screen at this moment ends with its run."""
        for one in self._lastings.end_all():
            if self._asking is None or self._asking.round != one.round:
                self.evidence.note(RoundClosed(round=one.round), lasts=True)

    def ask_again(self) -> None:
        """The link is new: what was asked on the one before is asked once more, or its answer would never come."""
        for beacon in self._asked:
            self.hub.send(AskKnown(beacon=beacon))

    def _room(self, said: ToRoom) -> None:
        """The demo asks the room, if it said before that it uses phones, or goes on with what it asked."""
        run = self.evidence.run
        if not isinstance(said, AskRoom):
            if self._asking is not None:
                self._asking.say(said)
        elif run is not None and "phones" in run.manifest.uses:
            if self._asking is not None:
                self._asking.end()
            about = {"demo": run.manifest.id, "run": run.id}
            self._asking = Asking(said, **about, note=self.evidence.note, lastings=self._lastings)
            self._tell_room(self._asking.known(connected=self.hub.connected))
        elif run is not None:
            log.info('The demo %s asks nobody: "phones" is missing in the uses of its demo.toml.', run.manifest.id)

    def _tell_room(self, news: Sequence[FromRoom]) -> None:
        for said in news:
            if self._demo is not None:
                self._demo.room(said)

    def _sound(self, name: str) -> None:
        """Play a sound of the demo, if it said before that it makes any."""
        entry = self.entry
        if self._muted or self._speaker is None or entry is None or entry.manifest is None or entry.folder is None:
            return
        if "sound" not in entry.manifest.uses:
            log.info('The demo %s is not heard: "sound" is missing in the uses of its demo.toml.', entry.name)
            return
        try:
            self._speaker.play(sound_file(entry.folder.absolute(), name))
        except (FileNotFoundError, ValueError) as error:
            log.warning("The demo %s is not heard: %s", entry.name, error)

    def _answer(self) -> None:
        """Pass on what waits here: with the hub's part if it is there, alone if it is not."""
        for beacon, drafts in self.evidence.answers():
            wishes = [index for index, draft in enumerate(drafts) if isinstance(draft.fact, ForgetBadge)]
            if wishes:
                # The hub may not have obeyed yet, and what it would answer now is what the visitor wants gone.
                self._tell(beacon, drafts[wishes[-1] + 1 :])
            else:
                self._asked[beacon] = drafts
                self.hub.send(AskKnown(beacon=beacon))
        if not self.hub.connected:
            for beacon, drafts in self._asked.items():
                self._tell(beacon, drafts)
            self._asked.clear()

    def _tell(self, beacon: str, drafts: Sequence[Draft]) -> None:
        if self._demo is not None:
            self._demo.known(beacon, facts(drafts, self._names()))

    def _names(self) -> dict[str, str]:
        room = self.hub.room
        return {spot.id: spot.name for spot in room.spots} if room is not None else {}
