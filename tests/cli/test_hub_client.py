"""How commands ask the running hub: a real server answers, and everything that goes wrong is one plain sentence."""

import socket

import pytest
from click.testing import CliRunner

from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.server import Served
from xlab.cli._hub import Hub, HubTrouble
from xlab.dashboard import make_asgi
from xlab.settings import Settings

PATH = "/api/v1/room"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "station.token").write_text(TOKEN + "\n")
    return tmp_path


@pytest.fixture
def url(tmp_path):
    with Served(make_asgi(FakeKit(tmp_path), None)) as url:
        yield url


def hub(home, url) -> Hub:
    return Hub(home, Settings(host="127.0.0.1", port=int(url.rsplit(":", 1)[1])))


def test_the_kits_own_user_is_let_in(home, url, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert hub(home, url).get(PATH)["radio"]["state"] == "replaying"


def test_another_kits_token_is_said(home, url):
    (home / "keys" / "station.token").write_text("another")
    with pytest.raises(HubTrouble, match=r"is not this kit's.*--home"):
        hub(home, url).get(PATH)


def test_what_the_hub_says_is_handed_on(home, url):
    with pytest.raises(HubTrouble, match=r"^The hub says: .*not allowed") as said:
        hub(home, url).post(PATH, {"a": 1})
    assert said.value.code == "method"


def test_a_home_without_a_token_and_a_port_without_a_hub_are_said(tmp_path, home):
    with pytest.raises(HubTrouble, match=r"No hub has run in .*--home"):
        Hub(tmp_path / "elsewhere", Settings()).get(PATH)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(HubTrouble, match=rf"No hub answers at http://127.0.0.1:{port}.*xlab hub"):
        hub(home, f"http://127.0.0.1:{port}").get(PATH)


def test_a_port_that_something_else_answers_is_said(home):
    async def other(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"<html>"})
            return
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": f"{message['type']}.complete"})
        await send({"type": "lifespan.shutdown.complete"})

    with Served(other) as url, pytest.raises(HubTrouble, match="No hub answers"):
        hub(home, url).get(PATH)


def test_it_ends_a_command_with_one_sentence_and_status_1(home):
    import click

    @click.command()
    def command() -> None:
        Hub(home.parent / "none", Settings()).get(PATH)

    result = CliRunner().invoke(command)
    assert result.exit_code == 1
    assert result.output.startswith("No hub has run")
