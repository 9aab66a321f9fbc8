"""The facilitator's PIN, IT's password and the session key: small files below ``HOME/keys/``, for the kit alone."""

import logging
import secrets
from pathlib import Path

from xlab.dashboard.hashed import Hashed
from xlab.keyfiles import write_key

_log = logging.getLogger(__name__)

PIN_FILE = "pin.json"
IT_FILE = "it.json"
SESSION_KEY_FILE = "session.key"
_KEY_BYTES = 32


class Keys:
    """The key files of one kit. Safe to use from several threads. ``session_key`` signs sessions."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.pin = Hashed(home, PIN_FILE)
        self.it = Hashed(home, IT_FILE)
        self.session_key = self._session_key()

    def _session_key(self) -> bytes:
        """The key that signs sessions; made on first use. Where it cannot be stored, sessions end with the process."""
        path = self._home / "keys" / SESSION_KEY_FILE
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


def pin_exists(home: Path) -> bool:
    """Whether the kit at ``home`` has a facilitator PIN file, readable or not: then it needs no setup code."""
    return (home / "keys" / PIN_FILE).exists()
