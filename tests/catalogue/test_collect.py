"""Collecting the wheels of a demo for kits that are not this machine, from a folder, as without network."""

from pathlib import Path

import pytest

from tests.catalogue.bundles import make_wheel
from xlab.catalogue.collect import CollectError, collect

KITS = ("aarch64-3.11", "x86_64-3.13")


def native(folder: Path, name: str, machine: str, python: str = "cp311", **meta: str) -> None:
    make_wheel(folder, name, tag=f"{python}-{python}-manylinux_2_17_{machine}", **meta)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Packages that need each other under conditions which differ between the kits, and from this machine's."""
    folder = tmp_path / "wheels"
    native(folder, "stone", "aarch64", Requires_Dist='moss; python_version < "3.13"')
    native(folder, "stone", "x86_64", "cp313", Requires_Dist='fern; platform_machine == "x86_64"')
    make_wheel(folder, "moss", Requires_Dist="soil[wet]")
    make_wheel(folder, "fern", Requires_Dist="soil")
    make_wheel(folder, "soil", Requires_Dist='water; extra == "wet"')
    make_wheel(folder, "water")
    make_wheel(folder, "sand")
    native(folder, "sea", "x86_64", "cp313")
    return folder


def test_each_kit_gets_what_it_needs_there_and_nothing_else(tmp_path: Path, folder: Path) -> None:
    said: list[str] = []
    requires = ["stone>=1", 'sand; platform_machine == "aarch64"']
    found = collect(requires, tmp_path / "scratch", folder, said.append, KITS)
    names = {kit: {path.name.partition("-")[0] for path in paths} for kit, paths in found.items()}
    assert names == {
        "aarch64-3.11": {"stone", "moss", "soil", "water", "sand"},
        "x86_64-3.13": {"stone", "fern", "soil"},
    }
    assert said == ["Collecting packages for aarch64, Python 3.11.", "Collecting packages for x86_64, Python 3.13."]
    # What is the same for both is one file, and will be carried once.
    (soil,) = {path for paths in found.values() for path in paths if path.name.startswith("soil")}
    assert soil.is_file()


def test_a_requirement_without_a_wheel_for_a_kit_is_named(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(CollectError) as caught:
        collect(["sea"], tmp_path / "scratch", folder, lambda line: None, KITS)
    assert str(caught.value).startswith(f"There is no wheel of sea for aarch64, Python 3.11 in {folder}. ")


def test_nothing_required_is_nothing_asked(tmp_path: Path) -> None:
    assert collect([], tmp_path, None, lambda line: None) == {}
