"""The sandbox of demos, on machines that have it, lack it, or forbid it."""

from pathlib import Path

import pytest

from xlab.box.sandbox import check_sandbox
from xlab.bubblewrap import gap
from xlab.look.words import Words

EN = Words("en")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch):
    """A machine whose only program is a sandbox of these words; of none, if there are no words."""

    def install(script: str) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        if script:
            (tmp_path / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "bwrap").chmod(0o755)

    return install


def test_a_sandbox_that_works_is_well():
    assert gap() is None
    assert check_sandbox(gap()).ok is True


def test_a_machine_without_it_is_told_what_to_install_and_what_is_not_protected(programs):
    programs("")
    found = check_sandbox(gap())
    assert found.ok is None and "not installed" in found.text(EN) and "read the kit’s files" in found.text(EN)
    assert found.next_step(EN) == "Install the Debian package bubblewrap."


def test_a_system_that_forbids_it_is_named(programs):
    programs("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1")
    found = check_sandbox(gap())
    assert found.ok is None and "setting up uid map: Permission denied" in found.text(EN)
    assert "user.max_user_namespaces" in found.next_step(EN)


def test_a_sandbox_that_does_not_open_is_none(programs, monkeypatch):
    monkeypatch.setattr("xlab.bubblewrap.PROBE_SECONDS", 0.1)
    programs("while :; do :; done")
    assert "does not start" in check_sandbox(gap()).text(EN)
