"""See Inside as visitors play it: with a camera, with the clip, without its package; on every panel."""

from pathlib import Path

import pytest

import xlab_demo_see_inside
from tests.demos.playing import LANGUAGES, SIZES, check_texts, pixels
from tests.demos.sheets import photographed, surface
from xlab_demo_see_inside import see_inside
from xlab_demo_see_inside.lens import facing
from xlab_demo_see_inside.product import NAMES
from xlab_demo_see_inside.see_inside import SeeInside
from xlab_kiosk.stage.testing import Play

FOLDER = Path(xlab_demo_see_inside.__file__).parent
HELD = surface(photographed(facing((0, 0, 450), yaw=10)))
NEARER = surface(photographed(facing((0, 0, 300), yaw=10)))
EMPTY = surface(photographed(facing((0, 4000, 450))))


def demo(play: Play) -> SeeInside:
    assert isinstance(play.demo, SeeInside)
    return play.demo


def tap(play: Play, key: str) -> None:
    play.tap(play.stage.text(key))


def clip(size: tuple[int, int] = (1280, 632), language: str = "en") -> Play:
    """The clip with its sheet up; motion is reduced, so that it stands and costs little."""
    play = Play(FOLDER, size, language, reduced_motion=True)
    play.wait(2.6)
    assert demo(play).story.scene == "open"
    return play


def show(play: Play, *pictures: object, source: str = "live") -> None:
    """The camera sees these one after the other."""
    for picture in pictures:
        play.camera(picture.copy(), source)  # type: ignore[attr-defined,arg-type]
        play.wait(0.05)


def test_without_a_camera_the_clip_plays_is_labelled_and_counts_as_synthetic() -> None:
    play = Play(FOLDER, (800, 421))
    play.wait(1.0)
    play.expect("Looking for a camera")
    play.wait(2.2)
    play.expect("Drawn clip")
    assert demo(play).story.scene == "open"
    before = pixels(play)
    play.wait(0.2)
    assert pixels(play) != before, "it moves"
    for _ in range(2):
        tap(play, "open.next")
    play.expect("Brew head")
    tap(play, "open.finish")
    (record,) = play.records
    assert record["opened"] == 2 and record["synthetic"] is True and float(record["seen"]) > 1
    play.expect("2 of 7 parts opened", within=1)
    play.expect("Drawn clip")
    play.wait(0.5)
    tap(play, "result.done")
    assert play.finished


def test_a_sheet_before_the_camera_brings_the_appliance_and_nearer_opens_it() -> None:
    play = Play(FOLDER)
    show(play, EMPTY, EMPTY)
    play.expect("Hold the sheet in front of the camera")
    show(play, HELD, HELD, HELD)
    story = demo(play).story
    assert story.scene == "open" and story.origin == "camera"
    assert not play.sees("Drawn clip")
    play.wait(0.5)
    closed = pixels(play)
    show(play, NEARER, NEARER)
    play.wait(0.8)
    assert story.wanted > 0.7 and pixels(play) != closed
    assert demo(play).slider.value == story.wanted
    tap(play, "open.finish")
    assert play.records[0]["synthetic"] is False


def test_a_lost_sheet_says_what_to_do_and_the_appliance_fades() -> None:
    play = Play(FOLDER)
    show(play, HELD, HELD, HELD)
    show(play, EMPTY)
    play.wait(0.8)
    play.expect("Show the whole square again")
    fading = pixels(play)
    play.wait(0.6)
    assert pixels(play) != fading
    show(play, HELD, HELD)
    assert not play.sees("Show the whole square again")


def test_who_has_no_sheet_sees_the_clip_and_the_camera_does_not_take_it_away() -> None:
    play = Play(FOLDER)
    show(play, EMPTY, EMPTY)
    play.wait(0.5)
    tap(play, "seek.clip")
    show(play, EMPTY, EMPTY)
    play.wait(2)
    assert demo(play).story.origin == "clip" and demo(play).story.scene == "open"


def test_a_camera_that_opens_late_ends_a_clip_nobody_touched() -> None:
    play = clip()
    show(play, EMPTY, EMPTY)
    play.expect("Hold the sheet in front of the camera")
    play.camera(None)
    play.wait(2)
    assert demo(play).story.origin == "clip", "and unplugged it gives way to the clip"


def test_without_its_package_it_says_so_and_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(see_inside, "can_see", lambda: False)
    play = Play(FOLDER, reduced_motion=True)
    show(play, EMPTY, EMPTY)
    play.wait(2.6)
    play.expect("opencv-python-headless")
    assert demo(play).story.scene == "open"
    tap(play, "open.next")
    tap(play, "open.finish")
    assert play.records[0]["synthetic"] is True
    play.expect("nothing was looked for", within=1)


def test_every_part_can_be_tapped_where_it_is_seen() -> None:
    play = clip((1920, 948))
    one = demo(play)
    play.drag(one.slider.groove.midleft, one.slider.groove.midright)
    play.wait(0.6)
    assert one.story.wanted == 1
    tapped = []
    for name in NAMES:
        assert one.shot is not None
        middles = [
            face.mean(axis=0) for owner, face in zip(one.shot.names, one.shot.faces, strict=True) if owner == name
        ]
        x, y = next(spot for spot in middles if one.shot.at(*spot, 0) == name)
        play.tap((float(x), float(y)))
        play.wait(0.1)
        tapped.append(one.story.lit)
        play.expect(play.stage.text(f"{name}.open"))
    assert tapped == list(NAMES)
    play.tap((one.view.window.left + 20, one.view.window.centery))
    assert one.story.lit == NAMES[-1], "a tap beside it changes nothing"


def test_a_picture_that_stands_still_costs_nothing() -> None:
    play = clip()
    play.wait(1)
    play.draw()
    play.wait(1)
    assert not play.stage.wants_redraw
    tap(play, "open.finish")
    play.wait(1)
    play.draw()
    play.wait(1)
    assert not play.stage.wants_redraw


# The smallest and the narrowest panel have the least room; what lies and is larger is the same in another size.
TIGHT = [(size, language) for size in (SIZES[0], SIZES[3]) for language in LANGUAGES]


@pytest.mark.parametrize(("size", "language"), [*TIGHT, (SIZES[1], "de"), (SIZES[2], "fr")])
def test_every_text_of_every_scene_fits_and_touches_no_other(size: tuple[int, int], language: str) -> None:
    seeking = Play(FOLDER, size, language)
    show(seeking, EMPTY, EMPTY)
    check_texts(seeking, at_least=2)
    play = clip(size, language)
    check_texts(play, at_least=4)
    for _ in NAMES:
        tap(play, "open.next")
        play.wait(0.05)
        check_texts(play, at_least=7)
    tap(play, "open.finish")
    play.wait(1)
    check_texts(play, at_least=10)
    for target in play.targets:
        assert min(target.rect.width, target.rect.height) >= play.stage.theme.target
