"""Every work of others that a kit carries says what licence it is under, and brings the text."""

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from deploy.licences import debian_works, npm_works, unclear
from xlab.upkeep.works import Work, python_works, told

ROOT = Path(__file__).parents[2]


def locked() -> set[str]:
    """The packages of the kit's locks, the demos' among them."""
    texts = ((ROOT / name).read_text("utf-8") for name in ("requirements.txt", "requirements-demos.txt"))
    return {canonicalize_name(name) for text in texts for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)}


def test_every_python_package_of_the_locks_is_clear():
    place = Path(str(importlib.metadata.distribution("msgspec").locate_file("")))
    works = [work for work in python_works(place) if canonicalize_name(work.name) in locked()]
    assert len(works) > 35
    assert unclear(works) == []
    assert next(work.licence for work in works if work.name == "pygame-ce").startswith("LGPL")


def test_every_npm_package_of_the_lock_is_clear():
    works = list(npm_works(ROOT))
    assert {"uplot", "vega", "@fontsource/noto-sans"} <= {work.name for work in works}
    assert "axe-core" not in {work.name for work in works}  # for the tests alone
    assert unclear(works) == []


@pytest.mark.parametrize(
    ("licence", "text", "said"),
    [("", "text", "names no licence"), ("UNKNOWN", "text", "names no licence"), ("MIT", "", "without the text")],
)
def test_what_is_not_clear_is_named(licence, text, said):
    wrong = unclear([Work("npm", "good", "1.0", "MIT", "text"), Work("npm", "odd", "2.1", licence, text)])
    assert len(wrong) == 1 and wrong[0].startswith("odd 2.1 (npm)") and said in wrong[0]


def package(place: Path, name: str, metadata: str, files: dict[str, str]) -> None:
    folder = place / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{metadata}\n")
    for path, text in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text)
    (folder / "RECORD").write_text("".join(f"{path},,\n" for path in (f"{folder.name}/METADATA", *files)))


def test_a_python_package_that_says_nothing_is_found(tmp_path):
    package(tmp_path, "silent", "", {"silent/code.py": "licence = 'MIT'"})
    package(
        tmp_path,
        "wordy",
        "License: Permission is\n  hereby granted\nClassifier: License :: OSI Approved :: MIT License",
        {},
    )
    package(tmp_path, "plain", "License-Expression: MIT", {"plain-1.0.dist-info/licenses/LICENSE": "Permission"})
    works = {work.name: work for work in python_works(tmp_path)}
    assert works["wordy"].licence == "MIT License" and works["plain"].text == "Permission"
    assert [sentence.split()[0] for sentence in sorted(unclear(works.values()))] == ["silent", "wordy"]


def test_debian_packages_bring_their_text_over_links_too(tmp_path):
    docs = tmp_path / "usr/share/doc"
    (docs / "libx").mkdir(parents=True)
    (docs / "libx" / "copyright").write_text("License: GPL-2+\n words\n\nLicense: Expat\n words\n")
    (docs / "libx-data").symlink_to("libx")
    status = tmp_path / "var/lib/dpkg/status"
    status.parent.mkdir(parents=True)
    gone = "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n"
    there = (f"Package: {name}\nStatus: install ok installed\nVersion: 2-1\n" for name in ("libx", "libx-data", "bare"))
    status.write_text("\n".join((gone, *there)))
    works = {work.name: work for work in debian_works(tmp_path)}
    assert works["libx-data"].text == works["libx"].text and works["libx"].licence == "Expat, GPL-2+"
    assert [sentence.split()[0] for sentence in unclear(works.values())] == ["bare"]


def test_a_text_that_several_share_is_told_once():
    page = told([Work("npm", "b", "1", "MIT", "The text."), Work("npm", "a", "2", "MIT", "The text.")])
    assert page.count("The text.") == 1
    assert page.index("npm     a 2: MIT") < page.index("npm     b 1: MIT") < page.index("a 2 (npm)\nb 1 (npm)\n---")
