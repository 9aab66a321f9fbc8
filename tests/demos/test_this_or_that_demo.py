"""This or That as visitors play it: alone, one after the other, with phones, and with what they write themselves."""

from itertools import pairwise
from pathlib import Path

import pytest

import xlab_demo_this_or_that
from tests.demos.playing import SIZES, check_texts, pixels
from xlab_demo_this_or_that.story import GOAL
from xlab_demo_this_or_that.this_or_that import ThisOrThat
from xlab_kiosk.stage.room import RoomIdeas, RoomNow
from xlab_kiosk.stage.testing import Play

FOLDER = Path(xlab_demo_this_or_that.__file__ or "").parent
NEW = 2.0
"""Seconds after which what comes in is news."""

LONG = "Something long enough for a card, said by one who has much to say about it: 80 l."
RIGHT_TO_LEFT = "تغليف يعود إلينا بعد كل استعمال"
EMOJI = "♻️🔧🚀 " * 13
UNBROKEN = "Lebensmittelverpackungsrücknahmeverordnungsvereinfachungsvorschlagssammlungsstelle"


def demo(play: Play) -> ThisOrThat:
    assert isinstance(play.demo, ThisOrThat)
    return play.demo


def choose(play: Play, one: str = "") -> None:
    """Tap the card of this need, or the left one."""
    pair = demo(play).story.pair
    assert pair is not None
    side = pair.index(one) if one in pair else 0
    play.tap(*map(float, demo(play).voting.at.cards[side].center))
    play.wait(0.5)


def vote(play: Play, favourite: str = "") -> None:
    """All pairs until the own need is asked for."""
    play.wait(NEW)
    while demo(play).story.scene == "voting":
        choose(play, favourite)
    play.wait(0.5)


def hurry(play: Play) -> None:
    """Where it does not matter how many pairs there were."""
    demo(play).story.goal = 3


def to_the_end(play: Play, favourite: str = "") -> None:
    vote(play, favourite)
    play.tap(play.stage.text("write.skip"))
    play.wait(2.5)


def park(play: Play, idea: str) -> None:
    """The facilitator takes an idea off again."""
    play.control.room(RoomIdeas(1, gone=(idea,)))
    play.wait(0.5)


def order(play: Play) -> list[str]:
    return [rung.id for rung in demo(play).rungs]


def test_one_person_alone_comes_to_a_ranking_of_their_own() -> None:
    play = Play(FOLDER, phones=False)
    to_the_end(play, "needs.repair")
    assert play.sees(play.stage.text("result.alone"))
    assert play.sees(play.stage.text("result.basis_alone", votes=GOAL))
    met = [pick for pick in demo(play).story.picks if "needs.repair" in pick]
    assert met and order(play)[0] == "needs.repair"
    assert play.records == [{"pairs": GOAL, "idea": False}]
    play.tap(play.stage.text("result.done"))
    assert play.finished


def test_a_tap_is_an_answer_to_the_round_and_moves_its_rung() -> None:
    play = Play(FOLDER)
    play.wait(1)
    before = order(play)
    last = before[-1]
    while demo(play).story.pair is None or last not in demo(play).story.pair:
        play.tap(play.stage.text("vote.skip"))
        play.wait(0.6)
    assert demo(play).votes == (), "who cannot decide casts no vote"
    choose(play, last)
    assert order(play)[0] == last
    assert [said[1].value for said in play.said if said[0] == "room" and hasattr(said[1], "value")] == [last]
    assert play.sees(play.stage.text("vote.up", need=play.stage.text(last), place=1))
    play.wait(1)
    spots = demo(play).voting.rail
    assert spots.spot(last).left < min(spots.spot(one).left for one in before[:-1])


def test_the_next_visitor_meets_the_order_of_the_one_before_and_is_told_what_both_share() -> None:
    first = Play(FOLDER)
    to_the_end(first, "needs.repair")
    second = first.again(seed=5)
    second.wait(1)
    assert len(demo(second).votes) == GOAL
    assert not second.sees(second.stage.text("vote.new", need=""))
    to_the_end(second, "needs.repair")
    assert len(demo(second).votes) == 2 * GOAL
    assert second.sees(second.stage.text("result.room"))
    assert second.sees(second.stage.text("result.basis", votes=2 * GOAL, people=2))
    (record,) = second.records
    told = demo(second).result.told
    assert told is not None and told.shared is not None
    both, chance = told.shared
    assert record == {"pairs": GOAL, "idea": False, "shared": len(both)}
    count, share = second.stage.number(len(both)), second.stage.number(chance, 1)
    assert second.sees(second.stage.text("result.agree", count=count, of=5, chance=share))


def test_an_own_need_waits_comes_into_the_pairs_in_its_own_colour_and_vanishes_when_it_is_parked() -> None:
    play = Play(FOLDER)
    hurry(play)
    vote(play)
    play.type("Rent it")
    play.tap("Done")
    play.wait(2.5)
    assert play.records == [{"pairs": 3, "idea": True}]
    assert play.sees(play.stage.text("result.waits"))
    one = play.idea("Rent it")
    play.wait(0.5)
    assert play.sees(play.stage.text("result.shown"))
    play.tap(play.stage.text("result.more"))
    play.wait(0.5)
    while demo(play).story.scene == "voting":
        choose(play, one)
    play.wait(2.5)
    assert any(one in pick for pick in demo(play).story.picks), "a new one is favoured"
    assert one in order(play)[:5]
    assert play.sees("Rent it") and play.sees(play.stage.text("result.seeded"))
    violet = play.stage.theme.color("violet")
    shown = {play.picture.get_at((x, y))[:3] for x in range(0, 1280, 2) for y in range(0, 360, 2)}
    assert tuple(violet)[:3] in shown
    park(play, one)
    assert one not in order(play)
    assert not any(one in (vote.winner, vote.loser) for vote in demo(play).votes)
    assert not play.sees("Rent it") and not play.sees(play.stage.text("result.seeded"))
    assert len(play.records) == 1


