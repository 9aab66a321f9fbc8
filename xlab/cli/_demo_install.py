"""``xlab demo install``: puts a packed demo on the kit, after it was said who made it and what it wants."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlab.cli._owner import changing
from xlab.cli.options import home, settled

if TYPE_CHECKING:
    from xlab.catalogue.bundle import Bundle
    from xlab.catalogue.trust import Verdict

_USES = {
    "touch": "the touch screen",
    "beacons": "which badges are near",
    "camera": "the camera",
    "phones": "questions to the room's phones",
    "sound": "sound",
    "network": "the network",
}


_LARGE = 5_000_000
"""Bytes of a bundle that takes a second or more on a Raspberry Pi."""


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--approve", metavar="SEAL", help="Take an unsigned demo, or one of an unknown signer, with this seal.")
@click.option("--json", "as_json", is_flag=True, help="Print what was installed as JSON, for scripts.")
@home
def install(file: Path, approve: str | None, as_json: bool, home: Path | None) -> None:
    """Install the packed demo FILE beside the version that is there; visitors see it once all of it is on the card.

    A demo of a signer whom this kit trusts is taken at once. For any other you are asked, and a script names the seal.

    Example: xlab demo install apple-core-1.0.0.xlabdemo
    """
    import msgspec

    from xlab.catalogue.bundle import BundleError, open_bundle
    from xlab.catalogue.shelf import ShelfError, demo_folder, verdict
    from xlab.catalogue.shelf import install as put
    from xlab.catalogue.trust import TrustError
    from xlab.catalogue.wheels import WheelError

    kit, _ = settled(home)
    changing(kit)
    if file.is_dir():
        click.echo(f"{file} is a folder. Pack it first, then install the file: xlab demo pack {file}", err=True)
        sys.exit(2)
    if not file.exists():
        click.echo(f"There is no file {file}.", err=True)
        sys.exit(2)
    try:
        _say(f"Checking {file.name}.", file)
        bundle = open_bundle(file)
        standing = verdict(kit, bundle)
        click.echo(_about(kit, bundle, standing), err=as_json)
        if standing in ("unsigned", "unknown"):
            _ask(bundle, approve)
        _say("Unpacking it beside what is there.", file)
        demo = put(kit, file, bundle.seal if standing != "trusted" else "")
    except (BundleError, ShelfError, TrustError, WheelError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or kit} cannot be used: {error.strerror or error}.", err=True)
        sys.exit(1)
    if as_json:
        told = {
            "id": demo.id,
            "version": demo.current.version,
            "before": demo.before.version if demo.before else None,
            "folder": str(demo_folder(kit, demo)),
            "digest": demo.current.digest,
            "seal": demo.current.seal,
            "signer": demo.current.signer,
            "verdict": standing,
        }
        click.echo(msgspec.json.encode(told).decode())
        return
    kept = f" Version {demo.before.version} is kept: xlab demo rollback {demo.id}" if demo.before else ""
    click.echo(f"{demo.id} {demo.current.version} is installed.{kept}")


def _say(line: str, file: Path) -> None:
    """Tell what is going on where it takes more than a moment."""
    if file.stat().st_size > _LARGE:
        click.echo(line, err=True)


def _about(kit: Path, bundle: "Bundle", standing: "Verdict") -> str:
    """What IT needs to know before it says yes: what it is, who made it, what it wants to use. Raises WheelError."""
    from xlab.catalogue import find_demos
    from xlab.catalogue.site import choose
    from xlab.catalogue.trust import read_signers
    from xlab.catalogue.wheels import wheel_name, wheel_version

    index = bundle.index
    names = {signer.key: signer.name for signer in read_signers(kit)}
    who = {
        "trusted": f"signed by {names.get(index.signer, '')}, whom this kit trusts",
        "unknown": f"signed by somebody this kit does not know, with the key {index.signer}",
        "unsigned": "not signed by anybody",
        "broken": "changed after it was signed",
    }[standing]
    wheels = [name.rpartition("/")[2] for name in (choose(index.wheels) if index.wheels else ())]
    brings = [f"{wheel_name(wheel)} {wheel_version(wheel)}" for wheel in wheels]
    lines = [
        f"{index.id} {index.version}: {bundle.manifest.title['en']}. {bundle.manifest.summary['en']}",
        f"  It is {who}.",
        f"  It uses {', '.join(_USES[use] for use in index.uses) or 'nothing but the screen'}.",
    ]
    lines += [f"  It brings {', '.join(brings)}."] if brings else []
    for entry in find_demos(kit):
        if entry.name == index.id and entry.status == "ready" and entry.manifest:
            since = "came with the kit" if entry.door == "installed" else "is installed"
            lines.append(f"  It takes the place of version {entry.manifest.version}, which {since}.")
    return "\n".join([*lines, f"  Its seal is {bundle.seal}."])


def _ask(bundle: "Bundle", approve: str | None) -> None:
    """Go on only if somebody said yes to this very bundle; otherwise the command ends here."""
    if approve is not None:
        if approve == bundle.seal:
            return
        click.echo("The seal that was approved is that of another file. Nothing was installed.", err=True)
        sys.exit(1)
    if not sys.stdin.isatty():
        click.echo(f"Nobody is here to be asked. To install it all the same: --approve {bundle.seal}", err=True)
        sys.exit(1)
    if not click.confirm("Install it on this kit?", default=False, err=True):
        click.echo("Nothing was installed.", err=True)
        sys.exit(1)
