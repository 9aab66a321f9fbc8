"""What holds for every bundled demo: a sound manifest, three languages, a picture of its own, a README."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pygame
import pytest

from tests.demos.playing import FOLDERS, LANGUAGES, folder_of, pixels
from xlab.catalogue import find_demos, read_manifest
from xlab.look.animals import ANIMALS
from xlab_kiosk.stage.testing import Play

each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)

LONGEST_SENTENCE = 12
"""Words: a visitor reads standing."""


def texts(folder: Path, language: str) -> dict[str, str]:
    return flat(tomllib.loads((folder / "locale" / f"{language}.toml").read_text("utf-8")))


def flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


def values(text: str) -> list[str]:
    return sorted(re.findall(r"{\w+}", text))


@each
def test_the_manifest_is_sound_in_three_languages(folder: Path) -> None:
    manifest = read_manifest(folder)
    told = [manifest.title, manifest.summary, manifest.engagement.question]
    told += [field.label for field in manifest.evidence.values()]
    assert all(sorted(text) == sorted(LANGUAGES) for text in told)
    assert manifest.evidence


def test_the_public_door_finds_them(tmp_path: Path) -> None:
    ready = {entry.folder for entry in find_demos(tmp_path) if entry.status == "ready"}
    assert set(FOLDERS) <= ready


@each
def test_every_language_says_everything(folder: Path) -> None:
    english = texts(folder, "en")
    for language in LANGUAGES:
        other = texts(folder, language)
        assert other.keys() == english.keys()
        assert all(text.strip() for text in other.values())
        for key, text in other.items():
            assert values(text) == values(english[key]), f"{language}: {key}"


@each
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_few_and_calm(folder: Path, language: str) -> None:
    for key, text in texts(folder, language).items():
        assert "!" not in text, key
        for sentence in re.split(r"[.?:]", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, f"{key}: {sentence}"


@each
def test_every_text_of_the_code_exists(folder: Path) -> None:
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    asked = set(re.findall(r"text\(\s*\"([\w.]+)\"", code))
    assert asked
    assert asked <= texts(folder, "en").keys()


def test_warm_welcome_can_call_every_animal() -> None:
    names = {key.removeprefix("animal.") for key in texts(folder_of("warm-welcome"), "en") if key.startswith("animal.")}
    assert names == set(ANIMALS)


@each
@pytest.mark.parametrize("size", [(400, 240), (1600, 900), (600, 900)])
def test_it_draws_a_picture_of_its_own_that_moves_and_changes_nothing(folder: Path, size: tuple[int, int]) -> None:
    play = Play(folder, size)
    before = pixels(play)
    pictures = []
    for t in (0.1, 2.0, 2.0):
        screen = pygame.Surface(size)
        play.demo.attract(screen, t)
        pictures.append(pygame.image.tobytes(screen, "RGB"))
    assert pictures[0] != pictures[1] == pictures[2]
    bright = pygame.mask.from_threshold(screen, (255, 255, 255), (150, 150, 150, 255))
    assert bright.count() > 0.02 * size[0] * size[1], "something bright is in the foam"
    play.draw()
    assert pixels(play) == before
    assert play.said == []


@each
def test_it_tells_it_people_what_it_is(folder: Path) -> None:
    assert len((folder / "README.md").read_text("utf-8")) > 200
