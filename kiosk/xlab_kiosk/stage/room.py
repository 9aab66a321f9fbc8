"""What a demo and the kit say to each other of a question to the room. Part of the messages in ``host/wire.py``.

``number`` counts the questions of a run, so that news of an earlier one is known as such. To the demo goes only what
changed, in pieces that fit a packet, and without what was answered at this screen: the demo has that already.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.events.rounds import AnswerValue, Id, Question, Shows
from xlab_kiosk.stage.inputs import Idea

SEATS = 10
"""People who may answer at one screen."""

Number = Annotated[int, Meta(ge=1, le=1_000_000)]
Item = Annotated[str, Meta(max_length=130)]
Seat = Annotated[int, Meta(ge=0, lt=SEATS)]


class _Message(msgspec.Struct, frozen=True, tag_field="type", tag=True):
    pass


class AskRoom(_Message, frozen=True):
    """Put a question to the room; the one before is over. One that ``lasts`` may be the one before, and goes on."""

    number: Number
    question: Question
    shows: Shows
    lasts: bool = False


class AnswerHere(_Message, frozen=True):
    """Somebody answered at the screen."""

    value: AnswerValue
    item: Item
    seat: Seat


class IdeaHere(_Message, frozen=True):
    """Somebody wrote something at the screen."""

    text: Annotated[str, Meta(min_length=1, max_length=300)]
    seat: Seat


class CloseRoom(_Message, frozen=True):
    """Take no more answers."""


class RoomNow(_Message, frozen=True):
    """How the question stands: where phones join, whether it is open, and how many elsewhere answered.

    ``wifi`` is the code by which phones first join the kit's own Wi-Fi, while that is open and there is an address.
    """

    number: Number
    url: str
    open: bool
    answered: int
    wifi: str = ""


class RoomAnswers(_Message, frozen=True):
    """Answers of others that are new or changed, and those that are gone, by voter and item."""

    number: Number
    changed: tuple[tuple[int, str, AnswerValue], ...] = ()
    gone: tuple[tuple[int, str], ...] = ()


class RoomIdeas(_Message, frozen=True):
    """Ideas that may be seen now or read differently, and those that are gone, by id."""

    number: Number
    changed: tuple[Idea, ...] = ()
    gone: tuple[Id, ...] = ()


ToRoom = AskRoom | AnswerHere | IdeaHere | CloseRoom
FromRoom = RoomNow | RoomAnswers | RoomIdeas
