"""Fetch the wheel of every locked package for a kit's Python and processor, on any machine; or say which has none.

    python deploy/wheels.py --arch aarch64 build/wheels

What a lock says for other machines (markers) is decided for the kit, not for the machine this runs on, so the folder
also gets a ``requirements.txt`` with exactly what the kit installs, each with its hashes.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.13"
"""The Python of Debian trixie, which Raspberry Pi OS is built on."""
NEWEST_GLIBC = 41
"""Of that Debian: 2.41. Wheels for older ones run there as well."""
OLDEST_GLIBC = 17
ARCHES = ("aarch64", "x86_64")


def main() -> int:
    """Fetch them; 0 when all are there."""
    parser = argparse.ArgumentParser(description="Fetch the wheel of every locked package for a kit.")
    parser.add_argument("folder", type=Path, help="where the wheels go")
    parser.add_argument("--arch", choices=ARCHES, required=True, help="the kit's processor, as uname -m says it")
    parser.add_argument(
        "--lock", type=Path, default=ROOT / "requirements.txt", help="the lock; the kit's own by default"
    )
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    chosen = list(wanted(given.lock.read_text("utf-8"), given.arch))
    requirements = given.folder / "requirements.txt"
    requirements.write_text("".join(f"{line}\n" for line in chosen), "utf-8")
    if subprocess.run(fetch(requirements, given.folder, given.arch), check=False).returncode:
        print(
            f"Not every locked package could be fetched as a wheel for Python {PYTHON} on {given.arch}; pip says above "
            "which. Check the network, or lock a version of it that has one.",
            file=sys.stderr,
        )
        return 1
    found = list(given.folder.glob("*.whl"))
    size = sum(path.stat().st_size for path in found) / 1e6
    print(f"{len(chosen)} locked packages, {len(found)} wheels for Python {PYTHON} on {given.arch}, {size:.0f} MB.")
    return int(len(found) < len(chosen))


def wanted(lock: str, arch: str) -> Iterator[str]:
    """The requirements of a lock that hold on the kit, each on a line of its own with its hashes and no marker."""
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        said, *hashes = entry.split(" --hash=")
        requirement = Requirement(said)
        if requirement.marker is None or requirement.marker.evaluate(machine(arch)):
            pinned = f"{requirement.name}{requirement.specifier}"
            yield " ".join([pinned, *(f"--hash={one.strip()}" for one in hashes)])


def machine(arch: str) -> dict[str, str]:
    """What the kit would say of itself in a marker (PEP 508)."""
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{PYTHON}.0",
        "os_name": "posix",
        "platform_machine": arch,
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{PYTHON}.0",
        "python_version": PYTHON,
        "sys_platform": "linux",
    }


def fetch(requirements: Path, folder: Path, arch: str) -> list[str]:
    """The command that fetches wheels, and nothing but wheels, for the kit; each is checked against its hashes."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    pip += ["--only-binary=:all:", "--no-deps", "--require-hashes", "--dest", str(folder)]
    pip += ["--implementation", "cp", "--python-version", PYTHON]
    for abi in (f"cp{PYTHON.replace('.', '')}", "abi3", "none"):
        pip += ["--abi", abi]
    for glibc in range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1):
        pip += ["--platform", f"manylinux_2_{glibc}_{arch}"]
    return [*pip, "--platform", f"manylinux2014_{arch}", "-r", str(requirements)]


if __name__ == "__main__":
    sys.exit(main())
