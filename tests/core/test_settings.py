"""Settings: where they come from, and every error at once."""

from pathlib import Path

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
