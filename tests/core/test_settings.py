"""Settings: where they come from, and every error at once."""

import os
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from xlab.look.words import LANGUAGES, Words
from xlab.settings import MOST_BYTES, MOST_MISTAKES, Mistake, Settings, SettingsError, home_folder, load, whatever


def test_defaults_when_nothing_is_said(tmp_path):
    assert load(tmp_path, {}, {}) == Settings()


def test_the_command_line_beats_the_environment_beats_the_file_beats_the_default(tmp_path):
    (tmp_path / "kit.toml").write_text('port = 1\nkit_name = "File"\nlanguage = "de"\n')
    environ = {"XLAB_PORT": "2", "XLAB_KIT_NAME": "Environment", "UNRELATED": "x"}
    settings = load(tmp_path, {"port": 3, "kit_name": None}, environ)
    assert (settings.port, settings.kit_name, settings.language) == (3, "Environment", "de")


def test_all_errors_come_at_once_and_say_where(tmp_path):
    (tmp_path / "kit.toml").write_text('port = 70000\ncolour = "red"\n')
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {"size": "huge"}, {"XLAB_IDLE_SECONDS": "soon"})
    text = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    for word in ("port", "70000", "kit.toml", "colour", "idle_seconds", "the environment", "size", "the command line"):
        assert word in text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("port", 99999, "port on the command line is 99999; it must be a whole number from 0 to 65535."),
        ("size", "big", "size on the command line is 'big'; it must be width and height in pixels, as 1280x720."),
        ("hub", "ftp://x", "hub on the command line is 'ftp://x'; it must be an address, as http://192.168.4.1:8080."),
        ("offscreen", "maybe", "offscreen on the command line is 'maybe'; it must be true or false."),
    ],
)
def test_an_error_says_what_a_right_value_is_in_plain_words(tmp_path, name, value, sentence):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {name: value}, {})
    assert caught.value.problems == [sentence]


def test_every_setting_can_say_what_it_wants(tmp_path):
    fields = msgspec.structs.fields(Settings)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, {field.name: object() for field in fields}, {})
    assert len(caught.value.problems) == len(fields)


