"""A round as everybody may see it, and what a station says of the rounds that its demos ask for. Pure."""

from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.events.rounds import AnswerValue, Id, Question, Shows
from xlab.link.base import Message, Name


class Given(msgspec.Struct, frozen=True, array_like=True):
    """An answer. ``voter`` counts from 1 within its round, in order of first answers, and says nothing of anybody."""

    voter: Annotated[int, Meta(ge=1)]
    item: str
    value: AnswerValue


class Idea(msgspec.Struct, frozen=True, kw_only=True):
    """Something a visitor wrote and the facilitator let through."""

    id: Id
    text: str


class RoundNow(msgspec.Struct, frozen=True, kw_only=True):
    """A round, whole. ``given`` is empty while an ``on_close`` round is open; ``answered`` counts voters, always.

    ``waiting`` counts ideas that the facilitator has not judged.
    """

    round: Id
    question: Question
    shows: Shows
    open: bool
    answered: int = 0
    ideas: tuple[Idea, ...] = ()
    given: tuple[Given, ...] = ()
    waiting: int = 0


class Ask(Message, frozen=True):
    """A demo puts a question to the room; ``round`` is made by the station. Said again, it changes nothing."""

    round: Id
    question: Question
    shows: Shows
    demo: Name
    run: Name


class AnswerHere(Message, frozen=True):
    """Somebody answered at the station's screen, as its voter number ``seat`` (0 is the first) of this run."""

    round: Id
    value: AnswerValue
    item: Annotated[str, Meta(max_length=130)] = ""
    seat: Annotated[int, Meta(ge=0, le=9)] = 0


class IdeaHere(Message, frozen=True):
    """Somebody wrote an idea at the station's screen."""

    round: Id
    text: Annotated[str, Meta(min_length=1, max_length=300)]
    seat: Annotated[int, Meta(ge=0, le=9)] = 0


class CloseRound(Message, frozen=True):
    """The demo has what it asked for, or its run is over."""

    round: Id


class RoundIs(Message, frozen=True):
    """A round that this station asked for, whole; at most a few times a second. ``url`` is where phones join."""

    now: RoundNow
    url: str = ""
