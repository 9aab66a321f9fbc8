"""Signing in and out: with the right PIN, not too often, not for ever."""

import logging

import pytest
from flask import Flask

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PIN, HandClock, Visitor
from xlab.dashboard import make_app


def test_the_pin_opens_and_signing_out_closes(visitor: Visitor) -> None:
    assert not visitor.is_in()
    assert visitor.sign_in().location == "/"
    assert visitor.is_in()
    assert visitor.client.post("/sign-out", data={"csrf_token": visitor.token("/pin")}).location == "/"
    assert not visitor.is_in()


def test_a_wrong_pin_does_not_open(visitor: Visitor) -> None:
    answer = visitor.sign_in("135790")
    assert answer.status_code == 422
    assert "not the PIN" in answer.text
    assert not visitor.is_in()


def test_signing_out_ends_copies_of_the_cookie_too(facilitator: Visitor, app: Flask, kit: FakeKit) -> None:
    copy = facilitator.client.get_cookie("xlab-kit7f3a")
    assert copy is not None
    facilitator.client.post("/sign-out", data={"csrf_token": facilitator.token("/pin")})
    thief = Visitor(app)
    thief.client.set_cookie(copy.key, copy.value)
    assert not thief.is_in()


def test_a_session_survives_a_restart_of_the_hub(facilitator: Visitor, kit: FakeKit, clock: HandClock) -> None:
    cookie = facilitator.client.get_cookie("xlab-kit7f3a")
    assert cookie is not None
    again = Visitor(make_app(kit, clock))
    again.client.set_cookie(cookie.key, cookie.value)
    assert again.is_in()


def test_a_tampered_cookie_is_no_session(facilitator: Visitor) -> None:
    cookie = facilitator.client.get_cookie("xlab-kit7f3a")
    assert cookie is not None
    facilitator.client.set_cookie(cookie.key, cookie.value[:-2] + "xx")
    assert not facilitator.is_in()


def test_a_session_ends_after_two_idle_hours(facilitator: Visitor, clock: HandClock) -> None:
    clock.pass_(2 * 3600 - 1)
    assert facilitator.is_in()
    clock.pass_(2 * 3600 - 1)
    assert facilitator.is_in()
    clock.pass_(2 * 3600)
    assert not facilitator.is_in()


def test_a_session_ends_after_twelve_busy_hours(facilitator: Visitor, clock: HandClock) -> None:
    for _ in range(11):
        clock.pass_(3600)
        assert facilitator.is_in()
    clock.pass_(3600)
    assert not facilitator.is_in()


def test_a_session_ends_with_the_boot(facilitator: Visitor, clock: HandClock) -> None:
    clock.seconds = 5.0
    assert not facilitator.is_in()


def test_five_slips_then_a_pause(visitor: Visitor, clock: HandClock) -> None:
    for _ in range(5):
        assert visitor.sign_in("135790").status_code == 422
    answer = visitor.sign_in()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "Try again in 30 seconds" in answer.text
    clock.pass_(29)
    assert visitor.sign_in().status_code == 429
    clock.pass_(1)
    assert visitor.sign_in().status_code == 302


def test_another_phone_may_still_sign_in(visitor: Visitor) -> None:
    for _ in range(6):
        visitor.sign_in("135790")
    assert visitor.sign_in(address="192.168.4.21").status_code == 302


def test_many_phones_together_are_stopped_too(visitor: Visitor) -> None:
    for number in range(10):
        assert visitor.sign_in("135790", address=f"192.168.4.{number}").status_code == 422
    assert visitor.sign_in(address="192.168.4.99").status_code == 429


def test_a_long_pause_is_told_in_minutes(app: Flask, visitor: Visitor, clock: HandClock) -> None:
    attempts = app.extensions["xlab"].attempts
    for _ in range(6):
        for _ in range(5):
            assert attempts.wait("pin", "192.168.4.20") == 0
        clock.pass_(31)
    answer = visitor.sign_in()
    assert answer.status_code == 429
    assert "Try again in 57 minutes" in answer.text


def test_signing_in_leads_back_only_into_the_kit(visitor: Visitor) -> None:
    page = visitor.get("/stations/st-1")
    assert page.location == "/sign-in?next=/stations/st-1"
    assert visitor.sign_in(next="/stations/st-1").location == "/stations/st-1"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "/sign-out", "javascript:x"]
)
def test_a_link_cannot_lead_signing_in_elsewhere(visitor: Visitor, target: str) -> None:
    assert visitor.sign_in(next=target).location == "/"


def test_changing_the_pin_ends_every_other_session(facilitator: Visitor, visitor: Visitor) -> None:
    assert visitor.sign_in().status_code == 302
    answer = facilitator.post("/pin", current=PIN, pin="975310", again="975310")
    assert answer.location == "/"
    assert facilitator.is_in()
    assert not visitor.is_in()
    assert visitor.sign_in().status_code == 422
    assert visitor.sign_in("975310").status_code == 302


def test_changing_the_pin_takes_the_old_one(facilitator: Visitor, visitor: Visitor) -> None:
    assert facilitator.post("/pin", current="111111", pin="975310", again="975310").status_code == 422
    assert visitor.sign_in().status_code == 302


def test_the_session_cookie_is_out_of_reach(visitor: Visitor) -> None:
    cookies = visitor.sign_in().headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]
    assert "Expires" not in cookies[0]


def test_neither_pin_nor_code_reach_the_log(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.sign_in("135790")
    visitor.sign_in()
    assert "135790" not in caplog.text
    assert PIN not in caplog.text
