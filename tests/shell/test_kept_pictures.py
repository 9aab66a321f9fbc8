"""Pictures of demos that outlive the kiosk, on a card that may be spoilt, full or read-only."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from pygame import Surface

from tests.fakes.station import trial_entry
from xlab.catalogue import Entry
from xlab_kiosk.shell import kept_pictures
from xlab_kiosk.shell.kept_pictures import KeptPictures, look_of_the_stage

SIZES = [(300, 200), (90, 60)]


class Painter:
    """Draws in one colour, and counts what it was asked for."""

    def __init__(self, color: str = "red") -> None:
        self.color = color
        self.asked: list[tuple[str, str]] = []

    def __call__(self, entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str) -> Sequence[Surface]:
        self.asked.append((entry.digest, language))
        pictures = [Surface(size, 0, 32) for size in sizes]
        for picture in pictures:
            picture.fill(self.color)
        return pictures


def entry(digest: str = "d1") -> Entry:
    return msgspec.structs.replace(trial_entry(), digest=digest)


def shown(pictures: Sequence[Surface]) -> list[tuple[tuple[int, int], tuple[int, int, int]]]:
    return [(one.get_size(), tuple(one.get_at((5, 5)))[:3]) for one in pictures]


def test_the_next_kiosk_finds_the_pictures_of_the_one_before(tmp_path: Path):
    first, second = Painter(), Painter("blue")
    drawn = KeptPictures(tmp_path / "pictures", first, "look")(entry(), SIZES, language="en")
    found = KeptPictures(tmp_path / "pictures", second, "look")(entry(), SIZES, language="en")
    assert shown(found) == shown(drawn) == [(size, (255, 0, 0)) for size in SIZES]
    assert not second.asked


@pytest.mark.parametrize(
    ("digest", "size", "language", "look"),
    [
        ("d2", (300, 200), "en", "look"),
        ("d1", (301, 200), "en", "look"),
        ("d1", (300, 200), "de", "look"),
        ("d1", (300, 200), "en", "other"),
    ],
    ids=["demo", "size", "language", "look"],
)
def test_what_has_changed_is_drawn_anew(tmp_path: Path, digest: str, size: tuple[int, int], language: str, look: str):
    KeptPictures(tmp_path, Painter(), "look")(entry(), SIZES, language="en")
    painter = Painter("blue")
    (picture,) = KeptPictures(tmp_path, painter, look)(entry(digest), [size], language=language)
    assert painter.asked == [(digest, language)]
    assert shown([picture]) == [(size, (0, 0, 255))]


def test_a_demo_that_came_with_the_kit_is_known_by_its_files(tmp_path: Path):
    folder = tmp_path / "demo"
    folder.mkdir()
    folder.joinpath("demo.py").write_text("1")
    bundled = msgspec.structs.replace(trial_entry(), folder=folder)
    painter = Painter()
    keep = KeptPictures(tmp_path / "pictures", painter, "look")
    for text in ("1", "1", "12"):
        folder.joinpath("demo.py").write_text(text)
        keep(bundled, SIZES, language="en")
    assert len(painter.asked) == 2


def test_a_demo_whose_files_cannot_be_read_is_always_drawn(tmp_path: Path):
    painter = Painter()
    keep = KeptPictures(tmp_path / "pictures", painter, "look")
    for _ in range(2):
        keep(msgspec.structs.replace(trial_entry(), folder=tmp_path / "away"), SIZES, language="en")
    assert len(painter.asked) == 2
    assert not (tmp_path / "pictures").exists()


@pytest.mark.parametrize("left", [0, 40, 200])
def test_what_the_card_has_spoilt_is_drawn_again(tmp_path: Path, left: int):
    KeptPictures(tmp_path, Painter(), "look")(entry(), SIZES, language="en")
    for file in tmp_path.iterdir():
        os.truncate(file, left)
    painter = Painter("blue")
    keep = KeptPictures(tmp_path, painter, "look")
    assert shown(keep(entry(), SIZES, language="en")) == [(size, (0, 0, 255)) for size in SIZES]
    assert shown(keep(entry(), SIZES, language="en")) == [(size, (0, 0, 255)) for size in SIZES]
    assert len(painter.asked) == 1


def test_where_nothing_can_be_written_pictures_are_shown_all_the_same(tmp_path: Path):
    (tmp_path / "pictures").write_text("a file is in the way")
    painter = Painter()
    keep = KeptPictures(tmp_path / "pictures", painter, "look")
    assert shown(keep(entry(), SIZES, language="en")) == [(size, (255, 0, 0)) for size in SIZES]


def test_a_demo_that_draws_nothing_leaves_nothing(tmp_path: Path):
    keep = KeptPictures(tmp_path / "pictures", lambda entry, sizes, *, language: [], "look")
    assert keep(entry(), SIZES, language="en") == []
    assert not list(tmp_path.rglob("*.png"))


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_pictures, "MOST", 3)
    keep = KeptPictures(tmp_path, Painter(), "look")
    for number in range(5):
        before = set(tmp_path.iterdir())
        keep(entry(f"d{number}"), SIZES[:1], language="en")
        for file in set(tmp_path.iterdir()) - before:
            os.utime(file, (number, number))
    assert len(list(tmp_path.iterdir())) == 3
    painter = Painter()
    KeptPictures(tmp_path, painter, "look")(entry("d4"), SIZES[:1], language="en")
    assert not painter.asked


def test_the_look_is_another_when_a_file_of_the_stage_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    folder = tmp_path / "stage"
    (folder / "widgets").mkdir(parents=True)
    (folder / "widgets" / "qr.py").write_text("1")
    (folder / "__pycache__").mkdir()
    monkeypatch.setattr(kept_pictures.stage, "__file__", str(folder / "__init__.py"))
    before = look_of_the_stage()
    (folder / "__pycache__" / "qr.pyc").write_text("compiled")
    assert look_of_the_stage() == before
    (folder / "widgets" / "qr.py").write_text("12")
    assert look_of_the_stage() != before
