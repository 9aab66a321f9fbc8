"""``xlab kits``: which kits are in the room."""

import asyncio
import sys

import click

_NONE_FOUND = """\
No kit was heard. Things to try:
  - Is this machine in the same network as the kit? Guest networks often keep devices apart.
  - A kit needs a few seconds after its start: listen longer, as with --timeout 10.
  - The kit's own screen shows its address and a QR code; those work where names do not."""

_NO_NETWORK = "This machine is on no network, so it can hear no kit. Connect it to the kit's network and try again."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, for scripts.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to listen.",
)
def kits(as_json: bool, timeout: float) -> None:
    """List the kits on this network, with addresses that open their dashboards.

    Example: xlab kits --timeout 10
    """
    import msgspec
    from rich.console import Console

    from xlab.discovery import DiscoveryError, find, usable

    progress = Console(stderr=True)
    try:
        with progress.status(f"Listening for kits for {timeout:g} s"):
            found = asyncio.run(find(timeout))
    except DiscoveryError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    elif found:
        for kit in found:
            click.echo(f"{kit.name}  (version {kit.version or 'unknown'}, {kit.kit})")
            for url in kit.urls:
                click.echo(f"  {url}")
    else:
        click.echo(_NONE_FOUND if usable() else _NO_NETWORK)
