"""``xlab kits``: what a person and a script get to read. That it finds real kits is shown in ``test_in_a_room.py``."""

import json

import pytest
from click.testing import CliRunner, Result

from xlab import discovery
from xlab.cli.kits import kits
from xlab.discovery import DiscoveryError, Found, loopback

KITS = [
    Found("k-1", "Blue box", "0.1.0", ("http://10.0.0.1:8080/", "http://[fd00::1]:8080/")),
    Found("k-2", "Blue box (2)", "", ("http://10.0.0.2:8080/",)),
]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """The kits that will be heard; empty at first."""
    heard: list[Found] = []

    async def find(timeout: float) -> list[Found]:
        return heard

    monkeypatch.setattr(discovery, "find", find)
    monkeypatch.setattr(discovery, "usable", loopback)
    return heard


def run(*arguments: str) -> Result:
    return CliRunner().invoke(kits, arguments)


def test_each_kit_has_its_name_and_addresses(room: list[Found]) -> None:
    room += KITS
    result = run()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Blue box  (version 0.1.0, k-1)",
        "  http://10.0.0.1:8080/",
        "  http://[fd00::1]:8080/",
        "Blue box (2)  (version unknown, k-2)",
        "  http://10.0.0.2:8080/",
    ]


def test_a_script_gets_json_and_nothing_else(room: list[Found]) -> None:
    assert json.loads(run("--json").stdout) == []
    room += KITS
    assert json.loads(run("--json").stdout)[0] == {
        "kit": "k-1",
        "name": "Blue box",
        "version": "0.1.0",
        "urls": ["http://10.0.0.1:8080/", "http://[fd00::1]:8080/"],
    }


def test_none_found_is_a_sentence_with_what_to_try(room: list[Found]) -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("No kit was heard. Things to try:")
    assert "--timeout 10" in result.stdout


@pytest.mark.usefixtures("room")
def test_no_network_is_another_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "usable", list)
    assert run().stdout.startswith("This machine is on no network")


@pytest.mark.usefixtures("room")
def test_a_machine_that_cannot_listen_says_why_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def find(timeout: float) -> list[Found]:
        raise DiscoveryError("Looking for kits is not possible here.")

    monkeypatch.setattr(discovery, "find", find)
    result = run("--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Looking for kits is not possible here." in result.stderr


@pytest.mark.parametrize("arguments", [["--timeout", "0"], ["--timeout", "soon"], ["--no-such"], ["extra"]])
def test_wrong_use_is_exit_status_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_help_has_an_example() -> None:
    assert "Example: xlab kits --timeout 10" in run("--help").stdout
