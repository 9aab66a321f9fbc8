"""The rules and the story of Grow the Pie, without a picture."""

from random import Random

import pytest

from xlab.methods.games import AXELROD, STRATEGIES, play
from xlab_demo_grow_the_pie import record
from xlab_demo_grow_the_pie.game import (
    CLOCK,
    CONTRACT_S,
    MOST,
    SIDES,
    START,
    TURN_S,
    WHOLE,
    Making,
    Move,
    outcome,
    served,
)
from xlab_demo_grow_the_pie.pie import claimed, grown, sorted_out
from xlab_demo_grow_the_pie.story import Story
from xlab_kiosk.stage import Keep

STEP = 1 / 60


def run(story: Story, seconds: float) -> None:
    for _ in range(round(seconds / STEP)):
        story.update(STEP)


def seated(seed: int = 0) -> Story:
    story = Story(Random(seed))
    story.sit(0)
    story.sit(1)
    return story


@pytest.mark.parametrize(
    ("moves", "home", "grew"),
    [
        (("share", "share"), (0, 0), True),
        (("share", "hold"), (0, 5), False),
        (("hold", "share"), (5, 0), False),
        (("hold", "hold"), (1, 1), False),
        (("contract", "hold"), (1, 1), False),
        (("contract", "share"), (0, 0), True),
    ],
)
def test_a_turn_pays_as_axelrods_and_a_contract_protects(
    moves: tuple[Move, Move], home: tuple[int, int], grew: bool
) -> None:
    found = outcome(moves)
    assert (found.home, found.grew) == (home, grew)
    assert found.seconds == TURN_S + CONTRACT_S * moves.count("contract")


@pytest.mark.parametrize("one", sorted(STRATEGIES))
@pytest.mark.parametrize("other", ["tit_for_tat", "defector", "prober"])
def test_the_shapley_split_of_a_game_is_its_score_in_axelrods_sense(one: str, other: str) -> None:
    match, making = play(STRATEGIES[one], STRATEGIES[other], 12, payoffs=AXELROD), Making()
    for mine, theirs in zip(*match.moves, strict=True):
        making.play(("share" if mine else "hold", "share" if theirs else "hold"))
    assert making.deal.split == tuple(START + score for score in match.scores)
    assert sum(making.deal.split) == sum(making.alone) + making.pie


@pytest.mark.parametrize("claims", [(50, 50), (45, 55), (5, 95), (30, 40), (0, 100)])
def test_what_is_served_is_never_more_than_there_is_and_nothing_is_lost_in_rounding(claims: tuple[int, int]) -> None:
    for turns in range(1, WHOLE + 1):
        making = Making()
        for _ in range(turns):
            making.play(("share", "share"))
        home = served(making, claims, agreed=True)
        assert sum(home) <= making.pie + 2 * START <= MOST
        if sum(claims) == 100:
            assert sum(home) == making.pie + 2 * START
    assert served(making, (60, 60), agreed=True) == served(making, claims, agreed=False) == (START, START)


