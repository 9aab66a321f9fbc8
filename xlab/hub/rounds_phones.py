"""What phones ask of a kit's rounds: to be let in, to answer, to write, to see what they said, to be forgotten.

All of it on the loop: a phone that answers costs no thread, and answers that come together share one sync to the card.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from typing import Final

from xlab.dashboard.ports.rounds import IdeaNow, Mine, RoundRefused
from xlab.events import Answered, IdeaAdded, SideTold
from xlab.events.rounds import AnswerValue
from xlab.events.visitors import Side
from xlab.hub.rounds_book import Book
from xlab.hub.rounds_voters import Voters
from xlab.store import StoreError
from xlab.workshop.answers import fits
from xlab.workshop.rounds import Round, Written

MOST_VOTERS: Final = 1000
"""Voters in one round: twice the phones that a kit is made for."""

MOST_IDEAS: Final = 300
MOST_IDEAS_OF_ONE: Final = 10
"""Ideas in one round, and of one voter: more than a facilitator can read out, and than anybody writes on a phone."""

CLOSED_SHOWN: Final = 20
"""Rounds that are over and that a phone still sees, the newest of them."""

_LONGEST_IDEA: Final = 300


class Phones:
    """The phones of a kit, as :class:`xlab.dashboard.ports.rounds.Rounds` has them."""

    def __init__(self, book: Book, voters: Voters, changed: Callable[[Iterable[str]], None]) -> None:
        """``changed`` is told when a phone came or went, with the rounds in which that changed anything."""
        self._book = book
        self._voters = voters
        self._changed = changed
        self._leaving: set[str] = set()
        self.left: list[Callable[[str], object]] = []
        """Told which voter was forgotten."""

    def knows(self, voter: str) -> bool:
        """See :class:`xlab.dashboard.ports.rounds.Rounds`, here and below."""
        return self._voters.knows(voter)

    def join(self) -> str:
        """A word for a phone that has none."""
        word = self._voters.join()
        self._changed(())
        return word

    def mine(self, voter: str) -> tuple[Mine, ...]:
        """What one phone said."""
        if not self._voters.knows(voter):
            return ()
        self._voters.see(voter)
        rounds = self._book.newest()
        over = [one for one in rounds if not self._book.takes(one)][:CLOSED_SHOWN]
        return tuple(_mine(one, voter) for one in (*filter(self._book.takes, rounds), *over))

    async def answer(self, voter: str, round_id: str, item: str, value: AnswerValue) -> None:
        """Answer, or change an answer. What is on the card already is not written once more."""
        one = self._speaking(voter, round_id)
        if not fits(one.question, item, value, one.answerable()):
            raise RoundRefused("wrong")
        if one.answers(voter).get(item) != value:
            await self._book.store(Answered(round=round_id, voter=voter, item=item, value=value), one)

    async def add_idea(self, voter: str, round_id: str, text: str) -> None:
        """Write an idea. A text is one idea of each voter, so it is written anew; of others, each is one more."""
        one = self._speaking(voter, round_id)
        own = one.ideas_of(voter)
        if not one.takes_ideas or not 0 < len(text) <= _LONGEST_IDEA:
            raise RoundRefused("wrong")
        if any(idea.text == text for idea in own):
            return
        alone = one.question.kind == "text"
        if not alone and len(own) >= MOST_IDEAS_OF_ONE:
            raise RoundRefused("busy")
        if len(one.ideas) >= MOST_IDEAS and not (alone and own):
            raise RoundRefused("full")
        idea = _only_idea_of(voter, round_id) if alone else uuid.uuid4().hex
        await self._book.store(IdeaAdded(round=round_id, idea=idea, voter=voter, text=text), one)

    async def forget(self, voter: str) -> None:
        """Erase all a phone said."""
        try:
            await self.obey(voter)
        except StoreError as error:
            raise RoundRefused("not_stored") from error

    async def obey(self, voter: str) -> None:
        """Erase all a voter said, a phone's or a station's, from the log and from what everybody sees.

        Raises StoreError.
        """
        # What is said meanwhile would be written behind the erasing's back.
        self._leaving.add(voter)
        try:
            changed = await self._book.erase(voter)
        finally:
            self._leaving.discard(voter)
        self._voters.forget(voter)
        for tell in self.left:
            tell(voter)
        self._changed(changed)

    def side(self, voter: str) -> Side:
        """For whom a phone speaks."""
        return self._book.fold.side(voter)

    async def tell_side(self, voter: str, side: Side) -> None:
        """A phone says for whom it speaks, or takes that back."""
        self.speaks(voter)
        if side != self.side(voter):
            await self._book.store(SideTold(voter=voter, side=side))

    def speaks(self, voter: str) -> None:
        """Raise :class:`RoundRefused` unless this phone may say something now. Nothing may be awaited until it did."""
        if not self._voters.knows(voter) or voter in self._leaving:
            raise RoundRefused("unknown")
        if not self._voters.may_speak(voter):
            raise RoundRefused("busy")

    def _speaking(self, voter: str, round_id: str) -> Round:
        """The round, if this phone may say something in it now. Nothing may be awaited until that is handed over."""
        one = self._book.known(round_id)
        if not self._voters.knows(voter) or voter in self._leaving:
            raise RoundRefused("unknown")
        if not self._book.takes(one):
            raise RoundRefused("closed")
        if one.voters >= MOST_VOTERS and not one.knows(voter):
            raise RoundRefused("full")
        if not self._voters.may_speak(voter):
            raise RoundRefused("busy")
        return one


def idea_now(written: Written) -> IdeaNow:
    """An idea, without whose it is."""
    return IdeaNow(id=written.id, text=written.text, verdict=written.verdict, reason=written.reason)


def _mine(one: Round, voter: str) -> Mine:
    return Mine(round=one.id, answers=one.answers(voter), ideas=tuple(map(idea_now, one.ideas_of(voter))))


def _only_idea_of(voter: str, round_id: str) -> str:
    """The id of what a voter writes in a round of texts: the same each time, and nobody can tell the voter by it."""
    return hashlib.sha256(f"{round_id} {voter}".encode()).hexdigest()[:32]
