"""What the shelf does on the disk: a bundle unpacked, read again and synced; a small file replaced in one step."""

import os
import shutil
from pathlib import Path

from xlab.catalogue.bundle import INDEX, SIGNATURE, Bundle, BundleError, copy_file
from xlab.catalogue.container import ContainerError, opened
from xlab.catalogue.digest import DigestError, digest_folder, read_file
from xlab.catalogue.index import DEMO
from xlab.catalogue.manifest import folder_name
from xlab.catalogue.shelf_state import SITE, Site
from xlab.catalogue.site import build, choose
from xlab.catalogue.wheels import WheelError
from xlab.keyfiles import sync_all, sync_folder


def unpack(bundle: Bundle, target: Path) -> Site | None:
    """Unpack a checked bundle into ``target``, in place of what is there, and see that it arrived on the disk.

    The demo goes to ``target/xlab_demo_<id>``, wheels to ``target/wheels``; those for this machine are unpacked into
    ``target/site``, and the result tells of it. Raises :class:`BundleError` and OSError.
    """
    if target.exists():
        shutil.rmtree(target)
    own = folder_name(bundle.index.id)
    places = {
        file.name: f"{own}/{file.name.removeprefix(DEMO)}" if file.name.startswith(DEMO) else file.name
        for file in bundle.index.files
    }
    target.mkdir(parents=True)
    try:
        with opened(bundle.path) as archive:
            for file in bundle.index.files:
                path = target / places[file.name]
                path.parent.mkdir(parents=True, exist_ok=True)
                # Hashed again on the way: the file may be another one than the one that was checked.
                with path.open("xb") as out:
                    copy_file(archive, file, out)
                    out.flush()
                    os.fsync(out.fileno())
        _write_synced(target / INDEX, bundle.signed)
        if bundle.signature:
            _write_synced(target / SIGNATURE, bundle.signature)
        for file in bundle.index.files:
            if read_file(target, places[file.name]).sha256 != file.sha256:
                raise BundleError(f"{file.name} did not arrive on the disk as it was; the card may be failing.")
        if digest_folder(target / own) != bundle.index.digest:
            raise BundleError(f"{target / own} does not hold what was unpacked; the card may be failing.")
        wheels = [target / name for name in choose(bundle.index.wheels)] if bundle.index.wheels else []
        site = build(wheels, target / SITE) if wheels else None
    except (ContainerError, DigestError, KeyError, WheelError) as error:
        raise BundleError(f"{bundle.path.name} cannot be unpacked. {error}") from None
    if site:
        sync_all(target)
    for folder, _, _ in os.walk(target):
        sync_folder(Path(folder))
    # The names of the version and of the demo, down to the shelf's own.
    for parent in list(target.parents)[:4]:
        sync_folder(parent)
    return site


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in the place of another in one step; on return it is on the card. Raises OSError."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    _write_synced(draft, content)
    draft.replace(path)
    sync_folder(path.parent)


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
