"""``.xlabdemo``: a demo in one file. Everything in it is checked before anything of it is unpacked."""

import hashlib
import io
import os
import secrets
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xlab.catalogue.container import ContainerError, Part, add, opened
from xlab.catalogue.digest import DigestError, File, read_file, read_files
from xlab.catalogue.index import (
    DEMO,
    FORMAT,
    MAX_INDEX,
    WHEELS,
    Index,
    IndexProblem,
    Target,
    check_manifest,
    read_index,
)
from xlab.catalogue.manifest import MAX_BYTES as MAX_MANIFEST
from xlab.catalogue.manifest import Manifest, ManifestError, read_manifest
from xlab.catalogue.names import OddName, check_names, shown
from xlab.catalogue.trust import Signer, Verdict, judge, public_key
from xlab.catalogue.wheels import Piece, WheelError, check_together, pieces
from xlab.keyfiles import sync_all

INDEX, SIGNATURE = "index.json", "index.sig"
_SIGNATURE_BYTES = 64
_CHUNK = 1024 * 1024


class BundleError(ValueError):
    """The bundle is refused or cannot be made; the message is a sentence naming what is wrong."""


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle that was checked. ``signed`` are the exact bytes of its index, ``signature`` is b"" where unsigned."""

    path: Path
    index: Index
    manifest: Manifest
    signed: bytes
    signature: bytes

    @property
    def seal(self) -> str:
        """The SHA-256 of the index: of all that is in the bundle, its wheels and its signer included."""
        return hashlib.sha256(self.signed).hexdigest()

    def verdict(self, known: tuple[Signer, ...]) -> Verdict:
        """What its signature is worth on a kit that knows these signers."""
        return judge(self.signed, self.signature, self.index.signer, known)


def write_bundle(
    folder: Path,
    wheels: Mapping[Target, Sequence[Path]],
    key: Ed25519PrivateKey | None,
    out: Path,
) -> Bundle:
    """Pack the demo in ``folder`` and its wheels into ``out``; the same input always gives the same bytes.

    ``wheels`` are those that each kind of kit needs; what fits several is named for each and carried once. Without a
    key the bundle is unsigned.
    Raises :class:`BundleError`; ``out`` is then what it was.
    """
    draft = out.with_name(f".{out.name[:100]}.{secrets.token_hex(4)}")
    try:
        manifest = read_manifest(folder)
        sources = {DEMO + file.name: (folder, file) for file in read_files(folder)}
        for path in {path for paths in wheels.values() for path in paths}:
            if WHEELS + path.name in sources:
                raise BundleError(f"Two different wheels are named {path.name}.")
            sources[WHEELS + path.name] = (path.parent, read_file(path.parent, path.name))
        check_names(sources)
        index = Index(
            format=FORMAT,
            id=manifest.id,
            version=manifest.version,
            api=manifest.api,
            uses=manifest.uses,
            requires=manifest.python.requires,
            files=tuple(File(name, sources[name][1].size, sources[name][1].sha256) for name in sorted(sources)),
            wheels={one: tuple(sorted(WHEELS + path.name for path in wheels[one])) for one in sorted(wheels)},
            signer=public_key(key) if key else "",
        )
        signed = msgspec.json.encode(index)
        with zipfile.ZipFile(draft, "x", allowZip64=False) as archive:
            add(archive, INDEX, io.BytesIO(signed), len(signed))
            if key:
                add(archive, SIGNATURE, io.BytesIO(key.sign(signed)), _SIGNATURE_BYTES)
            for name in sorted(sources):
                parent, file = sources[name]
                with (parent / file.name).open("rb") as source:
                    add(archive, name, source, file.size)
        # What the kit would refuse must not leave the desk of who made it.
        bundle = open_bundle(draft)
        # A stick is pulled out as soon as this says that it is done.
        with draft.open("rb") as whole:
            os.fsync(whole.fileno())
        draft.replace(out)
        sync_all(out.parent)
        return msgspec.structs.replace(bundle, path=out)
    except (ManifestError, DigestError, OddName, BundleError) as error:
        raise BundleError(str(error).replace(draft.name, out.name)) from None
    except (OSError, zipfile.LargeZipFile) as error:
        raise BundleError(f"{out} cannot be written: {error}.") from None
    finally:
        draft.unlink(missing_ok=True)


def open_bundle(path: Path) -> Bundle:
    """Check all of the bundle at ``path``, in pieces of 1 MB; nothing is unpacked. Raises :class:`BundleError`.

    A signature that does not fit is no reason to refuse here: :meth:`Bundle.verdict` says so, and nothing installs it.
    """
    try:
        with opened(path) as archive:
            names = archive.namelist()
            signed = _read(archive, INDEX, MAX_INDEX)
            index = read_index(signed)
            signature = _read(archive, SIGNATURE, _SIGNATURE_BYTES) if SIGNATURE in names else b""
            if bool(signature) != bool(index.signer):
                raise BundleError("Its signature is missing, or its index names nobody who signed it.")
            _check_listing(names, index)
            for file in index.files:
                copy_file(archive, file, None)
            _check_wheels(archive, path, index)
            content = _read(archive, DEMO + "demo.toml", MAX_MANIFEST)
            manifest = check_manifest(index, content)
            return Bundle(path=path, index=index, manifest=manifest, signed=signed, signature=signature)
    except (ContainerError, IndexProblem, WheelError, BundleError) as error:
        raise BundleError(f"{path.name} is refused. {error}") from None
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror or error}.") from None


def copy_file(archive: zipfile.ZipFile, file: File, target: BinaryIO | None) -> None:
    """Read ``file`` to its end, into ``target`` if there is one. Raises :class:`BundleError` where it differs."""
    if archive.getinfo(file.name).file_size != file.size:
        raise BundleError(f"The file {file.name} is not of the size that the index gives.")
    content = hashlib.sha256()
    with archive.open(file.name) as source:
        while chunk := source.read(_CHUNK):
            content.update(chunk)
            if target:
                target.write(chunk)
    if content.hexdigest() != file.sha256:
        raise BundleError(f"The file {file.name} does not have the hash that the index gives.")


def _check_wheels(archive: zipfile.ZipFile, path: Path, index: Index) -> None:
    """Look into each wheel, where it lies, before anybody is asked about the demo."""
    found: dict[str, tuple[str, list[Piece]]] = {}
    for name in {name for names in index.wheels.values() for name in names}:
        own = name.removeprefix(WHEELS)
        with io.BufferedReader(Part(archive, path, name)) as wheel:
            found[name] = own, pieces(wheel, own)
    for names in index.wheels.values():
        check_together(found[name] for name in names)


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if name not in archive.namelist():
        raise BundleError(f"The file {name} is missing in it.")
    if archive.getinfo(name).file_size > most:
        raise BundleError(f"The file {name} is larger than {most} bytes.")
    return archive.read(name)


def _check_listing(names: list[str], index: Index) -> None:
    listed = [file.name for file in index.files]
    inside = [name for name in names if name not in (INDEX, SIGNATURE)]
    if missing := set(listed) - set(inside):
        raise BundleError(f"The file {shown(min(missing))} is in its index, but missing in it.")
    if more := set(inside) - set(listed):
        raise BundleError(f"The file {shown(min(more))} is not in its index.")
    if odd := [name for name in listed if not name.startswith((DEMO, WHEELS))]:
        raise BundleError(f"The file {shown(odd[0])} is neither below {DEMO} nor below {WHEELS}.")
    if inside != listed:
        raise BundleError("Its files come in another order than in its index.")
