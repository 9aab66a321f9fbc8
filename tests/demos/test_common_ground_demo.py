"""Common Ground as visitors play it: cards, the map of the room, phones, the next visitor, the facilitator."""

import random

import pytest

from tests.demos.playing import SIZES, check_texts, folder_of
from xlab_demo_common_ground.common_ground import CommonGround
from xlab_kiosk.stage.testing import Play

FOLDER = folder_of("common-ground")
PATTERNS = ("+-+-+-++--", "-++--++-+-")
"""How two camps in the room answer the ten statements."""


def demo(play: Play) -> CommonGround:
    assert isinstance(play.demo, CommonGround)
    return play.demo


def tap(play: Play, key: str) -> None:
    play.tap(play.stage.text(key))


def says(play: Play, key: str, **values: object) -> bool:
    return play.sees(play.stage.text(key, **values))


def fill(play: Play, people: int) -> None:
    """People answer everything on their phones, in two camps."""
    chance = random.Random(5)
    play.wait(0.1)
    for voter in range(1, people + 1):
        for item, lean in zip(play.stage.keys("statements"), PATTERNS[voter % 2], strict=True):
            says = 1 if lean == "+" or item.endswith("honest") else -1
            play.answer(says if chance.random() < 0.9 else 0, item, voter=voter)
    play.wait(1.5)


def vote(play: Play, count: int = 7) -> None:
    play.wait(0.4)
    for number in range(count):
        tap(play, ("vote.agree", "vote.disagree", "vote.agree", "vote.pass")[number % 4])
        play.wait(0.4)
    play.wait(2.5)


def finish(play: Play) -> None:
    tap(play, "go.result")
    play.wait(0.5)
    tap(play, "partner.suppliers")
    tap(play, "go.done")
    assert play.finished


def test_each_answer_moves_the_visitor_and_the_bridge_and_the_chance_are_shown() -> None:
    play = Play(FOLDER)
    fill(play, 14)
    before = demo(play).voting.map.me
    tap(play, "vote.agree")
    play.wait(1)
    assert demo(play).voting.map.me != before
    vote(play, 6)
    assert demo(play).scene == "map"
    assert says(play, "statements.honest")
    assert says(play, "map.here", count=15)
    play.expect("15 people", within=8)
    own = demo(play).round.sight("here").groups[0]
    play.tap(f"island {2 - own}")
    play.wait(0.3)
    assert says(play, "island.elsewhere")
    finish(play)
    assert play.records == [{"answered": 7, "looked": True, "added": False}, {"first": "suppliers"}]


@pytest.mark.parametrize(("size", "language"), [*zip(SIZES, ("de", "fr", "en", "de"), strict=True)])
def test_where_phones_have_to_join_the_kits_wifi_first_the_map_makes_way_for_two_codes(size, language) -> None:
    play = Play(FOLDER, size, language)
    play.wait(0.2)
    map_before, code = demo(play).voting.map.rect, demo(play).voting._code
    assert code is not None and code.fits and code.count == 1
    play = Play(FOLDER, size, language, own_wifi=True)
    play.wait(0.2)
    voting = demo(play).voting
    check_texts(play)
    code = voting._code
    assert code is not None and code.fits and code.count == 2
    assert voting.map.rect.height < map_before.height and not voting.map.rect.colliderect(code.paper)
    assert not any(code.paper.colliderect(seen.rect) for seen in play.texts if seen.text[1:3] != " ·")


def test_alone_and_without_phones_one_sees_a_labelled_example_and_the_truth_at_a_tap() -> None:
    play = Play(FOLDER, phones=False)
    play.wait(0.5)
    assert says(play, "map.example")
    assert not says(play, "vote.phone")
    before = demo(play).voting.map.me
    vote(play)
    assert demo(play).voting.map.me != before
    assert says(play, "map.example")
    assert says(play, "chance.example")
    tap(play, "map.show_here")
    play.wait(0.3)
    assert says(play, "told.alone")
    assert says(play, "map.here", count=1)
    assert {voter for voter in demo(play).round.sight("here").places} == {0}, "nobody is made up in the real room"
    finish(play)


