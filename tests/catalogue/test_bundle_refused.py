"""One bundle for each thing that a bundle must not be, signed by a trusted hand, and the sentence that says so."""

import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.bundles import KEY, bomb, entry, forge, pack
from tests.catalogue.conftest import MANIFEST
from xlab.catalogue.bundle import BundleError, open_bundle
from xlab.catalogue.container import MAX_BYTES
from xlab.catalogue.digest import MAX_FILES

MODE = 16


def refused(path: Path) -> str:
    with pytest.raises(BundleError) as caught:
        open_bundle(path)
    assert str(caught.value).startswith(f"{path.name} is refused. ")
    return str(caught.value)


def test_the_forger_can_make_a_good_one(tmp_path: Path) -> None:
    assert open_bundle(forge(tmp_path / "b", [(entry("demo/more.py"), b"1")])).index.id == "test-one"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["demo/../../evil.py"], "leads out of its folder"),
        (["/etc/passwd"], "is absolute"),
        (["C:/evil.py"], "is absolute"),
        (["demo\\evil.py"], "holds a backslash"),
        (["demo//evil.py"], "has an empty part"),
        (["demo/.hidden.py"], "begins a part with a dot"),
        (["demo/__pycache__/main.pyc"], "is in a folder that Python makes by itself"),
        (["demo/line\nbreak.py"], "holds a character that not every system allows"),
        (["demo/\u202egnp.py"], "holds a character that not every system allows"),
        (["demo/space "], "ends with a space or a dot"),
        (["demo/cafe\u0301.py"], "is not in Unicode's composed form"),
        (["demo/" + "a" * 141], "is longer than"),
        (["demo/" + "a/" * 100 + "b"], "is longer than"),
        (["demo/a.py", "demo/A.py"], "differ only by case"),
        (["demo/stra\u00dfe.py", "demo/STRASSE.py"], "differ only by case"),
        (["demo/\ufb01.py", "demo/fi.py"], "differ only by case or by Unicode form"),
        (["demo/Sub/a.py", "demo/sub/b.py"], "differ only by case"),
        (["demo/a", "demo/a/b"], "is both a file and a folder"),
        (["other/a"], "is neither below demo/ nor below wheels/"),
        (["wheels/a.whl"], "for no kit"),
    ],
)
def test_names(tmp_path: Path, names: list[str], reason: str) -> None:
    assert reason in refused(forge(tmp_path / "b", [(entry(name), b"x") for name in names]))


def test_the_same_name_twice(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's own, about what this test is for
        path = forge(tmp_path / "b", [(entry("demo/main.py"), b"other")])
    assert "'demo/main.py' comes twice" in refused(path)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"external_attr": stat.S_IFLNK << MODE}, "is a link"),
        ({"external_attr": stat.S_IFCHR << MODE}, "is a device, a pipe or a socket"),
        ({"external_attr": stat.S_IFDIR << MODE}, "is a folder"),
        ({"compress_type": zipfile.ZIP_DEFLATED}, "is compressed"),
        ({"comment": b"hello"}, "has a second name, a comment or another extra"),
        ({"extra": b"\x75\x70\x05\x00\x01abcd"}, "has a second name, a comment or another extra"),
    ],
)
def test_entries(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    assert reason in refused(forge(tmp_path / "b", [(entry("demo/x", **fields), b"x" * 99)]))


def test_encrypted(tmp_path: Path) -> None:
    path = forge(tmp_path / "b")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "'index.json' is encrypted" in refused(path)


def test_42_kilobytes_that_unpack_to_a_thousand_times_as_much(tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(bomb(40_000_000))
    assert path.stat().st_size < 42_000
    assert "is compressed" in refused(path)


def test_a_size_that_is_not_there(tmp_path: Path) -> None:
    path = forge(tmp_path / "b")
    content = bytearray(path.read_bytes())
    first = content.index(b"PK\x01\x02")
    content[first + 20 : first + 28] = struct.pack("<2L", MAX_BYTES + 1, MAX_BYTES + 1)
    path.write_bytes(content)
    assert "larger than 512 MB together" in refused(path)


def test_a_list_of_more_files_than_it_promises(tmp_path: Path) -> None:
    path = forge(tmp_path / "b")
    content = bytearray(path.read_bytes())
    content[-14:-10] = struct.pack("<2H", 2, 2)
    path.write_bytes(content)
    assert "promises 2 files and lists others" in refused(path)


def test_files_that_overlap(tmp_path: Path) -> None:
    path = forge(tmp_path / "b")
    content = bytearray(path.read_bytes())
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    path.write_bytes(content)
    assert "overlap" in refused(path)


def test_a_zip_in_a_zip_stays_a_file_that_nobody_opens(tmp_path: Path) -> None:
    inner = bomb(1_000_000)
    bundle = open_bundle(forge(tmp_path / "b", [(entry("demo/deep.zip"), inner)]))
    assert [file.size for file in bundle.index.files if file.name == "demo/deep.zip"] == [len(inner)]


def test_too_many_files(tmp_path: Path) -> None:
    path = tmp_path / "b"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MAX_FILES + 3):
            archive.writestr(str(number), b"")
    assert f"more than {MAX_FILES + 2} files" in refused(path)


@pytest.mark.parametrize("behind", [b"x", bytes(22), bytes(70_000)])
def test_anything_behind_the_end(tmp_path: Path, behind: bytes) -> None:
    path = forge(tmp_path / "b")
    path.write_bytes(path.read_bytes() + behind)
    assert "does not end as a zip ends" in refused(path)


def test_two_end_records_and_anything_before_the_start(tmp_path: Path) -> None:
    path = forge(tmp_path / "b")
    content = path.read_bytes()
    for second in (content[-22:], b"PK\x05\x06" + bytes(18)):
        path.write_bytes(content + second)
        assert "second end record" in refused(path)
    path.write_bytes(content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:])
    assert "second end record (zip64)" in refused(path)
    path.write_bytes(b"#!/bin/sh\n" + content)
    assert "second end record, or bytes between its parts" in refused(path)


