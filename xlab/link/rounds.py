"""A round as everybody may see it, and as the station that asked for it is told of it. Pure."""

from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.events.base import Source
from xlab.events.rounds import AnswerValue, Id, Question, Shows
from xlab.link.base import Message


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

    ``waiting`` counts ideas that the facilitator has not judged. ``source`` is that of all its answers: whoever shows a
    round that is not live says so. A hub that is older than this field asks live rounds only. ``lasts``: a demo asked
    it for the whole group.
    """

    round: Id
    question: Question
    shows: Shows
    open: bool
    answered: int = 0
    ideas: tuple[Idea, ...] = ()
    given: tuple[Given, ...] = ()
    waiting: int = 0
    source: Source = "live"
    lasts: bool = False


class RoundIs(Message, frozen=True):
    """A round that this station asked for, whole; at most four times a second. ``url`` is where phones join, or empty.

    ``wifi`` is what a code for joining the kit's own Wi-Fi holds while that is open, for only who is in it gets there.

    It is told without what was answered at the station's own screen, which the station knows; so ``voter`` counts the
    others, and nothing is counted twice however late the station's own part arrives. What a station asks and what is
    answered there goes the way of all that it records: through its outbox, as facts with ids.

    A round that lasts is told with what was answered at that screen, for a station that was switched off does not
    know it any more: ``own`` names those voters as the station does, and it leaves out who sits there now. It is told
    when the station comes, so that the next run of the ``demo`` finds it.
    """

    now: RoundNow
    url: str = ""
    wifi: Annotated[str, Meta(max_length=400)] = ""
    demo: str = ""
    own: tuple[tuple[int, str], ...] = ()
