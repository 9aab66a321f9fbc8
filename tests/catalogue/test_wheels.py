"""What a demo brings of others' making: what of it is unpacked, and a wheel for each thing that none must be."""

import io
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.bundles import KEY, entry, forge, make_wheel, requiring
from tests.catalogue.conftest import write_demo
from tests.waiting import PATIENCE
from xlab.catalogue import find_demos, site, wheels
from xlab.catalogue.bundle import BundleError, open_bundle, write_bundle
from xlab.catalogue.index import TARGETS
from xlab.catalogue.shelf import demo_folder, install, installed
from xlab.catalogue.trust import Signer, add_signer, public_key

NAME = "evil-1.0-py3-none-any.whl"
GOOD = ("evil/__init__.py", b"WHO = 'evil'\n", {})


def wheel_of(*files: tuple[str, bytes, dict[str, Any]]) -> bytes:
    """A zip with these files, each with fields of its entry that another hand could set."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        for name, content, fields in files:
            archive.writestr(entry(name, **{"compress_type": zipfile.ZIP_DEFLATED} | fields), content)
    return inside.getvalue()


def carrying(path: Path, **inside: bytes) -> Path:
    """A trusted bundle that brings these wheels for every kit."""
    names = {f"wheels/{name}-1.0-py3-none-any.whl": data for name, data in inside.items()}
    return forge(
        path,
        [(entry(name), data) for name, data in names.items()],
        manifest=requiring("evil").format(id="test-one"),
        requires=["evil"],
        wheels=dict.fromkeys(TARGETS, sorted(names)),
    )


def refused(path: Path) -> str:
    with pytest.raises(BundleError) as caught:
        open_bundle(path)
    return str(caught.value)


def test_the_forger_can_make_a_good_one(tmp_path: Path) -> None:
    assert open_bundle(carrying(tmp_path / "b", evil=wheel_of(GOOD))).index.requires == ("evil",)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([("../../evil.py", b"x", {})], "leads out of its folder"),
        ([("../../evil.pyc", b"x", {})], "leads out of its folder"),
        ([("evil-1.0.data/scripts/../../../evil", b"x", {})], "leads out of its folder"),
        ([("/etc/cron.d/evil", b"x", {})], "is absolute"),
        ([("evil\\..\\x", b"x", {})], "holds a backslash"),
        ([("evil/a.py", b"x", {}), ("evil/A.py", b"x", {})], "differ only by case"),
        ([("stra\u00dfe.py", b"x", {}), ("STRASSE.py", b"x", {})], "differ only by case"),
        ([("evil-1.0.data/purelib/evil.py", b"x", {}), ("evil.py", b"y", {})], "comes twice"),
        ([("evil", b"x", {}), GOOD], "both a file and a folder"),
        ([("evil.py", b"/etc/passwd", {"external_attr": stat.S_IFLNK << 16})], "is a link"),
        ([("evil.py", b"", {"external_attr": stat.S_IFCHR << 16})], "is a device"),
        ([("evil.py", b"x", {"compress_type": zipfile.ZIP_LZMA})], "is packed in a way that wheels are not"),
        ([("evil.bin", bytes(40_000_000), {})], "is a bomb"),
        ([(f"evil/{number}.bin", bytes(4_000_000), {}) for number in range(10)], "is a bomb"),
    ],
)
def test_what_a_wheel_must_not_hold(
    tmp_path: Path, files: list[tuple[str, bytes, dict[str, Any]]], reason: str
) -> None:
    assert reason in refused(carrying(tmp_path / "b", evil=wheel_of(*files)))


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "MAX_PIECES", 30)
    many = [(f"evil/{number}.py", b"", {}) for number in range(20)]
    others = [(f"other/{number}.py", b"", {}) for number in range(20)]
    assert "more than 30 files" in refused(carrying(tmp_path / "b", evil=wheel_of(*many, *others)))
    both = carrying(tmp_path / "c", evil=wheel_of(*many), other=wheel_of(*others))
    assert "unpack to 40 files" in refused(both)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"no zip",
        wheel_of(GOOD)[:-10],
        wheel_of(GOOD) + b"x",
        wheel_of(GOOD).replace(b"evil/__init__.py", b"evil/__\x00nit__.py"),
    ],
)
def test_what_is_no_whole_wheel(tmp_path: Path, broken: bytes) -> None:
    assert f"wheel {NAME}" in refused(carrying(tmp_path / "b", evil=broken))


def test_packages_that_come_twice_or_take_each_others_files(tmp_path: Path) -> None:
    other = wheel_of(("evil/__init__.py", b"WHO = 'other'\n", {}))
    assert "comes in two packages and differs" in refused(carrying(tmp_path / "b", evil=wheel_of(GOOD), other=other))
    folder = write_demo(tmp_path, manifest=requiring("evil"))
    two = [make_wheel(tmp_path, "evil", version=version) for version in ("1.0", "2.0")]
    with pytest.raises(BundleError, match="The package evil comes in two wheels for the same kit"):
        write_bundle(folder, {"x86_64-3.11": two}, KEY, tmp_path / "out.xlabdemo")
    odd = tmp_path / "evil.whl"
    odd.write_bytes(wheel_of(GOOD))
    with pytest.raises(BundleError, match="is not the name of a wheel"):
        write_bundle(folder, {"x86_64-3.11": [odd]}, KEY, tmp_path / "out.xlabdemo")


Put = Callable[[Path], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Installs a bundle and gives the folder of its packages."""
    home = tmp_path / "home"
    add_signer(home, Signer("Us", public_key(KEY)))

    def put(path: Path) -> Path:
        return demo_folder(home, install(home, path)).parent / "site"

    return put


