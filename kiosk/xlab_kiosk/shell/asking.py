"""What the demo on the screen asked the room: written down here, answered elsewhere as well.

A question and what is answered at this screen are evidence and go the way of all evidence: through the outbox, to the
hub, once. So they count whether the hub is there or not, and phones can join as soon as it has the question. What comes
back is a state of the round without this run's own part, which the demo knows already; it is told what changed.
"""

import uuid
from typing import Protocol

from xlab.events import Answered, Fact, IdeaAdded, RoundClosed, RoundOpened
from xlab.events.rounds import AnswerValue
from xlab.link import RoundIs
from xlab_kiosk.shell.lasting import Lasting, Lastings
from xlab_kiosk.stage.inputs import Idea
from xlab_kiosk.stage.room import AnswerHere, AskRoom, CloseRoom, FromRoom, IdeaHere, RoomAnswers, RoomIdeas, RoomNow


class Note(Protocol):
    """Writes a fact down; ``lasts``: it is about a question that outlives the run."""

    def __call__(self, fact: Fact, *, lasts: bool = False) -> None:  # noqa: D102
        ...


class Asking:
    """One question of a run. ``note`` writes down what is said; the methods give what the demo is to be told."""

    def __init__(self, asked: AskRoom, *, demo: str, run: str, note: Note, lastings: Lastings) -> None:
        """What the demo asked before and ``lastings`` knows goes on if it is the same, and ends if it is not."""
        before = lastings.of(demo)
        going_on = before if before is not None and before.asks(asked) else None
        self._lasting: Lasting | None = going_on
        self.round = going_on.round if going_on is not None else uuid.uuid4().hex
        self._number = asked.number
        self._text = asked.question.kind == "text"
        # Whoever is asked anew in the same run is somebody else.
        self._sitting = f"{run}.{asked.number}" if asked.lasts and asked.number > 1 else run
        self._note = note
        self._lastings, self._demo = lastings, demo
        self._now = RoomNow(asked.number, "", True, 0)
        self._answers: dict[tuple[int, str], AnswerValue] = {}
        self._ideas: dict[str, Idea] = {}
        if going_on is not None:
            return
        if before is not None:
            lastings.end(demo)
            note(RoundClosed(round=before.round), lasts=True)
        opened = RoundOpened(
            round=self.round, question=asked.question, shows=asked.shows, demo=demo, run=run, lasts=asked.lasts
        )
        note(opened, lasts=asked.lasts)
        if asked.lasts:
            self._lasting = Lasting(self.round, asked.question, asked.shows)
            lastings.keep(demo, self._lasting)

    def say(self, said: AnswerHere | IdeaHere | CloseRoom) -> None:
        """Something happened at the screen."""
        match said:
            case AnswerHere(value=value, item=item, seat=seat):
                voter = self._voter(seat)
                if self._lasting is not None:
                    self._lasting.answered(voter, item, value)
                self._note(Answered(round=self.round, voter=voter, value=value, item=item))
            case IdeaHere(text=text, seat=seat):
                voter = self._voter(seat)
                if self._lasting is not None:
                    self._lasting.wrote(voter)
                self._note(IdeaAdded(round=self.round, idea=self._idea_of(voter), voter=voter, text=text))
            case CloseRoom():
                self.close()

    def end(self) -> None:
        """The run is over, or asks something else: so is the question, unless it lasts."""
        if self._lasting is None or not self._lasting.lasts:
            self.close()

    def close(self) -> None:
        """Nothing more is taken; closing again does nothing."""
        if self._now.open:
            self._note(RoundClosed(round=self.round), lasts=self._lasting is not None)
            self._now = RoomNow(self._number, "", False, self._now.answered)
            if self._lasting is not None and self._lasting.lasts:
                self._lastings.end(self._demo)

    def known(self, *, connected: bool) -> list[FromRoom]:
        """What there is to tell at once of a question that goes on; ``connected``: the hub is there."""
        return self._news(self._lasting.told, connected=connected) if self._lasting is not None else []

    def hear(self, told: RoundIs) -> list[FromRoom]:
        """The hub told of a round."""
        return self._news(told, connected=True) if told.now.round == self.round else []

    def lost(self) -> list[FromRoom]:
        """The hub is away: nobody can join now. What was answered stays."""
        return self._stands(RoomNow(self._number, "", self._now.open, self._now.answered))

    def _news(self, told: RoundIs | None, *, connected: bool) -> list[FromRoom]:
        now = told.now if told is not None else None
        if self._lasting is not None:
            answered = self._lasting.others(self._sitting)
            answers = {(voter, item): value for voter, item, value in self._lasting.given(self._sitting)}
        else:
            answered = now.answered if now is not None else 0
            answers = {(given.voter, given.item): given.value for given in now.given} if now is not None else {}
        still = self._now.open and (now is None or now.open)
        way = (told.url, told.wifi) if told is not None and told.url and still and connected else ("", "")
        news: list[FromRoom] = self._stands(RoomNow(self._number, way[0], still, answered, way[1]))
        changed = tuple((*key, value) for key, value in answers.items() if self._answers.get(key) != value)
        gone = tuple(key for key in self._answers if key not in answers)
        if changed or gone:
            news.append(RoomAnswers(self._number, changed, gone))
        ideas = {idea.id: Idea(id=idea.id, text=idea.text) for idea in now.ideas} if now is not None else {}
        written = tuple(idea for key, idea in ideas.items() if self._ideas.get(key) != idea)
        lost = tuple(key for key in self._ideas if key not in ideas)
        if written or lost:
            news.append(RoomIdeas(self._number, written, lost))
        self._answers, self._ideas = answers, ideas
        return news

    def _stands(self, now: RoomNow) -> list[FromRoom]:
        if now == self._now:
            return []
        self._now = now
        return [now]

    def _idea_of(self, voter: str) -> str:
        """A text is written anew by its author; anything else is one more idea."""
        return (uuid.uuid5(uuid.NAMESPACE_OID, f"{self.round} {voter}") if self._text else uuid.uuid4()).hex

    def _voter(self, seat: int) -> str:
        """Who sits there in this run; the hub adds the station, so that it is nobody else's word."""
        return f"{self._sitting}/{seat}"
