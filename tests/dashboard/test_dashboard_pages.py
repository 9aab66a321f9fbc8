"""Every page: who may see it, what it carries, which language it speaks, what it says when something is wrong."""

import re

import pytest
from flask import Flask

from tests.fakes.kit import FakeKit, badge
from tests.fakes.visitor import Visitor
from xlab.dashboard.headers import SECURITY
from xlab.link import Spot

OPEN = {"room.home", "auth.setup", "auth.sign_in", "auth.sign_out", "api.health", "api.openapi", "file", "badge", "qr"}
OPEN |= {"it.home", "it.sign_in"}
OPEN |= {"join.home", "join.qr", "join.wifi"}
OPEN |= {
    "wall.home",
    "how.round_",
    "how.code",
    "take.picture",
    "take.code",
    "take.shown",
    "visitors.side",
    "visitors.offer",
}
"""What needs no signing in: what the room sees, and what visitors' phones ask. A page that is not listed here must; a
new page must choose."""

EXAMPLES = {"station": "st-1", "animal": "fox", "accent": "coral", "name": "site.css", "operation": "switch"}
"""What stands in a path; any other part of one takes any word."""

PAGES = [
    "/",
    "/sign-in",
    "/nowhere",
    "/stations/st-1",
    "/pin",
    "/api/v1/health",
    "/api/v1/room",
    "/look.css",
    "/qr.svg",
]


def paths(app: Flask) -> list[tuple[str, str, str]]:
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        found = []
        for rule in app.url_map.iter_rules():
            path = adapter.build(rule.endpoint, {name: EXAMPLES.get(name, f"{name}-1") for name in rule.arguments})
            found += [
                (rule.endpoint, method, path) for method in sorted(rule.methods or ()) if method in ("GET", "POST")
            ]
        return found


def test_every_page_that_is_not_open_needs_signing_in(app: Flask, visitor: Visitor) -> None:
    checked = 0
    for endpoint, method, path in paths(app):
        if endpoint in OPEN:
            continue
        app.config["WTF_CSRF_METHODS"] = set()
        answer = visitor.client.open(path, method=method)
        assert answer.status_code == 401 or answer.location.startswith(("/sign-in", "/it/sign-in")), (method, path)
        checked += 1
    assert checked >= 4


def test_every_post_needs_a_token(app: Flask, both: Visitor, kit: FakeKit) -> None:
    posts = [path for _, method, path in paths(app) if method == "POST"]
    assert len(posts) >= 5
    for path in posts:
        assert both.client.post(path).status_code == 400, path
        assert both.client.post(path, json={"phase": "down", "x": 0, "y": 0}).status_code == 400, path
    assert kit.touches == []
    assert both.is_in()


def test_the_token_of_another_browser_does_not_do(facilitator: Visitor, visitor: Visitor) -> None:
    foreign = visitor.token("/sign-in")
    assert facilitator.client.post("/sign-out", data={"csrf_token": foreign}).status_code == 400
    assert facilitator.is_in()


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy(facilitator: Visitor, visitor: Visitor, path: str) -> None:
    for browser in (facilitator, visitor):
        headers = browser.get(path).headers
        assert {name: headers.get(name) for name in SECURITY} == SECURITY


def test_the_policy_allows_nothing_inline_or_foreign() -> None:
    policy = dict(part.split(" ", 1) for part in SECURITY["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in SECURITY["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_in_a_page_is_inline_or_foreign(facilitator: Visitor, path: str) -> None:
    text = facilitator.get(path).text
    linked = re.findall(r'(?:src|href|action)="([^"]*)"', text)
    assert all(link.startswith(("/", "?", "#")) and not link.startswith("//") for link in linked)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r'url\((?!"/)', text)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text))
    assert addresses <= {"http://192.168.4.1:8080", "http://192.168.4.1:8080/", "http://www.w3.org/2000/svg"}


