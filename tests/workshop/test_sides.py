"""Rounds by side: nobody of a small side can be picked out, and who changes sides later changes nothing."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.workshop.rounds_told import CHOICE, STATEMENTS, Told
from tests.workshop.test_small_cells import worked_out
from xlab.events import Answered, RoundClosed, RoundOpened, SideTold
from xlab.events.rounds import Question
from xlab.workshop.privacy import FEWEST, protect
from xlab.workshop.sides import BySide

TABLES = st.sampled_from([(2, 2), (2, 3), (3, 2)]).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 7), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


def asked(question: Question, **sides: list[object]) -> tuple[Told, tuple[BySide, ...]]:
    """What is told of a round that these people answered, by side; ``none`` did not say theirs."""
    told = Told()
    told.tell(RoundOpened(round="r", question=question, shows="on_close"))
    for side, values in sides.items():
        for number, value in enumerate(values):
            voter = f"{side}-{number}"
            if side != "none":
                told.tell(SideTold(voter=voter, side=side))  # type: ignore[arg-type]
            item = "a" if question.kind == "statements" else ""
            told.tell(Answered(round="r", voter=voter, item=item, value=value))  # type: ignore[arg-type]
    told.tell(RoundClosed(round="r"))
    return told, shown(told)


def shown(told: Told) -> tuple[BySide, ...]:
    return told.rounds.get("r").by_side()


def test_sides_of_five_are_shown_and_smaller_ones_are_with_everybody_else() -> None:
    _, (told,) = asked(
        CHOICE, customer=[("a",)] * 6 + [("b",)] * 5, supplier=[("b",)] * 4, none=[("a",)] * 7 + [("b",)] * 3
    )
    assert [(row.side, row.n, row.counts) for row in told.rows] == [("customer", 11, (6, 5)), ("", 14, (7, 7))]


def test_two_who_did_not_say_are_hidden_among_a_side() -> None:
    _, (told,) = asked(
        CHOICE, customer=[("a",)] * 6 + [("b",)] * 3, team=[("a",)] * 5 + [("b",)] * 5, none=[("b",)] * 2
    )
    # With the nine customers, not alone: the room's total would tell of the two.
    assert [(row.side, row.counts) for row in told.rows] == [("team", (5, 5)), ("", (6, 5))]


def test_statements_and_several_choices_have_a_table_each() -> None:
    _, (told,) = asked(STATEMENTS, customer=[1] * 5 + [-1] * 5, ngo=[1] * 6 + [-1] * 7)
    assert (told.item, told.columns) == ("a", ("1", "0", "-1"))
    # That nobody passed is to be seen of the room, so nobody hides there, and nothing has to be hidden for it.
    assert [row.counts for row in told.rows] == [(5, None, 5), (6, None, 7)]
    several = Question(kind="choice", text={"en": "Which?"}, options=CHOICE.options, most=2)
    _, told = asked(several, customer=[("a",)] * 5 + [("a", "b")] * 6, ngo=[("a",)] * 8 + [("b",)] * 7)
    assert [(one.item, [row.counts for row in one.rows]) for one in told] == [("b", [(6, 5), (7, 8)])]


def test_nothing_is_told_of_an_open_round_or_where_nobody_said_a_side() -> None:
    told, _ = asked(CHOICE, none=[("a",)] * 9 + [("b",)] * 9)
    assert shown(told) == ()
    open_one = Told()
    open_one.tell(RoundOpened(round="r", question=CHOICE, shows="live"))
    for number in range(20):
        open_one.tell(SideTold(voter=f"v{number}", side="team" if number % 2 else "customer"))
        open_one.tell(Answered(round="r", voter=f"v{number}", value=("a",)))
    assert shown(open_one) == ()


def test_who_changes_sides_after_the_round_does_not_show_what_they_answered() -> None:
    told, before = asked(CHOICE, customer=[("a",)] * 7 + [("b",)] * 7, team=[("a",)] * 7 + [("b",)] * 7)
    told.tell(SideTold(voter="customer-0", side="team"))
    told.tell(SideTold(voter="team-13", side=""))
    assert shown(told) == before != ()
    told.rounds.forget("customer-0")
    assert [(row.side, row.n) for row in shown(told)[0].rows] == [("customer", 13), ("team", 14)]


@settings(max_examples=40, deadline=None)
@given(TABLES)
@example([[0, 3, 7], [0, 6, 9]])  # in an empty column nobody hides, or the three would follow
@example([[0, 5, 5], [0, 5, 5]])
def test_with_known_totals_no_small_cell_is_shown_nor_follows(counts: list[list[int]]) -> None:
    told = protect(counts, totals_known=True)
    inner = [cell for row in told[:-1] for cell in row[:-1]]
    assert all(cell is None or cell >= FEWEST for cell in inner)
    assert [row[-1] for row in told] == [*map(sum, counts), sum(map(sum, counts))]
    # What the totals alone give away was known before: a column that nobody is in, a row in one column.
    hidden = [[None if column < len(row) - 1 else row[-1] for column in range(len(row))] for row in told[:-1]]
    alone = worked_out([*hidden, told[-1]])
    assert set(worked_out(told)) <= set(alone)
