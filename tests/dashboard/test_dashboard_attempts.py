"""How often one may try, in detail."""

from tests.fakes.visitor import HandClock
from xlab.dashboard.attempts import Attempts


def spend(attempts: Attempts, count: int, address: str | None = "10.0.0.1", kind: str = "pin") -> list[int]:
    return [attempts.wait(kind, address) for _ in range(count)]


def test_the_window_moves(clock: HandClock) -> None:
    attempts = Attempts(clock)
    assert spend(attempts, 3) == [0, 0, 0]
    clock.pass_(20)
    assert spend(attempts, 3) == [0, 0, 10]
    clock.pass_(10)
    assert spend(attempts, 4) == [0, 0, 0, 20]


def test_a_refused_attempt_costs_nothing(clock: HandClock) -> None:
    attempts = Attempts(clock)
    spend(attempts, 50)
    clock.pass_(30)
    assert attempts.wait("pin", "10.0.0.1") == 0


def test_kinds_are_counted_apart(clock: HandClock) -> None:
    attempts = Attempts(clock)
    spend(attempts, 5, kind="pin")
    assert attempts.wait("pin", "10.0.0.1") > 0
    assert attempts.wait("code", "10.0.0.1") == 0


def test_one_device_has_one_ipv6_network(clock: HandClock) -> None:
    attempts = Attempts(clock)
    for last in range(5):
        assert attempts.wait("pin", f"2001:db8:1:2::{last + 1}") == 0
    assert attempts.wait("pin", "2001:db8:1:2:ffff::1") > 0
    assert attempts.wait("pin", "2001:db8:1:3::1") == 0


def test_an_unknown_address_is_one_address(clock: HandClock) -> None:
    attempts = Attempts(clock)
    assert spend(attempts, 5, address=None) == [0] * 5
    assert attempts.wait("pin", "not an address") > 0


def test_success_clears_the_address_but_not_the_room(clock: HandClock) -> None:
    attempts = Attempts(clock)
    spend(attempts, 5)
    attempts.succeeded("pin", "10.0.0.1")
    assert spend(attempts, 5) == [0] * 5
    assert attempts.wait("pin", "10.0.0.2") > 0


def test_a_room_full_of_addresses_is_still_limited(clock: HandClock) -> None:
    attempts = Attempts(clock)
    for number in range(60):
        attempts.wait("pin", f"10.0.0.{number}")
        clock.pass_(3.1)
    assert attempts.wait("pin", "10.1.1.1") > 3000
