"""``xlab demo pack`` to ``remove``: a demo made on one home is carried to another, and nothing is taken unasked."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.catalogue.bundles import KEY, make_wheel, requiring
from tests.catalogue.conftest import MANIFEST, write_demo
from tests.waiting import PATIENCE
from xlab.catalogue.bundle import open_bundle
from xlab.catalogue.trust import Signer, add_signer, public_key, signing_key
from xlab.cli import main


def demo(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["demo", *map(str, arguments)])


def done(*arguments: object) -> str:
    result = demo(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The home of the author."""
    return tmp_path / "desk"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The home of a kit elsewhere."""
    return tmp_path / "kit"


def packed(desk: Path, version: str = "1.0.0", *options: object, manifest: str = MANIFEST) -> Path:
    folder = write_demo(desk / version, manifest=manifest.replace("1.0.0", version))
    out = desk / f"{version}.xlabdemo"
    done("pack", folder, "-o", out, "--home", desk, *options)
    return out


def test_from_a_desk_to_a_kit_and_back(desk: Path, kit: Path) -> None:
    public = done("key", "new", "--home", desk).split()[-1]
    assert done("key", "show", "--home", desk) == f"{public}\n"
    done("key", "trust", "Our IT", public, "--home", kit)
    one, two = packed(desk), packed(desk, "2.0.0")
    assert "signed by Our IT, whom this kit trusts" in done("install", one, "--home", kit)
    second = demo("install", two, "--json", "--home", kit)
    assert "It takes the place of version 1.0.0, which is installed." in second.stderr
    told = json.loads(second.stdout)
    assert (told["id"], told["version"], told["before"], told["verdict"]) == ("test-one", "2.0.0", "1.0.0", "trusted")
    assert "test-one  A demo 2.0.0  (installed, signed by Our IT; ready)" in done("list", "--home", kit)
    assert "version 1.0.0 again" in done("rollback", "test-one", "--home", kit)
    listed = {one["id"]: one for one in json.loads(done("list", "--json", "--home", kit))}
    ours = listed["test-one"]
    assert (ours["version"], ours["before"], ours["door"], ours["signer"], ours["signer_name"]) == (
        "1.0.0",
        "2.0.0",
        "shelf",
        public,
        "Our IT",
    )
    kit.joinpath("demo-data", "test-one").mkdir(parents=True)
    done("remove", "test-one", "--home", kit)
    assert "test-one" not in done("list", "--home", kit)
    assert not kit.joinpath("demo-data", "test-one").exists()


def test_without_a_trusted_signature_nobody_is_no_yes(desk: Path, kit: Path) -> None:
    unsigned = packed(desk)
    refused = demo("install", unsigned, "--home", kit)
    assert refused.exit_code == 1
    assert "not signed by anybody" in refused.stdout
    seal = open_bundle(unsigned).seal
    assert f"--approve {seal}" in refused.stderr
    assert demo("install", unsigned, "--approve", "0" * 64, "--home", kit).exit_code == 1
    assert "test-one" not in done("list", "--home", kit)
    assert "is installed" in done("install", unsigned, "--approve", seal, "--home", kit)
    assert "(installed, not signed; ready)" in done("list", "--home", kit)


@pytest.mark.parametrize(
    ("answer", "status", "said"), [("\n", 1, "Nothing was installed."), ("y\n", 0, "is installed.")]
)
def test_on_a_terminal_one_is_asked(desk: Path, kit: Path, answer: str, status: int, said: str) -> None:
    desk.mkdir()
    done("key", "new", "--home", desk)
    command = [sys.executable, "-m", "xlab.cli", "demo", "install", str(packed(desk)), "--home", str(kit)]
    ours, theirs = pty.openpty()
    try:
        os.write(ours, answer.encode())
        asked = subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=PATIENCE, check=False)
    finally:
        os.close(ours)
        os.close(theirs)
    assert "signed by somebody this kit does not know" in asked.stdout
    assert "Install it on this kit? [y/N]" in asked.stderr
    assert (asked.returncode, said in asked.stdout + asked.stderr) == (status, True)


def test_it_says_what_the_demo_uses_and_brings(desk: Path, kit: Path) -> None:
    make_wheel(desk / "wheels", "both")
    manifest = requiring("both").replace("[engagement]", 'uses = ["camera", "network"]\n[engagement]', 1)
    file = packed(desk, "1.0.0", "--wheels", desk / "wheels", manifest=manifest)
    told = demo("install", file, "--home", kit).stdout
    assert "It uses the camera, the network." in told
    assert "It brings both 1.0." in told


def test_pack_signs_with_the_key_it_is_given_or_the_homes_or_not_at_all(desk: Path) -> None:
    folder = write_demo(desk)
    done("key", "new", "--home", desk)
    other = desk / "other.key"
    other.write_text(KEY.private_bytes_raw().hex())
    other.chmod(0o600)
    signers = []
    for options in ((), ("--key", other), ("--unsigned",)):
        told = json.loads(done("pack", folder, "-o", desk / "out", "--json", "--home", desk, *options))
        signers.append(told["signer"])
    assert signers == [done("key", "show", "--home", desk).strip(), public_key(KEY), ""]
    assert demo("pack", folder, "--unsigned", "--key", other, "--home", desk).exit_code == 2
    other.chmod(0o644)
    refused = demo("pack", folder, "--key", other, "--home", desk)
    assert (refused.exit_code, "can be read by others" in refused.stderr) == (1, True)


def test_what_cannot_be_packed_says_why(desk: Path) -> None:
    folder = write_demo(desk, manifest=requiring("both"))
    (desk / "empty").mkdir()
    refused = demo("pack", folder, "--wheels", desk / "empty", "--home", desk)
    assert (refused.exit_code, "There is no wheel of both for aarch64, Python 3.11" in refused.stderr) == (1, True)
    folder.joinpath("demo.toml").write_text(requiring("not a name").format(id="test-one"))
    refused = demo("pack", folder, "--home", desk)
    assert (refused.exit_code, "python.requires[0]: 'not a name' is no requirement" in refused.stderr) == (1, True)


def test_what_cannot_be_installed_removed_or_rolled_back_says_why(desk: Path, kit: Path) -> None:
    for arguments, status, reason in [
        (("install", write_demo(desk)), 2, "is a folder. Pack it first"),
        (("install", desk / "none"), 2, "There is no file"),
        (("install", desk / "xlab_demo_test_one" / "main.py"), 1, "main.py is refused. It does not end as a zip ends"),
        (("rollback", "test-one"), 1, "There is no installed demo test-one."),
        (("remove", "test-one"), 1, "There is no installed demo test-one."),
        (("remove", "hello"), 1, "It came with the kit's software"),
    ]:
        refused = demo(*arguments, "--home", kit)
        assert (refused.exit_code, reason in refused.stderr) == (status, True), (arguments, refused.output)
    write_demo(kit / "demos", "by-hand")
    assert "remove the folder" in demo("remove", "by-hand", "--home", kit).stderr


def test_an_update_of_a_demo_that_came_with_the_kit_gives_it_back(desk: Path, kit: Path) -> None:
    folder = write_demo(desk, "hello", MANIFEST.replace("1.0.0", "9.0.0"))
    done("pack", folder, "-o", desk / "hello.xlabdemo", "--home", desk)
    seal = open_bundle(desk / "hello.xlabdemo").seal
    done("install", desk / "hello.xlabdemo", "--approve", seal, "--home", kit)
    assert [line.split("  (")[0] for line in done("list", "--home", kit).splitlines() if line.startswith("hello")] == [
        "hello  A demo 9.0.0"
    ]
    assert "which came with the kit, is back" in done("remove", "hello", "--home", kit)


def test_keys_are_told_trusted_and_forgotten(kit: Path) -> None:
    assert demo("key", "show", "--home", kit).exit_code == 1
    done("key", "new", "--home", kit)
    assert signing_key(kit).stat().st_mode & 0o777 == 0o600
    assert "already" in demo("key", "new", "--home", kit).stderr
    assert demo("key", "trust", "Us", "no key", "--home", kit).exit_code == 1
    add_signer(kit, Signer("Us", public_key(KEY)))
    assert json.loads(done("key", "list", "--json", "--home", kit)) == [{"name": "Us", "key": public_key(KEY)}]
    done("key", "forget", "Us", "--home", kit)
    assert demo("key", "forget", "Us", "--home", kit).exit_code == 1
    assert "asks before it takes any demo" in done("key", "list", "--home", kit)


def test_the_home_of_another_user_is_left_to_that_user(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As root on a kit whose hub runs as a user of its own: what root leaves there the hub could not change again.
    kit.mkdir()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("xlab.cli._owner._owner", lambda home: 65_533)
    for arguments in (("install", "a.xlabdemo"), ("remove", "hello"), ("rollback", "hello"), ("key", "new")):
        refused = demo(*arguments, "--home", kit)
        assert refused.exit_code == 2
        assert f"{kit} belongs to the user #65533. Do this as that user: sudo -u #65533 xlab" in refused.stderr
    assert list(kit.iterdir()) == []
