"""Settings: where they come from, and every error at once."""

from pathlib import Path

import msgspec
import pytest

from xlab.settings import Settings, SettingsError, home_folder, load


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