def test_a_card_can_be_pushed_to_a_side() -> None:
    play = Play(FOLDER)
    play.wait(0.5)
    face = demo(play).voting.stack.face
    play.drag((face.centerx, face.centery), (face.centerx + face.width // 8, face.centery))
    play.wait(0.5)
    assert demo(play).story.mine == {}, "a card that is pushed a little comes back"
    for to, number in ((face.right, 0), (face.left, 1)):
        play.drag((face.centerx, face.centery), (to, face.centery))
        play.wait(0.5)
        item = play.stage.keys("statements")[number]
        assert demo(play).story.mine[item] == (1 if to == face.right else -1)


def test_the_next_visitor_finds_the_first_ones_answers_and_is_somebody_new() -> None:
    first = Play(FOLDER)
    first.wait(0.2)
    vote(first)
    finish(first)
    second = first.again(language="de")
    second.wait(0.5)
    assert says(second, "map.here", count=1)
    assert demo(second).story.mine == {}
    vote(second)
    assert says(second, "map.here", count=2)
    assert says(second, "told.few_note", count=2)


def test_a_statement_that_the_facilitator_let_through_is_asked_and_ones_own_waits() -> None:
    play = Play(FOLDER)
    fill(play, 6)
    vote(play, 4)
    play.idea("We should open on Sundays")
    play.wait(0.3)
    vote(play, 3)
    tap(play, "go.more")
    play.wait(0.5)
    assert "idea-1" in demo(play).story.mine or play.sees("We should open on Sundays")
    vote(play, 4)
    assert demo(play).scene == "map"
    tap(play, "go.own")
    play.wait(0.5)
    for key in "YES":
        play.tap(key)
        play.wait(0.2)
    play.tap("Done")
    play.wait(0.6)
    assert says(play, "told.waits")
    finish(play)
    assert play.records[0]["added"] is True


def test_a_round_closed_by_the_facilitator_ends_the_cards_and_keeps_the_map() -> None:
    play = Play(FOLDER)
    fill(play, 12)
    vote(play, 2)
    asked = demo(play).round.asked
    assert asked is not None
    asked.close()
    play.wait(1.5)
    assert demo(play).scene == "map"
    assert says(play, "told.closed")
    assert not says(play, "go.more")
    assert not says(play, "go.own")
    finish(play)


def test_an_island_of_few_keeps_its_answers_to_itself() -> None:
    play = Play(FOLDER)
    play.wait(0.1)
    for voter in range(1, 10):
        for item, lean in zip(play.stage.keys("statements"), PATTERNS[int(voter > 6)], strict=True):
            play.answer(1 if lean == "+" else -1, item, voter=voter)
    play.wait(0.5)
    vote(play)
    assert min(demo(play).round.sight("here").sizes) < 5
    for group in (1, 2):
        play.tap(f"island {group}")
        play.wait(0.3)
        assert says(play, "island.small")


def test_many_who_answered_little_are_places_without_islands() -> None:
    play = Play(FOLDER)
    play.wait(0.1)
    for voter in range(1, 13):
        play.answer((-1, 1)[voter % 2], play.stage.keys("statements")[voter % 6], voter=voter)
    play.wait(0.5)
    vote(play)
    assert says(play, "told.soon")
    check_texts(play)
    assert says(play, "chance.few")


def test_it_asks_nobody_before_a_visitor_sees_it_and_stands_still_for_free() -> None:
    play = Play(FOLDER)
    assert play.said == []
    fill(play, 12)
    vote(play)
    play.wait(6)
    play.draw()
    play.wait(1)
    assert not play.stage.wants_redraw


@pytest.mark.parametrize(
    ("size", "language", "people"),
    [(SIZES[0], "fr", 14), (SIZES[0], "de", 0), (SIZES[1], "en", 14), (SIZES[2], "fr", 0), (SIZES[3], "de", 14)],
)
def test_every_text_of_every_screen_fits(size: tuple[int, int], language: str, people: int) -> None:
    play = Play(FOLDER, size, language, reduced_motion=True)
    play.wait(0.2)
    if people:
        fill(play, people)
    check_texts(play, at_least=6)
    vote(play)
    check_texts(play, at_least=6)
    for group in (1, 2):
        play.tap(f"island {group}")
        play.wait(0.3)
        check_texts(play, at_least=5)
    tap(play, "go.own")
    play.wait(0.3)
    check_texts(play)
    tap(play, "go.back")
    play.wait(0.5)
    tap(play, "go.result")
    play.wait(0.5)
    check_texts(play, at_least=12)
