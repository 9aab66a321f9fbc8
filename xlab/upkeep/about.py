"""What a prepared version says of itself, and whether this machine may take it."""

import re
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec
from packaging.version import InvalidVersion, Version

Reason = Literal[
    "not_update", "damaged", "signer", "no_key", "gone", "arch", "suite", "python", "older", "same", "room", "busy",
    "power", "no_kit", "not_started", "refused", "nothing_before", "newer_log", "large", "not_stored",
]  # fmt: skip
"""Why an update is not begun: the key of a sentence, ``update.refused_<reason>``."""

NAME: Final = re.compile(r"[0-9][0-9A-Za-z.+]{0,40}-[0-9a-f]{8}")
"""What a version's folder is called: its version and the beginning of a sum of what is in it."""


class Refused(Exception):
    """The update is not begun; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class AboutError(ValueError):
    """What should describe a version does not; the message says what is missing."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """A version: ``name`` is its folder's; ``when`` it was prepared, seconds since 1970, 0 where it does not say."""

    name: str
    version: str
    arch: str
    suite: str
    python: str
    when: float = 0.0

    @property
    def age(self) -> tuple[Version, float]:
        """Of two versions the one with the larger of these is the newer."""
        return Version(self.version), self.when


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What a version must fit: the processor as ``uname -m`` says it, Debian's code name, Python as ``3.13``."""

    arch: str
    suite: str
    python: str


def parse(text: str) -> About:
    """Read a file ``prepared``: lines of ``name=value``. Raises :class:`AboutError`."""
    said = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    try:
        about = About(
            **{name: said[name] for name in ("name", "version", "arch", "suite", "python")},
            when=_moment(said.get("when", "")),
        )
        Version(about.version)
    except KeyError as error:
        raise AboutError(f"It does not say its {error.args[0]}.") from None
    except (InvalidVersion, ValueError) as error:
        raise AboutError(f"It says what cannot be: {error}.") from None
    if not NAME.fullmatch(about.name) or not about.name.startswith(f"{about.version}-"):
        raise AboutError("Its name does not go with its version.")
    return about


def judge(about: About, machine: Machine, now: About | None, *, older: bool = False) -> None:
    """Whether ``machine``, which uses ``now``, may take ``about``. Raises :class:`Refused`.

    ``older``: somebody chose to go to an older one. Of one version the one that was prepared last is the newer.
    """
    fits: tuple[tuple[Reason, bool], ...] = (
        ("arch", about.arch == machine.arch),
        ("suite", about.suite == machine.suite),
        ("python", about.python == machine.python),
    )
    for reason, well in fits:
        if not well:
            raise Refused(reason)
    if now is None:
        return
    if about.name == now.name:
        raise Refused("same")
    if not older and about.age < now.age:
        raise Refused("older")


def _moment(text: str) -> float:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp() if text else 0.0
