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


class PlayedRoom:
    """Knows what phones answered; tells the demo at the next step, and hidden results when the question is closed."""

    def __init__(self, control: StageControl, *, phones: bool) -> None:
        self._control = control
        self._url = JOIN if phones else ""
        self._question = 0
        self._known: tuple[str, bool, int] | None = None
        self._given: dict[tuple[int, str], AnswerValue] = {}
        self._ideas: dict[str, Idea] = {}

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
        rounds = self._control.stage._rounds
        if rounds:
            self._tell(rounds[-1], len(rounds))
        for answer in self._control.answers():
            demo.answer(answer)

    def _tell(self, asked: Asked, question: int) -> None:
        if question != self._question:
            self._question, self._known = question, None
            self._given, self._ideas = {}, {}
        now = (self._url, asked.open, len({voter for voter, _ in self._given}))
        if now == self._known:
            return
        closed = self._known is not None and self._known[1] and not asked.open
        self._known = now
        self._control.room(RoomNow(question, *now))
        if closed and asked._shows == "on_close":
            changed = tuple((*key, value) for key, value in self._given.items())
            self._control.room(RoomAnswers(question, changed=changed))

    def _asked(self, what: str) -> Asked:
        rounds = self._control.stage._rounds
        if not rounds or not rounds[-1].open:
            raise ValueError(f"Nobody can {what}: the demo asks nothing now.")
        self._tell(rounds[-1], len(rounds))
        return rounds[-1]
