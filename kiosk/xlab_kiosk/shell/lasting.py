"""Questions that outlive the runs that asked them, as this station knows them.

The hub tells all that was answered, also at this screen; this station remembers what was answered here since it was
switched on. Both name a visitor at the screen by the same word, so that nobody counts twice, however late the hub hears
of it, and nobody is missing while it is away.
"""

from collections.abc import Iterator
from typing import Final

from xlab.events.rounds import AnswerValue, Question, Shows
from xlab.link import RoundIs
from xlab.workshop.answers import fits, items
from xlab_kiosk.stage.room import AskRoom

HERE: Final = 1_000_000
"""Visitors at this screen are numbered from here: the hub counts voters from 1, and never so many."""


class Lasting:
    """One such question. ``round`` is its id."""

    def __init__(self, round_id: str, question: Question, shows: Shows) -> None:
        self.round = round_id
        self.question = question
        self.shows: Shows = shows
        self.open = self.lasts = True
        """Whether it takes answers, and whether the next run will find it."""
        self.told: RoundIs | None = None
        self._said: dict[str, dict[str, AnswerValue]] = {}

    def asks(self, asked: AskRoom) -> bool:
        """Whether it is this that the demo asks now."""
        return asked.lasts and (asked.question, asked.shows) == (self.question, self.shows)

    def answered(self, voter: str, item: str, value: AnswerValue) -> None:
        """Somebody answered at this screen."""
        if fits(self.question, item, value, items(item) if self.question.ideas else ()):
            self._said.setdefault(voter, {})[item] = value

    def wrote(self, voter: str) -> None:
        """Somebody wrote an idea at this screen."""
        self._said.setdefault(voter, {})

    def hear(self, told: RoundIs) -> None:
        """The hub told of it."""
        self.told = told
        self.open = self.open and told.now.open

    def others(self, sitting: str) -> int:
        """How many answered, but for whoever sits here now: those whose words begin with ``sitting``."""
        known = dict(self.told.own) if self.told is not None else {}
        here = {word for word in {*known.values(), *self._said} if not _is_of(word, sitting)}
        phones = self.told.now.answered - len(known) if self.told is not None else 0
        return phones + len(here)

    def given(self, sitting: str) -> Iterator[tuple[int, str, AnswerValue]]:
        """What the others answered: voter, item, value."""
        own = dict(self.told.own) if self.told is not None else {}
        for given in self.told.now.given if self.told is not None else ():
            word = own.get(given.voter, "")
            if word not in self._said and not _is_of(word, sitting):
                yield given.voter, given.item, given.value
        # What is out of sight takes the answers about it along, as it does in the hub.
        seen = {"", *(option.id for option in self.question.options)}
        seen |= {idea.id for idea in self.told.now.ideas} if self.told is not None else set()
        for number, (word, said) in enumerate(self._said.items(), start=HERE):
            if not _is_of(word, sitting):
                yield from ((number, item, value) for item, value in said.items() if seen.issuperset(items(item)))


class Lastings:
    """All of them, one of each demo. They end with the group of visitors."""

    def __init__(self) -> None:
        self._open: dict[str, Lasting] = {}
        self._ended: set[str] = set()

    def of(self, demo: str) -> Lasting | None:
        """What this demo asked and nobody ended."""
        one = self._open.get(demo)
        return one if one is not None and one.open else None

    def keep(self, demo: str, one: Lasting) -> None:
        """The demo asked this."""
        self._open[demo] = one

    def end(self, demo: str) -> Lasting | None:
        """What this demo asked lasts no longer, and is given to whoever writes that down."""
        one = self._open.pop(demo, None)
        if one is None or not one.open:
            return None
        one.lasts = False
        self._ended.add(one.round)  # the hub may tell of it once more before it hears that
        return one

    def end_all(self) -> list[Lasting]:
        """Another group is here, or another visit: nothing that was asked before goes on."""
        return [one for demo in tuple(self._open) if (one := self.end(demo)) is not None]

    def hear(self, told: RoundIs) -> None:
        """The hub told of a round; one that this station asked before it was switched off is found again."""
        known = self.of(told.demo)
        if known is not None and known.round == told.now.round:
            known.hear(told)
        elif known is None and told.now.lasts and told.now.open and told.now.round not in self._ended:
            found = Lasting(told.now.round, told.now.question, told.now.shows)
            found.hear(told)
            self._open[told.demo] = found


def _is_of(word: str, sitting: str) -> bool:
    return word.startswith(f"{sitting}/")
