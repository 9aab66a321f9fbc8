"""What a demo brings along: pictures, sounds, its manifest's words; and chance that can be repeated."""

import pygame
import pytest
from pygame import Surface

from tests.fakes.outlet import ListeningOutlet
from xlab_kiosk.stage import Stage, StageControl

MANIFEST = """
title = { en = "Trust", fr = "Confiance" }
summary = { en = "Share or keep" }
engagement = { question = { en = "Who shares first?", de = "Wer teilt zuerst?" } }
[evidence.shared]
label = { en = "shared first" }
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("pictures", "sounds", "locale"):
        (tmp_path / name).mkdir()
    picture = Surface((200, 100), pygame.SRCALPHA)
    picture.fill((10, 200, 30, 255), (0, 0, 100, 100))
    pygame.image.save(picture, tmp_path / "pictures" / "shoe.png")
    (tmp_path / "sounds" / "knock.ogg").write_bytes(b"")
    (tmp_path / "sounds" / "wood.wav").write_bytes(b"")
    (tmp_path / "demo.toml").write_text(MANIFEST, "utf-8")
    return tmp_path


def make(folder, language="en", **how):
    outlet = ListeningOutlet()
    return Stage(size=(800, 480), language=language, folder=folder, outlet=outlet, **how), outlet


def test_a_picture_fits_its_size_in_its_proportions_and_is_kept(folder):
    stage, _ = make(folder)
    assert stage.picture("shoe").get_size() == (200, 100)
    assert stage.picture("shoe", (60, 60)).get_size() == (60, 30)
    assert stage.picture("shoe", (400, 120)).get_size() == (240, 120)
    assert stage.picture("shoe", (60, 60)) is stage.picture("shoe", (60, 60))
    assert stage.picture("shoe").get_at((150, 50)).a == 0, "what is transparent stays so"


def test_a_picture_that_is_missing_or_none_is_named(folder):
    stage, _ = make(folder)
    with pytest.raises(FileNotFoundError, match=r"no pictures/boot\.png"):
        stage.picture("boot")
    (folder / "pictures" / "text.png").write_text("no picture")
    with pytest.raises(ValueError, match=r"pictures/text\.png is no picture"):
        stage.picture("text", (10, 10))


@pytest.mark.parametrize("name", ["../demo", "a/b", "shoe.png", "", ".", "a\x00b", "x" * 90])
def test_names_lead_nowhere_else(folder, name):
    stage, outlet = make(folder)
    for ask in (stage.picture, stage.sound):
        with pytest.raises(ValueError, match="no name of a file"):
            ask(name)
    assert outlet.said == []


def test_sounds_are_asked_for_by_name(folder):
    stage, outlet = make(folder)
    stage.sound("knock")
    stage.sound("wood")
    assert outlet.said == [("sound", "knock"), ("sound", "wood")]
    with pytest.raises(FileNotFoundError, match=r"no sounds/bell\.ogg and no sounds/bell\.wav"):
        stage.sound("bell")


def test_the_manifest_speaks_too_unless_the_demo_says_it_otherwise(folder):
    french, german = make(folder, "fr")[0], make(folder, "de")[0]
    assert french.text("title") == "Confiance"
    assert german.text("title") == "Trust"
    assert german.text("question") == "Wer teilt zuerst?"
    assert (german.text("summary"), german.text("evidence.shared")) == ("Share or keep", "shared first")
    (folder / "locale" / "fr.toml").write_text('title = "Oser"', "utf-8")
    assert make(folder, "fr")[0].text("title") == "Oser"


@pytest.mark.parametrize("manifest", ["title = 3", "engagement = 1\nevidence = []", "title = ", "title = {}"])
def test_a_manifest_that_is_no_use_leaves_the_key(folder, manifest):
    (folder / "demo.toml").write_text(manifest, "utf-8")
    assert make(folder)[0].text("title") == "title"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "-1,234.50"), ("de", "-1.234,50"), ("fr", "-1\u202f234,50"), ("xx", "-1,234.50")]
)
def test_numbers_are_written_as_the_language_does(folder, language, text):
    assert make(folder, language)[0].number(-1234.5, 2) == text


def test_chance_repeats_itself_for_a_seed(folder):
    first, second = ([make(folder, seed=5)[0].random.random() for _ in range(3)] for _ in range(2))
    assert first == second
    assert make(folder)[0].random.random() != make(folder)[0].random.random()


def test_the_camera_shows_its_newest_picture(folder):
    stage, _ = make(folder)
    control = StageControl(stage)
    control.drawn()
    assert stage.camera is None
    picture = Surface((4, 4))
    control.camera(picture, "live")
    assert stage.camera is picture
    assert stage.wants_redraw
