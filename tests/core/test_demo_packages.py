"""Packages that bundled demos bring beyond the kit's own are named once for all: setup installs them by one lock."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from xlab.catalogue import read_manifest

ROOT = Path(__file__).parents[2]


def named(texts: list[str]) -> set[str]:
    return {Requirement(text).name for text in texts}


def test_the_extra_names_what_demos_require_beyond_the_kit_and_its_lock_has_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folders = [ROOT / "demos" / package for package in project["entry-points"]["xlab.demos"].values()]
    required = {text for folder in folders for text in read_manifest(folder).python.requires}
    beyond = {text for text in required if Requirement(text).name not in named(project["dependencies"])}
    assert beyond == set(project["optional-dependencies"]["demos"])
    lock = (ROOT / "requirements-demos.txt").read_text("utf-8")
    assert all(re.search(rf"^{re.escape(name)}==\S+", lock, re.MULTILINE) for name in named(list(beyond)))
    assert "://" not in lock, "a lock has no address"
