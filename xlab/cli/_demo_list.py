"""``xlab demo list``: what is on this kit, and what is wrong with the rest."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xlab.cli.options import home, settled

if TYPE_CHECKING:
    from xlab.catalogue import Entry

_STATUS = {"ready": "ready", "bad": "cannot be used", "unapproved": "waits for approval"}


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
    if as_json:
        click.echo(msgspec.json.encode([_plain(entry) for entry in entries]).decode())
        return
    if not entries:
        click.echo("There is no demo on this kit. Begin one with: xlab demo new NAME")
    for entry in entries:
        manifest = entry.manifest
        title = manifest.title.get(settings.language, manifest.title["en"]) if manifest is not None else ""
        version = manifest.version if manifest is not None else ""
        click.echo(f"{entry.name}  {title} {version}".rstrip() + f"  ({entry.door}, {_STATUS[entry.status]})")
        if entry.reason:
            click.echo(f"  {entry.reason}")


def _plain(entry: "Entry") -> dict[str, object]:
    """One demo as scripts read it; what is not known is null."""
    manifest = entry.manifest
    return {
        "id": entry.name,
        "title": manifest.title if manifest is not None else None,
        "version": manifest.version if manifest is not None else None,
        "door": entry.door,
        "folder": str(entry.folder) if entry.folder is not None else None,
        "status": entry.status,
        "reason": entry.reason,
    }
