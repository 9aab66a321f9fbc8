"""Installing, going back and removing: what is current, what is kept, who has to be asked, and what is left behind."""

import platform
import shutil
from pathlib import Path

import pytest

from tests.catalogue.bundles import KEY, mend, pack
from xlab.catalogue import find_demos, read_manifest, shelf
from xlab.catalogue.bundle import BundleError
from xlab.catalogue.digest import digest_folder
from xlab.catalogue.shelf import ShelfError, data_folder, demo_folder, install, installed, remove, rollback, sweep
from xlab.catalogue.trust import Signer, add_signer, public_key


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A kit's home that trusts the tests' key."""
    add_signer(tmp_path / "home", Signer("Us", public_key(KEY)))
    return tmp_path / "home"


def folders(home: Path) -> list[str]:
    return sorted(one.name for one in home.joinpath("demos", ".shelf", "test-one").iterdir())


def test_a_demo_of_a_trusted_signer_is_installed(tmp_path: Path, home: Path) -> None:
    bundle = pack(tmp_path)
    demo = install(home, bundle.path)
    assert installed(home) == ([demo], [])
    assert demo.current.folder == f"1.0.0-{bundle.seal[:8]}"
    assert digest_folder(demo_folder(home, demo)) == demo.current.digest == bundle.index.digest
    assert read_manifest(demo_folder(home, demo)) == bundle.manifest
    own = "arm" if platform.machine() == "aarch64" else "intel"
    found = {one.name for one in demo_folder(home, demo).parent.joinpath("site").iterdir()}
    assert found == {"both", "both-1.0.dist-info", own, f"{own}-1.0.dist-info"}


def test_it_is_listed_once_with_its_digest_and_its_packages(tmp_path: Path, home: Path) -> None:
    demo = install(home, pack(tmp_path).path)
    (entry,) = [one for one in find_demos(home) if one.door != "installed"]
    assert (entry.name, entry.door, entry.status, entry.reason) == ("test-one", "shelf", "ready", "")
    assert (entry.folder, entry.digest) == (demo_folder(home, demo), demo.current.digest)
    assert entry.site == demo_folder(home, demo).parent / "site"


def test_a_new_version_keeps_the_one_before_and_no_other(tmp_path: Path, home: Path) -> None:
    one, two, three = (install(home, pack(tmp_path, f"{number}.0.0").path) for number in (1, 2, 3))
    assert (three.before, two.before) == (two.current, one.current)
    assert folders(home) == [two.current.folder, three.current.folder, "state.json"]


def test_rollback_goes_back_and_forth(tmp_path: Path, home: Path) -> None:
    one, two = (install(home, pack(tmp_path, f"{number}.0.0").path) for number in (1, 2))
    assert rollback(home, "test-one").current == one.current
    assert read_manifest(demo_folder(home, installed(home)[0][0])).version == "1.0.0"
    assert rollback(home, "test-one").current == two.current


def test_there_may_be_nothing_to_go_back_to(tmp_path: Path, home: Path) -> None:
    install(home, pack(tmp_path).path)
    with pytest.raises(ShelfError, match=r"no version of test-one before 1\.0\.0"):
        rollback(home, "test-one")


def test_the_same_bundle_again_changes_nothing_and_the_one_before_becomes_current(tmp_path: Path, home: Path) -> None:
    first, second = pack(tmp_path), pack(tmp_path, "2.0.0")
    one = install(home, first.path)
    assert install(home, first.path) == one
    two = install(home, second.path)
    assert install(home, first.path) == shelf.Shelved("test-one", one.current, two.current)


def test_remove_leaves_nothing(tmp_path: Path, home: Path) -> None:
    install(home, pack(tmp_path).path)
    for demo in ("test-one", "test-two"):
        data_folder(home, demo).joinpath("shut").mkdir(parents=True)
    data_folder(home, "test-one").joinpath("shut").chmod(0)
    remove(home, "test-one")
    assert installed(home) == ([], [])
    assert [one.name for one in home.joinpath("demos", ".shelf").iterdir()] == [".lock"]
    assert [one.name for one in home.joinpath("demo-data").iterdir()] == ["test-two"]


@pytest.mark.parametrize("name", ["none", "../../keys", "/"])
def test_what_is_not_installed_cannot_be_removed(home: Path, name: str) -> None:
    with pytest.raises(ShelfError, match="There is no installed demo"):
        remove(home, name)
    assert home.joinpath("keys", "signers.json").exists()


def test_a_stranger_and_nobody_need_the_approval_of_this_very_bundle(tmp_path: Path) -> None:
    home = tmp_path / "home"
    other = pack(tmp_path, "2.0.0")
    for bundle, words in (
        (pack(tmp_path), "somebody this kit does not know"),
        (pack(tmp_path, "3.0.0", None), "not signed"),
    ):
        for approved in ("", other.seal):
            with pytest.raises(ShelfError, match=words):
                install(home, bundle.path, approved)
        assert install(home, bundle.path, bundle.seal).current.seal == bundle.seal


def test_a_broken_signature_is_refused_even_if_approved(tmp_path: Path, home: Path) -> None:
    bundle = pack(tmp_path)
    content = bytearray(bundle.path.read_bytes())
    content[content.index(bundle.signature)] ^= 1
    # The zip's own checksum of the signature, mended: only the signature itself can tell.
    bundle.path.write_bytes(mend(bytes(content)))
    with pytest.raises(ShelfError, match="changed after it was signed"):
        install(home, bundle.path, bundle.seal)
    assert installed(home) == ([], [])


def test_a_full_disk_leaves_the_old_version(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = install(home, pack(tmp_path).path)
    two = pack(tmp_path, "2.0.0")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(ShelfError, match="No space left on device"):
            install(home, two.path)
    assert installed(home) == ([one], [])
    assert folders(home) == [one.current.folder, "state.json"]


def test_a_damaged_state_is_said_and_nothing_of_it_is_swept(tmp_path: Path, home: Path) -> None:
    demo = install(home, pack(tmp_path).path)
    home.joinpath("demos", ".shelf", "test-one", "state.json").write_bytes(b"{")
    sweep(home)
    demos, wrong = installed(home)
    assert not demos
    assert "is damaged" in wrong[0]
    assert demo_folder(home, demo).is_dir()
    with pytest.raises(ShelfError, match="is damaged"):
        install(home, pack(tmp_path, "2.0.0").path)


def test_a_card_that_gives_back_something_else(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = pack(tmp_path)
    monkeypatch.setattr("xlab.catalogue.shelf_files.digest_folder", lambda folder: "0" * 64)
    with pytest.raises(BundleError, match="the card may be failing"):
        install(home, bundle.path)
    assert installed(home) == ([], [])


def test_a_place_that_cannot_be_swept_keeps_nobody_from_sweeping_the_others(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(home, pack(tmp_path).path)
    place = home / "demos" / ".shelf"
    for demo in ("a-first", "z-last"):
        place.joinpath(demo, "1.0.0-00000000").mkdir(parents=True)
    real = shutil.rmtree

    def failing(path: Path) -> None:
        if path.parent.name == "a-first":
            raise OSError(5, "Input/output error")
        real(path)

    monkeypatch.setattr(shutil, "rmtree", failing)
    with pytest.raises(ShelfError, match="Input/output error"):
        sweep(home)
    assert not place.joinpath("z-last").exists()


def test_what_was_left_half_unpacked_is_swept_and_the_rest_stays(tmp_path: Path, home: Path) -> None:
    demo = install(home, pack(tmp_path).path)
    place = home / "demos" / ".shelf"
    shutil.copytree(place / "test-one" / demo.current.folder, place / "test-one" / "2.0.0-00000000")
    shutil.copytree(place / "test-one" / demo.current.folder, place / "test-two" / "1.0.0-00000000")
    sweep(home)
    assert folders(home) == [demo.current.folder, "state.json"]
    assert not place.joinpath("test-two").exists()
