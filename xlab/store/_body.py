"""The bytes of a stored draft, with room for its own tombstone.

A tombstone is written over the very bytes of what it replaces. That needs both to be of one length, so every body is
padded, with spaces behind the JSON, to what its tombstone could need at most. It matters because a database that moves
rows about leaves copies of them in unused parts of its pages; rows that never change size never move.
"""

import msgspec

from xlab.events import VERSION, Draft, Erased, Event, ForgetBadge, ForgetVoter
from xlab.store.errors import StoreError

MAX_BODY = 64 * 1024
"""Bytes of one stored draft. What a demo records is a handful of values; more is a mistake."""

MAX_REASON = 80
"""Bytes of the reason for an erasure, as JSON writes it: every stored draft is given room for that many."""

_ENVELOPE = Draft.__struct_fields__


class Stored(Draft, frozen=True, kw_only=True):
    """A draft as it lies in the file: with the version of the vocabulary it was written in."""

    v: int = VERSION


class _About(msgspec.Struct):
    beacon: str | None = None
    voter: str | None = None


class _Mention(msgspec.Struct):
    fact: _About


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Stored).decode
_decode_mention = msgspec.json.Decoder(_Mention).decode


def body_of(draft: Draft) -> bytes:
    """The bytes to store for ``draft``. Raises :class:`StoreError` for what could not be read back as it was given."""
    if isinstance(draft.fact, ForgetBadge | ForgetVoter):
        raise StoreError("A wish to be forgotten is obeyed, never stored: erase what is known instead.")
    return _padded(_stored(draft, VERSION))


def fitted(event: Event) -> bytes:
    """The bytes to store for an ``event`` of another kit, in the version it was written in."""
    return _padded(_stored(event, event.v))


def checked(draft: Draft) -> bytes:
    """``draft`` as JSON, small enough and proven to read back the same: NaN, for one, would come back as nothing."""
    kind = type(draft)
    try:
        body = _encode(draft)
        same = _encode(msgspec.json.decode(body, type=kind)) == body
    except (msgspec.MsgspecError, UnicodeError, OverflowError, TypeError, RecursionError) as error:
        raise StoreError(f"A {_name(draft)} cannot be written down: {error}") from error
    if not same:
        raise StoreError(f"A {_name(draft)} cannot be written down: a value in it is not a plain number or text.")
    if len(body) > MAX_BODY:
        raise StoreError(f"A {_name(draft)} of {len(body)} bytes is too large; at most {MAX_BODY} are kept.")
    return body


def event_of(kit: str, seq: int, body: bytes) -> Event:
    """The event at ``seq``. Raises :class:`StoreError` if the bytes are not an event of this version."""
    try:
        stored = _decode(body)
    except msgspec.MsgspecError as error:
        raise _unreadable(seq, error) from error
    return Event(kit=kit, seq=seq, v=stored.v, **{name: getattr(stored, name) for name in _ENVELOPE})


def mentioned(seq: int, body: bytes) -> str | None:
    """Whom the event at ``seq`` is about, or None, without reading the rest of it."""
    try:
        about = _decode_mention(body).fact
    except msgspec.MsgspecError as error:
        raise _unreadable(seq, error) from error
    return about.beacon or about.voter


def check_reason(reason: str) -> None:
    """Raise :class:`StoreError` unless a tombstone has room for ``reason``."""
    try:
        length = len(_encode(reason)) - len('""')
    except UnicodeError as error:
        raise StoreError(f"The reason for an erasure is not text: {error}") from error
    if length > MAX_REASON:
        raise StoreError(f"The reason for an erasure is {length} bytes long; at most {MAX_REASON} are kept.")


def tombstone_over(event: Event, body: bytes, reason: str) -> bytes:
    """What to write over ``body``, exactly as long. ``reason`` passed :func:`check_reason`."""
    return _encode(_tombstone(_stored(event, event.v), reason)).ljust(len(body))


def _unreadable(seq: int, error: Exception) -> StoreError:
    return StoreError(f"Event {seq} of the log cannot be read: {error}. A newer version may have written it.")


def _padded(stored: Stored) -> bytes:
    return checked(stored).ljust(len(_encode(_tombstone(stored, ""))) + MAX_REASON)


def _stored(draft: Draft, v: int) -> Stored:
    return Stored(v=v, **{name: getattr(draft, name) for name in _ENVELOPE})


def _tombstone(stored: Stored, reason: str) -> Stored:
    return msgspec.structs.replace(stored, fact=Erased(was=_name(stored), reason=reason))


def _name(draft: Draft) -> str:
    return type(draft.fact).__name__