def test_a_file_that_the_index_does_not_name(tmp_path: Path) -> None:
    path = forge(tmp_path / "b", [(entry("demo/zz.py"), b"x")], listed=False)
    assert "'demo/zz.py' is not in its index" in refused(path)


@pytest.mark.parametrize("name", ["demo/main.py", "index.json", "index.sig"])
def test_a_file_that_is_missing(tmp_path: Path, name: str) -> None:
    assert "missing" in refused(forge(tmp_path / "b", without=name))


def test_a_wrong_hash_and_a_wrong_size(tmp_path: Path) -> None:
    good = open_bundle(forge(tmp_path / "b")).index.files
    files = [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in good]
    other = [files[0], files[1] | {"sha256": "0" * 64}]
    assert "demo/main.py does not have the hash" in refused(forge(tmp_path / "b", files=other))
    other = [files[0], files[1] | {"size": 6}]
    assert "demo/main.py is not of the size" in refused(forge(tmp_path / "b", files=other))


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        ({"api": 99}, "made for api = 99, but this kit speaks api = 1"),
        ({"format": 2}, "is a bundle of format 2"),
        ({"id": "../evil"}, "index.json cannot be read"),
        ({"surplus": 1}, "index.json cannot be read"),
        ({"uses": []}, "manifest says uses"),
        ({"version": "2.0.0"}, "manifest says version = '1.0.0', but its index '2.0.0'"),
        ({"id": "test-two"}, "demo/demo.toml: id 'test-one' belongs in a folder named"),
        ({"wheels": {"aarch64-3.11": ["wheels/none.whl"]}}, "not carried"),
        ({"wheels": {"mips-3.11": []}}, "index.json cannot be read"),
        ({"wheels": {"aarch64-3.11": []}}, "carries some and requires none"),
        ({"requires": ["numpy"]}, "requires packages and carries none"),
        ({"requires": ["numpy"], "wheels": {"x86_64-3.11": []}}, "requires other packages than its index"),
        ({"signer": ""}, "names nobody who signed it"),
    ],
)
def test_an_index_that_does_not_fit(tmp_path: Path, index: dict[str, Any], reason: str) -> None:
    assert reason in refused(forge(tmp_path / "b", **index))


def test_a_manifest_that_is_missing_wrong_or_huge(tmp_path: Path) -> None:
    text = MANIFEST.format(id="test-one")
    assert "demo/demo.toml: api = 99" in refused(forge(tmp_path / "b", manifest=text.replace("api = 1", "api = 99")))
    assert "demo/demo.toml is larger than" in refused(forge(tmp_path / "b", manifest=text + "#" * 10_000_000))
    assert "demo/demo.toml is not UTF-8 text" in refused(forge(tmp_path / "b", manifest=text.encode("utf-16")))
    assert "nested too deeply" in refused(forge(tmp_path / "b", manifest=text + "x = " + "[" * 30_000))


def test_what_is_no_bundle_at_all(tmp_path: Path) -> None:
    path = tmp_path / "b"
    assert "is not a file" in refused(tmp_path)
    path.write_bytes(b"")
    assert "does not end as a zip ends" in refused(path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "is not a file" in refused(pipe)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="is not a file"):
        open_bundle(tmp_path / "none")


def test_a_refusal_leaves_nothing_behind(tmp_path: Path) -> None:
    pack(tmp_path, key=KEY)
    before = sorted(tmp_path.rglob("*"))
    forge(tmp_path / "b", [(entry("../evil"), b"x")])
    refused(tmp_path / "b")
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "b"])
