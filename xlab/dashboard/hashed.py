"""A secret that people type, kept as a hash in a small file below ``HOME/keys/``, readable by the kit alone.

With it goes an ``epoch``, a random word that changes with the secret. Sessions carry the epoch, so a new secret ends
all of them at once. Beside it there may be ``others`` that open the same door, each under the name of a role: so that
one of several facilitators may be given a PIN, and lose it, without telling the rest another.
"""

import logging
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec
from werkzeug.security import check_password_hash, generate_password_hash

from xlab.keyfiles import write_key
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

METHOD = "scrypt"
"""Slow on purpose: whoever has the file of hashes tries few secrets a second."""

_hashing = threading.Lock()
"""One hash takes 32 MB and a tenth of a second: never several at once on a small machine."""


class AlreadySet(Exception):
    """Somebody else chose the secret in the meantime."""


class TooMany(Exception):
    """There are as many others as one door needs."""


MOST_OTHERS = 4
"""Each costs a tenth of a second where somebody mistypes, several on a Raspberry Pi 3."""


class _Stored(msgspec.Struct, frozen=True):
    hash: str
    epoch: str
    others: Mapping[str, str] = {}


class Hashed:
    """One such secret. Safe to use from several threads.

    ``damaged`` tells that there is a file that cannot be read: nobody can sign in with it until the file is deleted.
    """

    def __init__(self, home: Path, name: str) -> None:
        self._home = home
        self._name = name
        self._writing = threading.Lock()
        self.damaged = False
        self._stored = self._read()

    @property
    def exists(self) -> bool:
        """Whether one was chosen."""
        return self._stored is not None

    @property
    def epoch(self) -> str:
        """Changes with every new one; empty while there is none."""
        return self._stored.epoch if self._stored else ""

    def matches(self, typed: str) -> bool:
        """Whether this is it."""
        stored = self._stored
        if stored is None:
            return False
        with _hashing:
            return any(check_password_hash(each, typed) for each in (stored.hash, *stored.others.values()))

    def set_first(self, secret: str) -> None:
        """Store the first one. Raises :class:`AlreadySet` if there is one, OSError if it cannot be stored."""
        with self._writing:
            if self._stored or self.damaged:
                raise AlreadySet
            self._store(secret)

    def change(self, secret: str) -> None:
        """Store another, and so end every session. Raises OSError if it cannot be stored; then the old one stays."""
        with self._writing:
            self._store(secret)

    @property
    def others(self) -> tuple[str, ...]:
        """The roles that have a secret of their own beside the one of all."""
        return tuple(self._stored.others) if self._stored else ()

    def give(self, role: str, secret: str) -> None:
        """Let this secret open the door too, in place of the role's old one. Raises :class:`TooMany` and OSError."""
        with self._writing:
            if self._stored is None:
                raise TooMany
            if role in self._stored.others:
                self._without(role)
            if len(self._stored.others) >= MOST_OTHERS:
                raise TooMany
            others = {**self._stored.others, role: _hashed(secret)}
            self._keep(msgspec.structs.replace(self._stored, others=others))

    def take_away(self, role: str) -> None:
        """The role's secret opens nothing more, and every session ends. Raises OSError; then nothing changed."""
        with self._writing:
            if self._stored is not None and role in self._stored.others:
                self._without(role)

    def _without(self, role: str) -> None:
        assert self._stored is not None
        others = {name: each for name, each in self._stored.others.items() if name != role}
        # Nobody can tell whose session was opened with which: all sign in again, and one of them cannot.
        self._keep(_Stored(self._stored.hash, secrets.token_hex(8), others))

    def end_sessions(self) -> None:
        """End every session and keep the secret. Raises OSError if that cannot be stored; then they go on."""
        with self._writing:
            if self._stored is not None:
                self._keep(msgspec.structs.replace(self._stored, epoch=secrets.token_hex(8)))

    def _read(self) -> _Stored | None:
        path = self._home / "keys" / self._name
        try:
            return msgspec.json.decode(path.read_bytes(), type=_Stored)
        except FileNotFoundError:
            return None
        except (OSError, *NONSENSE) as error:
            _log.error("%s cannot be read (%s); delete it and restart the kit to choose anew", path, error)
            self.damaged = True
            return None

    def _store(self, secret: str) -> None:
        others = self._stored.others if self._stored else {}
        self._keep(_Stored(_hashed(secret), secrets.token_hex(8), others))

    def _keep(self, stored: _Stored) -> None:
        write_key(self._home, self._name, msgspec.json.encode(stored))
        self._stored, self.damaged = stored, False


def _hashed(secret: str) -> str:
    with _hashing:
        return generate_password_hash(secret, method=METHOD)
