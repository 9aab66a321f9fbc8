"""``xlab demo check``: what it prints, keeps and returns."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from xlab.catalogue.digest import digest_folder
from xlab.catalogue.rating import Rating, read_rating
from xlab.cli import main

DEMOS = Path(__file__).parents[1] / "data" / "checks"
SHORT = ("--size", "720x1280", "--lang", "fr", "--seconds", "3")


def run(*arguments: object):
    return CliRunner().invoke(main, ["demo", "check", *map(str, arguments)])


def test_a_good_demo_is_told_kept_and_pictured(tmp_path):
    folder, sheet = DEMOS / "xlab_demo_check_good", tmp_path / "sheet.png"
    said = run(folder, *SHORT, "--json", "--sheet", sheet, "--home", tmp_path)
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert (told["demo"], told["stars"], told["findings"], told["sheet"]) == ("check-good", 5, [], str(sheet))
    assert [(one["size"], one["language"]) for one in told["played"]] == [("720x1280", "fr")]
    assert told["digest"] == digest_folder(folder)
    assert read_rating(tmp_path, told["digest"]) == Rating(stars=5)
    with Image.open(sheet) as picture:
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 50


def test_what_is_to_be_mended_ends_with_1_and_is_kept_nowhere_unasked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XLAB_HOME", str(tmp_path / "home"))
    said = run(DEMOS / "xlab_demo_check_pale", *SHORT)
    assert said.exit_code == 1
    assert said.stdout.startswith("★★★★☆  check-pale 1.0.0\n")
    assert '"Does it hold?"' not in said.stdout, "the words are French"
    assert "has a contrast of" in said.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["check-check-pale.png"]


def test_a_folder_without_a_manifest_has_no_star(tmp_path):
    said = run(tmp_path, "--json")
    assert said.exit_code == 1
    told = json.loads(said.stdout)
    assert told["stars"] == 0
    assert "demo.toml is missing" in told["reasons"][0]


@pytest.mark.parametrize("wrong", [("/nowhere",), (DEMOS, "--lang", "it"), (DEMOS, "--size", "1x1")])
def test_used_wrongly(wrong):
    assert run(*wrong).exit_code == 2
