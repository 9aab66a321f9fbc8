"""The machine a kit runs on and what is set of it, as IT's page needs them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from msgspec import Struct

from xlab.look.saying import Value, say, step_of
from xlab.look.words import Words

Name = Literal["kit_name", "language", "station_name", "beacon_uuids", "idle_seconds", "reduced_motion"]
"""What IT may set on a page. The rest (ports, folders, cameras) could shut the page itself away."""

SetRefusal = Literal["wrong", "not_stored"]
"""``wrong``: values that cannot be; ``not_stored``: the card does not take them."""


class Finding(Struct, frozen=True, kw_only=True):
    """What a look at one part of the kit found: :class:`xlab.box.Finding`, whose words tell it in any language."""

    area: str
    ok: bool | None
    key: str
    values: dict[str, Value] = {}

    def text(self, words: Words) -> str:
        """What is, in a sentence."""
        return say(words, self.key, self.values)

    def next_step(self, words: Words) -> str:
        """What to do; empty if nothing."""
        return step_of(words, self.key, self.values)


class MachineNow(Struct, frozen=True, kw_only=True):
    """How the machine is. Sizes in bytes, ``celsius`` None where nothing measures it, ``up`` in seconds since boot."""

    free: int
    size: int
    memory_free: int
    memory: int
    celsius: float | None
    up: float


class Setting(Struct, frozen=True, kw_only=True):
    """One setting: ``value`` is what ``kit.toml`` says or leaves to the default, ``running`` what the kit runs with.

    ``fixed``: the command line or the environment says otherwise, so that the file is not asked.
    """

    name: Name
    value: Any
    running: Any
    fixed: bool = False

    @property
    def waits(self) -> bool:
        """Whether it holds from the next start only."""
        return self.value != self.running and not self.fixed


class NotSet(Exception):
    """Nothing was changed; ``wrong`` names all that cannot be, where that is the reason."""

    def __init__(self, reason: SetRefusal, wrong: Sequence[Name] = ()) -> None:
        super().__init__(reason)
        self.reason: SetRefusal = reason
        self.wrong = tuple(wrong)


class Machine(Protocol):
    """``kit.machine``. May be called from any thread but the loop's."""

    def now(self) -> MachineNow:
        """How it is."""
        ...

    def findings(self) -> tuple[Finding, ...]:
        """What ``xlab doctor`` would say of a kit that runs; what needs somebody first."""
        ...

    def licences(self) -> str:
        """What of others is in the version that runs (Python packages, fonts, charts), with the texts of licences."""
        ...

    def card_licences(self) -> Path | None:
        """The file with the same of a whole card and its Debian packages, if the card was made from an image."""
        ...

    def settings(self) -> tuple[Setting, ...]:
        """What IT may set; what is wrong in ``kit.toml`` counts as not set."""
        ...

    def change(self, values: Mapping[str, Any]) -> None:
        """Write these, by their names, all or none; on return they are on the card. Raises :class:`NotSet`.

        What is wrong in ``kit.toml`` is taken out of it; the file as it was stays beside it.
        """
        ...
