"""Collecting the wheels a demo needs on every kind of kit, at the desk of whoever packs it.

``pip`` does it, in a process of its own: it knows which versions go together. What it does not know is another
machine: it judges conditions such as ``python_version < "3.13"`` by the Python it runs in. So the conditions are judged
here, and what it left out is asked for once more.
"""

import filecmp
import importlib.util
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from email.parser import BytesParser
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from xlab.catalogue.index import TARGETS, Target
from xlab.catalogue.wheels import WheelError, wheel_name

GLIBC = 36
"""The second number of the C library of Debian 12, the oldest system a kit runs."""

ROUNDS = 8
"""How often pip is asked for what it left out; each round follows the requirements of one more generation."""

_MAX_METADATA = 4 * 1024 * 1024
_NOT_FOUND = "No matching distribution found for "


class CollectError(ValueError):
    """The wheels cannot be collected; the message is a sentence naming the requirement and what to do."""


def collect(
    requires: Sequence[str],
    scratch: Path,
    source: Path | None,
    say: Callable[[str], None],
    targets: Sequence[Target] = TARGETS,
) -> dict[Target, list[Path]]:
    """All wheels that ``requires`` needs, for each kind of kit; nothing where nothing is required.

    From the package index, or from the folder ``source`` alone, without network. They are kept below ``scratch``;
    ``say`` hears what goes on. Raises :class:`CollectError`, OSError.
    """
    if not requires:
        return {}
    if importlib.util.find_spec("pip") is None:
        raise CollectError("pip, which collects the packages a demo requires, is missing in this Python: install it.")
    if source is not None and not source.is_dir():
        raise CollectError(f"{source} is not a folder of wheels.")
    found: dict[Target, list[Path]] = {}
    kept: dict[str, Path] = {}
    for target in targets:
        say(f"Collecting packages for {_words(target)}.")
        wheels = _collected(requires, scratch / target, source, target)
        # The same file for two kits is carried once.
        found[target] = [_shared(kept, wheel) for wheel in wheels]
    return found


def _shared(kept: dict[str, Path], wheel: Path) -> Path:
    other = kept.setdefault(wheel.name, wheel)
    return other if filecmp.cmp(other, wheel, shallow=False) else wheel


def _collected(requires: Sequence[str], folder: Path, source: Path | None, target: Target) -> list[Path]:
    asked = _wanted([Requirement(text) for text in requires], target, ("",))
    for number in range(ROUNDS):
        # A folder for each: asked for more, pip may settle on another version of what it found before.
        found = folder / str(number)
        if asked:
            _download(asked, found, source, target)
        needed, missing = _needed(requires, found, target)
        if not missing:
            return sorted(needed)
        asked += missing
    raise CollectError(f"The requirements of {asked[-1]} for {_words(target)} lead on and on.")


def _needed(requires: Sequence[str], folder: Path, target: Target) -> tuple[set[Path], list[str]]:
    """Of the wheels in ``folder`` those that ``target`` needs, and the requirements that none of them meets."""
    there = {wheel_name(path.name): path for path in folder.glob("*.whl")}
    needed: set[Path] = set()
    missing: list[str] = []
    seen: set[str] = set()
    left = _wanted([Requirement(text) for text in requires], target, ("",))
    while left:
        text = left.pop()
        if text in seen:
            continue
        seen.add(text)
        requirement = Requirement(text)
        path = there.get(canonicalize_name(requirement.name))
        if path is None:
            missing.append(text)
        else:
            needed.add(path)
            left += _wanted(_required_by(path), target, ("", *sorted(requirement.extras)))
    return needed, missing


def _wanted(requirements: Iterable[Requirement], target: Target, extras: Sequence[str]) -> list[str]:
    """The requirements that count on ``target`` with one of ``extras``, without their conditions, as pip reads them."""
    about = _environment(target)
    wanted = []
    for requirement in requirements:
        if requirement.marker is None or any(requirement.marker.evaluate(about | {"extra": one}) for one in extras):
            requirement.marker = None
            wanted.append(str(requirement))
    return wanted


def _required_by(wheel: Path) -> list[Requirement]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [one for one in archive.namelist() if one.count("/") == 1 and one.endswith(".dist-info/METADATA")]
            with archive.open(names[0]) as file:
                told = BytesParser().parsebytes(file.read(_MAX_METADATA), headersonly=True)
        return [Requirement(str(line)) for line in told.get_all("Requires-Dist", [])]
    except (zipfile.BadZipFile, IndexError, InvalidRequirement) as error:
        raise CollectError(f"The wheel {wheel.name} does not say what it requires: {error}.") from None


def _download(asked: Sequence[str], folder: Path, source: Path | None, target: Target) -> None:
    machine, _, python = target.rpartition("-")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet"]
    command += ["--only-binary=:all:", "--python-version", python, "--implementation", "cp", "--dest", str(folder)]
    for platform in _platforms(machine):
        command += ["--platform", platform]
    command += ["--no-index", "-f", str(source.absolute())] if source is not None else []
    run = subprocess.run([*command, "--", *asked], check=False, capture_output=True, stdin=subprocess.DEVNULL)
    if run.returncode:
        raise CollectError(_reason(run.stderr.decode("utf-8", "replace"), target, source))
    try:
        for path in folder.glob("*.whl"):
            wheel_name(path.name)
    except WheelError as error:
        raise CollectError(str(error)) from None


def _platforms(machine: str) -> list[str]:
    return [
        *(f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 4, -1)),
        *(f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")),
        f"linux_{machine}",
    ]


def _reason(said: str, target: Target, source: Path | None) -> str:
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    where = f"in {source}" if source is not None else "in the package index"
    for line in errors:
        if line.startswith(_NOT_FOUND):
            return (
                f"There is no wheel of {line.removeprefix(_NOT_FOUND)} for {_words(target)} {where}. Require another "
                "version, or build the wheel yourself and name its folder with --wheels."
            )
    last = errors[-1] if errors else (said.strip().rpartition("\n")[2] or "it did not say why")
    return f"pip could not collect the packages for {_words(target)}: {last}"


def _environment(target: Target) -> dict[str, str]:
    """What conditions are judged by, as https://packaging.python.org/specifications/dependency-specifiers names it."""
    machine, _, python = target.rpartition("-")
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
    }


def _words(target: Target) -> str:
    machine, _, python = target.rpartition("-")
    return f"{machine}, Python {python}"
