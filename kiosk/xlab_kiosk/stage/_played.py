"""The phones of a played room: they answer what the demo asks, as the kit would tell it."""

from xlab.events.rounds import AnswerValue
from xlab.workshop.answers import fits
from xlab_kiosk.stage.ask import Asked
from xlab_kiosk.stage.demo import Demo
from xlab_kiosk.stage.inputs import Idea
from xlab_kiosk.stage.room import RoomAnswers, RoomIdeas, RoomNow
from xlab_kiosk.stage.stage import StageControl

JOIN = "http://10.0.0.5/join"
"""Where the phones of a played room join; nobody can."""

WIFI = "WIFI:T:WPA;S:Xperience Lab innovation people;P:mola-kefi-rubo-tesa;;"
"""The own Wi-Fi of a played kit: its name is as long as one can be."""

BEFORE = 1_000_000
"""Visitors who were at the screen before are numbered from here, as on a kit."""


class PlayedRoom:
    """Knows what phones answered; tells the demo at the next step, and hidden results when the question is closed.

    ``before`` is the room of the run before: what lasts goes on in this one.
    """

    def __init__(
        self, control: StageControl, *, phones: bool, own_wifi: bool, before: "PlayedRoom | None" = None
    ) -> None:
        self._control = control
        self._url = JOIN if phones else ""
        self._wifi = WIFI if phones and own_wifi else ""
        self._question = 0
        self._known: tuple[str, bool, int] | None = None
        self._given: dict[tuple[int, str], AnswerValue] = {}
        self._ideas: dict[str, Idea] = {}
        self._wrote: set[int] = set()
        self._visitors = BEFORE
        self._last: Asked | None = None
        if before is not None:
            before._catch_up()
            self._go_on(before)

    def answer(self, voter: int, value: AnswerValue, item: str) -> None:
        """Somebody answers on a phone."""
        asked = self._asked("answer")
        if voter < 1 or not fits(asked.question, item, value, self._ideas):
            raise ValueError(f"No phone can answer {value!r} of {item!r} as voter {voter}; phones count from 1.")
        self._given[voter, item] = value
        if asked._shows == "live":
            self._control.room(RoomAnswers(self._question, changed=((voter, item, value),)))

    def idea(self, text: str) -> str:
        """An idea is let through; its id."""
        self._asked("write")
        idea = Idea(id=f"idea-{len(self._ideas) + 1}", text=text)
        self._ideas[idea.id] = idea
        self._control.room(RoomIdeas(self._question, changed=(idea,)))
        return idea.id

    def step(self, demo: Demo) -> None:
        """Tell the demo how its question stands, and what was answered."""
        self._catch_up()
        for answer in self._control.answers():
            demo.answer(answer)

    def _catch_up(self) -> None:
        """Tell of the newest question, and of those that were asked and replaced since the last step."""
        for number, asked in enumerate(self._control.stage._rounds, start=1):
            if number >= self._question:
                self._tell(asked, number)

    def _tell(self, asked: Asked, question: int) -> None:
        if question != self._question:
            self._begin(asked, question)
        now = (self._url, asked.open, len({voter for voter, _ in self._given} | self._wrote))
        if now == self._known:
            return
        closed = self._known is not None and self._known[1] and not asked.open
        self._known = now
        self._control.room(RoomNow(question, *now, self._wifi))
        if closed and asked._shows == "on_close":
            self._tell_answers()

    def _begin(self, asked: Asked, question: int) -> None:
        before, self._last = self._last, asked
        self._question, self._known = question, None
        if before is None or not before._goes_on_as(asked):
            self._given, self._ideas, self._wrote = {}, {}, set()
            return
        # Who was at the screen is one of the others now.
        seats = {seat for seat, _ in before._own} | before._authors
        numbers = dict(zip(sorted(seats), range(self._visitors, self._visitors + len(seats)), strict=True))
        self._visitors += len(seats)
        self._given |= {(numbers[seat], item): value for (seat, item), value in before._own.items()}
        self._wrote |= {numbers[seat] for seat in before._authors}
        if self._ideas:
            self._control.room(RoomIdeas(question, changed=tuple(self._ideas.values())))
        if asked._shows == "live":
            self._tell_answers()

    def _tell_answers(self) -> None:
        changed = tuple((*key, value) for key, value in self._given.items())
        self._control.room(RoomAnswers(self._question, changed=changed))

    def _go_on(self, before: "PlayedRoom") -> None:
        self._given, self._ideas, self._wrote = dict(before._given), dict(before._ideas), set(before._wrote)
        self._visitors, self._last = before._visitors, before._last

    def _asked(self, what: str) -> Asked:
        rounds = self._control.stage._rounds
        if not rounds or not rounds[-1].open:
            raise ValueError(f"Nobody can {what}: the demo asks nothing now.")
        self._catch_up()
        return rounds[-1]
