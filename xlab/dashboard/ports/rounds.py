"""Rounds, as phones and the facilitator need them."""

from collections.abc import AsyncIterator, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from xlab.events.rounds import AnswerValue, Question, Shows, Verdict
from xlab.link.rounds import RoundNow
from xlab.workshop.sides import BySide

Refusal = Literal["closed", "unknown", "wrong", "busy", "full", "not_stored"]
"""``wrong``: no answer to it; ``busy``: this phone answers faster than a person; ``full``: too many phones."""


class RoundRefused(Exception):
    """Nothing was stored; ``reason`` is the key of a sentence, ``rounds.refused_<reason>``."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason: Refusal = reason


class IdeaNow(Struct, frozen=True, kw_only=True):
    """An idea as the facilitator sees it; ``verdict`` None: it waits."""

    id: str
    text: str
    verdict: Verdict | None = None
    reason: str = ""


class Moderated(Struct, frozen=True, kw_only=True):
    """A round as the facilitator sees it: ``now`` is what all may see, so results stay hidden here too.

    ``sides``: what each side answered, once it closed, with nothing of a group under five.
    """

    now: RoundNow
    station: str | None = None
    demo: str = ""
    ideas: tuple[IdeaNow, ...] = ()
    sides: tuple[BySide, ...] = ()


class Mine(Struct, frozen=True, kw_only=True):
    """What one phone said in one round: its answers by item, and its own ideas, seen by others or not."""

    round: str
    answers: Mapping[str, AnswerValue]
    ideas: tuple[IdeaNow, ...] = ()


class Rounds(Protocol):
    """``kit.rounds``. A change is on the card, or raises :class:`RoundRefused`.

    What phones ask, down to :meth:`forget`, on the loop only; the rest from any thread but never on the loop.
    """

    def knows(self, voter: str) -> bool:
        """Whether this is a phone's word of the visit under way; one of an earlier visit is nobody's. Anywhere."""
        ...

    def join(self) -> str:
        """A voter's word for a phone that has none; it dies with the visit."""
        ...

    def mine(self, voter: str) -> tuple[Mine, ...]:
        """What a phone said in the rounds it may answer, the newest first, then in closed ones of this visit."""
        ...

    async def answer(self, voter: str, round_id: str, item: str, value: AnswerValue) -> None:
        """Answer, or change an answer; what many phones say at once is synced to the card together."""
        ...

    async def add_idea(self, voter: str, round_id: str, text: str) -> None:
        """Write an idea, or answer a question for text."""
        ...

    async def forget(self, voter: str) -> None:
        """Erase all this phone answered; it stays counted nowhere."""
        ...

    def all(self) -> tuple[Moderated, ...]:
        """Every round, the newest first."""
        ...

    def open(self, question: Question, shows: Shows) -> str:
        """Put a question to the room; the id of the round."""
        ...

    def close(self, round_id: str) -> None:
        """Take no more answers."""
        ...

    def judge(self, round_id: str, idea: str, verdict: Verdict, reason: str = "") -> None:
        """Show, park or hide an idea."""
        ...

    def joined(self) -> int:
        """Phones that joined and were seen in the last minutes. Anywhere."""
        ...

    def changes(self) -> AsyncIterator[tuple[Moderated, ...]]:
        """What :meth:`all` says: at once, then whenever anything in it changed or a phone joined. On the loop only.

        A slow listener misses what is between and gets the newest. It ends when the hub stops.
        """
        ...
