"""A hub whose threads wait for its loop as long as a busy machine may need: how long that is, is no part of a test."""

import pytest

from tests.waiting import PATIENCE
from xlab.hub import badges, library, ordering, places, recorder, rounds, signals, teaching, visitors

WAITING = (library, ordering, places, recorder, rounds, signals, teaching, visitors)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in WAITING:
        monkeypatch.setattr(part, "_PATIENCE", PATIENCE)
    monkeypatch.setattr(badges, "_ANSWER_SECONDS", PATIENCE)
