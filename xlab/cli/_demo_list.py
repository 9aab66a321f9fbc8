"""``xlab demo list``: what is on this kit, and what is wrong with the rest."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from xlab.cli.options import home, settled

if TYPE_CHECKING:
    from xlab.catalogue import Entry

_STATUS = {"ready": "ready", "bad": "cannot be used", "unapproved": "waits for approval"}
_DOOR = {"installed": "came with the kit", "shelf": "installed", "dropped": "put there by hand"}


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, for scripts.")
@home
def list_demos(as_json: bool, home: Path | None) -> None:
    """List the demos on this kit: what they are called, where they come from, and which of them visitors can see.

    Example: xlab demo list --json
    """
    import msgspec

    from xlab.catalogue import find_demos

    folder, settings = settled(home)
    entries = find_demos(folder)
    shelved = _shelved(folder)
    if as_json:
        click.echo(msgspec.json.encode([_plain(entry, shelved.get(entry.name)) for entry in entries]).decode())
        return
    if not entries:
        click.echo("There is no demo on this kit. Begin one with: xlab demo new NAME")
    for entry in entries:
        manifest = entry.manifest
        title = manifest.title.get(settings.language, manifest.title["en"]) if manifest is not None else ""
        version = manifest.version if manifest is not None else ""
        demo = shelved.get(entry.name) if entry.door == "shelf" else None
        origin = _DOOR[entry.door] + (f", {demo.origin}" if demo else "")
        click.echo(f"{entry.name}  {title} {version}".rstrip() + f"  ({origin}; {_STATUS[entry.status]})")
        if entry.reason:
            click.echo(f"  {entry.reason}")
        if demo and demo.before:
            click.echo(f"  Version {demo.before} is kept: xlab demo rollback {entry.name}")


class _Installed(NamedTuple):
    """What the shelf knows of a demo beyond its files: who signed it, and the version that is kept beside it."""

    signer: str
    signer_name: str
    before: str

    @property
    def origin(self) -> str:
        if not self.signer:
            return "not signed"
        return f"signed by {self.signer_name or f'an unknown signer, {self.signer[:8]}'}"


def _shelved(home: Path) -> dict[str, _Installed]:
    from xlab.catalogue.shelf_state import installed
    from xlab.catalogue.trust import TrustError, read_signers

    try:
        names = {signer.key: signer.name for signer in read_signers(home)}
    except TrustError as error:
        click.echo(str(error), err=True)
        names = {}
    try:
        demos, _ = installed(home)
    except OSError:  # the catalogue lists the shelf with the reason
        return {}
    return {
        demo.id: _Installed(
            demo.current.signer,
            names.get(demo.current.signer, ""),
            demo.before.version if demo.before else "",
        )
        for demo in demos
    }


def _plain(entry: "Entry", installed: _Installed | None) -> dict[str, object]:
    """One demo as scripts read it; what is not known is null."""
    manifest = entry.manifest
    shelved = installed if entry.door == "shelf" else None
    return {
        "id": entry.name,
        "title": manifest.title if manifest is not None else None,
        "version": manifest.version if manifest is not None else None,
        "door": entry.door,
        "folder": str(entry.folder) if entry.folder is not None else None,
        "status": entry.status,
        "reason": entry.reason,
        "digest": entry.digest or None,
        "signer": (shelved.signer or None) if shelved else None,
        "signer_name": (shelved.signer_name or None) if shelved else None,
        "before": (shelved.before or None) if shelved else None,
    }
