"""``index.json`` of a bundle: what the demo is, what it uses, and every file with its hash. This is what is signed."""

import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.catalogue.digest import File, digest_files
from xlab.catalogue.manifest import API, Manifest, ManifestError, Use, folder_name, read_manifest

FORMAT = 1
"""The shape of a bundle this kit reads and writes."""

MAX_INDEX = 1024 * 1024
"""Bytes of an index with as many files and names as are allowed, and some to spare."""

DEMO, WHEELS = "demo/", "wheels/"

Target = Annotated[str, Meta(pattern=r"^(aarch64|x86_64)-3\.[0-9]{1,2}\Z")]
"""A kind of kit that packages are for: what ``platform.machine()`` says there, and the version of its Python."""

TARGETS: tuple[Target, ...] = ("aarch64-3.11", "aarch64-3.13", "x86_64-3.11", "x86_64-3.13")
"""The kits a bundle is packed for: Debian 12 and 13, on a Raspberry Pi and on a laptop."""


class IndexProblem(ValueError):
    """The index cannot be used; the message is a sentence naming what is wrong."""


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a bundle says of itself; ``signer`` is "" where it is unsigned.

    ``wheels`` are names of files, in full, for each kind of kit: all that is needed there and nothing else.
    """

    format: int
    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z", max_length=40)]
    version: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+\Z", max_length=40)]
    api: int
    uses: tuple[Use, ...]
    requires: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...], Meta(max_length=50)]
    files: tuple[File, ...]
    wheels: dict[Target, tuple[str, ...]]
    signer: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]

    @property
    def digest(self) -> str:
        """The digest of the demo's own files, as :func:`xlab.catalogue.digest.digest_folder` gives it."""
        own = [file for file in self.files if file.name.startswith(DEMO)]
        return digest_files(msgspec.structs.replace(file, name=file.name.removeprefix(DEMO)) for file in own)


def read_index(data: bytes) -> Index:
    """The index in ``data``. Raises :class:`IndexProblem` also where the kit would have written it otherwise."""
    try:
        index = msgspec.json.decode(data, type=Index)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IndexProblem(f"Its index.json cannot be read: {error}.") from None
    if index.format != FORMAT:
        raise IndexProblem(f"It is a bundle of format {index.format}, but this kit reads format {FORMAT}.")
    if index.api != API:
        raise IndexProblem(f"The demo is made for api = {index.api}, but this kit speaks api = {API}.")
    if msgspec.json.encode(index) != data:
        # A key that comes twice, for one: another reader might believe the other.
        raise IndexProblem("Its index.json is not written as the kit writes it.")
    _check_wheels(index)
    return index


def check_manifest(index: Index, content: bytes) -> Manifest:
    """The manifest with these bytes, if it is the one the index speaks of. Raises :class:`IndexProblem`."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / folder_name(index.id)
        folder.mkdir()
        folder.joinpath("demo.toml").write_bytes(content)
        try:
            manifest = read_manifest(folder)
        except ManifestError as error:
            raise IndexProblem(f"{str(error).replace(f'{folder}/', DEMO)}.") from None
    for what in ("id", "version", "api", "uses"):
        says, promised = getattr(manifest, what), getattr(index, what)
        if says != promised:
            raise IndexProblem(f"Its manifest says {what} = {says!r:.80}, but its index {promised!r:.80}.")
    if manifest.python.requires != index.requires:
        raise IndexProblem("Its manifest requires other packages than its index.")
    return manifest


def _check_wheels(index: Index) -> None:
    carried = {file.name for file in index.files if file.name.startswith(WHEELS)}
    listed = {name for names in index.wheels.values() for name in names}
    for name in sorted(carried ^ listed):
        raise IndexProblem(f"The wheel {name} is carried but for no kit, or for a kit but not carried.")
    if bool(index.wheels) != bool(index.requires):
        raise IndexProblem("It requires packages and carries none, or carries some and requires none.")
    for name in sorted(carried):
        if not name.endswith(".whl") or name.count("/") != 1:
            raise IndexProblem(f"The file {name} is not a wheel.")
