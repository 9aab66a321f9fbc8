from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from xlab.store import Outbox, SqliteLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog.open(path)
    yield log
    log.close()


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox.open(tmp_path / "outbox.db")
    yield outbox
    outbox.close()


@pytest.fixture
def raw(tmp_path: Path) -> Callable[[], bytes]:
    """Every byte of every file in the folder, unused pages and write-ahead logs included."""
    return lambda: b"".join(file.read_bytes() for file in sorted(tmp_path.iterdir()) if file.is_file())
