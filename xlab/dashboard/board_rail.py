"""The supply-chain rail: where on it each platform of the board sits, as shapes a template draws. Pure.

Once along a wide page and once down a phone: names are wrapped here, since a drawing does not wrap them by itself.
"""

import textwrap
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from xlab.events.visits import Platform, SupplyStage
from xlab.workshop.board import STAGES, Board

LINES: Final = 2
"""Lines of a name; what is longer ends in an ellipsis. The list below the drawing has it whole."""

_CARD: Final = 62
_GAP: Final = 8


class Card(Struct, frozen=True):
    """A platform on the rail, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    stage: SupplyStage
    title: tuple[str, ...]
    who: str
    pilot: bool


class Stop(Struct, frozen=True):
    """A stage of the supply chain on the rail; the name stands at ``tx``, ``ty``."""

    stage: SupplyStage
    x: float
    y: float
    tx: float
    ty: float
    lit: bool


class Rail(Struct, frozen=True):
    """The drawing: its size, the line from first to last stop, the stops and the cards."""

    width: float
    height: float
    along: bool
    stops: tuple[Stop, ...]
    cards: tuple[Card, ...]


def rail(board: Board, pattern: Callable[[str], str], along: bool) -> Rail:
    """Draw a board's platforms; ``pattern`` gives a pattern's name, ``along`` is for a wide page."""
    by_stage = {stage: [one for one in board.platforms.values() if one.stage == stage] for stage in STAGES}
    return _along(board, by_stage, pattern) if along else _down(board, by_stage, pattern)


def _along(board: Board, by_stage: dict[SupplyStage, list[Platform]], pattern: Callable[[str], str]) -> Rail:
    column, top, first = 200.0, 34.0, 92.0
    stops, cards = [], []
    for number, (stage, platforms) in enumerate(by_stage.items()):
        centre = column * number + column / 2
        stops.append(Stop(stage, centre, top, centre, top + 36, bool(platforms)))
        for row, one in enumerate(platforms):
            y = first + row * (_CARD + _GAP)
            cards.append(_card(board, one, pattern, centre - column / 2 + 5, y, column - 10, 20))
    most = max(map(len, by_stage.values()))
    return Rail(column * len(STAGES), first + most * (_CARD + _GAP), True, tuple(stops), tuple(cards))


def _down(board: Board, by_stage: dict[SupplyStage, list[Platform]], pattern: Callable[[str], str]) -> Rail:
    width, left, y = 340.0, 20.0, 24.0
    stops, cards = [], []
    for stage, platforms in by_stage.items():
        stops.append(Stop(stage, left, y, left + 26, y + 6, bool(platforms)))
        y += 24
        for one in platforms:
            cards.append(_card(board, one, pattern, left + 24, y, width - left - 26, 34))
            y += _CARD + _GAP
        y += 16
    return Rail(width, y, False, tuple(stops), tuple(cards))


def _card(
    board: Board, one: Platform, pattern: Callable[[str], str], x: float, y: float, width: float, letters: int
) -> Card:
    stakeholder = board.stakeholders.get(one.stakeholder)
    who = stakeholder.name if stakeholder is not None else ""
    piloted = any(pilot.platform == one.id for pilot in board.pilots.values())
    lines = textwrap.wrap(pattern(one.pattern), letters, max_lines=LINES, placeholder=" …") or [""]
    # A word longer than the card is cut: wrapping breaks it, and the second half stands in the next line.
    return Card(x, y, width, _CARD, one.stage, tuple(lines), _short(who, letters + 2), piloted)


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
