"""The facilitator's PIN and the session key: two small files below ``HOME/keys/``, readable by the kit alone.

The PIN is kept as a hash; with it goes an ``epoch``, a random word that changes with the PIN. Sessions carry the epoch,
so a new PIN ends all of them at once.
"""

import logging
import secrets
import threading
from pathlib import Path

import msgspec
from werkzeug.security import check_password_hash, generate_password_hash

from xlab.keyfiles import write_key
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

PIN_FILE = "pin.json"
SESSION_KEY_FILE = "session.key"
_KEY_BYTES = 32


class PinTaken(Exception):
    """Somebody else chose a PIN in the meantime."""


class _Pin(msgspec.Struct, frozen=True):
    hash: str
    epoch: str


class Keys:
    """The key files of one kit. Safe to use from several threads.

    ``session_key`` signs sessions. ``damaged`` tells that there is a PIN file that cannot be read: nobody can sign in
    until it is deleted on the kit.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._folder = home / "keys"
        self._writing = threading.Lock()
        # One hash takes 32 MB and a tenth of a second: never several at once on a small machine.
        self._hashing = threading.Lock()
        self.damaged = False
        self._pin = self._read_pin()
        self.session_key = self._session_key()

    @property
    def has_pin(self) -> bool:
        """Whether a facilitator PIN exists."""
        return self._pin is not None

    @property
    def epoch(self) -> str:
        """Changes with every new PIN; empty while there is none."""
        return self._pin.epoch if self._pin else ""

    def is_pin(self, typed: str) -> bool:
        """Whether this is the PIN."""
        pin = self._pin
        if pin is None:
            return False
        with self._hashing:
            return check_password_hash(pin.hash, typed)

    def set_first_pin(self, pin: str) -> None:
        """Store the kit's first PIN. Raises :class:`PinTaken` if there is one, OSError if it cannot be stored."""
        with self._writing:
            if self._pin or self.damaged:
                raise PinTaken
            self._store(pin)

    def change_pin(self, pin: str) -> None:
        """Store another PIN and so end every session. Raises OSError if it cannot be stored; then the old one stays."""
        with self._writing:
            self._store(pin)

    def _session_key(self) -> bytes:
        """The key that signs sessions; made on first use. Where it cannot be stored, sessions end with the process."""
        path = self._folder / SESSION_KEY_FILE
        try:
            key = path.read_bytes()
            if len(key) == _KEY_BYTES:
                return key
        except FileNotFoundError:
            pass
        except OSError as error:
            _log.warning("%s cannot be read (%s); everyone signs in again after a restart", path, error)
        key = secrets.token_bytes(_KEY_BYTES)
        try:
            write_key(self._home, SESSION_KEY_FILE, key)
        except OSError as error:
            _log.warning("%s cannot be written (%s); everyone signs in again after a restart", path, error)
        return key

    def _read_pin(self) -> _Pin | None:
        path = self._folder / PIN_FILE
        try:
            return msgspec.json.decode(path.read_bytes(), type=_Pin)
        except FileNotFoundError:
            return None
        except (OSError, *NONSENSE) as error:
            _log.error("%s cannot be read (%s); delete it and restart the kit to choose a new PIN", path, error)
            self.damaged = True
            return None

    def _store(self, pin: str) -> None:
        with self._hashing:
            stored = _Pin(generate_password_hash(pin, method="scrypt"), secrets.token_hex(8))
        write_key(self._home, PIN_FILE, msgspec.json.encode(stored))
        self._pin, self.damaged = stored, False


def pin_exists(home: Path) -> bool:
    """Whether the kit at ``home`` has a facilitator PIN file, readable or not: then it needs no setup code."""
    return (home / "keys" / PIN_FILE).exists()
