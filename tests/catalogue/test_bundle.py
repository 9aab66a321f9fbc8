"""A bundle that the kit wrote itself: what is in it, the same every time, and no flipped byte passes."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.bundles import KEY, TAGS, make_wheel, pack, requiring
from tests.catalogue.conftest import write_demo
from xlab.catalogue.bundle import BundleError, open_bundle, write_bundle
from xlab.catalogue.digest import digest_folder
from xlab.catalogue.shelf_files import unpack
from xlab.catalogue.trust import Signer, public_key

KNOWN = (Signer("Us", public_key(KEY)),)


def test_what_was_packed_is_read_again(tmp_path: Path) -> None:
    packed = pack(tmp_path)
    bundle = open_bundle(packed.path)
    assert bundle == packed
    assert (bundle.index.id, bundle.index.version, bundle.manifest.id) == ("test-one", "1.0.0", "test-one")
    arm, both, intel = (f"wheels/{name}-1.0-{tag}.whl" for name, tag in sorted(TAGS.items()))
    assert bundle.index.wheels == {
        "aarch64-3.11": (arm, both),
        "aarch64-3.13": (arm, both),
        "x86_64-3.11": (both, intel),
        "x86_64-3.13": (both, intel),
    }
    assert len([file for file in bundle.index.files if file.name.startswith("wheels/")]) == 3
    assert bundle.verdict(KNOWN) == "trusted"


def test_its_digest_is_that_of_the_folder(tmp_path: Path) -> None:
    assert pack(tmp_path).index.digest == digest_folder(tmp_path / "good-1.0.0" / "xlab_demo_test_one")


def test_the_same_demo_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = pack(tmp_path / "one"), pack(tmp_path / "two")
    assert one.path.read_bytes() == two.path.read_bytes()


def test_without_a_key_it_is_unsigned_and_has_another_seal(tmp_path: Path) -> None:
    unsigned = pack(tmp_path, key=None, name="plain")
    assert unsigned.verdict(KNOWN) == "unsigned"
    assert unsigned.seal != pack(tmp_path).seal


def test_what_a_kit_would_refuse_is_not_packed_and_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "out.xlabdemo"
    out.write_text("old")
    folder = write_demo(tmp_path)
    folder.joinpath("main.py").unlink()
    folder.joinpath("main.py").symlink_to("/etc/passwd")
    with pytest.raises(BundleError, match=r"'main\.py' is a link"):
        write_bundle(folder, {}, KEY, out)
    assert out.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [out, folder]


def test_two_different_wheels_of_one_name(tmp_path: Path) -> None:
    arm, intel = (make_wheel(tmp_path / one, "both", {"a.py": one}) for one in ("arm", "intel"))
    folder = write_demo(tmp_path, manifest=requiring("both"))
    with pytest.raises(BundleError, match=r"Two different wheels are named both-1\.0-py3-none-any\.whl"):
        write_bundle(folder, {"aarch64-3.11": [arm], "x86_64-3.11": [intel]}, KEY, tmp_path / "out")


def test_a_wheel_that_is_none_is_said_of_the_file_that_was_to_be(tmp_path: Path) -> None:
    wheel = tmp_path / "a.zip"
    wheel.touch()
    folder = write_demo(tmp_path, manifest=requiring("a"))
    with pytest.raises(BundleError, match=r"^out\.xlabdemo is refused\. The file wheels/a\.zip is not a wheel"):
        write_bundle(folder, {"aarch64-3.11": [wheel]}, KEY, tmp_path / "out.xlabdemo")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_flipped_bytes_never_make_another_demo_that_is_trusted(tmp_path: Path, data: st.DataObject) -> None:
    good = tmp_path / "good-1.0.0.xlabdemo"
    bundle = open_bundle(good) if good.exists() else pack(tmp_path)
    content = bytearray(good.read_bytes())
    places = data.draw(st.dictionaries(st.integers(0, len(content) - 1), st.integers(1, 255), min_size=1, max_size=4))
    for place, change in places.items():
        content[place] ^= change
    flipped = tmp_path / "flipped.xlabdemo"
    flipped.write_bytes(content)
    try:
        other = open_bundle(flipped)
    except BundleError:
        return
    assert other.verdict(KNOWN) == "broken" or other.seal == bundle.seal


def test_cut_off_anywhere_it_is_refused(tmp_path: Path) -> None:
    good = pack(tmp_path).path
    content = good.read_bytes()
    for size in range(0, len(content), 97):
        good.write_bytes(content[:size])
        with pytest.raises(BundleError):
            open_bundle(good)


def test_a_file_changed_after_the_kit_looked_is_not_unpacked(tmp_path: Path) -> None:
    bundle = pack(tmp_path)
    shutil.copy(pack(tmp_path, "2.0.0").path, bundle.path)
    with pytest.raises(BundleError, match=r"is not of the size|does not have the hash"):
        unpack(bundle, tmp_path / "target")
