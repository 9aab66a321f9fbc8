"""Common Ground without a picture: cards in their order, what may be told of whom, chance, the made-up room."""

import random

import numpy as np
import pytest

from xlab.methods.opinion_groups import analyse
from xlab_demo_common_ground.example import CAMPS, PEOPLE, example_room
from xlab_demo_common_ground.lot import Lots
from xlab_demo_common_ground.opinions import Difference, Room, Sight, leaning
from xlab_demo_common_ground.placing import placed
from xlab_demo_common_ground.story import LINGER_S, Story
from xlab_demo_common_ground.terrain import Terrain

ITEMS = tuple(f"s{number}" for number in range(10))
NOBODY: dict[str, int] = {}


def vote_all(story: Story, count: int) -> list[str | None]:
    said = []
    for _ in range(count):
        story.update(1.0)
        said.append(story.vote(1, NOBODY))
    return said


def camps(sizes: tuple[int, ...], seed: int = 1) -> dict[tuple[int, str], int]:
    """Camps that agree on s0, and of which each alone agrees on three statements of its own."""
    chance, votes, voter = random.Random(seed), {}, 0
    for camp, size in enumerate(sizes):
        for _ in range(size):
            voter += 1
            for number, item in enumerate(ITEMS):
                says = 1 if number == 0 or (number - 1) // 3 == camp else -1
                votes[voter, item] = says if chance.random() < 0.95 else 0
    return votes


def test_seven_cards_lead_to_the_map_and_more_can_be_asked_for() -> None:
    story = Story()
    story.room(ITEMS, NOBODY, is_open=True)
    assert vote_all(story, 7) == list(ITEMS[:7])
    assert story.scene == "voting"
    assert story.vote(1, NOBODY) is None
    story.update(LINGER_S)
    assert (story.scene, story.left) == ("map", 3)
    story.more()
    assert vote_all(story, 3) == list(ITEMS[7:])
    story.update(LINGER_S)
    assert (story.scene, story.left, story.card) == ("map", 0, None)
    story.more()
    assert story.scene == "map", "there is nothing left to ask"


def test_after_the_same_four_for_all_what_the_fewest_answered_comes_first() -> None:
    story = Story()
    story.room(ITEMS, NOBODY, is_open=True)
    answered = dict.fromkeys(ITEMS, 9) | {"s8": 2}
    said = []
    for _ in range(5):
        story.update(1.0)
        said.append(story.vote(0, answered))
    story.room((*ITEMS, "idea"), answered | {"idea": 0}, is_open=True)
    assert said[:4] == list(ITEMS[:4])
    assert story.card == "s4", "a card that lies there stays"
    story.update(1.0)
    story.vote(-1, answered | {"idea": 0})
    assert story.card == "idea", "a visitor's statement nobody answered is asked next"


def test_a_second_tap_that_was_meant_for_the_first_card_counts_for_nothing() -> None:
    story = Story()
    story.room(ITEMS, NOBODY, is_open=True)
    story.update(1.0)
    assert story.vote(1, NOBODY) == "s0"
    story.update(0.1)
    assert story.vote(1, NOBODY) is None
    assert story.mine == {"s0": 1}


def test_a_round_that_is_closed_leads_to_the_map_and_takes_nothing_more() -> None:
    story = Story()
    story.room(ITEMS, NOBODY, is_open=True)
    vote_all(story, 2)
    story.room(ITEMS, NOBODY, is_open=False)
    assert (story.scene, story.left) == ("map", 0)
    story.write()
    story.more()
    assert story.scene == "map"


def test_only_another_island_than_ones_own_counts_as_looked_at() -> None:
    story = Story()
    story.look(1, own=1)
    assert (story.island, story.looked) == (1, False)
    story.look(1, own=1)
    assert story.island is None, "a second tap puts it back"
    story.look(0, own=1)
    assert story.looked


