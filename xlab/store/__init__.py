"""The event log: append, read, subscribe, erase, back up."""

from xlab.store.errors import OutboxFull, StoreError, UnusableFile
from xlab.store.log import EventLog
from xlab.store.outbox import Outbox
from xlab.store.sealed import SealedLog, in_memory
from xlab.store.sqlite import SqliteLog
from xlab.store.stamping import stamp
from xlab.store.writer import Writer

__all__ = [
    "EventLog",
    "Outbox",
    "OutboxFull",
    "SealedLog",
    "SqliteLog",
    "StoreError",
    "UnusableFile",
    "Writer",
    "in_memory",
    "stamp",
]
