"""What install.sh says before it changes anything, as root of a box in which nothing can be changed."""

import hashlib
import platform
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "install.sh"


@pytest.fixture
def install(tmp_path):
    """Runs install.sh on a machine whose Debian is ``suite``; its exit status and what it complains of."""

    def run(*arguments: str | Path, suite: str = "trixie", root: bool = True) -> tuple[int, str]:
        release = tmp_path / "os-release"
        release.write_text(f"VERSION_CODENAME={suite}\n")
        user = "0" if root else "1000"
        box = ["bwrap", "--unshare-all", "--uid", user, "--gid", user, "--ro-bind", "/", "/", "--dev", "/dev"]
        box += [
            "--tmpfs",
            "/run",
            "--tmpfs",
            "/opt",
            "--tmpfs",
            "/var/lib",
            "--tmpfs",
            "/usr/local/bin",
            "--ro-bind",
            str(release),
            "/etc/os-release",
        ]
        command = [*box, "--setenv", "TMPDIR", "/run", "bash", str(SCRIPT), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    return run


@pytest.fixture
def folder(tmp_path):
    """As prepare.sh makes one, as far as it is looked at before anything is installed."""

    def prepare(**said: str) -> Path:
        place = tmp_path / "kit"
        about = {"arch": platform.machine(), "suite": "trixie", "python": "3.13"} | said
        files = {"prepared": "".join(f"{name}={value}\n" for name, value in about.items()), "wheels/kit.whl": "kit"}
        (place / "wheels").mkdir(parents=True)
        for name, text in files.items():
            (place / name).write_text(text)
        sums = (f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in files.items())
        (place / "SHA256SUMS").write_text("".join(sums))
        return place

    return prepare


def test_who_is_not_root_is_told_how(install):
    status, said = install(root=False)
    assert status == 1 and "run it as root: sudo bash" in said


@pytest.mark.parametrize("wrong", [["--purge"], ["--all"], ["one", "two"]])
def test_what_it_does_not_know_changes_nothing(install, wrong):
    status, said = install(*wrong)
    assert status == 2 and said.startswith("Usage: sudo bash install.sh")


def test_another_debian_is_named(install, folder):
    status, said = install(folder(), suite="bookworm")
    assert status == 1 and "needs Debian 13 (trixie)" in said and "this is bookworm" in said


def test_a_folder_that_was_copied_in_part_is_said(install, folder):
    place = folder()
    (place / "SHA256SUMS").unlink()
    status, said = install(place)
    assert status == 1 and "is not a folder that prepare.sh made, or not all of it" in said


@pytest.mark.parametrize("harm", [lambda file: file.write_text("changed"), lambda file: file.unlink()])
def test_a_damaged_file_is_named(install, folder, harm):
    place = folder()
    harm(place / "wheels" / "kit.whl")
    status, said = install(place)
    assert status == 1 and "wheels/kit.whl" in said and "Copy or prepare it again." in said


@pytest.mark.parametrize(("about", "words"), [({"arch": "riscv64"}, "is for riscv64"), ({"suite": "forky"}, "(forky)")])
def test_a_folder_for_another_machine_is_said(install, folder, about, words):
    status, said = install(folder(**about))
    assert status == 1 and words in said


def test_taking_off_what_is_not_there_is_no_failure(install):
    assert install("--uninstall") == (0, "")
