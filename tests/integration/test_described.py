"""The description of the interface holds: a real hub answers what schemathesis thinks of as described, whoever asks.

``XLAB_EXAMPLES`` says how many requests each operation gets from each of them; more find what is rarer.
"""

import http.cookiejar
import os
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.dashboard.test_visit_pages import CHARTER
from tests.running import PIN, RunningKit
from tests.waiting import PATIENCE
from xlab.dashboard.starters import starters

PASSWORD = "three plain words"
NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
EXAMPLES = int(os.environ.get("XLAB_EXAMPLES", "2"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ENDLESS = r"/live$"
"""Streams do not end; their own tests read them."""

_TOKEN = re.compile(r'name="csrf[-_]token" (?:value|content)="([^"]+)"')


class Person:
    """Somebody with a browser, and the headers it sends: a cookie and the token of a page once it has them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._jar)
        )
        self.token = ""

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self._jar)
        return {key: value for key, value in (("Cookie", cookies), ("X-CSRFToken", self.token)) if value}

    def get(self, path: str) -> bytes:
        return self._send(path)

    def fill_in(self, path: str, **form: str) -> None:
        """Fill in the form at ``path``."""
        self.read_token(path)
        self._send(path, urllib.parse.urlencode({"csrf_token": self.token, **form}).encode())

    def post(self, path: str, body: object) -> bytes:
        """Ask for something as a page does."""
        return self._send(f"/api/v1{path}", msgspec.json.encode(body), {"Content-Type": "application/json"})

    def read_token(self, path: str) -> None:
        found = _TOKEN.search(self.get(path).decode())
        assert found, f"no token on {path}"
        self.token = found[1]

    def _send(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        asked = urllib.request.Request(self.url + path, data, {"X-CSRFToken": self.token, **(headers or {})})
        with self._opener.open(asked, timeout=PATIENCE) as answer:
            return answer.read()


class Room:
    """A hub with a visit that goes on, everybody who may ask it something, and ids that it knows."""

    def __init__(self, kit: RunningKit) -> None:
        facilitator, it = Person(kit.url), Person(kit.url)
        facilitator.fill_in("/setup", code=kit.code, pin=PIN, again=PIN)
        facilitator.read_token("/rounds")
        it.fill_in("/it/choose", pin=PIN, new=PASSWORD, again=PASSWORD)
        it.read_token("/it/access")
        visit = msgspec.json.decode(facilitator.post("/visits/plan", {"language": "en"}))["visit"]
        facilitator.post("/visits/charter", {"charter": CHARTER})
        facilitator.post("/visits/step", {"step": "open"})
        opened = facilitator.post("/rounds/open", {"question": starters()[0], "shows": "live"})
        self.known = {"visit": visit, "round_id": next(iter(msgspec.json.decode(opened).values()))}
        self.url = kit.url
        self.people = {"facilitator": facilitator, "IT": it, "nobody": Person(kit.url)}

    def everybody(self) -> list[tuple[str, dict[str, str]]]:
        """Who asks, with the headers of each; the phone has just joined, as it may have asked to be forgotten."""
        phone = Person(self.url)
        phone.post("/rounds/join", {})
        return [(name, one.headers) for name, one in {**self.people, "phone": phone}.items()]


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with RunningKit("--kit-name", "Blue box", part="hub", env=NO_BUS) as kit:
        yield Room(kit)


def test_every_answer_is_as_described(room: Room) -> None:
    schema = schemathesis.openapi.from_url(f"{room.url}/api/v1/openapi.json").exclude(path_regex=ENDLESS)
    asked, wrong = 0, []
    for found in schema.get_all_operations():
        operation = found.ok()
        everybody = room.everybody()

        @seed(1)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), known=st.booleans())
        def ask(case: schemathesis.Case, known: bool) -> None:
            nonlocal asked
            if known:
                case.path_parameters |= {key: room.known[key] for key in case.path_parameters if key in room.known}
            for name, headers in everybody:  # noqa: B023 - it is called at once
                asked += 1
                try:
                    case.call_and_validate(headers=headers, checks=CHECKS, timeout=PATIENCE)
                except schemathesis.core.failures.FailureGroup as failures:
                    wrong.extend(f"{name}: {case.method} {case.path}: {one}" for one in failures.exceptions)

        ask()
    assert wrong == []
    assert asked > 200
