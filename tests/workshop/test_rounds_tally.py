"""What answers add up to, by kind of question, and when nothing is added up at all."""

import pytest

from xlab.events.rounds import AnswerValue, Kind, Option, Question
from xlab.link.rounds import Given, Idea, RoundNow
from xlab.workshop.tally import Row, tally

OPTIONS = tuple(Option(id=one, text={"en": one.upper()}) for one in "abc")


def round_of(kind: Kind, *given: tuple[int, str, AnswerValue], ideas: tuple[Idea, ...] = ()) -> RoundNow:
    options = OPTIONS if kind not in ("scale", "text") else ()
    question = Question(kind=kind, text={"en": "?"}, options=options, most=2, steps=3)
    return RoundNow(
        round="r", question=question, shows="live", open=True, given=tuple(Given(*one) for one in given), ideas=ideas
    )


def rows(now: RoundNow) -> list[tuple[str, float | None]]:
    result = tally(now)
    assert result is not None
    return [(row.id, row.value) for row in result.rows]


@pytest.mark.parametrize("people", [0, 1, 4])
def test_of_few_people_nothing_is_said(people: int) -> None:
    assert tally(round_of("scale", *((n, "", 1) for n in range(1, people + 1)))) is None


def test_several_picks_of_one_person_count_as_one_person() -> None:
    picks: list[AnswerValue] = [("a", "b"), ("a",), ("a", "c"), ("b",), ("a",)]
    now = round_of("choice", *((n, "", value) for n, value in enumerate(picks, 1)))
    assert rows(now) == [("a", 4), ("b", 2), ("c", 1)]
    result = tally(now)
    assert result is not None and {row.n for row in result.rows} == {5} == {result.n}


def test_a_scale_shows_every_step() -> None:
    assert rows(round_of("scale", *((n, "", 3) for n in range(1, 6)))) == [("1", 0), ("2", 0), ("3", 5)]


def test_what_was_left_out_of_an_order_shares_the_last_places() -> None:
    orders: list[AnswerValue] = [("a", "b", "c")] * 4 + [("b",)]
    assert rows(round_of("rank", *((n, "", value) for n, value in enumerate(orders, 1)))) == [
        ("a", 1.3),
        ("b", 1.8),
        ("c", 2.9),
    ]


def test_points_are_a_mean_of_all_who_spent() -> None:
    spent: list[AnswerValue] = [{"a": 100}] * 4 + [{"a": 50, "b": 50}]
    now = round_of("budget", *((n, "", value) for n, value in enumerate(spent, 1)))
    assert rows(now) == [("a", 90), ("b", 10), ("c", 0)]


def test_pairs_make_an_order_and_what_few_compared_has_no_score() -> None:
    given = [(n, "a|b", "b") for n in range(1, 6)] + [(1, "a|c", "c"), (2, "a|c", "nobody")]
    assert rows(round_of("pair", *given)) == [("b", 85.7), ("a", 12.5), ("c", None)]


def test_a_statement_that_few_answered_has_no_numbers() -> None:
    votes = [(n, "a", 1) for n in range(1, 4)] + [(4, "a", 0), (5, "a", -1)]
    votes += [(n, "own", -1) for n in range(1, 5)] + [(n, "b", -1) for n in range(1, 7)]
    result = tally(round_of("statements", *votes, ideas=(Idea(id="own", text="Mine."),)))
    assert result is not None
    assert result.rows == (
        Row(id="a", n=5, parts=(3, 1, 1)),
        Row(id="b", n=6, parts=(0, 0, 6)),
        Row(id="c", n=0),
        Row(id="own", n=4),
    )


def test_words_are_not_counted() -> None:
    assert tally(round_of("text", *((n, "", "x") for n in range(1, 9)))) is None
