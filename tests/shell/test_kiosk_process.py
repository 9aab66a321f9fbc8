"""``python -m xlab_kiosk`` as a process: it comes up whatever its home is like, and ends when it is told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.manager import ServiceManager
from tests.waiting import PATIENCE


@contextmanager
def kiosk(*arguments: str, env: dict[str, str] | None = None) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A kiosk that is on screen, and what it logged until then."""
    command = [sys.executable, "-m", "xlab_kiosk", "--offscreen", "--size", "800x480", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | (env or {}))
    assert process.stderr is not None
    lines: list[str] = []
    try:
        for line in process.stderr:
            lines.append(line)
            if "On screen" in line:
                break
        yield process, lines
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_comes_up_in_a_home_that_does_not_exist_and_ends_cleanly(tmp_path: Path, number: signal.Signals):
    home = tmp_path / "not" / "yet"
    with kiosk("--home", str(home)) as (process, lines):
        assert any("On screen" in line for line in lines), lines
        assert (home / "outbox.db").exists()
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0


def test_it_comes_up_where_nothing_can_be_written():
    with kiosk("--home", "/proc/self/home") as (process, lines):
        assert any("keeps no evidence" in line for line in lines), lines
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_the_service_manager_is_told_of_the_first_picture_while_the_loop_turns_and_that_it_ends(tmp_path: Path):
    (tmp_path / "kit.toml").write_text('language = "xx"\nstation_nam')  # which leaves no screen dark
    with ServiceManager(tmp_path, patience=0.3) as manager:
        with kiosk("--home", str(tmp_path), env=manager.env) as (process, lines):
            assert "language" in lines[0] + lines[1] and "line 2" in lines[0] + lines[1]
            assert manager.told() == {"READY": "1", "STATUS": "The kiosk is seen on the dashboard only, 800x480."}
            manager.until("WATCHDOG")
            process.terminate()
            assert process.wait(PATIENCE) == 0
        assert manager.until("STOPPING")


def test_every_wrong_setting_is_named_at_once(tmp_path: Path):
    (tmp_path / "kit.toml").write_text('port = "many"\nshape = "round"\n')
    command = [sys.executable, "-m", "xlab_kiosk", "--home", str(tmp_path), "--language", "it"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert all(name in done.stderr for name in ("port", "shape", "language"))
