"""Rounds in memory: one answer of each voter to each item, and everybody who listens is told at once."""

import asyncio
import threading
from collections.abc import AsyncIterator

import msgspec

from xlab.dashboard.ports.rounds import IdeaNow, Mine, Moderated, Refusal, RoundRefused
from xlab.events import Source
from xlab.events.rounds import AnswerValue, Question, Shows, Verdict
from xlab.link.rounds import Given, Idea, RoundNow


class _Round:
    def __init__(self, round_id: str, question: Question, shows: Shows, source: Source) -> None:
        self.id = round_id
        self.question = question
        self.shows = shows
        self.source = source
        self.open = True
        self.answers: dict[tuple[str, str], AnswerValue] = {}
        self.ideas: dict[str, tuple[str, IdeaNow]] = {}

    def now(self, *, lasts: bool = False) -> RoundNow:
        voters = list(dict.fromkeys(voter for voter, _ in self.answers))
        seen = not self.open or self.shows == "live"
        return RoundNow(
            round=self.id,
            question=self.question,
            shows=self.shows,
            open=self.open,
            answered=len(set(voters) | {voter for voter, _ in self.ideas.values()}),
            ideas=tuple(Idea(id=one.id, text=one.text) for _, one in self.ideas.values() if one.verdict == "shown"),
            given=tuple(
                Given(voters.index(voter) + 1, item, value) for (voter, item), value in self.answers.items() if seen
            ),
            waiting=sum(one.verdict is None for _, one in self.ideas.values()),
            source=self.source,
            lasts=lasts,
        )


class FakeRounds:
    """Implements :class:`xlab.dashboard.ports.rounds.Rounds`. Every voter's word begins with ``v``."""

    def __init__(self) -> None:
        self.voters: set[str] = set()
        self.past = 0
        self.rounds: list[_Round] = []
        self.refusal: Refusal | None = None
        self.source: Source = "live"
        """Of the rounds that are opened from now on."""
        self.away = False
        """Break as a kit does that is stopping: what is asked fails without an answer."""
        self.taken = 0
        self.lasting: dict[str, str] = {}
        """The demos that asked rounds for the whole group, by round, at the first station."""
        self._lock = threading.RLock()
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._over = False

    def knows(self, voter: str) -> bool:
        return voter in self.voters

    def join(self) -> str:
        with self._lock:
            self._refuse()
            voter = f"v{self.past + len(self.voters):015x}"
            self.voters.add(voter)
        self._tell()
        return voter

    def mine(self, voter: str) -> tuple[Mine, ...]:
        with self._lock:
            return tuple(
                Mine(
                    round=one.id,
                    answers={item: value for (by, item), value in one.answers.items() if by == voter},
                    ideas=tuple(idea for by, idea in one.ideas.values() if by == voter),
                )
                for one in reversed(self.rounds)
            )

    async def answer(self, voter: str, round_id: str, item: str, value: AnswerValue) -> None:
        self.put_answer(voter, round_id, item, value)

    async def add_idea(self, voter: str, round_id: str, text: str) -> None:
        self.put_idea(voter, round_id, text)

    def put_answer(self, voter: str, round_id: str, item: str, value: AnswerValue) -> None:
        """As :meth:`answer`, from the thread of a test."""
        with self._lock:
            one = self._open_round(round_id)
            if one.question.kind == "text" or (one.question.kind == "choice" and item):
                raise RoundRefused("wrong")
            one.answers[voter, item] = value
            self.taken += 1
        self._tell()

    def put_idea(self, voter: str, round_id: str, text: str) -> None:
        """As :meth:`add_idea`, from the thread of a test."""
        with self._lock:
            one = self._open_round(round_id)
            if not one.question.ideas and one.question.kind != "text":
                raise RoundRefused("wrong")
            one.ideas.setdefault(f"{voter} {text}", (voter, IdeaNow(id=f"idea-{len(one.ideas)}", text=text)))
            self.taken += 1
        self._tell()

    async def forget(self, voter: str) -> None:
        with self._lock:
            self.voters.discard(voter)
            for one in self.rounds:
                one.answers = {key: value for key, value in one.answers.items() if key[0] != voter}
                one.ideas = {key: value for key, value in one.ideas.items() if value[0] != voter}
        self._tell()

    def all(self) -> tuple[Moderated, ...]:
        with self._lock:
            return tuple(
                Moderated(
                    now=one.now(lasts=one.id in self.lasting),
                    ideas=tuple(idea for _, idea in one.ideas.values()),
                    station="st-1" if one.id in self.lasting else None,
                    demo=self.lasting.get(one.id, ""),
                )
                for one in reversed(self.rounds)
            )

    def open(self, question: Question, shows: Shows) -> str:
        with self._lock:
            self._refuse()
            round_id = f"round-{len(self.rounds) + 1}"
            self.rounds.append(_Round(round_id, question, shows, self.source))
        self._tell()
        return round_id

    def close(self, round_id: str) -> None:
        with self._lock:
            self._open_round(round_id).open = False
        self._tell()

    def judge(self, round_id: str, idea: str, verdict: Verdict, reason: str = "") -> None:
        with self._lock:
            for one in self.rounds:
                for key, (voter, known) in one.ideas.items():
                    if (one.id, known.id) == (round_id, idea):
                        judged = msgspec.structs.replace(known, verdict=verdict, reason=reason)
                        one.ideas[key] = (voter, judged)
                        break
                else:
                    continue
                break
            else:
                raise RoundRefused("unknown")
        self._tell()

    def joined(self) -> int:
        return len(self.voters)

    async def changes(self) -> AsyncIterator[tuple[Moderated, ...]]:
        own = (asyncio.get_running_loop(), asyncio.Event())
        self._listeners.add(own)
        try:
            while not self._over:
                own[1].clear()
                yield self.all()
                await own[1].wait()
        finally:
            self._listeners.discard(own)

    # What tests do to it.

    def next_visit(self) -> None:
        """The words of phones open nothing any more."""
        self.past = len(self.voters) + self.past
        self.voters.clear()

    def end_streams(self) -> None:
        """End every iteration, as a hub does that stops."""
        self._over = True
        self._tell()

    def begin_again(self) -> None:
        """Be there again after :meth:`end_streams`, as a hub that was restarted."""
        self._over = False

    @property
    def followed(self) -> int:
        """How many iterate over changes."""
        return len(self._listeners)

    def _tell(self) -> None:
        for loop, changed in list(self._listeners):
            loop.call_soon_threadsafe(changed.set)

    def _refuse(self) -> None:
        if self.away:
            raise TimeoutError
        if self.refusal is not None:
            raise RoundRefused(self.refusal)

    def _open_round(self, round_id: str) -> _Round:
        self._refuse()
        for one in self.rounds:
            if one.id == round_id:
                if not one.open:
                    raise RoundRefused("closed")
                return one
        raise RoundRefused("unknown")
