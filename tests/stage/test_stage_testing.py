"""A demo is played as on a kit, and what is not there is told together with what is."""

import pygame
import pytest

from tests.stage.test_stage_examples import DEMO, MANIFEST, WORDS
from tests.stage.test_stage_gallery import Seen
from xlab_kiosk.stage.testing import STEP, UNDRAWN, NotOnScreen, Play, badge

WATCHING = '''
from pygame import Rect

from xlab_kiosk.stage import Demo, Slider, draw_text, page


class Watching(Demo):
    """Notes all that happens to it, and shows how many seconds passed."""

    def start(self, stage):
        self.stage, self.seen, self.seconds, self.pictures = stage, [], 0.0, 0
        self.slider = Slider(stage.theme, Rect(40, 200, 400, 140), "Patience", value=0)

    def presence(self, change):
        self.seen.append((change.kind, change.proximity, len(self.stage.badges)))
        self.stage.known(change.badge)

    def known(self, badge):
        self.seen.append(("known", len(self.stage.known(badge))))

    def touch(self, touch):
        self.slider.touch(touch)

    def tap(self, tap):
        self.seen.append(("tap", tap.x, tap.y))

    def update(self, dt):
        self.seconds += dt
        if round(self.seconds * 60) % 30 == 0:
            self.stage.redraw()
        if self.seconds > 5:
            self.stage.finish()

    def draw(self, screen):
        self.pictures += 1
        draw_text(screen, self.stage.theme, f"{self.seconds:.1f} seconds", page(self.stage.theme), "title")
        self.slider.draw(screen)
'''


def folder_of(tmp_path, name, code, manifest=MANIFEST):
    folder = tmp_path / f"xlab_demo_{name}"
    (folder / "locale").mkdir(parents=True)
    (folder / f"{name}.py").write_text(code)
    text = manifest.replace('"tapped"', f'"{name}"').replace("tapped:Tapped", f"{name}:{name.title()}")
    (folder / "demo.toml").write_text(text)
    (folder / "locale" / "en.toml").write_text(WORDS)
    return folder


@pytest.fixture
def tapped(tmp_path):
    return folder_of(tmp_path, "tapped", DEMO)


@pytest.fixture
def watching(tmp_path):
    return folder_of(tmp_path, "watching", WATCHING)


def test_a_demo_is_tapped_by_name_and_its_evidence_seen(tapped):
    play = Play(tapped, size=(800, 480))
    play.tap("START")
    assert play.records == [{"taps": 1}]
    assert play.sees("tapped  ONCE")
    play.tap(*play.find("Start"))
    assert play.records[-1] == {"taps": 2}


def test_what_is_not_there_is_told_with_what_is(tapped):
    play = Play(tapped)
    message = r'There is no "Strat" on the screen to touch. There is: "Start"; to touch: "Start"\.'
    with pytest.raises(NotOnScreen, match=message):
        play.tap("Strat")
    with pytest.raises(NotOnScreen, match=r'"You tapped once" is not on the screen after 2 s. There is: "Start"'):
        play.expect("You tapped once", within=2)
    assert play.seconds == pytest.approx(2.0, abs=2 * STEP)
    assert repr(play).startswith("<Play after 2.0 s") and '"Start"' in repr(play)


def test_expecting_waits_no_longer_than_it_must(watching):
    play = Play(watching)
    play.expect("1.0 seconds", within=4)
    assert play.seconds == pytest.approx(1.0, abs=0.06)


def test_time_passes_in_steps_and_stands_still_after_the_end(watching):
    play = Play(watching)
    play.wait(1.0)
    assert play.demo.seconds == pytest.approx(1.0)
    play.wait(10)
    assert play.finished
    assert play.demo.seconds == pytest.approx(5.0, abs=2 * STEP)


def test_pictures_are_drawn_when_looked_at_or_as_on_a_kit(watching):
    play = Play(watching)
    play.wait(2)
    assert play.demo.pictures == 0
    assert play.picture and play.texts and play.targets
    assert play.demo.pictures == 1
    kit = Play(watching, every_frame=True)
    kit.wait(2)
    assert kit.demo.pictures == 1 + 4


def test_badges_come_and_go_and_the_kit_answers(watching):
    play = Play(watching, here=(1,))
    play.badge(1, "near")
    play.badge(2, "far", source="simulated")
    play.known(1)
    play.badge(1, None)
    assert play.demo.seen == [
        ("entered", "touch", 1), ("moved", "near", 1), ("entered", "far", 2), ("known", 0), ("left", "near", 1),
    ]  # fmt: skip
    assert play.stage.source == "simulated"
    assert ("ask_known", badge(2).beacon) in play.said


def test_a_prop_keeps_its_label_until_it_is_given_another(watching):
    play = Play(watching)
    play.badge(3, "touch", role="prop", label="Cotton")
    assert play.badge(3, "near") == play.stage.badges[0]
    assert [(one.role, one.label) for one in play.stage.badges] == [("prop", "Cotton")]
    assert play.badge(3, "near", label="Linen").label == "Linen"


def test_a_drag_moves_a_widget_and_makes_no_tap(watching):
    play = Play(watching)
    play.drag("Patience", (430, 250), pointer=4)
    assert play.demo.slider.value == 1.0
    assert play.demo.seen == []


def test_what_was_not_drawn_stands_out_and_is_saved(watching, tmp_path):
    play = Play(watching, size=(720, 1280))
    play.save(tmp_path / "picture.png")
    saved = pygame.image.load(tmp_path / "picture.png")
    assert saved.get_size() == (720, 1280)
    assert saved.get_at((719, 1279)) == UNDRAWN


def test_what_a_demo_keeps_is_there_in_the_next_play(tapped, tmp_path):
    play = Play(tapped, data=tmp_path)
    play.stage.keep["best"] = 3
    play.wait(STEP)
    assert Play(tapped, data=tmp_path).stage.keep["best"] == 3


def test_chance_is_the_same_in_every_play(tapped):
    assert Play(tapped).stage.random.random() == Play(tapped).stage.random.random()
    assert Play(tapped, seed=1).stage.random.random() != Play(tapped, seed=2).stage.random.random()


def test_another_probe_hears_the_same(tapped):
    seen = Seen()
    play = Play(tapped, probe=seen)
    assert play.texts == seen.texts
    assert play.targets == seen.targets


def test_two_demos_of_one_name_are_not_mixed_up(tapped, tmp_path):
    other = folder_of(tmp_path / "elsewhere", "tapped", DEMO.replace("You tapped once", "Well tapped"))
    for folder, words in ((tapped, "You tapped once"), (other, "Well tapped"), (tapped, "You tapped once")):
        play = Play(folder)
        play.tap("Start")
        play.expect(words)


def test_what_a_demo_raises_reaches_the_test(tmp_path):
    folder = folder_of(tmp_path, "tapped", DEMO.replace("self.taps += 1", "raise ZeroDivisionError"))
    with pytest.raises(ZeroDivisionError):
        Play(folder).tap("Start")


def test_what_is_only_on_the_near_side_is_not_found_on_the_far_one(watching):
    play = Play(watching)
    assert play.find("Patience", turned=False) == play.find("Patience")
    with pytest.raises(NotOnScreen, match="to touch on the far side"):
        play.tap("Patience", turned=True)