def test_islands_tell_what_sets_them_apart_and_the_bridge_what_joins_them() -> None:
    room = Room()
    room.follow(camps((7, 7)))
    sight = room.sight
    assert sorted(sight.sizes) == [7, 7]
    assert sight.common is not None
    assert (sight.common.item, sight.common.everywhere) == ("s0", True)
    assert all(
        isinstance(one, Difference) and {one.here, one.elsewhere} == {"agree", "disagree"} for one in sight.differences
    )


@pytest.mark.parametrize("sizes", [(9, 4), (4, 9), (8, 3)])
def test_nothing_is_told_of_fewer_than_five_nor_what_would_give_them_away(sizes: tuple[int, int]) -> None:
    room = Room()
    room.follow(camps(sizes))
    assert sorted(room.sight.sizes) == sorted(sizes)
    assert room.sight.differences == (None, None)
    assert room.sight.common is not None
    assert not room.sight.common.everywhere, "what all groups agree on would tell of the small one"


def test_four_people_are_places_and_nothing_else() -> None:
    room = Room()
    room.follow(camps((2, 2)))
    sight = room.sight
    assert (sight.people, len(sight.places)) == (4, 4)
    assert (sight.groups, sight.sizes, sight.common, sight.differences) == ({}, (), None, ())
    assert leaning([1, 1, 1, 1]) is None
    assert leaning([1, 1, 1, 0, -1]) == "agree"


def test_chance_is_worked_out_in_small_steps_and_is_the_methods_own() -> None:
    analysis = analyse(camps((8, 8)))
    lots = Lots()
    lots.room(analysis)
    steps = 0
    while not lots.step():
        steps += 1
        assert lots.part <= 1.0
    assert steps == 200
    assert lots.drawn is not None
    assert (lots.drawn.people, lots.drawn.alike) == (16, max(1, round(100 * analysis.chance)))
    assert not lots.drawn.may_be_chance
    assert not lots.step(), "the same room is shuffled once"
    lots.room(analyse(camps((2, 2))))
    assert lots.drawn is None, "four people have no figure"


def test_rooms_that_vote_by_dice_show_islands_too_as_the_last_screen_says() -> None:
    dice = random.Random(20)
    rooms = [{(v, item): dice.choice((1, 1, 0, -1, -1)) for v in range(20) for item in ITEMS} for _ in range(20)]
    analyses = [analyse(room) for room in rooms]
    assert all(len(analysis.centres) > 1 for analysis in analyses)


def test_the_made_up_room_is_the_same_each_time_and_knows_the_visitor_as_one_more() -> None:
    room = example_room(ITEMS, {"s0": 1, "gone": 1})
    assert room == example_room(ITEMS, {"s0": 1, "gone": 1})
    assert {voter for voter, _ in room if voter != 0} == {f"{c}-{p}" for c in range(len(CAMPS)) for p in range(PEOPLE)}
    assert [item for voter, item in room if voter == 0] == ["s0"]
    few = example_room(ITEMS[:3], {})
    assert {item for _, item in few} == set(ITEMS[:3])


def test_everybody_has_a_spot_of_their_own_on_the_map() -> None:
    room = Room()
    room.follow({(voter, item): 1 for voter in range(30) for item in ITEMS})
    spots = list(placed(room.sight, (600, 400), 80, 20.0).values())
    assert len(spots) == 30
    near = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(spots) for b in spots[:i]]
    assert min(near) >= 19
    assert placed(Sight(), (600, 400), 80, 20.0) == {}


@pytest.mark.parametrize("people", [1, 8, 200])
def test_land_lies_where_people_stand_with_water_between_groups(people: int) -> None:
    terrain = Terrain((600, 400), 4)
    west, east = np.full((people, 2), (150.0, 200.0)), np.full((people, 2), (450.0, 200.0))
    terrain.rise([west, east], 100.0)
    assert (terrain.group_at((150, 200)), terrain.group_at((450, 200))) == (0, 1)
    assert terrain.group_at((300, 200)) is None
    assert [terrain.group_at((150, y)) for y in (90, 310)] == [None, None], "no further than its reach"
    terrain.rise([], 100.0)
    assert terrain.group_at((150, 200)) is None
