"""What holds for all tests."""

import importlib
import os
import signal
import sys
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from tests.waiting import PATIENCE

# A busy machine is no fault of the code: how long an example takes is measured in tests/benchmarks, never judged here.
settings.register_profile("kit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kit")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Where Python is told to keep no byte code, each of the hundreds of processes here would compile the whole kit anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

HURRIED = {
    "xlab.bubblewrap": "PROBE_SECONDS",
    "xlab.box.kit": "HEALTH_SECONDS",
    "xlab.cli._hub": "PATIENCE",
    "xlab.dashboard.phones": "PATIENCE",
    "xlab.dashboard.streams": "SEND_SECONDS",
    "xlab.hub.badges": "_ANSWER_SECONDS",
    "xlab.hub.door": "HELLO_LIMIT",
    "xlab.hub.library": "_PATIENCE",
    "xlab.hub.ordering": "_PATIENCE",
    "xlab.hub.pairing": "ANSWER_LIMIT",
    "xlab.hub.parts": "START_LIMIT",
    "xlab.hub.places": "_PATIENCE",
    "xlab.hub.recorder": "_PATIENCE",
    "xlab.hub.rounds": "_PATIENCE",
    "xlab.hub.signals": "_PATIENCE",
    "xlab.hub.stations": "SEND_LIMIT",
    "xlab.hub.teaching": "_PATIENCE",
    "xlab.hub.visitors": "_PATIENCE",
    "xlab.station.ears": "ANSWER_LIMIT",
    "xlab.station.pairing": "ANSWER_LIMIT",
    "xlab_kiosk.shell.hublink": "OPEN_LIMIT",
}
"""How long the kit waits for what takes no time, by module: on a busy machine it takes some.

In the process of the tests they are as patient as a test is. Those that are about such a limit set one of their own.
"""

QUICK_HASH = "scrypt:1024:8:1"
"""A PIN is hashed slowly on purpose, a tenth of a second each time; hundreds of tests sign somebody in."""

LONGEST = (
    "check/test_check_bundled.py",
    "hostile/test_hostile_hangs.py",
    "browser/test_browser_accessible.py",
    "integration/test_window.py",
    "browser/test_browser_dashboard.py",
    "check/test_check_faults.py",
    "hostile/test_hostile_grabs.py",
    "browser/test_browser_room.py",
    "browser/test_browser_kit.py",
    "hostile/test_hostile_bare.py",
    "browser/test_browser_rounds.py",
    "store/test_sigkill.py",
    "catalogue/test_shelf_power_cut.py",
    "browser/test_browser_visit.py",
    "browser/test_browser_teach.py",
    "hub/test_rounds_sigkill.py",
    "browser/test_browser_badges.py",
    "store/test_synced_first.py",
    "browser/test_browser_whole_visit.py",
    "cli/test_demo_cli.py",
)
"""The files that take longest come first, so that none is still going on alone when all others are done.

They need ``--no-loadscope-reorder``: left to itself, xdist begins with the files of many small tests.
"""


class Compiled(BytecodeCache):
    """Templates that were compiled once, for every further dashboard of this process: tests make one each."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Of the same template with the same text, if there is any."""
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it in memory."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


Flask.jinja_options = Flask.jinja_options | {"bytecode_cache": Compiled()}


def pytest_sessionstart(session: pytest.Session) -> None:
    """Share out what is compiled for the first time: each worker begins with a part of the tests of its own.

    All workers collect all tests, in one order. Left to themselves, each compiles every file while the others do too.
    """
    everything = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if everything and (worker := os.environ.get("PYTEST_XDIST_WORKER")):
        here = Path(__file__).parent
        files = sorted(here.glob("*/test_*.py"))
        for file in files[int(worker.removeprefix("gw")) :: int(os.environ["PYTEST_XDIST_WORKER_COUNT"])]:
            importlib.import_module(".".join(file.relative_to(here.parent).with_suffix("").parts))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, and let nothing of the kit lose its patience with a busy machine."""
    for module, limit in HURRIED.items():
        if module in sys.modules:
            assert hasattr(sys.modules[module], limit), f"{module} has no {limit} any more"
            setattr(sys.modules[module], limit, PATIENCE)
    if hashed := sys.modules.get("xlab.dashboard.hashed"):
        assert hashed.METHOD == "scrypt", "the kit itself hashes slowly"
        hashed.METHOD = QUICK_HASH
    here = Path(__file__).parent
    order = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
