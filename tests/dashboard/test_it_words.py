"""The words of IT's pages and of the remote control: none too many."""

import re
from pathlib import Path
from typing import get_args

import pytest

from xlab.catalogue.manifest import Use
from xlab.catalogue.trust import Verdict
from xlab.dashboard.ports.clock import Refusal as ClockRefusal
from xlab.dashboard.ports.demos import RefusedKey, Standing
from xlab.dashboard.ports.keeping import KeepingReason, Why
from xlab.dashboard.ports.logs import Level, Who
from xlab.dashboard.ports.machine import Name, SetRefusal
from xlab.events import Outcome
from xlab.events.kit import AgreedBy
from xlab.look.words import table

TOLD = (
    *(("clock", "no"), ("home", "no"), ("disk", "no"), ("display", "no")),
    *(("disk", "so"), ("network", "so"), ("display", "so"), ("sandbox", "so"), ("warmth", "so")),
)
"""What can be found of the machine: ``no`` needs somebody, ``so`` could be better."""

FOLDER = Path(__file__).parents[2] / "xlab" / "dashboard"
ENDS = {
    "it": set(),
    "demos": {f"use_{use}" for use in get_args(Use)}
    | {f"verdict_{verdict}" for verdict in get_args(Verdict)}
    | {f"standing_{standing}" for standing in get_args(Standing)}
    | {f"outcome_{outcome}" for outcome in get_args(Outcome)}
    | {"source_upload", "source_stick"}
    | {f"why_{key}" for key in get_args(RefusedKey) if key},
    "orders": {"lock", "dark", "mute"},
    "clock": {f"refused_{reason}" for reason in get_args(ClockRefusal)},
    "kit_page": {f"{kind}_{name}" for name in get_args(Name) for kind in ("set", "hint", "wrong")}
    | {f"refused_{reason}" for reason in get_args(SetRefusal)}
    | {f"told_{name}_{how}" for name, how in TOLD}
    | {f"area_{name}" for name in ("radio", "clock", "home", "disk", "network", "display", "sandbox", "warmth")}
    | {f"clock_{how}" for how in (*get_args(AgreedBy), "nobody")},
    "backups": {f"refused_{reason}" for reason in get_args(KeepingReason)} | {f"why_{why}" for why in get_args(Why)},
    "logs": {f"who_{who}" for who in get_args(Who)}
    | {f"{kind}_{level}" for level in get_args(Level) for kind in ("from", "level")},
}
"""What is put together from two parts, by area."""


@pytest.mark.parametrize("area", ENDS)
def test_pages_use_every_word_there_is(area: str) -> None:
    text = "".join(path.read_text("utf-8") for path in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*")])
    named = set(re.findall(rf"[\"']{area}\.([A-Za-z0-9_]+)[\"']", text))
    assert set(table(area, "en")) <= named | ENDS[area]
