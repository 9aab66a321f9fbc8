"""Closed rounds by the sides people spoke for, in words; what may not be shown is left out before. Pure."""

from collections.abc import Mapping

from xlab.events.rounds import Language
from xlab.look.words import Words
from xlab.report.model import SideRow, SideTable
from xlab.workshop.rounds import Round
from xlab.workshop.sides import PICKED, VOTES, BySide
from xlab.workshop.sides import SideRow as Counted


def sides(one: Round, labels: Mapping[str, str], language: Language) -> tuple[SideTable, ...]:
    """The tables of a round; ``labels`` are what its options and ideas say, by id."""
    words = Words(language)
    votes = dict(zip(VOTES, (words(f"rounds.phone_{vote}") for vote in ("agree", "pass", "disagree")), strict=True))

    def table(told: BySide) -> SideTable:
        # Of what was picked, who did not pick it is the rest.
        shown = 1 if told.columns == PICKED else len(told.columns)
        heads = votes if told.columns == VOTES else labels
        columns = (labels[told.item],) if shown == 1 else tuple(heads[column] for column in told.columns)
        return SideTable(
            label=labels[told.item] if told.columns == VOTES else "",
            columns=columns,
            rows=tuple(SideRow(label=_name(row, words), n=row.n, counts=row.counts[:shown]) for row in told.rows),
        )

    return tuple(map(table, one.by_side()))


def _name(row: Counted, words: Words) -> str:
    return words(f"phone.side_{row.side}" if row.side else "rounds.sides_rest")
