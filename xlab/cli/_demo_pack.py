"""``xlab demo pack``: a demo in one file, to carry to a kit."""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlab.cli.options import home, settled

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="What to write.")
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Sign with the key in this file."
)
@click.option("--unsigned", is_flag=True, help="Do not sign, even if this home has a signing key.")
@click.option(
    "--wheels",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Take the packages it requires from this folder alone, without network.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was packed as JSON, for scripts.")
@home
def pack(
    folder: Path,
    out: Path | None,
    key: Path | None,
    unsigned: bool,
    wheels: Path | None,
    as_json: bool,
    home: Path | None,
) -> None:
    """Pack the demo in DIR and the packages it requires into one file that any kit can install offline.

    It is signed with the signing key of this home if there is one; make one with: xlab demo key new

    Example: xlab demo pack xlab_demo_apple_core -o apple-core.xlabdemo
    """
    import msgspec

    from xlab.catalogue.bundle import BundleError, write_bundle
    from xlab.catalogue.collect import CollectError, collect
    from xlab.catalogue.manifest import ManifestError, read_manifest
    from xlab.catalogue.trust import TrustError

    if key and unsigned:
        raise click.UsageError("Choose one of --key and --unsigned.")
    kit, _ = settled(home)
    folder = folder.absolute()
    try:
        signing = None if unsigned else _key(kit, key)
        manifest = read_manifest(folder)
        target = out or Path(f"{manifest.id}-{manifest.version}.xlabdemo")
        with tempfile.TemporaryDirectory(prefix="xlab-pack-") as scratch:
            carried = collect(manifest.python.requires, Path(scratch), wheels, lambda line: click.echo(line, err=True))
            bundle = write_bundle(folder, carried, signing, target)
    except (ManifestError, TrustError, CollectError, BundleError) as error:
        click.echo(f"{str(error).removesuffix('.')}.", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or folder} cannot be used: {error.strerror or error}.", err=True)
        sys.exit(1)
    size = target.stat().st_size
    if as_json:
        told = {
            "file": str(target),
            "id": manifest.id,
            "version": manifest.version,
            "size": size,
            "seal": bundle.seal,
            "digest": bundle.index.digest,
            "signer": bundle.index.signer,
            "packages": {one: [path.name for path in paths] for one, paths in carried.items()},
        }
        click.echo(msgspec.json.encode(told).decode())
        return
    signed = "signed" if signing else "not signed; IT will be asked before a kit takes it"
    large = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
    click.echo(f"{target} holds {manifest.id} {manifest.version} ({large}, {signed}).")
    click.echo(f"Its seal is {bundle.seal}.")


def _key(kit: Path, file: Path | None) -> "Ed25519PrivateKey | None":
    """The key to sign with: the one named, else this home's, else none. Raises TrustError."""
    from xlab.catalogue.trust import load_key, signing_key

    own = signing_key(kit)
    return load_key(file or own) if file or own.exists() else None
