"""What the demo on the screen asked the room: written down here, answered elsewhere as well.

A question and what is answered at this screen are evidence and go the way of all evidence: through the outbox, to the
hub, once. So they count whether the hub is there or not, and phones can join as soon as it has the question. What comes
back is a state of the round without this station's own part, which the demo knows already; it is told what changed.
"""

import uuid
from collections.abc import Callable

from xlab.events import Answered, Fact, IdeaAdded, RoundClosed, RoundOpened
from xlab.events.rounds import AnswerValue
from xlab.link import RoundIs
from xlab_kiosk.stage.inputs import Idea
from xlab_kiosk.stage.room import AnswerHere, AskRoom, CloseRoom, FromRoom, IdeaHere, RoomAnswers, RoomIdeas, RoomNow

Note = Callable[[Fact], None]
"""Writes a fact down."""


class Asking:
    """One question of a run. ``note`` writes down what is said; the methods give what the demo is to be told."""

    def __init__(self, asked: AskRoom, *, demo: str, run: str, note: Note) -> None:
        self.round = uuid.uuid4().hex
        self._number = asked.number
        self._text = asked.question.kind == "text"
        self._run = run
        self._note = note
        self._now = RoomNow(asked.number, "", True, 0)
        self._answers: dict[tuple[int, str], AnswerValue] = {}
        self._ideas: dict[str, Idea] = {}
        note(RoundOpened(round=self.round, question=asked.question, shows=asked.shows, demo=demo, run=run))

    def say(self, said: AnswerHere | IdeaHere | CloseRoom) -> None:
        """Something happened at the screen."""
        match said:
            case AnswerHere(value=value, item=item, seat=seat):
                self._note(Answered(round=self.round, voter=self._voter(seat), value=value, item=item))
            case IdeaHere(text=text, seat=seat):
                # A text is written anew by its author; anything else is one more idea.
                idea = f"{self.round}-{seat}" if self._text else uuid.uuid4().hex
                self._note(IdeaAdded(round=self.round, idea=idea, voter=self._voter(seat), text=text))
            case CloseRoom():
                self.close()

    def close(self) -> None:
        """Nothing more is taken; closing again does nothing."""
        if self._now.open:
            self._note(RoundClosed(round=self.round))
            self._now = RoomNow(self._number, "", False, self._now.answered)

    def hear(self, told: RoundIs) -> list[FromRoom]:
        """The hub told of a round."""
        now = told.now
        if now.round != self.round:
            return []
        still = self._now.open and now.open
        news: list[FromRoom] = self._stands(RoomNow(self._number, told.url if still else "", still, now.answered))
        answers = {(given.voter, given.item): given.value for given in now.given}
        changed = tuple((*key, value) for key, value in answers.items() if self._answers.get(key) != value)
        gone = tuple(key for key in self._answers if key not in answers)
        if changed or gone:
            news.append(RoomAnswers(self._number, changed, gone))
        ideas = {idea.id: Idea(id=idea.id, text=idea.text) for idea in now.ideas}
        written = tuple(idea for key, idea in ideas.items() if self._ideas.get(key) != idea)
        lost = tuple(key for key in self._ideas if key not in ideas)
        if written or lost:
            news.append(RoomIdeas(self._number, written, lost))
        self._answers, self._ideas = answers, ideas
        return news

    def lost(self) -> list[FromRoom]:
        """The hub is away: nobody can join now. What was answered stays."""
        return self._stands(RoomNow(self._number, "", self._now.open, self._now.answered))

    def _stands(self, now: RoomNow) -> list[FromRoom]:
        if now == self._now:
            return []
        self._now = now
        return [now]

    def _voter(self, seat: int) -> str:
        """Who sits there in this run; the hub adds the station, so that it is nobody else's word."""
        return f"{self._run}/{seat}"