def test_an_empty_value_takes_a_setting_back(tmp_path):
    (tmp_path / "kit.toml").write_text('hub = "http://10.0.0.1:8080"\nsize = "800x480"\n')
    settings = load(tmp_path, {}, {"XLAB_HUB": "", "XLAB_SIZE": ""})
    assert (settings.hub, settings.size) == ("", "")


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"port = [[["])
def test_a_damaged_file_is_one_plain_problem(tmp_path, content):
    (tmp_path / "kit.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"kit\.toml cannot be read"):
        load(tmp_path, {}, {})


def test_beacon_uuids_as_text_or_list(tmp_path):
    one, two = "E2C56DB5-DFFB-48D2-B060-D0F5A71096E0", "00000000-0000-0000-0000-000000000001"
    assert load(tmp_path, {}, {"XLAB_BEACON_UUIDS": f"{one}, {two}"}).beacon_uuids == (one.lower(), two)
    with pytest.raises(SettingsError, match="beacon_uuids"):
        load(tmp_path, {}, {"XLAB_BEACON_UUIDS": "not-a-uuid"})


def test_home_is_given_or_found(tmp_path):
    assert home_folder(tmp_path, {}) == tmp_path
    assert home_folder(None, {"XLAB_HOME": "/x", "STATE_DIRECTORY": "/y"}) == Path("/x")
    assert home_folder(None, {"STATE_DIRECTORY": "/y"}) == Path("/y")
    assert home_folder(None, {"XDG_DATA_HOME": "/z"}) == Path("/z/xlab")


GOOD = 'kit_name = "Blue box"\nbeacon_uuids = [\n  "e2c56db5-dffb-48d2-b060-d0f5a71096e0",\n]\nport = 8090\n'


def found(home, environ=None):
    """What a service starts with, and what it says is wrong: kind, name and line of each."""
    settings, mistakes = whatever(home, {}, environ or {})
    return settings, [(mistake.kind, mistake.name, mistake.line) for mistake in mistakes]


def test_a_service_starts_with_all_that_is_right(tmp_path):
    file = tmp_path / "kit.toml"
    file.write_text(GOOD + 'language = "xx"\ncolour = "red"\nidle_seconds = 2\n')
    settings, wrong = found(tmp_path, {"XLAB_SIZE": "huge"})
    assert settings == Settings(kit_name="Blue box", port=8090)
    assert wrong == [
        *(("wrong", "language", 6), ("unknown", "colour", 7), ("wrong", "idle_seconds", 8)),
        ("elsewhere", "size", 0),
    ]


@pytest.mark.parametrize(
    "torn", ["language = ", 'kit_name "x"', "idle_seconds = 4 5", 'station_name = "Door', "\x00\x00"]
)
def test_a_line_that_is_no_setting_takes_no_other_along(tmp_path, torn):
    (tmp_path / "kit.toml").write_text(f"# Ours\n{torn}\n{GOOD}")
    settings, wrong = found(tmp_path)
    assert settings == Settings(kit_name="Blue box", port=8090)
    assert [(kind, line) for kind, _, line in wrong] == [("torn", 2)]


@pytest.mark.parametrize("end", range(len(GOOD)))
def test_a_file_that_was_half_written_starts_the_kit_wherever_it_ends(tmp_path, end):
    (tmp_path / "kit.toml").write_text(GOOD[:end])
    settings, _ = found(tmp_path)
    assert settings.kit_name == ("Blue box" if end >= len('kit_name = "Blue box"') else "Xperience Lab")


def test_what_follows_a_damaged_table_is_no_setting_of_the_kit(tmp_path):
    (tmp_path / "kit.toml").write_text('port = \n[wifi]\nkit_name = "no"\n')
    settings, wrong = found(tmp_path)
    assert settings == Settings()
    assert wrong == [("torn", "", 1), ("unknown", "wifi", 2)]


def test_of_a_setting_that_is_there_twice_the_first_holds(tmp_path):
    (tmp_path / "kit.toml").write_text("port = 1\nport = 2\n")
    settings, wrong = found(tmp_path)
    assert settings.port == 1 and wrong == [("torn", "", 2)]


def test_a_file_of_anything_at_all_starts_the_kit(tmp_path):
    file = tmp_path / "kit.toml"
    for content in (b"", b"\xff\xfe\x00\x01" * 500, b"\n" * MOST_BYTES, b"[[" * 3000, b"a=" * 3000):
        file.write_bytes(content)
        settings, wrong = found(tmp_path)
        assert settings == Settings() and len(wrong) <= MOST_MISTAKES
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    assert found(tmp_path) == (Settings(), [("large", "", 0)])


@pytest.mark.parametrize("name", ["port", "beacon_uuids", "kit_name", "colour"])
@pytest.mark.parametrize("value", ["[" * 5000, "{a=" * 5000, "1" * 5000, "0x" + "f" * 5000, f"[0x{'f' * 5000}]"])
def test_a_value_without_end_takes_no_other_along(tmp_path, name, value):
    (tmp_path / "kit.toml").write_text(f"# Ours\n{name} = {value}\nlanguage = 'de'\n")
    settings, wrong = found(tmp_path)
    assert settings == Settings(language="de")
    assert [line for _, _, line in wrong] == [2]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_said_and_waited_for_by_nobody(tmp_path, make):
    make(tmp_path / "kit.toml")
    assert found(tmp_path) == (Settings(), [("folder", "", 0)])


def test_a_file_that_the_card_refuses_is_said(tmp_path):
    (tmp_path / "kit.toml").symlink_to("kit.toml")  # a circle, which nobody can read, root neither
    settings, mistakes = whatever(tmp_path, {}, {})
    assert settings == Settings() and mistakes[0].kind == "refused" and "symbolic links" in mistakes[0].value


def test_every_mistake_can_be_said_in_every_language(tmp_path):
    (tmp_path / "kit.toml").write_text("port = \ncolour = 1\n")
    wrong = {field.name: object() for field in msgspec.structs.fields(Settings)}
    _, mistakes = whatever(tmp_path, wrong, {})
    kinds = get_args(Mistake.__annotations__["kind"])
    for language in LANGUAGES:
        words = Words(language)
        for kind in kinds:
            assert words(f"settings.{kind}", name="n", value="v", line=3, allowed="a")
        assert all(words(mistake.allowed) for mistake in mistakes if mistake.kind == "elsewhere")
