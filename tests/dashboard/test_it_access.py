"""Becoming IT: the first password, signing in, and what another secret ends."""

from pathlib import Path

import pytest
from flask import Flask

from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.visitor import PASSWORD, PIN, HandClock, Visitor
from xlab.dashboard import make_app
from xlab.dashboard.keys import Keys

NEW = "four other plain words"


@pytest.fixture
def young(new_kit: FakeKit, clock: HandClock) -> Visitor:
    """A facilitator of a kit whose IT has no password yet."""
    Keys(new_kit.home).pin.set_first(PIN)
    new_kit.pin_was_set()
    browser = Visitor(make_app(new_kit, clock))
    assert browser.sign_in().status_code == 302
    return browser


def is_it(browser: Visitor) -> bool:
    return browser.get("/api/v1/demos").status_code == 200


def test_a_facilitator_chooses_the_first_password_with_the_pin_typed_again(young: Visitor) -> None:
    assert young.get("/it").location == "/it/sign-in"
    assert young.get("/it/sign-in").location == "/it/choose"
    assert young.post("/it/choose", pin="111111", new=NEW, again=NEW).status_code == 422
    assert young.post("/it/choose", pin=PIN, new="too short", again="too short").status_code == 422
    assert young.post("/it/choose", pin=PIN, new=NEW, again="something else").status_code == 422
    assert not is_it(young)
    assert young.post("/it/choose", pin=PIN, new=NEW, again=NEW).location == "/it/demos"
    assert is_it(young) and young.is_in()
    assert young.get("/it/choose").location == "/it/sign-in", "there is one first password"


def test_nobody_but_a_facilitator_chooses_it(young: Visitor) -> None:
    assert young.get("/it").location
    stranger = Visitor(young.client.application)
    assert stranger.get("/it/choose").location == "/sign-in?next=/it/choose"


def test_the_password_opens_its_own_pages_and_no_others(visitor: Visitor) -> None:
    assert visitor.post("/it/sign-in", password="not the password").status_code == 422
    assert visitor.post("/it/sign-in", password=PASSWORD, next="/it/demos/hello").location == "/it/demos/hello"
    assert is_it(visitor) and not visitor.is_in()
    assert visitor.get("/it").location == "/it/demos"


@pytest.mark.parametrize("target", ["//evil.example", "/it/../pin", "/it/demos/do/x", "/sign-out", "/it/a\n"])
def test_a_link_leads_signing_in_to_its_own_pages_only(visitor: Visitor, target: str) -> None:
    assert visitor.post("/it/sign-in", password=PASSWORD, next=target).location == "/it/demos"


def test_the_password_is_not_tried_for_ever(visitor: Visitor) -> None:
    for _ in range(5):
        assert visitor.post("/it/sign-in", password="not the password").status_code == 422
    assert visitor.post("/it/sign-in", password=PASSWORD).status_code == 429
    assert visitor.sign_in().status_code == 302, "facilitators go on"


def test_one_browser_holds_both_roles_and_signs_out_of_both(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.post("/it/sign-in", password=PASSWORD)
    assert visitor.is_in() and is_it(visitor)
    visitor.client.post("/sign-out", data={"csrf_token": visitor.token("/pin")})
    assert not visitor.is_in() and not is_it(visitor)


def test_a_new_pin_from_it_ends_facilitators_and_not_it(both: Visitor, visitor: Visitor) -> None:
    token = {"csrf_token": both.token("/it/access")}
    refused = both.client.post("/it/access/pin", data={**token, "pin": "975310", "again": "975311"})
    assert refused.status_code == 422 and both.is_in()
    assert both.client.post("/it/access/pin", data={**token, "pin": "975310", "again": "975310"}).status_code == 302
    assert is_it(both) and not both.is_in()
    assert visitor.sign_in().status_code == 422
    assert visitor.sign_in("975310").status_code == 302


def test_a_new_password_ends_every_other_session_of_it(it_staff: Visitor, both: Visitor) -> None:
    form = {"csrf_token": both.token("/it/access"), "new": NEW, "again": NEW}
    assert both.client.post("/it/access/password", data={**form, "current": "wrong wrong wrong"}).status_code == 422
    assert is_it(it_staff)
    assert both.client.post("/it/access/password", data={**form, "current": PASSWORD}).status_code == 302
    assert is_it(both) and both.is_in() and not is_it(it_staff)


def test_a_damaged_password_says_what_to_delete(tmp_path: Path, new_kit: FakeKit, clock: HandClock) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "it.json").write_bytes(b"{")
    answer = Visitor(make_app(new_kit, clock)).get("/it/sign-in")
    assert answer.status_code == 503 and "keys/it.json" in answer.text


