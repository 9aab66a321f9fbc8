"""The bundle of a demo that is here already, for another station: always the same bytes, and checked before it goes."""

import io
import secrets
import zipfile
from pathlib import Path

from xlab.catalogue.bundle import INDEX, SIGNATURE, Bundle, BundleError, open_bundle, write_bundle
from xlab.catalogue.container import add
from xlab.catalogue.doors import Entry
from xlab.catalogue.index import DEMO, MAX_INDEX, IndexProblem, read_index
from xlab.catalogue.manifest import folder_name
from xlab.catalogue.shelf_state import Shelved, read_bytes, shelf

_SIGNATURE_BYTES = 64


def bundle_of(home: Path, entry: Entry, shelved: Shelved | None, folder: Path) -> Bundle:
    """Write the bundle of ``entry`` into ``folder`` as ``<seal>.xlabdemo``; from the shelf where it is ``shelved``.

    Raises :class:`BundleError` also where the files are not those of the entry any more; nothing is left then.
    """
    if entry.folder is None:
        raise BundleError(f"The demo {entry.name} has no files.")
    draft = folder / f".{secrets.token_hex(8)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if entry.door == "shelf" and shelved is not None:
            _write_again(shelf(home) / shelved.id / shelved.current.folder, shelved.id, draft)
            bundle = open_bundle(draft)
        else:
            bundle = write_bundle(entry.folder, {}, None, draft)
        if bundle.index.digest != entry.digest:
            raise BundleError(f"The files of {entry.name} were changed while they were packed.")
        return _put(bundle, folder)
    except OSError as error:
        raise BundleError(f"The bundle of {entry.name} cannot be written: {error.strerror or error}.") from None
    finally:
        draft.unlink(missing_ok=True)


def _put(bundle: Bundle, folder: Path) -> Bundle:
    path = folder / f"{bundle.seal}.xlabdemo"
    bundle.path.replace(path)
    return Bundle(
        path=path, index=bundle.index, manifest=bundle.manifest, signed=bundle.signed, signature=bundle.signature
    )


def _write_again(version: Path, demo: str, out: Path) -> None:
    """The bundle that an unpacked version came from: its index says the order, and all of it is still there."""
    signed = read_bytes(version / INDEX, MAX_INDEX)
    try:
        index = read_index(signed)
    except IndexProblem as error:
        raise BundleError(f"{version / INDEX} is damaged. {error}") from None
    with zipfile.ZipFile(out, "x", allowZip64=False) as archive:
        add(archive, INDEX, io.BytesIO(signed), len(signed))
        if index.signer:
            signature = read_bytes(version / SIGNATURE, _SIGNATURE_BYTES)
            add(archive, SIGNATURE, io.BytesIO(signature), len(signature))
        for file in index.files:
            own = f"{folder_name(demo)}/{file.name.removeprefix(DEMO)}" if file.name.startswith(DEMO) else file.name
            with (version / own).open("rb") as source:
                add(archive, file.name, source, file.size)
