"""Two machines agree on a key by a short code that one of them shows and a person types at the other. Pure.

::

    station (shows the code)                        hub (where it is typed)
       | <- PairOffer(element) ---------------------- |   SPAKE2, side A
       | -- PairAnswer(element, proof) -------------> |   SPAKE2, side B; HMAC(shared, "station")
       | <- Paired(proof) --------------------------- |   HMAC(shared, "hub"), or WrongCode

Six digits are few, but SPAKE2 (Abdalla and Pointcheval, 2005; the PyPI package of that name) gives whoever listens
nothing to try them on, and whoever takes part one guess for each exchange. How many there are is limited in
:mod:`xlab.station.codes`. The ids of kit and station go into it, so an exchange with one is worth nothing at another.
"""

import hmac

from spake2 import SPAKE2_A, SPAKE2_B

from xlab.link import PairAnswer, Paired, PairOffer


class HubSide:
    """The hub's half of one exchange. Slow on a small machine (tens of milliseconds): not on an event loop."""

    def __init__(self, code: str, *, kit: str, station: str) -> None:
        self._spake = SPAKE2_A(code.encode(), idA=kit.encode(), idB=station.encode())
        self.offer = PairOffer(element=self._spake.start())

    def finish(self, answer: PairAnswer) -> tuple[bytes, Paired] | None:
        """The key and what to tell the station; None if its code is another one."""
        shared = _finish(self._spake, answer.element)
        if shared is None or not hmac.compare_digest(answer.proof, _derive(shared, "station")):
            return None
        return _derive(shared, "key"), Paired(proof=_derive(shared, "hub"))


class StationSide:
    """The station's half of one exchange. As slow."""

    def __init__(self, code: str, *, kit: str, station: str) -> None:
        self._spake = SPAKE2_B(code.encode(), idA=kit.encode(), idB=station.encode())
        self._element = self._spake.start()
        self._shared: bytes | None = None

    def answer(self, offer: PairOffer) -> PairAnswer | None:
        """What to answer; None if the offer is none."""
        self._shared = _finish(self._spake, offer.element)
        if self._shared is None:
            return None
        return PairAnswer(element=self._element, proof=_derive(self._shared, "station"))

    def key(self, paired: Paired) -> bytes | None:
        """The key, once the hub has proved that it was told the same code; None if it has not."""
        if self._shared is None or not hmac.compare_digest(paired.proof, _derive(self._shared, "hub")):
            return None
        return _derive(self._shared, "key")


def _finish(spake: SPAKE2_A | SPAKE2_B, element: bytes) -> bytes | None:
    try:
        shared: bytes = spake.finish(element)
    except Exception:
        # No point of the curve, one of a small subgroup, our own sent back: the package raises something for each.
        return None
    return shared


def _derive(shared: bytes, what: str) -> bytes:
    return hmac.digest(shared, f"xlab pairing {what}".encode(), "sha256")
