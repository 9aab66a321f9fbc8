"""A disk that runs full: a plain sentence to those who waited, nothing confirmed is lost, and on it goes with room."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import WORK

SENTENCES = {
    "quota": ("does not take or give data", "make a backup"),
    "tmpfs": ("no room left", "Free some"),
    "pages": ("no room left", "Free some"),
}


def own_mounts() -> list[str]:
    """What to put before a command so that it may mount a small disk for itself; empty where the system forbids it."""
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    allowed = subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode == 0
    return unshare if allowed else []


@pytest.mark.parametrize("way", ["quota", "tmpfs"])
def test_a_full_disk_is_told_and_got_over(tmp_path: Path, way: str) -> None:
    prefix = own_mounts() if way == "tmpfs" else []
    if way == "tmpfs" and not prefix:
        way = "pages"  # SQLite's own limit: the same error to the store, though not from a real disk
    ran = subprocess.run(
        [*prefix, sys.executable, Path(__file__).with_name("small_disk.py"), tmp_path, way],
        capture_output=True,
        text=True,
        check=False,
        timeout=WORK,
    )
    assert ran.returncode == 0, ran.stderr
    saw = json.loads(ran.stdout)
    for sentence in (*saw["told"], saw["outbox_told"]):
        assert all(words in sentence for words in SENTENCES[way])
    assert saw["told"]
    assert saw["acknowledged"] > 60
    assert (saw["lost"], saw["outbox_lost"], saw["verdict"]) == ([], [], "ok")


def test_the_form_for_systems_that_forbid_mounts_works_too(tmp_path: Path) -> None:
    script = Path(__file__).with_name("small_disk.py")
    ran = subprocess.run([sys.executable, script, tmp_path, "pages"], capture_output=True, text=True, check=True)
    assert "no room left" in json.loads(ran.stdout)["outbox_told"]
