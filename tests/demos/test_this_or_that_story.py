"""This or That without a picture: the ladder, how firm it is, and the way from the first pair to the ranking."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from xlab.methods.pairwise import score
from xlab_demo_this_or_that.ladder import Redraw, Vote, best, ladder, shared, votes_of
from xlab_demo_this_or_that.story import GOAL, LEAVE_S, MOST, Story
from xlab_kiosk.stage import Answer

NEEDS = tuple("abcdefghij")


def votes(*pairs: str, voter: int = 1) -> tuple[Vote, ...]:
    return tuple(Vote(voter, pair[0], pair[1]) for pair in pairs)


def play(story: Story, taps: int, side: int = 0) -> None:
    for _ in range(taps):
        story.choose(side)
        story.update(LEAVE_S)


def begun(ids: tuple[str, ...] = NEEDS, seed: int = 1) -> Story:
    story = Story(Random(seed))
    story.hear(ids, (), still_open=True)
    return story


def test_answers_become_votes_and_what_was_parked_takes_its_own_along() -> None:
    given = [Answer(0, "a|b", "b"), Answer(1, "a|idea", "idea"), Answer(2, "", "a"), Answer(3, "a|b", ("a",))]
    assert votes_of(given, ("a", "b", "idea")) == (Vote(0, "b", "a"), Vote(1, "idea", "a"))
    assert votes_of(given, ("a", "b")) == (Vote(0, "b", "a"),)


def test_the_ladder_has_the_scores_of_the_method_and_what_nobody_judged_stands_at_50() -> None:
    rungs = ladder(votes("ab", "ab", "ca"), ("a", "b", "c", "d"))
    assert {rung.id: rung.score for rung in rungs if rung.n} == {
        one: found.score for one, found in score([("a", "b"), ("a", "b"), ("c", "a")]).items()
    }
    assert [rung.id for rung in rungs] == ["c", "a", "d", "b"]
    (unknown,) = (rung for rung in rungs if not rung.n)
    assert (unknown.id, unknown.score) == ("d", 50.0)
    assert unknown not in best(rungs)


def test_equal_scores_are_told_apart_by_whom_they_beat_and_what_is_equal_shares_a_place() -> None:
    # b and c each won their only pair; c beat the one that beats others.
    rungs = ladder(votes("bx", "ca", "ay", "az"), ("b", "c", "a", "x", "y", "z"))
    place = {rung.id: rung.place for rung in rungs}
    assert place["c"] == 1 and place["b"] == 2
    assert place["y"] == place["z"]


def test_nothing_moves_without_a_reason() -> None:
    before = [rung.id for rung in ladder(votes("ab"), NEEDS)]
    assert [rung.id for rung in ladder(votes("ab"), before)] == before


def test_a_range_shrinks_with_votes_and_stays_within_0_to_100() -> None:
    few, many = ladder(votes("ab"), "ab")[0], ladder(votes(*["ab"] * 40, *["ba"] * 20), "ab")[0]
    assert few.high - few.low > 2 * (many.high - many.low)
    assert few.low >= 0 and few.high == 100


def test_favourites_are_shared_with_those_of_the_others_beside_what_chance_would_give() -> None:
    mine = ladder(votes("ab", "cd", "ef", "gh", "ij"), NEEDS)
    others = ladder(votes("ab", "cd", "ef", "hg", "ji"), NEEDS)
    both, chance = shared(mine, others)
    assert both == {"a", "c", "e"}
    assert chance == 2.5


def test_redrawn_a_clear_first_stays_and_an_even_room_changes_often() -> None:
    def changed(cast: tuple[Vote, ...]) -> float:
        firm = Redraw(cast, "a", Random(2))
        while not firm.done:
            assert firm.changed is None
            firm.step(7)
        assert firm.drawn == firm.times
        assert firm.changed is not None
        return firm.changed

    clear = tuple(vote for voter in range(12) for vote in votes("ab", "ac", "bc", voter=voter))
    even = tuple(vote for voter in range(12) for vote in votes(("ab", "bc", "ca")[voter % 3], voter=voter))
    assert changed(clear) == 0
    assert changed(even) > 0.4
    assert 0 < changed(votes("ab", "ac", "bc", voter=0)) < 1, "one person: single taps are drawn"
    assert Redraw((), "a", Random(1)).changed is None


def test_ten_pairs_lead_to_an_own_need_and_then_to_the_ranking() -> None:
    story = begun()
    assert story.choose(1) is not None
    assert story.choose(1) is None, "a pair is answered once"
    story.update(LEAVE_S)
    play(story, GOAL - 2)
    assert (story.scene, len(story.picks)) == ("voting", GOAL - 1)
    play(story, 1)
    assert story.scene == "writing"
    story.written("  A  need ")
    assert (story.scene, story.wrote) == ("result", "A need")
    assert len(story.shown) == GOAL, "no pair comes twice"


def test_who_cannot_decide_goes_on_too_and_leaves_no_vote() -> None:
    story = begun()
    for _ in range(MOST):
        story.skip()
        story.update(LEAVE_S)
    assert (story.scene, story.picks) == ("result", [])
    story.more()
    assert story.scene == "voting" and story.pair is not None


def test_who_writes_early_comes_back_to_the_pairs() -> None:
    story = begun()
    play(story, 3)
    story.write()
    assert story.scene == "writing"
    story.written("")
    assert (story.scene, story.wrote) == ("voting", "")
    play(story, GOAL - 3)
    assert story.scene == "result", "it is asked once"


def test_left_and_right_are_drawn_by_lot() -> None:
    sides: Counter[str] = Counter()
    for seed in range(200):
        story = begun(("a", "b"), seed)
        assert story.pair is not None
        sides[story.pair[0]] += 1
    assert 70 < sides["a"] < 130


def test_a_new_need_is_favoured() -> None:
    judged = tuple(Vote(voter, *pair) for voter in range(3) for pair in pairwise(NEEDS))
    seen = 0
    for seed in range(60):
        story = Story(Random(seed))
        story.hear((*NEEDS, "new"), judged, still_open=True)
        assert story.pair is not None
        seen += "new" in story.pair
    assert seen > 3 * 60 * 2 / 11 / 2, "by lot alone it were in 2 of 11 pairs"


@pytest.mark.parametrize("ids", [("a",), ()])
def test_too_few_needs_are_no_dead_end(ids: tuple[str, ...]) -> None:
    story = begun(ids)
    story.update(1.0)
    assert story.pair is None
    assert story.scene == ("result" if ids else "voting")
    story.hear(("a", "b"), (), still_open=True)
    story.more()
    assert story.scene == "voting" and story.pair is not None


def test_a_pair_whose_need_was_parked_gives_way() -> None:
    story = begun(("a", "b", "c"))
    assert story.pair is not None
    gone, stays = story.pair
    left = tuple(one for one in ("a", "b", "c") if one != gone)
    story.hear(left, (), still_open=True)
    assert set(story.pair) == set(left) and stays in left


def test_a_round_that_is_closed_shows_its_ranking() -> None:
    story = begun()
    story.choose(0)
    story.hear(NEEDS, (), still_open=False)
    story.update(LEAVE_S)
    assert story.scene == "result"
    story.more()
    assert story.scene == "result"
