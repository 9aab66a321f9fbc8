"""All measurements, one after the other: ``make bench``. One alone: ``python -m tests.benchmarks.bench_frames``."""

import importlib
import platform
import sys
from pathlib import Path

import psutil


def main() -> None:
    """Name the machine, then let every module print its figures."""
    sys.argv[1:] = []
    memory = psutil.virtual_memory().total / 1e9
    print(f"{platform.machine()}, {psutil.cpu_count()} processors, {memory:.0f} GB, Python {platform.python_version()}")
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        print(f"\n{path.stem.removeprefix('bench_')}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        module.main()


if __name__ == "__main__":
    main()
