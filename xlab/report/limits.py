"""What is possible with such a kit and what is not: figures that were measured, kept in ``limits.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from xlab.events.rounds import Language, Words
from xlab.report.model import Limit


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    possible: bool
    figure: Words
    says: Words
    basis: Words
    source: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    limit: tuple[_Entry, ...]


def limits(language: Language) -> tuple[Limit, ...]:
    """All of them in a language, what is possible first."""
    return tuple(
        Limit(
            possible=one.possible,
            figure=one.figure[language],
            says=one.says[language],
            basis=one.basis[language],
            source=one.source,
        )
        for one in sorted(_entries(), key=lambda one: not one.possible)
    )


@cache
def _entries() -> tuple[_Entry, ...]:
    text = files("xlab.report").joinpath("limits.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File).limit
