"""Commands on the kit's own machine: the token in the kit's files lets them in, from this machine only."""

import pytest
from flask import Flask

from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.visitor import PIN


def asked(app: Flask, path: str, token: str, address: str = "127.0.0.1", **form: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    client = app.test_client()
    environ = {"REMOTE_ADDR": address}
    if form:
        return client.post(path, data=form, headers=headers, environ_base=environ).status_code
    return client.get(path, headers=headers, environ_base=environ).status_code


def test_a_command_reads_the_room(app: Flask) -> None:
    assert asked(app, "/api/v1/room", TOKEN) == 200


@pytest.mark.parametrize("token", ["", "another", TOKEN + "x", "tökén"])
def test_another_token_does_not_do(app: Flask, token: str) -> None:
    assert asked(app, "/api/v1/room", token.encode().decode("latin-1")) == 401


def test_a_kit_that_listens_on_one_address_is_asked_from_that_one(app: Flask) -> None:
    assert asked(app, "/api/v1/room", TOKEN, "192.168.4.1") == 200


def test_the_token_does_not_do_from_another_machine(app: Flask) -> None:
    assert asked(app, "/api/v1/room", TOKEN, "192.168.4.20") == 401


def test_a_command_needs_no_form_token(app: Flask, kit: FakeKit) -> None:
    form = {"current": PIN, "pin": "975310", "again": "975310"}
    assert asked(app, "/pin", "another", **form) == 400
    assert asked(app, "/pin", TOKEN, **form) < 400
