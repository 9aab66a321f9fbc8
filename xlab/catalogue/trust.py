"""Who made a demo: signing keys, the signers a kit knows, and the verdict on a signature."""

import os
import stat
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Meta

from xlab.keyfiles import write_key

SIGNERS = "signers.json"
"""The file of known signers in a home's folder for keys."""

SIGNING_KEY = "signing.key"
"""The file of the key this home signs with: 64 hexadecimal digits."""

Verdict = Literal["trusted", "unknown", "unsigned", "broken"]
"""``unknown``: the signature is good, but nobody told this kit whose it is."""

PublicKey = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class TrustError(ValueError):
    """A key or the list of signers cannot be used; the message is a sentence saying what to do."""


class Signer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody whose demos this kit takes: a name for people, and the Ed25519 public key in hexadecimal."""

    name: Annotated[str, Meta(min_length=1, max_length=80)]
    key: PublicKey


def make_key(home: Path) -> Ed25519PrivateKey:
    """Make the key of this home and keep it. Raises :class:`TrustError` where there is one, OSError from the disk."""
    if signing_key(home).exists():
        raise TrustError(f"There is a signing key in {home / 'keys'} already; demos signed with it need it.")
    key = Ed25519PrivateKey.generate()
    write_key(home, SIGNING_KEY, key.private_bytes_raw().hex().encode() + b"\n")
    return key


def signing_key(home: Path) -> Path:
    """The file of this home's signing key; it may not be there."""
    return home / "keys" / SIGNING_KEY


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read a signing key from a file that nobody else may read. Raises :class:`TrustError`."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise TrustError(f"{path} is not a file.")
            if mode & 0o077:
                raise TrustError(f"{path} can be read by others on this machine; set it right with: chmod 600 {path}")
            return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read(200).decode("ascii")))
    except OSError as error:
        raise TrustError(f"The signing key {path} cannot be read: {error.strerror}.") from None
    except TrustError:
        raise
    except ValueError:
        raise TrustError(f"{path} is no signing key: it should hold 64 hexadecimal digits.") from None


def public_key(key: Ed25519PrivateKey) -> str:
    """The public half in 64 hexadecimal digits: what a kit is told to trust."""
    return key.public_key().public_bytes_raw().hex()


def read_signers(home: Path) -> tuple[Signer, ...]:
    """The signers this kit knows; none where nobody was ever added. Raises :class:`TrustError`."""
    path = home / "keys" / SIGNERS
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Signer, ...])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise TrustError(f"The list of signers {path} cannot be read: {error.strerror}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TrustError(f"The list of signers {path} is damaged ({error}); mend it or remove it.") from None


def add_signer(home: Path, signer: Signer) -> None:
    """Trust demos of ``signer`` from now on; its name replaces an older one. Raises :class:`TrustError`, OSError."""
    try:
        signer = msgspec.convert(msgspec.to_builtins(signer), Signer)
    except msgspec.ValidationError as error:
        raise TrustError(f"This signer cannot be added: {error}.") from None
    others = [one for one in read_signers(home) if one.key != signer.key]
    write_key(home, SIGNERS, msgspec.json.encode([*others, signer]))


def remove_signer(home: Path, key: str) -> None:
    """Trust no demo more because of this public key. Raises :class:`TrustError`, OSError."""
    write_key(home, SIGNERS, msgspec.json.encode([one for one in read_signers(home) if one.key != key]))


def judge(signed: bytes, signature: bytes, key: str, known: tuple[Signer, ...]) -> Verdict:
    """What the ``signature`` by the public ``key`` over the bytes ``signed`` is worth on a kit that knows ``known``."""
    if not key and not signature:
        return "unsigned"
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return "broken"
    return "trusted" if any(one.key == key for one in known) else "unknown"
