"""The page of the radio and its recorder, as facilitators, programs and strangers reach it."""

import gzip
import json

import pytest
from flask import Flask

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports import RecorderNow

API = "/api/v1/recordings"


def post(browser: Visitor, path: str):
    return browser.client.post(path, json={}, headers={"X-CSRFToken": browser.token("/radio")})


def test_only_the_facilitator_gets_to_recordings(visitor: Visitor, kit: FakeKit, app: Flask) -> None:
    name = kit.recorder.add().name
    assert visitor.get("/radio").headers["Location"].endswith("/sign-in?next=/radio")
    for path in (API, f"{API}/{name}"):
        assert visitor.get(path).status_code == 401
    token = {"X-CSRFToken": visitor.token("/sign-in")}
    for path in (f"{API}/start", f"{API}/stop", f"{API}/{name}/delete"):
        assert visitor.client.post(path, json={}, headers=token).status_code == 401
    assert kit.recorder.state == RecorderNow() and kit.recorder.find(name)


def test_what_is_posted_needs_the_token_of_the_page(facilitator: Visitor, kit: FakeKit) -> None:
    assert facilitator.client.post(f"{API}/start", json={}).status_code == 400
    assert kit.recorder.state == RecorderNow()


def test_a_recording_is_made_downloaded_and_deleted(facilitator: Visitor, kit: FakeKit) -> None:
    assert post(facilitator, f"{API}/start").status_code == 204
    assert facilitator.get(API).json["running"]["badges"] == 7
    assert post(facilitator, f"{API}/stop").status_code == 204
    (one,) = facilitator.get(API).json["recordings"]
    answer = facilitator.get(f"{API}/{one['name']}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={one['name']}"
    assert answer.headers.get("Content-Encoding") is None  # or the browser would unpack what it saves
    assert json.loads(gzip.decompress(answer.data).splitlines()[0])["scanner"] == "st-1"
    assert post(facilitator, f"{API}/{one['name']}/delete").status_code == 204
    assert facilitator.get(API).json["recordings"] == []
    assert facilitator.get(f"{API}/{one['name']}").status_code == 404


@pytest.mark.parametrize("reason", ["replaying", "full", "failed"])
def test_a_start_that_cannot_be_is_refused_with_a_sentence(facilitator: Visitor, kit: FakeKit, reason: str) -> None:
    kit.recorder.state = RecorderNow(refused=reason)
    answer = post(facilitator, f"{API}/start")
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == reason and answer.json["error"]["message"].endswith(".")


@pytest.mark.parametrize("name", ["../keys/pin.json", "..%2Fkeys%2Fpin.json", "pin.json", "%2Fetc%2Fpasswd"])
def test_no_name_leads_out_of_the_folder(facilitator: Visitor, kit: FakeKit, name: str) -> None:
    kit.recorder.add()
    assert facilitator.get(f"{API}/{name}").status_code == 404
