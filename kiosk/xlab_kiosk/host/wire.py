"""The messages between the shell and a demo's process, and how large they may be.

One message is one packet of a ``SOCK_SEQPACKET`` socket, so there is nothing to frame and nothing to resynchronise.
The shell trusts nothing that comes from a demo: whatever does not decode here is that demo's fault and ends its run.
The first packet to the demo is always a :data:`Begin`.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.events import Value
from xlab.events.visits import EditedLine
from xlab_kiosk.stage.inputs import KnownFact, Presence, Touch
from xlab_kiosk.stage.room import FromRoom, RoomNow, ToRoom

SLOTS = 3
"""Frames in memory: one shown, one on its way, one being drawn. With two, a demo would wait for the display."""

MAX_FROM_DEMO = 64 * 1024
"""Bytes of one message from a demo. The largest honest one is a question to the room with all its options."""

MAX_TO_DEMO = 96 * 1024
"""Bytes of one message to a demo. The kernel queues about twice this for a socket, so one always fits."""

MAX_TRACEBACK = 8 * 1024
"""Characters of a traceback that travel; its end says what went wrong."""

FAULT_STATUS = 70
"""Exit status of a demo's process after an exception in its code, for when the :class:`Fault` cannot be sent."""

Short = Annotated[str, Meta(max_length=500)]
Beacon = Annotated[str, Meta(max_length=100)]
Slot = Annotated[int, Meta(ge=0, lt=SLOTS)]
Number = Annotated[int, Meta(ge=1)]
Length = Annotated[int, Meta(ge=1, le=8192)]
Size = tuple[Length, Length]
Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""Larger numbers would change on their way through a browser."""

Finite = Annotated[float, Meta(ge=-1.7e308, le=1.7e308)]
Values = Annotated[
    dict[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)], bool | Whole | Finite | Short],
    Meta(min_length=1, max_length=32),
]


class WireError(ValueError):
    """A packet is no message of ours. The text says why, in words for the person who wrote the demo."""


class _Message(msgspec.Struct, frozen=True, tag_field="type", tag=True):
    pass


class BeginRun(_Message, frozen=True, kw_only=True):
    """Run the demo in ``folder`` (its absolute path) until told to stop.

    ``site`` is the folder of the packages it brings, or "". ``place`` is what the station is called.
    ``camera`` is the descriptor of the camera's pictures, -1 where the demo has none. ``network``: it may use that.
    ``lines`` are those of its words that the facilitator edited.
    """

    folder: str
    entry: str
    size: Size
    language: str
    reduced_motion: bool
    site: str = ""
    camera: int = -1
    place: str = ""
    network: bool = False
    lines: tuple[EditedLine, ...] = ()


class BeginPicture(_Message, frozen=True, kw_only=True):
    """Draw the demo's attract picture once for each size, ``t`` seconds into its movement, and exit."""

    folder: str
    entry: str
    sizes: tuple[Size, ...]
    t: float
    language: str
    site: str = ""


class TouchMsg(_Message, frozen=True):
    """A finger or the mouse did something."""

    touch: Touch


class PresenceMsg(_Message, frozen=True):
    """A badge came, moved or went."""

    presence: Presence


class KnownMsg(_Message, frozen=True):
    """All that the kit knows about one badge, oldest first."""

    beacon: str
    facts: tuple[KnownFact, ...]


class Release(_Message, frozen=True):
    """The shell no longer shows this slot: the demo may draw into it."""

    slot: int


class Stop(_Message, frozen=True):
    """End now."""


class Here(_Message, frozen=True):
    """The demo's process is up; its code comes next. The packet tells the shell which process that is."""


class Ready(_Message, frozen=True):
    """The demo started and drew its first picture."""


class Frame(_Message, frozen=True):
    """The picture in ``slot`` is finished and belongs to the shell until released. ``number`` grows from 1."""

    slot: Slot
    number: Number


class Beat(_Message, frozen=True):
    """An update was completed; sent a few times a second."""


class Record(_Message, frozen=True):
    """The demo recorded evidence, about the badge ``beacon`` if that is set."""

    values: Values
    beacon: Beacon | None = None


class Forget(_Message, frozen=True):
    """A visitor asked through the demo that this badge be forgotten."""

    beacon: Beacon


class AskKnown(_Message, frozen=True):
    """The demo wants to know what the kit knows about this badge."""

    beacon: Beacon


class Sound(_Message, frozen=True):
    """Play ``sounds/<name>.ogg`` or ``.wav`` of the demo's folder."""

    name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\Z", max_length=80)]


class Finish(_Message, frozen=True):
    """The demo is over by its own doing."""


class Fault(_Message, frozen=True):
    """The demo's code raised: ``line`` is the traceback's last line, ``where`` the place in the demo's own files."""

    line: Short
    where: Short
    traceback: Annotated[str, Meta(max_length=MAX_TRACEBACK)]


Begin = BeginRun | BeginPicture
ToDemo = BeginRun | BeginPicture | TouchMsg | PresenceMsg | KnownMsg | FromRoom | Release | Stop
FromDemo = Here | Ready | Frame | Beat | Record | Forget | AskKnown | Sound | ToRoom | Finish | Fault
Said = Record | Forget | AskKnown | Sound | ToRoom | Finish
"""What the shell hears from a demo; the rest stays inside the host."""

encode = msgspec.msgpack.Encoder().encode
_to_demo: msgspec.msgpack.Decoder[ToDemo] = msgspec.msgpack.Decoder(ToDemo)
_from_demo: msgspec.msgpack.Decoder[FromDemo] = msgspec.msgpack.Decoder(FromDemo)


def decode_to_demo(packet: bytes) -> ToDemo:
    """A message of the shell; raises :class:`WireError`."""
    try:
        return _to_demo.decode(packet)
    except msgspec.DecodeError as error:
        raise WireError(f"The message is not one the demo knows: {error}") from None


def decode_from_demo(packet: bytes) -> FromDemo:
    """A message of a demo; raises :class:`WireError` on anything else, whatever the bytes."""
    if len(packet) > MAX_FROM_DEMO:
        raise WireError(f"The message is larger than {MAX_FROM_DEMO} bytes.")
    try:
        return _from_demo.decode(packet)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise WireError(f"The message is not one the kit knows: {error}") from None


def encode_known(beacon: str, facts: tuple[KnownFact, ...]) -> bytes:
    """A :class:`KnownMsg` that fits a packet: the oldest facts are left out where there are too many."""
    while len(packet := encode(KnownMsg(beacon, facts))) > MAX_TO_DEMO and facts:
        facts = facts[(len(facts) + 1) // 2 :]
    return packet


def packets_of(said: FromRoom) -> list[bytes]:
    """News of a question to the room, in as many packets as it takes: one answer always fits one."""
    packet = encode(said)
    if len(packet) <= MAX_TO_DEMO or isinstance(said, RoomNow):
        return [packet]
    kind, changed, gone = type(said), len(said.changed) // 2, len(said.gone) // 2
    first = kind(said.number, said.changed[:changed], said.gone[:gone])  # type: ignore[arg-type]
    rest = kind(said.number, said.changed[changed:], said.gone[gone:])  # type: ignore[arg-type]
    return [*packets_of(first), *packets_of(rest)]


def record_of(values: dict[str, Value], beacon: str | None) -> Record:
    """A :class:`Record` that the shell will take. Raises :class:`WireError` telling the demo's author what is wrong."""
    try:
        return msgspec.convert({"type": "Record", "values": values, "beacon": beacon}, Record)
    except msgspec.ValidationError as error:
        raise WireError(f"This cannot be recorded: {error}") from None
