"""Rounds as a fold of events: what was asked, what is answered now, what people added. Pure.

An answer is one voter's about one item, and the last one counts. Order is the order of a kit's log, so events of
several kits may come in any order that keeps each kit's own. What does not belong is passed over: an answer to no such
round, to a closed one, or that answers nothing; a station's word about another station's round.

A round that a demo asked ends with its run, or when another run begins at its station: a kiosk that was killed never
says so itself. One that lasts ends with its group, or when the demo asks something else there. What its own screen was
told before the group went still counts when it comes late, until the station says itself that the round is over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from xlab.events import (
    Answered,
    BoardOffered,
    Event,
    Fact,
    GroupBegan,
    IdeaAdded,
    IdeaJudged,
    RoundClosed,
    RoundOpened,
    RunEnded,
    RunStarted,
    SideTold,
    Source,
)
from xlab.events.rounds import AnswerValue, Shows, Verdict
from xlab.events.visitors import Side
from xlab.link.rounds import Given, Idea, RoundNow
from xlab.workshop.answers import WITH_IDEAS, fits, flaw, items
from xlab.workshop.sides import BySide, by_side

KINDS: Final[tuple[type[Fact], ...]] = (
    RoundOpened,
    Answered,
    IdeaAdded,
    IdeaJudged,
    RoundClosed,
    RunStarted,
    RunEnded,
    SideTold,
    GroupBegan,
)
"""The facts that rounds are made of."""

PRIVATE: Final[tuple[type[Fact], ...]] = (Answered, IdeaAdded, SideTold, BoardOffered)
"""What one person said: it leaves the hub as part of a :class:`RoundNow`, as a count, or not at all."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """An idea: whose, and what the facilitator said of it. ``verdict`` None: it waits."""

    id: str
    voter: str
    text: str
    verdict: Verdict | None = None
    reason: str = ""


class Round:
    """One round. Read it; only :class:`Rounds` changes it."""

    def __init__(self, opened: Event, fact: RoundOpened) -> None:
        self.id = fact.round
        self.question = fact.question
        self.shows: Shows = fact.shows
        self.demo, self.run, self.lasts = fact.demo, fact.run, fact.lasts and bool(fact.run)
        self.kit, self.station, self.visit = opened.kit, opened.station, opened.visit
        self.source: Source = opened.source
        self.open = True
        self._waits = False  # for what its own screen was told before the group went
        self.ideas: dict[str, Written] = {}
        self._answers: dict[str, dict[str, AnswerValue]] = {}
        self._seats: dict[str, str] = {}
        self._sides: dict[str, Side] = {}
        self._views: dict[str | None, RoundNow] = {}
        self._by_side: tuple[BySide, ...] | None = None

    def answers(self, voter: str) -> Mapping[str, AnswerValue]:
        """What one voter answered, by item."""
        return dict(self._answers.get(voter, {}))

    def ideas_of(self, voter: str) -> tuple[Written, ...]:
        """What one voter wrote."""
        return tuple(idea for idea in self.ideas.values() if idea.voter == voter)

    def knows(self, voter: str) -> bool:
        """Whether this voter said anything in this round."""
        return voter in self._answers

    @property
    def voters(self) -> int:
        """How many said anything."""
        return len(self._answers)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Whose side each voter was on when the round closed, in the order of their numbers; none while it is open.

        It is not asked anew: who changed sides after that would show in the numbers what they had answered.
        """
        return () if self.open else tuple(self._sides.get(voter, "") for voter in self._answers)

    def at_screen(self) -> Mapping[int, str]:
        """The words of those who answered at a station's screen, by the numbers they have in :meth:`now`."""
        if self.station is None:
            return {}
        return {n: voter for n, voter in enumerate(self._answers, start=1) if self._seats.get(voter) == self.station}

    def by_side(self) -> tuple[BySide, ...]:
        """What each side answered, once it closed; see :func:`xlab.workshop.sides.by_side`."""
        if self._by_side is None:
            self._by_side = by_side(self.now(), self.sides)
        return self._by_side

    def answerable(self) -> tuple[str, ...]:
        """The ids of ideas that others may answer now."""
        shown = self.question.kind in WITH_IDEAS
        return tuple(idea.id for idea in self.ideas.values() if idea.verdict == "shown") if shown else ()

    def now(self, without: str | None = None) -> RoundNow:
        """The round as everybody may see it; ``without`` what was said at this station, which knows that itself."""
        view = self._views.get(without)
        if view is None:
            view = self._views[without] = self._seen(without)
        return view

    def _seen(self, without: str | None) -> RoundNow:
        hidden = self.open and self.shows == "on_close"
        voters = [one for one in self._answers if without is None or self._seats.get(one) != without]
        ideas = [idea for idea in self.ideas.values() if idea.verdict == "shown"]
        # Ideas that others answer are part of the question; ideas that are the answer are hidden like any other.
        ideas = [] if hidden and self.question.kind not in WITH_IDEAS else ideas
        return RoundNow(
            round=self.id,
            question=self.question,
            shows=self.shows,
            open=self.open,
            answered=len(voters),
            ideas=tuple(Idea(id=idea.id, text=idea.text) for idea in ideas),
            given=() if hidden else tuple(self._given(voters)),
            waiting=sum(idea.verdict is None for idea in self.ideas.values()),
            source=self.source,
            lasts=self.lasts,
        )

    def _given(self, voters: Iterable[str]) -> Iterator[Given]:
        # What is out of sight takes the answers about it along: an idea that waits, is parked or was forgotten.
        seen = {"", *(option.id for option in self.question.options), *self.answerable()}
        for number, voter in enumerate(voters, start=1):
            for item, value in self._answers[voter].items():
                if item in seen or seen.issuperset(items(item)):
                    yield Given(number, item, value)

    def _take(self, event: Event, sides: Mapping[str, Side]) -> bool:
        """Fold one event of this round; False if it does not belong. ``sides`` are those of all voters now."""
        match event.fact:
            case Answered(voter=voter, item=item, value=value):
                # An idea may come to be known, parked or forgotten at any time: whether it can be seen is asked later.
                ideas = items(item) if self.question.ideas else ()
                if not self._takes(event) or not fits(self.question, item, value, ideas):
                    return False
                self._answers.setdefault(voter, {})[item] = value
                self._sits(voter, event.station)
            case IdeaAdded(idea=idea, voter=voter, text=text):
                known = self.ideas.get(idea)
                mine = known is None or known.voter == voter
                if not self._takes(event) or not mine or not self.takes_ideas:
                    return False
                self.ideas[idea] = Written(id=idea, voter=voter, text=text)
                self._answers.setdefault(voter, {})
                self._sits(voter, event.station)
            case IdeaJudged(idea=idea, verdict=verdict, reason=reason):
                if idea not in self.ideas or event.station is not None:
                    return False
                judged = msgspec.structs.replace(self.ideas[idea], verdict=verdict, reason=reason)
                self.ideas[idea] = judged
            case _:
                if not self.open:
                    self._waits = False
                    return False
                self.open, self._waits = False, isinstance(event.fact, GroupBegan)
                self._sides = {voter: sides[voter] for voter in self._answers if voter in sides}
        self._views.clear()
        self._by_side = None
        return True

    @property
    def takes_ideas(self) -> bool:
        """Whether people may write something."""
        return self.question.ideas or self.question.kind == "text"

    def _takes(self, event: Event) -> bool:
        return self.open or (self._waits and event.station == self.station)

    def _sits(self, voter: str, station: str | None) -> None:
        if station is not None:
            self._seats[voter] = station

    def _forget(self, voter: str) -> bool:
        if self._answers.pop(voter, None) is None:
            return False
        self.ideas = {one: idea for one, idea in self.ideas.items() if idea.voter != voter}
        self._seats.pop(voter, None)
        self._sides.pop(voter, None)
        self._views.clear()
        self._by_side = None
        return True


