"""The messages between hub, station and browser: one vocabulary, both ways. Pure.

A station's kiosk and its scanner each hold one WebSocket to the hub (``/station``). Text frames are JSON of one
message, tagged by ``type``. Binary frames, kiosk to hub only, are JPEG pictures of its screen, sent while somebody
watches. Everything the hub tells is a whole state, never a difference: a message that was missed is repaired by the
next.

It begins in one of two ways, and no key or code is ever sent. With a key: Hello, Challenge, Proof, Welcome, each side
proving to the other that it knows the key (:mod:`xlab.station.handshake`). Without one: Pair, PairWaiting and, once the
facilitator typed the code that the station shows, PairOffer, PairAnswer, Paired (:mod:`xlab.station.exchange`).
"""

import msgspec

from xlab.link.messages import (
    MOST_HEARD,
    PROTOCOL,
    AskKnown,
    Challenge,
    Deliver,
    Delivered,
    Digest,
    Element,
    FromStation,
    Hear,
    Heard,
    Hello,
    Known,
    Listen,
    Pair,
    PairAnswer,
    Paired,
    PairOffer,
    PairWaiting,
    Phase,
    Proof,
    RadioIs,
    Refused,
    RemoteTouch,
    Role,
    RoomIs,
    Status,
    Took,
    ToStation,
    Unpaired,
    Watch,
    Welcome,
    WrongCode,
)
from xlab.link.room import BadgeHere, Face, KitInfo, Radio, RadioState, Room, Scanner, Screen, Spot

encode = msgspec.json.Encoder().encode
decode_from_station = msgspec.json.Decoder(FromStation).decode
decode_to_station = msgspec.json.Decoder(ToStation).decode

__all__ = [
    "MOST_HEARD",
    "PROTOCOL",
    "AskKnown",
    "BadgeHere",
    "Challenge",
    "Deliver",
    "Delivered",
    "Digest",
    "Element",
    "Face",
    "FromStation",
    "Hear",
    "Heard",
    "Hello",
    "KitInfo",
    "Known",
    "Listen",
    "Pair",
    "PairAnswer",
    "PairOffer",
    "PairWaiting",
    "Paired",
    "Phase",
    "Proof",
    "Radio",
    "RadioIs",
    "RadioState",
    "Refused",
    "RemoteTouch",
    "Role",
    "Room",
    "RoomIs",
    "Scanner",
    "Screen",
    "Spot",
    "Status",
    "ToStation",
    "Took",
    "Unpaired",
    "Watch",
    "Welcome",
    "WrongCode",
    "decode_from_station",
    "decode_to_station",
    "encode",
]