def test_two_who_trust_and_hurry_ship_a_whole_pie_before_the_rival() -> None:
    story = seated()
    while story.scene in ("choosing", "revealing"):
        run(story, 1.5)
        for side in SIDES:
            story.choose(side, "share")
    assert story.whole
    assert story.making.clock < CLOCK
    run(story, 3)
    for side in SIDES:
        story.agree(side)
    assert (story.scene, story.home) == ("served", (MOST // 2, MOST // 2))


def test_contracts_are_few_and_leave_less_pie() -> None:
    story = seated()
    while story.scene in ("choosing", "revealing"):
        run(story, 1.5)
        for side in SIDES:
            story.choose(side, "contract")
            story.choose(side, "share")
    assert story.making.contracts == 4
    assert 0 < story.making.slices < WHOLE


def test_a_move_cannot_be_taken_back_and_nobody_is_shown_it_before_both_chose() -> None:
    story = seated()
    story.choose(0, "hold")
    story.choose(0, "share")
    run(story, 1)
    assert (story.chosen[0], story.scene, story.last) == ("hold", "choosing", None)


def test_too_much_is_no_deal_until_somebody_gives() -> None:
    story = seated()
    for side in SIDES:
        story.choose(side, "share")
    while story.scene != "splitting":
        run(story, 1)
        for side in SIDES:
            story.choose(side, "hold")
    story.claim(0, 70)
    story.agree(0)
    story.agree(1)
    assert story.scene == "splitting"
    story.claim(1, 30)
    assert story.agreed == [True, False]
    story.agree(1)
    assert story.deal
    assert story.home[0] > story.home[1]


def test_who_insists_on_too_much_loses_the_pie() -> None:
    story = seated()
    for side in SIDES:
        story.choose(side, "share")
    while story.scene != "splitting":
        run(story, 1)
    story.claim(0, 80)
    run(story, 30)
    assert (story.scene, story.deal) == ("served", False)
    assert story.home == story.making.alone


@pytest.mark.parametrize("after", [0, 1, 3])
def test_left_alone_it_comes_to_rest_within_the_kits_patience(after: int) -> None:
    story = seated()
    for _ in range(after):
        for side in SIDES:
            story.choose(side, "share")
        run(story, 4)
    run(story, 45)
    assert story.scene == "served"


def test_who_sits_alone_plays_a_machine_that_answers_in_kind_and_splits_fairly() -> None:
    story = Story(Random(1))
    story.sit(1)
    run(story, 9)
    assert (story.machine, story.scene) == (0, "choosing")
    while story.scene in ("choosing", "revealing"):
        story.choose(1, "share")
        run(story, 0.5)
    assert story.making.alone == (START, START)
    assert story.making.slices == WHOLE
    run(story, 5)
    story.agree(1)
    assert story.home == (MOST // 2, MOST // 2)


def test_the_figures_at_the_end_are_those_of_the_method() -> None:
    rng = Random(1)
    for name, percent in (
        ("generous_tit_for_tat", record.FORGIVING),
        ("tit_for_tat", record.NEVER_FORGIVING),
        ("defector", record.HOLDING),
    ):
        strategy, most = STRATEGIES[name], 2 * AXELROD.reward * record.TURNS * record.GAMES
        games = (play(strategy, strategy, record.TURNS, noise=record.SLIPS, rng=rng) for _ in range(record.GAMES))
        assert round(100 * sum(sum(game.scores) for game in games) / most) == percent


def test_pairs_are_kept_without_growing_for_ever_and_nonsense_is_left_out() -> None:
    keep = Keep()
    for count in range(record.MOST_KEPT + 3):
        record.add(keep, (count, 4))
    assert len(record.pairs(keep)) == record.MOST_KEPT
    assert record.pairs(keep)[-1] == (record.MOST_KEPT + 2, 4)
    keep[record.PAIRS] = [[1, 2], [3], "x", [4, "5"]]
    assert record.pairs(keep) == [(1, 2)]
    keep[record.PAIRS] = 7
    assert record.pairs(keep) == []


@pytest.mark.parametrize("claims", [(0.5, 0.5), (0.3, 0.4), (0.8, 0.6), (1.0, 1.0), (0.0, 0.0), (1.0, 0.2)])
def test_claims_fill_the_pie_exactly_once(claims: tuple[float, float]) -> None:
    portions = claimed(claims)
    assert sum(portion.end - portion.start for portion in portions) == pytest.approx(1)
    assert all(portion.end >= portion.start for portion in portions)


def test_a_pie_is_half_of_each_side_and_parts_into_halves() -> None:
    for slices in (1.0, 2.4, 8.0):
        for fruit in (0, 1):
            parts = [one.end - one.start for one in grown(slices) if one.fruit == fruit]
            assert sum(parts) == pytest.approx(0.5)
    for one in sorted_out(4, 1.0):
        middle = (one.start + one.end) / 2
        assert abs(middle - (0.0 if one.fruit == 0 else 0.5)) < 0.25