def test_a_command_on_the_kit_is_it_and_one_from_elsewhere_is_not(app: Flask) -> None:
    def asks(address: str, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        client = app.test_client()
        return client.get("/api/v1/demos", headers=headers, environ_base={"REMOTE_ADDR": address}).status_code

    assert asks("127.0.0.1", TOKEN) == 200
    assert (asks("127.0.0.1", "guess"), asks("192.168.4.20", TOKEN)) == (401, 401)


def test_everyone_is_signed_out_but_the_browser_that_asked_and_no_secret_changes(
    app: Flask, it_staff: Visitor, facilitator: Visitor
) -> None:
    other = Visitor(app)
    assert other.post("/it/sign-in", password=PASSWORD).location == "/it/demos"
    assert it_staff.post("/it/access/sign-out-all").location == "/it/access?done=all_out"
    assert "Everyone else is signed out." in it_staff.get("/it/access?done=all_out").text
    assert is_it(it_staff) and not is_it(other) and not facilitator.is_in()
    assert facilitator.sign_in().status_code == 302 and facilitator.is_in()


def test_it_looks_after_the_badges_too(it_staff: Visitor, visitor: Visitor) -> None:
    page = it_staff.get("/badges").text
    assert "/it/kit" in page, "with IT's own pages beside it"
    assert it_staff.get("/badges/list.csv").status_code == 200
    assert visitor.get("/badges").location == "/sign-in?next=/badges"


def test_a_role_has_a_pin_of_its_own_until_it_is_taken_away(app: Flask, it_staff: Visitor, kit: FakeKit) -> None:
    role = "Second <b>facilitator"
    given = it_staff.post("/it/access/pins", role=role, pin="7531", again="7531")
    assert given.location == "/it/access?done=given"
    assert "Second &lt;b&gt;facilitator" in it_staff.get("/it/access").text
    second, first = Visitor(app), Visitor(app)
    assert second.sign_in("7531").status_code == 302 and first.sign_in(PIN).status_code == 302
    assert Keys(kit.home).pin.others == (role,), "also after a restart"
    assert it_staff.post("/it/access/pins/take", role=role).location == "/it/access?done=taken"
    assert not second.is_in() and not first.is_in(), "nobody can tell whose session was whose"
    assert second.sign_in("7531").status_code == 422 and first.sign_in(PIN).status_code == 302


def test_a_new_pin_for_all_leaves_those_of_roles_and_there_are_few_of_them(
    app: Flask, it_staff: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in ("hashed", "it"):
        monkeypatch.setattr(f"xlab.dashboard.{where}.MOST_OTHERS", 2)
    for number in range(2):
        it_staff.post("/it/access/pins", role=f"Role {number}", pin=f"753{number}", again=f"753{number}")
    full = it_staff.post("/it/access/pins", role="One more", pin="7539", again="7539")
    assert full.status_code == 409 and "There are 2 such PINs already." in full.text and "One more" in full.text
    again = it_staff.post("/it/access/pins", role="Role 0", pin="8642", again="8642")
    assert again.status_code == 302, "a role may be given another"
    it_staff.post("/it/access/pin", pin="111222", again="111222")
    browser = Visitor(app)
    assert browser.sign_in("8642").status_code == 302
    assert Visitor(app).sign_in("7530").status_code == 422


@pytest.mark.parametrize(("role", "again"), [("", "7531"), ("Second", "7532")])
def test_a_role_without_a_name_or_a_pin_typed_wrong_is_refused(it_staff: Visitor, role: str, again: str) -> None:
    refused = it_staff.post("/it/access/pins", role=role, pin="7531", again=again)
    assert refused.status_code == 422 and 'role="alert"' in refused.text