def test_scripts_path_files_and_byte_code_stay_behind(tmp_path: Path, put: Put) -> None:
    brought = wheel_of(
        GOOD,
        ("evil/.hidden", b"", {}),
        ("evil/__pycache__/__init__.cpython-311.pyc", b"x", {}),
        ("evil/sourceless.pyc", b"x", {}),
        ("evil.pth", b"import os; os.abort()", {}),
        ("evil-1.0.data/scripts/evil", b"#!/bin/sh", {}),
        ("evil-1.0.data/data/etc/evil", b"x", {}),
        ("evil-1.0.data/purelib/pure.py", b"x = 1", {}),
        ("evil-1.0.data/platlib/plat.py", b"x = 1", {}),
        ("evil-1.0.dist-info/METADATA", b"", {}),
    )
    place = put(carrying(tmp_path / "b", evil=brought))
    found = {str(one.relative_to(place)) for one in place.rglob("*") if one.is_file() and one.suffix != ".pyc"}
    assert found == {"evil/__init__.py", "evil/.hidden", "pure.py", "plat.py", "evil-1.0.dist-info/METADATA"}
    assert not place.joinpath("evil", "sourceless.pyc").exists()
    # What there is of byte code was made here, from the sources.
    assert {one.stem.split(".")[0] for one in place.rglob("*.pyc")} == {"__init__", "pure", "plat"}


def test_nothing_of_a_package_runs_while_it_is_installed(tmp_path: Path, put: Put) -> None:
    trace = tmp_path / "RAN"
    code = f"open({str(trace)!r}, 'w')\n".encode()
    place = put(carrying(tmp_path / "b", evil=wheel_of(("evil.py", code, {}), ("sitecustomize.py", code, {}))))
    assert not trace.exists()
    subprocess.run([sys.executable, "-c", "import evil"], env={"PYTHONPATH": str(place)}, check=True, timeout=PATIENCE)
    assert trace.exists()


def test_a_source_that_cannot_be_compiled_is_no_reason_to_refuse(tmp_path: Path, put: Put) -> None:
    deep = b"x = " + b"(" * 5000 + b")" * 5000
    place = put(
        carrying(tmp_path / "b", evil=wheel_of(GOOD, ("evil/old.py", b"print 'two'", {}), ("evil/d.py", deep, {})))
    )
    assert place.joinpath("evil", "old.py").exists()


def test_a_stream_that_would_grow_beyond_what_its_list_says(tmp_path: Path, put: Put) -> None:
    content = bytearray(wheel_of(("evil.bin", bytes(1_000_000), {})))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", content, content.index(signature) + offset, 10)
    with pytest.raises(BundleError, match=f"The wheel {NAME} is damaged: Bad CRC"):
        put(carrying(tmp_path / "b", evil=bytes(content)))
    assert installed(tmp_path / "home") == ([], [])
    assert not list((tmp_path / "home" / "demos" / ".shelf" / "test-one").iterdir())


def test_a_demo_whose_packages_were_changed_is_bad(tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    place = put(carrying(tmp_path / "b", evil=wheel_of(GOOD)))

    def told() -> list[str]:
        return [one.reason for one in find_demos(tmp_path / "home") if one.door == "shelf"]

    place.joinpath("evil", "more.py").touch()
    assert told() == ["The packages it brings are not those that were installed; install its bundle again."]
    place.joinpath("evil", "more.py").unlink()
    monkeypatch.setattr(site, "here", lambda: "aarch64-3.99")
    assert "but this kit is aarch64-3.99" in told()[0]


@pytest.mark.parametrize(
    ("kit", "chosen"),
    [
        ("x86_64-3.11", "old"),
        ("x86_64-3.12", "old"),
        ("x86_64-3.13", "new"),
        ("x86_64-3.14", "new"),
        ("x86_64-3.9", ""),
        ("aarch64-3.11", ""),
        ("riscv64-3.11", ""),
    ],
)
def test_which_wheels_a_kit_takes(monkeypatch: pytest.MonkeyPatch, kit: str, chosen: str) -> None:
    monkeypatch.setattr(site, "here", lambda: kit)
    carried = {
        f"x86_64-3.{minor}": (f"wheels/{name}-1.0-py3-none-any.whl",) for minor, name in ((11, "old"), (13, "new"))
    }
    if chosen:
        assert site.choose(carried) == (f"wheels/{chosen}-1.0-py3-none-any.whl",)
    else:
        with pytest.raises(wheels.WheelError, match=r"made for x86_64 with Python 3\.11, x86_64 with Python 3\.13"):
            site.choose(carried)


def test_a_wheel_for_another_machine_under_a_false_label(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(wheels.WheelError, match=r"The wheel a-1\.0-py3-none-win32\.whl does not fit this kit"):
        site.choose({site.here(): ("wheels/a-1.0-py3-none-win32.whl",)})


@pytest.mark.parametrize("place", ["json/__init__.py", "asyncio.py", "xlab/events/__init__.py", "xlab_kiosk/stage.py"])
def test_packages_that_take_the_place_of_pythons_or_the_kits(tmp_path: Path, place: str) -> None:
    shadow = wheel_of((place, b"raise SystemExit\n", {}))
    assert f"brings '{place}' in the place of" in refused(carrying(tmp_path / "b", evil=shadow))


def test_a_package_whose_name_only_begins_like_one_of_pythons(tmp_path: Path) -> None:
    assert open_bundle(carrying(tmp_path / "b", evil=wheel_of(("json_more/io.py", b"", {})))).index.id == "test-one"
