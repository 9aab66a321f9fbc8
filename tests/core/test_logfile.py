"""What is logged is kept for IT, bounded, and says nothing of a visitor."""

import logging
from collections.abc import Iterator

import pytest

from xlab.hub.logs import Logs
from xlab.logfile import MOST_BYTES, keep_log, log_file

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"
VOTER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def log(tmp_path) -> Iterator[logging.Logger]:
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    level = root.level
    root.setLevel(logging.INFO)
    keep_log(tmp_path, "hub")
    yield logging.getLogger("xlab.hub.kit")
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()


def test_lines_come_back_the_newest_first_with_their_tracebacks(log, tmp_path):
    log.info("The kit is up.")
    log.warning("A link broke.")
    try:
        raise ValueError(f"no badge {BADGE}")
    except ValueError:
        log.exception("A part crashed.")
    found = Logs(tmp_path).lines("hub", "WARNING")
    assert [(line.level, line.part, line.text) for line in found] == [
        ("ERROR", "xlab.hub.kit", "A part crashed."),
        ("WARNING", "xlab.hub.kit", "A link broke."),
    ]
    assert found[0].more.startswith("Traceback") and "ValueError: no badge (hidden)" in found[0].more
    assert len(Logs(tmp_path).lines("hub", "INFO")) == 3
    assert Logs(tmp_path).lines("kiosk", "INFO") == ()


@pytest.mark.parametrize("secret", [BADGE, VOTER, "192.168.4.21", "fe80::1c2d:3e4f:5a6b", "AA:BB:CC:DD:EE:FF"])
def test_nothing_that_singles_out_a_visitor_reaches_the_card(log, tmp_path, secret):
    log.error("Something with %s went wrong at 14:05:12.", secret)
    kept = log_file(tmp_path, "hub").read_text()
    assert secret not in kept and "Something with (hidden) went wrong at 14:05:12." in kept


def test_a_kit_that_complains_for_days_fills_no_card(log, tmp_path):
    for number in range(2 * MOST_BYTES // 1000 + 300):
        log.error("%d %s", number, "x" * 950)
    sizes = [path.stat().st_size for path in log_file(tmp_path, "hub").parent.iterdir()]
    assert len(sizes) == 2 and max(sizes) <= MOST_BYTES
    assert Logs(tmp_path).lines("hub", "ERROR", 1)[0].text.startswith(str(2 * MOST_BYTES // 1000 + 299))


def test_a_home_that_takes_no_log_stops_nothing(tmp_path, caplog):
    (tmp_path / "logs").write_text("a file in the way")
    keep_log(tmp_path, "hub")
    assert "cannot be kept" in caplog.text
