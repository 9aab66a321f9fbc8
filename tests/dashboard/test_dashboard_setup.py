"""The first start: a PIN, proven by the code on the kit's screen."""

import pytest

from tests.fakes.kit import CODE, FakeKit
from tests.fakes.visitor import PIN, HandClock, Visitor
from xlab.dashboard import make_app, pin_exists


@pytest.fixture
def stranger(new_kit: FakeKit, clock: HandClock) -> Visitor:
    return Visitor(make_app(new_kit, clock))


def set_up(browser: Visitor, code: str = CODE, pin: str = PIN, again: str = PIN, **options: str):
    return browser.post("/setup", code=code, pin=pin, again=again, **options)


def test_first_start_leads_to_the_setup(stranger: Visitor) -> None:
    assert stranger.get("/").location == "/setup"
    assert stranger.get("/sign-in").location == "/setup"


def test_the_code_and_a_pin_typed_twice_set_it(stranger: Visitor, new_kit: FakeKit) -> None:
    assert not pin_exists(new_kit.home)
    answer = set_up(stranger)
    assert (answer.status_code, answer.location) == (302, "/")
    assert new_kit.pin_set == 1
    assert pin_exists(new_kit.home)
    assert stranger.is_in()


def test_a_code_is_read_as_people_type_it(stranger: Visitor) -> None:
    assert set_up(stranger, code=f" {CODE[:3]} {CODE[3:]} ").status_code == 302


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "١٢٣٤", "12 34"])
def test_a_pin_is_four_to_eight_digits(stranger: Visitor, new_kit: FakeKit, pin: str) -> None:
    answer = set_up(stranger, pin=pin, again=pin)
    assert answer.status_code == 422
    assert "4 to 8 digits and nothing else" in answer.text
    assert not pin_exists(new_kit.home)


def test_the_second_pin_must_be_the_first(stranger: Visitor, new_kit: FakeKit) -> None:
    answer = set_up(stranger, again="246811")
    assert answer.status_code == 422
    assert "not the same" in answer.text
    assert not pin_exists(new_kit.home)


@pytest.mark.parametrize("code", ["", "000000", CODE[:-1], CODE + "1"])
def test_a_wrong_code_sets_nothing(stranger: Visitor, new_kit: FakeKit, code: str) -> None:
    answer = set_up(stranger, code=code)
    assert answer.status_code == 422
    assert "not the code" in answer.text
    assert not pin_exists(new_kit.home)
    assert new_kit.pin_set == 0


def test_guessing_the_code_is_stopped(stranger: Visitor, clock: HandClock, new_kit: FakeKit) -> None:
    for _ in range(5):
        assert set_up(stranger, code="000000").status_code == 422
    answer = set_up(stranger)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "Try again in 30 seconds" in answer.text
    assert not pin_exists(new_kit.home)
    clock.pass_(30)
    assert set_up(stranger).status_code == 302


def test_who_comes_second_is_asked_for_the_pin(stranger: Visitor, new_kit: FakeKit, clock: HandClock) -> None:
    token = stranger.token("/setup")
    assert set_up(Visitor(stranger.client.application)).status_code == 302
    answer = stranger.client.post("/setup", data={"csrf_token": token, "code": CODE, "pin": "1357", "again": "1357"})
    assert answer.location == "/sign-in"
    assert not stranger.is_in()


def test_without_a_code_the_page_says_what_to_do(clock: HandClock, new_kit: FakeKit) -> None:
    kit = FakeKit(new_kit.home, code=None)
    answer = Visitor(make_app(kit, clock)).get("/setup")
    assert answer.status_code == 503
    assert "Restart the kit" in answer.text


def test_a_damaged_pin_file_lets_nobody_in(clock: HandClock, new_kit: FakeKit) -> None:
    folder = new_kit.home / "keys"
    folder.mkdir()
    (folder / "pin.json").write_text("{")
    browser = Visitor(make_app(new_kit, clock))
    answer = browser.get("/setup")
    assert answer.status_code == 503
    assert "Delete keys/pin.json" in answer.text
    assert browser.client.post("/setup").status_code == 400
    assert (folder / "pin.json").read_text() == "{"


def test_a_card_that_takes_nothing_is_told(
    stranger: Visitor, new_kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = set_up(stranger)
    assert answer.status_code == 500
    assert "could not store the PIN" in answer.text
    assert not pin_exists(new_kit.home)
    assert new_kit.pin_set == 0
    assert [path.name for path in (new_kit.home / "keys").iterdir()] == ["session.key"]
