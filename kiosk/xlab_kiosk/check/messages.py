"""What passes between a check and the process in which it plays a demo: packets, as in :mod:`xlab_kiosk.host.wire`.

The demo's code runs in that process, so nothing that comes from there is trusted: what does not decode is a fault.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.catalogue.checking import Criterion, Finding
from xlab.catalogue.manifest import Use
from xlab_kiosk.host.wire import MAX_FROM_DEMO, Fault, Size, WireError

Said = Annotated[str, Meta(max_length=1500)]

SHOTS = 5
"""Pictures of one panel and language on the contact sheet."""


class Stint(msgspec.Struct, frozen=True, kw_only=True, tag="stint"):
    """What to play, after the :class:`~xlab_kiosk.host.wire.BeginRun` that says which demo.

    ``seconds`` are simulated; ``longest`` are those of its own time after which it is enough. ``asides`` is how often
    it is tried what happens when visitors leave, and ``strays`` how often a tap beside every target. ``thumb`` is the
    size of the pictures in the memory, which holds :data:`SHOTS`.
    """

    seconds: float
    seed: int
    uses: tuple[Use, ...]
    thumb: Size
    longest: float
    idle_seconds: float
    asides: int
    strays: int
    frame_ms: float | None = None


class Beat(msgspec.Struct, frozen=True, tag="beat"):
    """It goes on; ``seconds`` were simulated so far."""

    seconds: float


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Something to mend."""

    criterion: Criterion
    text: Said
    where: Said = ""

    def finding(self, size: str, language: str) -> Finding:
        """The same, seen on this panel in this language."""
        return Finding(criterion=self.criterion, text=self.text, where=self.where, sizes=(size,), languages=(language,))


class Shot(msgspec.Struct, frozen=True, tag="shot"):
    """The picture in ``slot`` of the memory is finished."""

    slot: Annotated[int, Meta(ge=0, lt=SHOTS)]


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """All was played; the fields are those of :class:`~xlab.catalogue.checking.Played`."""

    seconds: float
    frames: int
    runs: int
    frame_ms: float | None
    grown_mb: float


FromPlayer = Beat | Found | Shot | Done | Fault

encode = msgspec.msgpack.Encoder().encode
_stint: msgspec.msgpack.Decoder[Stint] = msgspec.msgpack.Decoder(Stint)
_player: msgspec.msgpack.Decoder[Beat | Found | Shot | Done] = msgspec.msgpack.Decoder(Beat | Found | Shot | Done)
_fault: msgspec.msgpack.Decoder[Fault] = msgspec.msgpack.Decoder(Fault)


def decode_stint(packet: bytes) -> Stint:
    """What to play."""
    return _stint.decode(packet)


def decode(packet: bytes) -> FromPlayer:
    """A message of the player; raises :class:`~xlab_kiosk.host.wire.WireError` on anything else."""
    if len(packet) > MAX_FROM_DEMO:
        raise WireError(f"The message is larger than {MAX_FROM_DEMO} bytes.")
    try:
        return _player.decode(packet)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        pass
    try:
        return _fault.decode(packet)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise WireError(f"The message is not one a check knows: {error}") from None
