"""The charter: what must be agreed before a visit opens, and the hash under which it is frozen."""

import hashlib
from typing import Final

import msgspec

from xlab.events.visits import Charter, Measure

ASKED: Final = ("unit", "purpose", "vision", "objective", "key_result", "promise", "measures", "patience")
"""What has to be filled in before opening, in the order of the form; rewards may be none."""


def digest(charter: Charter) -> str:
    """SHA-256 over the charter as JSON with its fields in order of name: 64 hexadecimal digits, the same anywhere."""
    return hashlib.sha256(msgspec.json.encode(charter, order="sorted")).hexdigest()


def missing(charter: Charter) -> tuple[str, ...]:
    """What is missing before the visit may open: names of fields, and ``measures.<number>.<field>`` from 1."""
    empty = [name for name in ASKED if not _filled(getattr(charter, name))]
    for number, measure in enumerate(charter.measures, 1):
        empty += [f"measures.{number}.{name}" for name in _lacking(measure)]
    return tuple(empty)


def changes(before: Charter, after: Charter) -> tuple[str, ...]:
    """The fields in which two versions differ, in the order of the form."""
    names = [field.name for field in msgspec.structs.fields(Charter)]
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _lacking(measure: Measure) -> list[str]:
    return [name for name in ("what", "owner", "review") if not _filled(getattr(measure, name))]


def _filled(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)
