"""The preflight of a running hub: one part after the other, aside, and never broken by one of them."""

import threading

import pytest

from tests.fakes.board import Board
from tests.waiting import until
from xlab.box import Finding
from xlab.hub.preflight import COSTLY_FRESH, FRESH, Preflight, Step
from xlab.hub.preflight_steps import LOW_REMEMBERED, Supply

GOOD = Finding("clock", True, "preflight.clock_right", {"year": 2026})


class Time:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def mono() -> Time:
    return Time()


def ended(preflight: Preflight) -> bool:
    return not preflight.now().looking


def test_parts_come_one_by_one_and_a_page_sees_how_far_it_is(mono):
    let, looked = threading.Event(), []

    def slow():
        looked.append("slow")
        let.wait(20)
        return [GOOD]

    preflight = Preflight([Step("clock", lambda: [GOOD]), Step("radio", slow)], lambda: 5.0, mono)
    assert preflight.now().at is None
    until(lambda: preflight.now().looking == "radio")
    now = preflight.now()
    assert (now.done, now.all, [one.area for one in now.findings]) == (1, 2, ["clock"])
    let.set()
    until(lambda: ended(preflight))
    assert preflight.now().at == 5.0 and len(preflight.now().findings) == 2
    assert looked == ["slow"], "an open page does not look again before it is old"


def test_a_step_that_breaks_is_a_finding_and_the_rest_goes_on(mono):
    def broken():
        raise RuntimeError("no such thing")

    preflight = Preflight([Step("sandbox", broken), Step("clock", lambda: [GOOD])], lambda: 5.0, mono)
    preflight.now()
    until(lambda: ended(preflight))
    first, second = preflight.now().findings
    assert first.ok is False and first.values == {"why": "RuntimeError: no such thing"} and second.ok is True


def test_what_costs_is_looked_at_by_the_button_or_after_a_while(mono):
    looked = []

    def costly():
        looked.append(mono.now)
        return [GOOD]

    preflight = Preflight([Step("prints", costly, costly=True)], lambda: 5.0, mono)
    preflight.now()
    until(lambda: ended(preflight))
    mono.now += FRESH + 1
    preflight.now()
    until(lambda: ended(preflight))
    assert len(looked) == 1
    preflight.again()
    until(lambda: len(looked) == 2)
    until(lambda: ended(preflight))
    mono.now += COSTLY_FRESH + 1
    preflight.now()
    until(lambda: len(looked) == 3)


def test_the_button_is_not_forgotten_while_a_look_is_under_way(mono):
    let, looked = threading.Event(), []

    def slow():
        looked.append(1)
        let.wait(20)
        return [GOOD]

    preflight = Preflight([Step("home", slow, costly=True)], lambda: 5.0, mono)
    preflight.now()
    until(lambda: looked)
    preflight.again()
    let.set()
    until(lambda: len(looked) == 2)


def test_a_voltage_that_was_too_low_is_remembered_for_the_day(tmp_path, mono):
    board = Board(tmp_path)
    board.volts("1")
    supply = Supply(tmp_path, mono)
    assert supply.look() is True
    board.volts("0")
    mono.now += 240
    assert supply.check().values == {"minutes": 4}
    mono.now += LOW_REMEMBERED
    assert supply.check().ok is True
