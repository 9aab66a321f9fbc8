"""Which packages of a lock a kit installs, decided on a machine that is none."""

from pathlib import Path

import pytest

from deploy.wheels import ARCHES, fetch, wanted

LOCK = """\
# made by a tool
plain==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
older==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:cc
newer==2.5.5 ; python_full_version >= '3.12' and sys_platform == 'linux' \\
    --hash=sha256:dd
elsewhere==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:ee
arm==4.0 ; platform_machine == 'aarch64' \\
    --hash=sha256:ff
"""


def test_what_the_kit_installs_is_chosen_for_the_kit():
    assert list(wanted(LOCK, "aarch64")) == [
        "plain==1.0 --hash=sha256:aa --hash=sha256:bb",
        "newer==2.5.5 --hash=sha256:dd",
        "arm==4.0 --hash=sha256:ff",
    ]
    assert not any("arm" in line for line in wanted(LOCK, "x86_64"))


@pytest.mark.parametrize("arch", ARCHES)
def test_nothing_is_fetched_but_wheels_that_the_lock_knows(arch):
    command = fetch(Path("requirements.txt"), Path("wheels"), arch)
    assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(command)
    platforms = {command[at + 1] for at, word in enumerate(command) if word == "--platform"}
    assert platforms and all(platform.endswith(arch) for platform in platforms)


def test_the_kits_own_lock_can_be_read():
    lock = (Path(__file__).parents[2] / "requirements.txt").read_text("utf-8")
    for arch in ARCHES:
        lines = list(wanted(lock, arch))
        assert any(line.startswith("pygame-ce==") for line in lines)
        assert all("--hash=sha256:" in line and ";" not in line for line in lines)
        assert sum(line.startswith("numpy==") for line in lines) == 1