def test_pages_are_for_now_and_for_whoever_asked(facilitator: Visitor) -> None:
    headers = facilitator.get("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def test_visitors_learn_nothing_of_the_room(visitor: Visitor, kit: FakeKit) -> None:
    kit.show(badge(7, "fox-coral", "pi-a"))
    text = visitor.get("/").text
    assert kit.info().name in text
    assert "No names, no accounts" in text
    for secret in ("Window", "pi-a", "e2c56db5", "recording", "192.168"):
        assert secret not in text


def test_the_room_page_shows_who_is_where(facilitator: Visitor, kit: FakeKit) -> None:
    kit.show(badge(7, "fox-coral", "pi-a"))
    text = facilitator.get("/").text
    for shown in (
        "Window",
        "Door",
        "RECORDED",
        "No radio here.",
        "http://192.168.4.1:8080",
        "/qr.svg",
        "/static/room.js",
    ):
        assert shown in text


def test_a_name_cannot_break_out_of_the_page(facilitator: Visitor, kit: FakeKit) -> None:
    nasty = "</p><script src='/x'>\"'&"
    kit.show(spots=(Spot(id="st-1", name=nasty, x=0.5, y=0.5, screen="menu"),))
    for path in ("/", "/stations/st-1"):
        text = facilitator.get(path).text
        assert nasty not in text
        assert "<script src='/x'>" not in text


@pytest.mark.parametrize(
    ("asked", "language", "word"),
    [
        ("fr-CH, fr;q=0.9", "fr", "Bienvenue"),
        ("de", "de", "Willkommen"),
        ("nl, en;q=0.4", "en", "Welcome"),
        ("", "en", "Welcome"),
    ],
)
def test_a_page_speaks_what_the_browser_asks_for(visitor: Visitor, asked: str, language: str, word: str) -> None:
    text = visitor.get("/", headers={"Accept-Language": asked}).text
    assert f'<html lang="{language}">' in text
    assert word in text


def test_a_language_is_switched_and_kept(visitor: Visitor) -> None:
    assert '<html lang="de">' in visitor.get("/?lang=de").text
    assert '<html lang="de">' in visitor.get("/sign-in").text
    assert '<html lang="de">' in visitor.get("/?lang=klingon").text
    assert '<html lang="fr">' in visitor.get("/nowhere?lang=fr").text


def test_a_lost_visitor_is_shown_the_way(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert "This address leads nowhere" in answer.text
    assert '<a class="button" href="/">' in answer.text


def test_a_form_without_a_token_says_what_to_do(visitor: Visitor) -> None:
    answer = visitor.client.post("/sign-in", data={"pin": "246810"})
    assert answer.status_code == 400
    assert "keeps no cookies" in answer.text


def test_a_form_that_is_too_large_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/sign-in", data={"pin": "1" * 70_000})
    assert answer.status_code == 413
    assert "Nothing was stored" in answer.text


def test_a_wrong_method_says_which_is_right(visitor: Visitor) -> None:
    answer = visitor.client.delete("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_trouble_in_the_kit_is_a_page(facilitator: Visitor, kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(kit, "room", broken)
    answer = facilitator.get("/")
    assert answer.status_code == 500
    assert "Nothing is lost" in answer.text
    assert "no room" not in answer.text
    answer = facilitator.get("/api/v1/health")
    assert (answer.status_code, answer.json["error"]["code"]) == (500, "failed")


def test_trouble_in_the_error_page_is_still_an_answer(
    visitor: Visitor, kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("no kit")

    monkeypatch.setattr(kit, "info", broken)
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert "Nothing is lost" in answer.text


def test_who_stays_signed_in_sees_no_form(facilitator: Visitor) -> None:
    assert facilitator.get("/sign-in").location == "/"


def test_a_station_that_was_never_there_has_no_page(facilitator: Visitor) -> None:
    assert facilitator.get("/stations/st-9").status_code == 404
    assert facilitator.get("/stations/pi-a").status_code == 404, "a scanner has no screen"
