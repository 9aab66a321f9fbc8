"""Visits: from a charter to a signed-off report, as the facilitator's pages need them."""

from collections.abc import AsyncIterator
from typing import Literal, Protocol

from xlab.events.rounds import Language
from xlab.events.visits import BoardItem, Charter, Decided, Noted
from xlab.workshop.suggest import Rule, Suggestion
from xlab.workshop.visit import Step, VisitNow

Reason = Literal["state", "missing", "unknown", "wrong", "full", "not_stored", "rounds", "few", "many", "long"]
"""``state``: not now; ``missing``: the charter is not complete; ``full``: there is too much on the board; ``few``,
``many``, ``long``: so few or many words of a demo, or so long ones, that nobody can be asked by them."""


class VisitRefused(Exception):
    """Nothing was changed; ``reason`` is the key of a sentence, ``visits.refused_<reason>``."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Visits(Protocol):
    """``kit.visits``. From any thread, never on the loop. A change is on the card, or raises :class:`VisitRefused`."""

    def now(self) -> VisitNow | None:
        """The visit that is prepared, goes on, or waits to be signed off; None between visits."""
        ...

    def all(self) -> tuple[VisitNow, ...]:
        """Every visit, the newest first."""
        ...

    def plan(self, language: Language, practice: bool = False) -> str:
        """Begin a visit, if none is under way; its charter starts from the last one's open ends. Its id."""
        ...

    def write_charter(self, charter: Charter) -> None:
        """The charter, while it is planned."""
        ...

    def amend(self, charter: Charter, reason: str) -> None:
        """A new version of the frozen charter, with its reason."""
        ...

    def step(self, step: Step) -> None:
        """Open, close, reopen or sign off."""
        ...

    def put(self, item: BoardItem, by: Literal["facilitator", "visitor"] = "facilitator") -> None:
        """Put something on the board, or change it."""
        ...

    def drop(self, item: str, reason: str) -> None:
        """Take something off the board."""
        ...

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the rules suggest for the board as it is."""
        ...

    def rules(self) -> tuple[Rule, ...]:
        """The rules that hold, the kit's own or the bundled ones."""
        ...

    def rules_problem(self) -> str:
        """What is wrong with the kit's own rules, as a sentence; then the bundled ones hold. Or empty."""
        ...

    def decide(self, decided: Decided) -> None:
        """Put a decision into the log of decisions, once."""
        ...

    def note(self, noted: Noted) -> None:
        """Write a note for the report, or change it."""
        ...

    def changes(self) -> AsyncIterator[VisitNow | None]:
        """What :meth:`now` says, whenever it changed. On the loop only."""
        ...
