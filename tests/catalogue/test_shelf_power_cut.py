"""Killed at every step of an install, a rollback or a removal, the shelf holds the old version or the new, whole."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue.bundles import KEY, pack
from tests.waiting import WORK
from xlab.catalogue.shelf import install
from xlab.catalogue.trust import Signer, add_signer, public_key

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("what", "stride", "there", "old", "new", "least"),
    [
        ("install", 3, [], "", "3.0.0", 16),  # a step of three: every one of them is one of the next install as well
        ("install", 1, ["1.0.0", "2.0.0"], "2.0.0", "3.0.0", 60),
        ("rollback", 1, ["1.0.0", "2.0.0"], "2.0.0", "1.0.0", 5),
        ("remove", 1, ["1.0.0", "2.0.0"], "2.0.0", "", 20),
    ],
)
def test_killed_at_every_step(
    tmp_path: Path, what: str, stride: int, there: list[str], old: str, new: str, least: int
) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    add_signer(home, Signer("Us", public_key(KEY)))
    for version in there:
        install(home, pack(tmp_path, version).path)
    home.joinpath("demos").mkdir(exist_ok=True)
    bundle = pack(tmp_path, "3.0.0").path
    command = [sys.executable, "-m", "tests.catalogue.killed", what, str(stride), home, bundle, scratch]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=WORK, check=False)
    assert run.returncode == 0, run.stderr
    *killed, done = [line.partition(" ")[2] for line in run.stdout.splitlines()]
    assert done == new
    assert len(killed) >= least
    # First always the old one, from one step on always the new one: never anything else, never back again.
    switch = killed.count(old)
    assert switch > 0
    assert killed == [old] * switch + [new] * (len(killed) - switch)
