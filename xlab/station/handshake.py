"""How hub and station prove to each other that they know one key, without ever sending it. Pure.

::

    station                                         hub
       | -- Hello(who, nonce of the station) -------> |
       | <- Challenge(nonce of the hub, proof) ------ |   HMAC(key, "hub", all of the above)
       | -- Proof(proof) ---------------------------> |   HMAC(key, "station", all of the above)
       | <- Welcome --------------------------------- |

The station says nothing of worth before the hub has proved itself, and the hub before the station has. Each proof
covers both nonces, so none can be used a second time; the name of its side, so none can be sent back to whoever made
it; and who the station said it is, so a scanner's proof opens no kiosk's link.

It keeps strangers out of the kit. What goes over the link afterwards is neither hidden nor sealed: whoever can put
himself between two machines of a network can read and change it, as he can with the dashboard's pages.
"""

import hmac
from typing import Literal

import msgspec

from xlab.link import Challenge, FromStation, Hello, Proof, Refused, Role, ToStation, Unpaired, Welcome


class NotOurHub(Exception):
    """Whoever answered does not let this station in; the message is a plain sentence.

    ``unknown``: because it does not know the key, so another pairing would help.
    """

    def __init__(self, reason: str, *, unknown: bool = False) -> None:
        super().__init__(reason)
        self.unknown = unknown


class WasUnpaired(Exception):
    """The hub proved itself, and says that the facilitator took this station off the kit."""


def proof_of(side: Literal["hub", "station"], key: bytes, hello: Hello, nonce: bytes) -> bytes:
    """What ``side`` proves with: 32 bytes. ``nonce`` is the hub's."""
    said = msgspec.json.encode((f"xlab link {side}", msgspec.structs.asdict(hello), nonce))
    return hmac.digest(key, said, "sha256")


def challenge(key: bytes, hello: Hello, nonce: bytes) -> Challenge:
    """The hub's answer to a hello."""
    return Challenge(nonce=nonce, proof=proof_of("hub", key, hello, nonce))


def proves(proof: Proof, key: bytes, hello: Hello, nonce: bytes) -> bool:
    """Whether the station knows the key, for the hub."""
    return hmac.compare_digest(proof.proof, proof_of("station", key, hello, nonce))


class Greeting:
    """The station's side: say :attr:`hello`, then give :meth:`take` every message until ``over``."""

    def __init__(self, key: bytes, *, station: str, name: str, role: Role, paired: bool, nonce: bytes) -> None:
        """``nonce`` is 32 random bytes, used this once."""
        self._key = key
        self._proven = False
        self.over = False
        self.hello = Hello(station=station, name=name, role=role, nonce=nonce, paired=paired)

    def take(self, message: ToStation) -> FromStation | None:
        """What to answer, if anything. Raises :class:`NotOurHub` or :class:`WasUnpaired`; then nothing more is said."""
        match message:
            case Refused(reason=reason, code=code):
                raise NotOurHub(reason, unknown=code == "unknown")
            case Challenge(nonce=nonce, proof=proof) if not self._proven:
                if not hmac.compare_digest(proof, proof_of("hub", self._key, self.hello, nonce)):
                    raise NotOurHub("The hub there does not know this station's key.", unknown=True)
                self._proven = True
                return Proof(proof=proof_of("station", self._key, self.hello, nonce))
            case Unpaired() if self._proven:
                raise WasUnpaired("The facilitator took this station off the kit.")
            case Welcome() if self._proven:
                self.over = True
            case _:
                raise NotOurHub("What answers there does not speak as a hub does.")
        return None
