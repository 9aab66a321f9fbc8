"""What holds for all tests."""

import signal
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

# A busy machine is no fault of the code: how long an example takes is measured in tests/benchmarks, never judged here.
settings.register_profile("kit", deadline=None)
settings.load_profile("kit")

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

LONGEST = (
    "hostile/test_hostile_hangs.py",
    "browser/test_browser_dashboard.py",
    "check/test_check_faults.py",
    "hostile/test_hostile_grabs.py",
    "integration/test_window.py",
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
    "check/test_check_bundled.py",
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest."""
    here = Path(__file__).parent
    order = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))
