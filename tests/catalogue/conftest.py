import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MANIFEST = """\
api = 1
id = "{id}"
version = "1.0.0"
entry = "main:Main"
title = {{ en = "A demo" }}
summary = {{ en = "What it is" }}
[engagement]
question = {{ en = "What for?" }}
pattern = "presence"
stages = ["use"]
[evidence]
liked = {{ type = "bool", chart = "share", label = {{ en = "liked it" }} }}
"""

CODE = "from pathlib import Path\nPath(__file__).with_name('RAN').touch()\n"
"""Leaves a trace if a line of the demo is ever run."""


def write_demo(parent: Path, demo: str = "test-one", manifest: str = MANIFEST, folder: str | None = None) -> Path:
    """A whole demo below ``parent``; ``folder`` where its name should not follow from its id."""
    home = parent / (folder or "xlab_demo_" + demo.replace("-", "_"))
    home.mkdir(parents=True)
    home.joinpath("demo.toml").write_text(manifest.format(id=demo), "utf-8")
    home.joinpath("__init__.py").write_text(CODE)
    home.joinpath("main.py").write_text(CODE)
    return home


Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a package with an entry point where Python finds it, as pip would; returns the folder of its metadata."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])

    def install(name: str, value: str, text: str | None = None) -> Path:
        info = site / f"{name.replace('-', '_')}-1.0.0.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")
        info.joinpath("entry_points.txt").write_text(text or f"[xlab.demos]\n{name} = {value}\n")
        importlib.invalidate_caches()
        return info

    return install
