"""The words of IT's pages and of the remote control: none too many."""

import re
from pathlib import Path
from typing import get_args

import pytest

from xlab.catalogue.manifest import Use
from xlab.catalogue.trust import Verdict
from xlab.dashboard.ports.demos import Standing
from xlab.events import Outcome
from xlab.look.words import table

FOLDER = Path(__file__).parents[2] / "xlab" / "dashboard"
ENDS = {
    "it": set(),
    "demos": {f"use_{use}" for use in get_args(Use)}
    | {f"verdict_{verdict}" for verdict in get_args(Verdict)}
    | {f"standing_{standing}" for standing in get_args(Standing)}
    | {f"outcome_{outcome}" for outcome in get_args(Outcome)}
    | {"source_upload", "source_stick"},
    "orders": {"lock", "dark", "mute"},
}
"""What is put together from two parts, by area."""


@pytest.mark.parametrize("area", ENDS)
def test_pages_use_every_word_there_is(area: str) -> None:
    text = "".join(path.read_text("utf-8") for path in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*")])
    named = set(re.findall(rf"[\"']{area}\.([a-z0-9_]+)[\"']", text))
    assert set(table(area, "en")) <= named | ENDS[area]
