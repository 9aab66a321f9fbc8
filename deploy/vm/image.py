"""From a recipe to a disk image. A recipe is a list of layers; each is kept under a hash of all that went into it.

A layer is a folder tree: a copy of the one below, changed. So a new wheel costs a copy of the tree and seconds, and
the Debian packages are fetched again only when their list changes. Making trees needs root (other owners, chroot),
which is taken by sudo where we are not root; booting the image needs none.
"""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from deploy.vm.machine import Disk

KEPT = 2
"""Trees of one layer that are kept: this one and that of the last recipe, for going back and forth."""
SIZE = "4G"
"""Of the root file system. The file is sparse."""


class BuildError(Exception):
    """The image cannot be built. The message says which command failed, and what it said."""


class Layer(msgspec.Struct, frozen=True):
    """A named step. ``make`` changes the tree at the path it is given; ``inputs`` is all that its result depends on."""

    name: str
    inputs: tuple[str | bytes, ...]
    make: Callable[[Path], None]


def joined(*layers: Layer) -> Layer:
    """Layers that change together, as one: half the copies, half the room."""

    def make(tree: Path) -> None:
        for layer in layers:
            layer.make(tree)

    name = "-".join(layer.name for layer in layers)
    return Layer(name, tuple(part for layer in layers for part in (layer.name, *layer.inputs)), make)


def digests(layers: Sequence[Layer]) -> list[str]:
    """A short hash for each layer, of its own inputs and of all the layers below it."""
    found: list[str] = []
    for layer in layers:
        parts = [*found[-1:], layer.name, *layer.inputs]
        total = hashlib.sha256()
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            total.update(len(data).to_bytes(8, "big") + data)
        found.append(total.hexdigest()[:16])
    return found


def as_root(*command: str | Path, text: str = "") -> str:
    """Run a command with the rights of root and return what it printed; ``text`` is its input.

    Raises :class:`BuildError` with what it said, where it fails.
    """
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if sudo and shutil.which("sudo") is None:
        raise BuildError("Building the machine needs root, and there is no sudo here; run it once as root.")
    words = [*sudo, *map(str, command)]
    done = subprocess.run(words, input=text, text=True, capture_output=True, check=False)
    if done.returncode:
        raise BuildError(f"`{' '.join(words)}` failed: {(done.stderr or done.stdout).strip()[-3000:]}")
    return done.stdout


def build(layers: Sequence[Layer], cache: Path, say: Callable[[str], None]) -> Disk:
    """The disk that these layers make, from ``cache`` as far as it is there. ``say`` is told of each step."""
    return _disk(grown(layers, cache, say), cache, say)


def grown(layers: Sequence[Layer], cache: Path, say: Callable[[str], None], kept: int = KEPT) -> Path:
    """The tree of the last layer, from ``cache`` as far as it is there; ``kept`` trees of each layer stay there."""
    cache.mkdir(parents=True, exist_ok=True)
    below: Path | None = None
    for layer, digest in zip(layers, digests(layers), strict=True):
        tree = cache / f"{layer.name}-{digest}"
        if not tree.exists():
            _make(layer, below, tree, say)
            _prune(cache, f"{layer.name}-*", tree, kept)
        tree.touch()
        below = tree
    assert below is not None, "a recipe has at least one layer"
    return below


def _make(layer: Layer, below: Path | None, tree: Path, say: Callable[[str], None]) -> None:
    say(f"Building {layer.name} ...")
    began = time.monotonic()
    half = tree.with_name(f"half-{tree.name}")  # what was broken off is never taken for whole
    as_root("rm", "-rf", "--one-file-system", half)
    if below is not None:
        as_root("cp", "-a", "--reflink=auto", below, half)
    layer.make(half)
    as_root("mv", half, tree)
    say(f"Built {layer.name} in {time.monotonic() - began:.0f} s")


def _disk(tree: Path, cache: Path, say: Callable[[str], None]) -> Disk:
    folder = cache / f"disk-{tree.name}"
    disk = Disk(image=folder / "root.img", kernel=folder / "vmlinuz", initrd=folder / "initrd.img")
    if not folder.exists():
        say("Writing the disk image ...")
        half = cache / "half-disk"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        as_root("mke2fs", "-q", "-t", "ext4", "-d", tree, half / "root.img", SIZE)
        for name in ("vmlinuz", "initrd.img"):
            as_root("cp", "--dereference", tree / name, half / name)
        as_root("chown", "-R", f"{os.getuid()}:{os.getgid()}", half)
        half.rename(folder)
        _prune(cache, "disk-*", folder, KEPT)
    return disk


def _prune(cache: Path, pattern: str, newest: Path, kept: int) -> None:
    others = sorted((path for path in cache.glob(pattern) if path != newest), key=lambda path: -path.stat().st_mtime)
    for path in others[kept - 1 :]:
        as_root("rm", "-rf", path)
