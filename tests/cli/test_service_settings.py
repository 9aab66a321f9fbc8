"""Settings that are wrong: who stands at a terminal is told and starts nothing, a service starts with the rest."""

import pytest

from xlab.cli.options import settled
from xlab.settings import Settings


@pytest.fixture
def home(tmp_path):
    (tmp_path / "kit.toml").write_text('kit_name = "Blue box"\nport = "x"\nlangu\n')
    return tmp_path


def test_at_a_terminal_nothing_starts(home, monkeypatch, capsys):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    with pytest.raises(SystemExit) as ended:
        settled(home)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "line 3" in said and "port" in said and "a whole number from 0 to 65535" in said


def test_a_service_starts_with_what_is_right_and_says_the_rest(home, monkeypatch, capsys):
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/nobody")
    assert settled(home) == (home, Settings(kit_name="Blue box"))
    assert "line 3" in capsys.readouterr().err