def test_a_need_that_is_parked_while_it_is_on_a_card_gives_way() -> None:
    play = Play(FOLDER)
    play.wait(NEW)
    one = play.idea("Rent it")
    play.wait(0.5)
    assert play.sees(play.stage.text("vote.new", need="Rent it"))
    while demo(play).story.pair is None or one not in demo(play).story.pair:
        play.tap(play.stage.text("vote.skip"))
        play.wait(0.6)
    play.control.room(RoomIdeas(1, gone=(one,)))
    choose(play, one)
    pair = demo(play).story.pair
    assert pair is not None and one not in pair
    assert demo(play).votes == (), "a tap is for what was there"
    choose(play)
    assert len(demo(play).votes) == 1


def test_a_round_that_is_closed_shows_its_ranking_and_takes_no_more() -> None:
    play = Play(FOLDER)
    play.wait(1)
    choose(play)
    asked = demo(play).asked
    assert asked is not None
    asked.close()
    play.wait(2.5)
    assert play.sees(play.stage.text("result.closed"))
    assert not play.sees(play.stage.text("result.more"))
    play.tap(play.stage.text("result.done"))
    assert play.finished


def test_what_phones_say_moves_the_ladder_while_somebody_looks() -> None:
    play = Play(FOLDER)
    play.wait(1)
    before = pixels(play)
    for voter in range(1, 7):
        play.answer("needs.waste", "needs.repair|needs.waste", voter=voter)
    play.wait(1)
    assert order(play)[0] == "needs.waste"
    assert pixels(play) != before
    play.wait(2)
    play.draw()
    play.wait(2)
    assert not play.stage.wants_redraw, "what stands still costs nothing"


def test_reduced_motion_plays_too() -> None:
    play = Play(FOLDER, (800, 421), reduced_motion=True)
    hurry(play)
    to_the_end(play)
    assert play.sees(play.stage.text("result.alone"))


@pytest.mark.parametrize(
    ("size", "language"),
    [(SIZES[0], "fr"), (SIZES[1], "de"), (SIZES[3], "de")],
)
def test_every_text_of_every_screen_fits_whoever_wrote_it(size: tuple[int, int], language: str) -> None:
    play = Play(FOLDER, size, language)
    play.wait(NEW)
    check_texts(play, at_least=7)
    written = [play.idea(text) for text in (LONG, RIGHT_TO_LEFT, EMOJI, UNBROKEN)]
    for voter in range(1, 9):
        for low, one in enumerate(written):
            for other in written[low + 1 :]:
                play.answer(one if voter % 2 else other, f"{one}|{other}", voter=voter)
            play.answer(one, f"{one}|needs.repair", voter=voter)
    play.wait(1)
    hurry(play)
    while demo(play).story.scene == "voting":
        choose(play, next((one for one in demo(play).story.pair or () if one in written), ""))
        check_texts(play)
    play.wait(0.5)
    check_texts(play)
    demo(play).story.written("Mine")
    play.wait(3)
    assert sum(one in written for one in order(play)[:5]) >= 3
    check_texts(play, at_least=20)
    cut = [seen.text.removesuffix("…").split()[0] for seen in play.texts if seen.text.endswith("…")]
    assert all(any(text.startswith(word) for text in (LONG, EMOJI, UNBROKEN)) for word in cut), (
        "our own words are whole"
    )


@pytest.mark.parametrize(("size", "language"), [*zip(SIZES, ("fr", "fr", "de", "fr"), strict=True)])
def test_where_phones_have_to_join_the_kits_wifi_first_there_is_room_for_two_codes(size, language) -> None:
    play = Play(FOLDER, size, language, own_wifi=True)
    play.wait(NEW)
    play.tap(play.stage.text("vote.own"))
    play.wait(0.5)
    check_texts(play)
    writing = demo(play).writing
    assert writing is not None and writing.code is not None
    code = writing.code
    assert code.fits and code.count == 2
    shown = [seen.text[:3] for seen in play.texts if code.paper.contains(seen.rect)]
    assert shown == ["1 ·", "2 ·", code.caption[:3]]
    play.control.room(RoomNow(1, "http://10.0.0.5/join", True, 0))
    play.wait(0.1)
    assert code.count == 1, "the kit is back in a venue's network while somebody writes"


def test_sixty_ideas_find_room_and_pairs() -> None:
    play = Play(FOLDER, (800, 421))
    play.wait(NEW)
    ideas = [play.idea(f"Idea {number}") for number in range(60)]
    for voter in range(1, 11):
        for one, other in pairwise(ideas):
            play.answer(one, "|".join(sorted((one, other))), voter=voter)
    play.wait(1)
    assert len(order(play)) == 70
    check_texts(play)
    assert any(seen.text.startswith("+") for seen in play.texts)
    hurry(play)
    to_the_end(play)
    check_texts(play)
