import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.station import Station, open_outbox
from tests.waiting import PATIENCE
from xlab.store import Outbox


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = open_outbox(tmp_path)
    yield box
    box.close()


@pytest.fixture
def station(outbox: Outbox) -> Iterator[Callable[..., Station]]:
    """Makes kiosks that keep their evidence in ``outbox``; all are closed in the end, and no thread may be left."""
    before = {thread.name for thread in threading.enumerate()}
    made: list[Station] = []

    def make(**options: object) -> Station:
        made.append(Station(**{"keep": outbox, **options}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
    # Ending does not wait for a slow card or a busy machine, so what still goes on may end a little later.
    for thread in threading.enumerate():
        if thread.name not in before:
            thread.join(PATIENCE)
    assert {thread.name for thread in threading.enumerate()} <= before
