"""Make an image that can be written to a card or stick: ``python -m deploy.image --arch aarch64``.

Everything is kept in ``.state/image`` as far as it can be used again; the result is in ``build``.
"""

import argparse
import hashlib
import subprocess
import sys
import time
from pathlib import Path

from deploy.image import disk
from deploy.image.recipe import KINDS, ROOT, emulate, recipe
from deploy.vm.image import BuildError, as_root, grown


def main() -> int:
    """Make it; 0 when it is there."""
    parser = argparse.ArgumentParser(description="Make an image that can be written to a card or stick.")
    parser.add_argument("--arch", choices=sorted(KINDS), required=True, help="aarch64: Raspberry Pi; x86_64: a PC")
    parser.add_argument("--kit", type=Path, help="a folder that deploy/prepare.sh made; without one it is made now")
    given = parser.parse_args()
    kind, state, build = KINDS[given.arch], ROOT / ".state" / "image", ROOT / "build"
    build.mkdir(exist_ok=True)
    image = build / f"image-{kind.arch}.img"
    began = time.monotonic()
    try:
        emulate(kind)
        prepared = given.kit.resolve() if given.kit else _prepared(state / f"kit-{kind.arch}", kind.arch)
        tree = grown(recipe(kind, prepared, _epoch()), state, _say, kept=1)
        _say("Writing the image ...")
        parts = disk.write(kind, tree, image, _epoch())
        as_root("rm", "-rf", "--one-file-system", tree)  # as large as the image, and made of the one below in minutes
        _pack(image)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    _say(f"Partitions: {', '.join(f'{part.name} {part.size} MB' for part in parts)}.")
    _say(
        f"Ready in {(time.monotonic() - began) / 60:.0f} minutes: {image}.zst; write it as deploy/image/README.md says."
    )
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


def _epoch() -> int:
    """When the version was made that the image is made of: the time of the last commit."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout or (ROOT / "pyproject.toml").stat().st_mtime)


def _prepared(folder: Path, arch: str) -> Path:
    if subprocess.run([ROOT / "deploy/prepare.sh", folder, "--arch", arch, "--without-debian"], check=False).returncode:
        raise BuildError("The kit could not be prepared; the reason is above.")
    return folder


def _pack(image: Path) -> None:
    """Beside the image: compressed, a map of what in it is not empty, and the sums of all."""
    packed, chart = image.with_name(f"{image.name}.zst"), image.with_name(f"{image.name}.bmap")
    for command in (
        ["zstd", "-q", "-f", "-T0", "-9", image, "-o", packed],
        ["bmaptool", "-q", "create", "-o", chart, image],
    ):
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        if done.returncode:
            raise BuildError(f"{command[0]} failed: {done.stderr.strip()}")
    lines = []
    for path in (image, packed, chart):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    image.with_name(f"{image.name}.sha256").write_text("".join(lines), "ascii")


if __name__ == "__main__":
    sys.exit(main())
