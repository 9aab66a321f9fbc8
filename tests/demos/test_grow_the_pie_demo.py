"""Grow the Pie as visitors play it: two sides at once, on every panel, in every language."""

from itertools import combinations
from pathlib import Path

import pygame
import pytest

from tests.demos.playing import SIZES, folder_of
from xlab_demo_grow_the_pie.grow_the_pie import GrowThePie
from xlab_kiosk.stage import Keep
from xlab_kiosk.stage.testing import Play

FOLDER = folder_of("grow-the-pie")
FAR, NEAR = 0, 1


def press(play: Play, key: str, side: int, phase: str = "tap") -> None:
    """Tap the target with these words on one side; ``down`` and ``up`` are halves of a tap."""
    name = play.stage.text(key)
    middle = play.picture.get_height() / 2
    (target,) = (one for one in play.targets if one.name == name and (one.rect.centery < middle) == (side == FAR))
    x, y = target.rect.center
    if phase in ("tap", "down"):
        play.touch("down", x, y, side + 1)
    if phase in ("tap", "up"):
        play.touch("up", x, y, side + 1)


def demo(play: Play) -> GrowThePie:
    assert isinstance(play.demo, GrowThePie)
    return play.demo


def sit(play: Play) -> None:
    play.wait(0.5)
    for side in (FAR, NEAR):
        press(play, "seats.sit", side)


def turn(play: Play, far: str, near: str) -> None:
    press(play, f"option.{far}", FAR)
    press(play, f"option.{near}", NEAR)
    play.wait(3)


def test_both_touch_at_once_and_what_they_did_is_recorded_once() -> None:
    play = Play(FOLDER)
    sit(play)
    for phase in ("down", "up"):
        for side in (FAR, NEAR):
            press(play, "option.share", side, phase)
    play.wait(3)
    assert demo(play).story.making.slices == 1
    while demo(play).story.scene == "choosing":
        turn(play, "hold", "share")
    play.wait(4)
    press(play, "split.agree", FAR)
    press(play, "split.agree", NEAR)
    (values,) = play.records
    assert values["ended"] == "part"
    assert (values["made"], values["deal"], values["machine"], values["contracts"]) == (1, True, False, 0)
    play.wait(1)
    press(play, "served.go_on", FAR)
    play.wait(1)
    play.tap(play.stage.text("result.done"))
    assert play.finished
    assert len(play.records) == 1


def test_the_far_side_is_the_near_one_turned_round() -> None:
    play = Play(FOLDER)
    sit(play)
    play.wait(0.5)
    width, height = play.picture.get_size()
    near = {one.rect.center for one in play.targets if one.rect.centery > height / 2}
    far = {one.rect.center for one in play.targets if one.rect.centery < height / 2}
    assert len(near) == 3
    assert all(min(abs(width - x - a) + abs(height - y - b) for a, b in near) <= 4 for x, y in far)


def test_a_secret_is_kept_until_both_have_chosen() -> None:
    pictures = []
    for move in ("share", "hold"):
        play = Play(FOLDER)
        sit(play)
        press(play, f"option.{move}", NEAR)
        play.wait(0.5)
        middle = pygame.Rect(0, 0, play.picture.get_width(), play.picture.get_height() // 2)
        pictures.append(pygame.image.tobytes(play.picture.subsurface(middle), "RGB"))
    assert pictures[0] == pictures[1], "the far side sees the same, whatever was chosen"


def test_without_anything_made_there_is_no_split() -> None:
    play = Play(FOLDER)
    sit(play)
    while demo(play).story.scene == "choosing":
        turn(play, "hold", "hold")
    play.wait(4)
    assert demo(play).story.scene == "served"
    assert "deal" not in play.records[0]
    assert play.records[0]["ended"] == "nothing"


def test_the_map_opens_with_five_pairs_of_people_and_a_machine_is_none(tmp_path: Path) -> None:
    keep = Keep(tmp_path)
    keep["pairs"] = [[20, 20], [4, 44], [28, 28]]
    keep.save()
    for expected in ((False, 4), (True, 5)):
        play = Play(FOLDER, data=tmp_path)
        sit(play)
        while demo(play).story.scene == "choosing":
            turn(play, "hold", "hold")
        play.wait(4)
        press(play, "served.go_on", NEAR)
        play.wait(1)
        shown, count = expected
        assert play.sees(play.stage.text("map.title" if shown else "map.wait", count=count))
        play.stage.keep.save()
    play = Play(FOLDER, data=tmp_path)
    play.wait(0.5)
    press(play, "seats.sit", FAR)
    play.wait(0.5)
    press(play, "seats.machine", FAR)
    play.wait(45)
    assert play.records[0]["machine"] is True
    assert len(play.stage.keep["pairs"]) == 5  # type: ignore[arg-type]


def test_the_last_screen_faces_who_played_and_turns_round_for_the_other() -> None:
    play = Play(FOLDER)
    play.wait(0.5)
    press(play, "seats.sit", FAR)
    play.wait(0.5)
    press(play, "seats.machine", FAR)
    play.wait(45)
    press(play, "served.go_on", FAR)
    play.wait(1)
    done = play.stage.text("result.done")
    assert play.find(done)[1] < play.picture.get_height() / 2
    play.tap(play.stage.text("result.turn"))
    play.wait(0.5)
    assert play.find(done)[1] > play.picture.get_height() / 2


def test_every_sound_it_plays_is_there() -> None:
    play = Play(FOLDER)
    sit(play)
    turn(play, "share", "share")
    turn(play, "hold", "hold")
    assert {said[1] for said in play.said if said[0] == "sound"} == {"knock", "grow", "held"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_every_text_of_every_scene_fits_and_touches_no_other(size: tuple[int, int], language: str) -> None:
    play = Play(FOLDER, size, language)
    play.wait(0.5)
    check(play)
    sit(play)
    check(play)
    press(play, "option.hold", NEAR)
    check(play)
    press(play, "option.share", FAR)
    play.wait(3)
    check(play)
    for moves in (("contract", "hold"), ("hold", "hold"), ("share", "contract")):
        press(play, f"option.{moves[0]}", FAR)
        press(play, f"option.{moves[1]}", NEAR)
        play.wait(1.5)
        check(play)
        play.wait(1.5)
    while demo(play).story.scene in ("choosing", "revealing"):
        play.wait(1)
    check(play)
    play.wait(3)
    for claims in ((50, 50), (100, 100), (10, 5)):
        demo(play).story.claims[:] = claims
        check(play)
    press(play, "split.agree", FAR)
    check(play)
    press(play, "split.agree", NEAR)
    play.wait(1)
    check(play)
    press(play, "served.go_on", NEAR)
    play.wait(1)
    check(play)


def check(play: Play) -> None:
    play.draw()
    air = play.picture.get_rect().inflate(-6, -6)
    for seen in play.texts:
        assert seen.fits, f"{seen.text} does not fit"
        assert air.contains(seen.rect), f"{seen.text} at {seen.rect} touches the edge"
    for one, other in combinations(play.texts, 2):
        assert not one.rect.colliderect(other.rect), f"{one.text} lies on {other.text}"


def test_reduced_motion_plays_too_and_what_stands_still_costs_nothing() -> None:
    play = Play(FOLDER, reduced_motion=True)
    sit(play)
    turn(play, "share", "share")
    while demo(play).story.scene in ("choosing", "revealing"):
        play.wait(1)
    play.wait(16)
    assert demo(play).story.scene == "served"
    play.draw()
    play.wait(1)
    assert not play.stage.wants_redraw
