"""How a service ended stands in the kit's own log, where the dashboard and the diagnostic bundle have it from."""

import subprocess
from pathlib import Path

import pytest

from xlab.hub.logs import Logs
from xlab.logfile import MOST_BYTES, log_file

SCRIPT = Path(__file__).parents[2] / "deploy" / "lib" / "ended.sh"
BEFORE = "2026-11-22T14:05:12 INFO xlab.hub: It is up.\n"


@pytest.fixture
def ended(tmp_path):
    """Runs the script as systemd does after a service; the lines of its log, the newest first."""
    log_file(tmp_path, "hub").parent.mkdir()
    log_file(tmp_path, "hub").write_text(BEFORE)

    def run(result: str, **said: str) -> list[str]:
        env = {"PATH": "/usr/bin:/bin", "XLAB_HOME": str(tmp_path), "SERVICE_RESULT": result, **said}
        subprocess.run(["sh", SCRIPT, "hub"], env=env, check=True)
        return [f"{line.level} {line.part}: {line.text}" for line in Logs(tmp_path).lines("hub", "INFO")]

    return run


def test_what_it_did_not_do_by_itself_is_told(ended):
    lines = ended("watchdog", EXIT_CODE="killed", EXIT_STATUS="ABRT")
    assert lines[0] == "ERROR systemd: It ended, and is started again: watchdog (killed, ABRT)" and len(lines) == 2
    assert ended("oom-kill")[0].endswith("oom-kill (, )")


def test_an_end_that_somebody_asked_for_is_none(ended):
    assert len(ended("success", EXIT_CODE="exited", EXIT_STATUS="0")) == 1


def test_the_log_stays_in_bounds_and_is_not_made_by_it(ended, tmp_path):
    log = log_file(tmp_path, "hub")
    log.write_text(BEFORE * (300_000 // len(BEFORE) + 1))
    assert log.stat().st_size > MOST_BYTES
    before = log.stat().st_size
    ended("exit-code", EXIT_CODE="exited", EXIT_STATUS="1")
    assert log.stat().st_size == before
    log.unlink()
    assert ended("exit-code") == [] and not log.exists()
