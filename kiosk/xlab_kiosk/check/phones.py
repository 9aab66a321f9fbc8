"""The phones of a room that answers whatever a demo asks it, by chance."""

from random import Random

from xlab.events.rounds import AnswerValue, Question
from xlab_kiosk.stage.room import AskRoom, CloseRoom
from xlab_kiosk.stage.testing import Play

VOTERS = 12
"""People in the room with a phone."""

SELDOM = 0.1
"""How often somebody writes something instead of answering what is there."""

IDEA = "Something that nobody thought of before, said in so many words that they need a second line"
"""What is written where people may write: long, because people are."""


class Phones:
    """Answers with ``random`` for its chance."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def answer(self, play: Play) -> None:
        """Somebody answers what the demo asks now, if it asks anything."""
        question = asked(play)
        if question is None:
            return
        bare = question.ideas and len(question.options) < 2
        if question.kind == "text" or bare or (question.ideas and self._random.random() < SELDOM):
            play.idea(IDEA)
        else:
            play.answer(*self._value(question), voter=self._random.randint(1, VOTERS))

    def _value(self, question: Question) -> tuple[AnswerValue, str]:
        """A value that answers the question, and the item that it is about."""
        chance, ids = self._random, [option.id for option in question.options]
        if question.kind == "pair":
            one, other = sorted(chance.sample(ids, 2))
            return chance.choice((one, other)), f"{one}|{other}"
        if question.kind == "statements":
            return chance.randint(-1, 1), chance.choice(ids)
        return self._whole(question, ids), ""

    def _whole(self, question: Question, ids: list[str]) -> AnswerValue:
        """The value for a question that has one answer."""
        chance = self._random
        match question.kind:
            case "scale":
                return chance.randint(1, question.steps)
            case "choice":
                return tuple(chance.sample(ids, chance.randint(1, question.most)))
            case "budget":
                bought = [option for option in question.options if option.cost <= question.budget]
                return {one.id: one.cost or chance.randint(0, question.budget) for one in bought[:1]}
        return tuple(chance.sample(ids, len(ids)))


def asked(play: Play) -> Question | None:
    """What the demo asks the room now."""
    for said in reversed(play.said):
        if said[0] == "room" and isinstance(said[1], CloseRoom):
            return None
        if said[0] == "room" and isinstance(said[1], AskRoom):
            return said[1].question
    return None
