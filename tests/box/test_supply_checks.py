"""Power and warmth, on machines made of folders."""

from pathlib import Path

import pytest

from tests.fakes.board import Board
from xlab.box.supply import celsius, check_power, check_warmth, is_low
from xlab.look.words import Words

EN = Words("en")


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path)


def test_a_machine_that_measures_nothing_says_so(board):
    assert is_low(board.sys) is None and celsius(board.sys) is None
    assert "Nothing on this machine measures" in check_power(board.sys).text(EN)
    assert check_warmth(board.sys).key == "preflight.warmth_unmeasured"
    board.volts("1", name="nvme")
    assert is_low(board.sys) is None, "another sensor's alarm is not the supply's"


def test_enough_power_is_well_and_too_little_needs_doing(board):
    board.volts("0")
    assert check_power(board.sys).ok is True
    board.volts("1")
    found = check_power(board.sys)
    assert found.ok is False and "too little at this moment" in found.text(EN) and "cable" in found.next_step(EN)


def test_what_was_too_little_before_is_still_told(board):
    board.volts("0")
    found = check_power(board.sys, low_before=4.4)
    assert found.ok is False and found.text(EN).startswith("4\u00a0min ago")


@pytest.mark.parametrize(
    ("bits", "ok", "said"),
    [("0", True, "enough"), ("1", False, "too little"), ("6", None, "slows"), ("50000", True, "")],
)
def test_the_firmware_says_it_too(board, bits, ok, said):
    """Bits 16 and 18 say what was, which a kernel may have cleared: they are not believed either way."""
    board.firmware(bits)
    found = check_power(board.sys)
    assert found.ok is ok and said in found.text(EN)


def test_the_processor_counts_and_a_sensor_that_talks_nonsense_does_not(board):
    board.zone(0, "acpitz", "99000")
    board.zone(1, "x86_pkg_temp", "51200")
    board.zone(2, "cpu-thermal", "-274000")
    board.zone(3, "cpu-thermal", "asleep")
    assert celsius(board.sys) == 51.2
    found = check_warmth(board.sys)
    assert found.ok is True and "51\u00a0°C" in found.text(EN)


def test_a_machine_that_slows_down_for_warmth_is_advice(board):
    board.zone(0, "cpu-thermal", "84000")
    found = check_warmth(board.sys)
    assert found.ok is None and "84" in found.text(EN) and "fan" in found.next_step(EN)
