"""A dashboard on a fake kit, with a clock that tests move, seen by a visitor and by a facilitator."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PASSWORD, PIN, HandClock, Visitor
from xlab.dashboard import make_app
from xlab.dashboard.keys import Keys
from xlab.dashboard.parts import Parts
from xlab.dashboard.sessions import Role


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def new_kit(tmp_path: Path) -> FakeKit:
    """A kit that nobody has set up yet."""
    return FakeKit(tmp_path)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key files of a kit that was set up; hashing a PIN is slow on purpose, so once is enough."""
    home = tmp_path_factory.mktemp("set-up")
    Keys(home).pin.set_first(PIN)
    Keys(home).it.set_first(PASSWORD)
    return home / "keys"


@pytest.fixture
def kit(new_kit: FakeKit, keys: Path) -> FakeKit:
    """A kit that was set up, for facilitators and for IT."""
    shutil.copytree(keys, new_kit.home / "keys")
    new_kit.pin_was_set()
    return new_kit


@pytest.fixture
def app(kit: FakeKit, clock: HandClock) -> Flask:
    return make_app(kit, clock)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def facilitator(app: Flask) -> Visitor:
    """A browser that is signed in, without the time a PIN takes to check."""
    return signed_in(app, "facilitator")


@pytest.fixture
def it_staff(app: Flask) -> Visitor:
    """The same of IT."""
    return signed_in(app, "it")


@pytest.fixture
def both(app: Flask) -> Visitor:
    """A facilitator who is IT as well."""
    return signed_in(app, "facilitator", "it")


def signed_in(app: Flask, *roles: Role) -> Visitor:
    browser = Visitor(app)
    parts: Parts = app.extensions["xlab"]
    with browser.client.session_transaction() as session:
        for role in roles:
            parts.gate.sign_in(session, role)
    return browser