class Rounds:
    """All rounds. Feed it events; an event that was taken in already changes nothing."""

    def __init__(self) -> None:
        self._rounds: dict[str, Round] = {}
        self._sides: dict[str, dict[str, Side]] = {}  # by visit and voter
        self._seen: dict[str, int] = {}

    def __iter__(self) -> Iterator[Round]:
        """Every round, the oldest first."""
        return iter(tuple(self._rounds.values()))

    def get(self, round_id: str) -> Round | None:
        """The round of this id."""
        return self._rounds.get(round_id)

    def apply(self, event: Event) -> tuple[str, ...]:
        """Take in an event; the ids of the rounds that it changed."""
        if event.seq <= self._seen.get(event.kit, 0):
            return ()
        self._seen[event.kit] = event.seq
        match event.fact:
            case RoundOpened() as fact:
                return self._opened(event, fact)
            case RunStarted() | RunEnded() | GroupBegan():
                return self._close(event, lambda one: _is_over(one, event))
            case Answered() | IdeaAdded() | IdeaJudged() | RoundClosed() as fact:
                known = self._rounds.get(fact.round)
                if known is not None and _may(event, known) and known._take(event, self._sides_of(known)):
                    return (known.id,)
            case SideTold(voter=voter, side=side):
                self._sides.setdefault(event.visit or "", {})[voter] = side
        return ()

    def side(self, voter: str) -> Side:
        """For whom a voter speaks; empty if they did not say."""
        return next((sides[voter] for sides in self._sides.values() if voter in sides), "")

    def forget(self, voter: str) -> tuple[str, ...]:
        """Drop all that a voter said, as the log does; the ids of the rounds that it changed."""
        for sides in self._sides.values():
            sides.pop(voter, None)
        return tuple(one.id for one in self._rounds.values() if one._forget(voter))

    def drop(self, which: Callable[[Round], bool]) -> None:
        """Leave these rounds out from now on, with all that was and will be said in them."""
        self._rounds = {one.id: one for one in self._rounds.values() if not which(one)}

    def keep_sides(self, visit: str) -> None:
        """Forget on whose side anybody stood in other visits."""
        self._sides = {visit: self._sides.get(visit, {})}

    def _sides_of(self, one: Round) -> Mapping[str, Side]:
        return self._sides.get(one.visit or "", {})

    def _opened(self, event: Event, fact: RoundOpened) -> tuple[str, ...]:
        if fact.round in self._rounds or flaw(fact.question) or (event.station is not None and not fact.run):
            return ()
        # A run asks one thing at a time, and what lasts lasts until its demo asks something else there.
        ended = self._close(event, lambda one: _makes_way(one, event, fact)) if fact.run else ()
        self._rounds[fact.round] = Round(event, fact)
        return (*ended, fact.round)

    def _close(self, event: Event, which: Callable[[Round], bool]) -> tuple[str, ...]:
        """Close some of the rounds that runs of the event's kit asked."""
        mine = (one for one in self._rounds.values() if one.run and one.open and one.kit == event.kit)
        over = [one for one in mine if which(one)]
        return tuple(one.id for one in over if one._take(event, self._sides_of(one)))


def _is_over(one: Round, event: Event) -> bool:
    """Whether a run that began or ended, or another group, is the end of a round that a run asked."""
    match event.fact:
        case RunStarted(run=run):
            return not one.lasts and one.station == event.station and one.run != run
        case RunEnded(run=run):
            return not one.lasts and one.station == event.station and one.run == run
    return one.lasts and one.visit == event.visit


def _makes_way(one: Round, event: Event, asked: RoundOpened) -> bool:
    """Whether a round is over as a run asks something."""
    mine = one.station == event.station
    return mine and (one.run == asked.run or (one.lasts and one.demo == asked.demo and one.visit == event.visit))


def _may(event: Event, known: Round) -> bool:
    """A station speaks in its own rounds and in those of the whole room, which it may answer but not close."""
    if event.kit != known.kit:
        return False
    if event.station is None or event.station == known.station:
        return True
    return known.station is None and isinstance(event.fact, Answered | IdeaAdded)
