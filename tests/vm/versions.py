"""Other versions of the kit, made of a prepared folder: what is to be tried is changed in its wheel, and it is signed.

``python -m tests.vm.versions FOLDER NEW WHAT`` makes one by hand; it needs the key that the folder's own was made by,
of which ``XDG_CONFIG_HOME`` says where it is, as for ``deploy/prepare.sh``.
"""

import hashlib
import os
import re
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from xlab.catalogue.trust import load_key, signing_key
from xlab.upkeep import make

Change = Callable[[str, bytes], bytes]
"""A file of the wheel by its name, and what is in it; what is in it instead."""


def in_file(name: str, old: str, new: str) -> Change:
    """In the file ``name`` this text instead of that."""

    def change(file: str, data: bytes) -> bytes:
        if file != name:
            return data
        if old.encode() not in data:
            raise ValueError(f"{name} holds no {old!r}")
        return data.replace(old.encode(), new.encode())

    return change


WHAT: dict[str, Change] = {
    "good": in_file("xlab/__init__.py", "runs without a screen.", "runs without any screen."),
    # Its hub ends as soon as it is told to start.
    "dead-hub": in_file(
        "xlab/hub/service.py",
        "    _check_recording(settings.replay)\n",
        "    raise HubError('It was made not to start.')\n",
    ),
    # Its hub comes up, and ends a little later, again and again.
    "dying-hub": in_file(
        "xlab/hub/service.py",
        "            on_ready(kit.info())\n",
        "            on_ready(kit.info())\n            await asyncio.sleep(12)\n            stop.missing\n",
    ),
    # It keeps its log in a way that the one before cannot read, and its hub does not last.
    "new-log": in_file(
        "xlab/store/sqlite.py", "upgrades=(_others.SCHEMA,)", 'upgrades=(_others.SCHEMA, "CREATE TABLE more (a TEXT)")'
    ),
}


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(file: str, data: bytes) -> bytes:
        for one in changes:
            data = one(file, data)
        return data

    return change


def another(folder: Path, new: Path, change: Change, *, when: float, version: str = "") -> str:
    """Make the folder ``new`` of a prepared one; the name of the version it holds.

    ``when`` it says it was prepared, in seconds since 1970; ``version`` is its number, if it is to be another.
    """
    shutil.copytree(folder, new, copy_function=os.link)
    about = dict(line.split("=", 1) for line in (folder / "prepared").read_text().splitlines())
    old, about["version"] = about["version"], version or about["version"]
    _rewheel(new / "wheels" / about["wheel"], new / "wheels", change, old, about["version"])
    about["wheel"] = about["wheel"].replace(f"-{old}-", f"-{about['version']}-")
    listed = _sums(new)
    counted = "".join(line for line in listed if not re.search(r" (debs/.*|updates\.pub|prepared)$", line.rstrip()))
    about["name"] = f"{about['version']}-{hashlib.sha256(counted.encode()).hexdigest()[:8]}"
    about["when"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))
    _replace(new / "prepared", "".join(f"{name}={value}\n" for name, value in about.items()).encode())
    _replace(new / "SHA256SUMS", "".join(_sums(new)).encode())
    return about["name"]


def signer() -> Path:
    """The folder of who prepares versions, as ``deploy/prepare.sh`` finds it."""
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "xlab"


def update_file(folder: Path, file: Path, config: Path) -> Path:
    """Sign a folder with the key below ``config``."""
    with file.open("wb") as out:
        make(folder, load_key(signing_key(config)), out)
    return file


def _rewheel(wheel: Path, folder: Path, change: Change, old: str, version: str) -> None:
    draft = folder / "draft"
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as out:
        for info in source.infolist():
            data = change(info.filename, source.read(info))
            if f"lab-{old}.dist-info/" in info.filename or info.filename == "xlab/__init__.py":
                data = data.replace(old.encode(), version.encode())
            out.writestr(info.filename.replace(f"lab-{old}.dist-info", f"lab-{version}.dist-info"), data)
    wheel.unlink()
    draft.rename(folder / wheel.name.replace(f"-{old}-", f"-{version}-"))


def _sums(folder: Path) -> list[str]:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = [name for name in files if name != "SHA256SUMS"]
    return [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files]


def _replace(path: Path, data: bytes) -> None:
    """Not written through a name that another folder shares."""
    path.unlink()
    path.write_bytes(data)


if __name__ == "__main__":
    came, made, *words = sys.argv[1:]
    place = Path(made)
    print(another(Path(came), place, both(*(WHAT[word] for word in words)), when=time.time()))
    print(update_file(place, place.with_name(f"{place.name}.xlab-update"), signer()))
