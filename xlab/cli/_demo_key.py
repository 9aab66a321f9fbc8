"""``xlab demo key``: who signs demos here, and whose demos this kit takes without asking."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from xlab.cli._owner import changing
from xlab.cli.options import home, settled


@click.group()
def key() -> None:
    """Make the key that signs your demos, and tell a kit whose demos it may take.

    Example: xlab demo key new
    """


@key.command()
@home
def new(home: Path | None) -> None:
    """Make the signing key of this home and print its public half, which other kits are told to trust.

    Example: xlab demo key new
    """
    from xlab.catalogue.trust import make_key, public_key, signing_key

    kit, _ = settled(home)
    changing(kit)
    with _plain_errors(kit):
        made = make_key(kit)
    click.echo(f"{signing_key(kit)} signs your demos from now on. Keep it to yourself: who has it signs in your name.")
    click.echo(f"On each kit that is to take your demos: xlab demo key trust NAME {public_key(made)}")


@key.command()
@home
def show(home: Path | None) -> None:
    """Print the public half of this home's signing key.

    Example: xlab demo key show
    """
    from xlab.catalogue.trust import load_key, public_key, signing_key

    kit, _ = settled(home)
    if not signing_key(kit).exists():
        click.echo("This home has no signing key. Make one with: xlab demo key new", err=True)
        sys.exit(1)
    with _plain_errors(kit):
        click.echo(public_key(load_key(signing_key(kit))))


@key.command()
@click.argument("name")
@click.argument("public", metavar="KEY")
@home
def trust(name: str, public: str, home: Path | None) -> None:
    """Take demos signed with KEY, which belongs to NAME, without asking.

    Example: xlab demo key trust "Our IT" 0f3c...
    """
    from xlab.catalogue.trust import Signer, add_signer

    kit, _ = settled(home)
    changing(kit)
    with _plain_errors(kit):
        add_signer(kit, Signer(name, public.strip().lower()))
    click.echo(f"This kit takes demos signed by {name}.")


@key.command()
@click.argument("who", metavar="NAME|KEY")
@home
def forget(who: str, home: Path | None) -> None:
    """Take no more demos of a signer without asking; what is installed stays.

    Example: xlab demo key forget "Our IT"
    """
    from xlab.catalogue.trust import read_signers, remove_signer

    kit, _ = settled(home)
    changing(kit)
    with _plain_errors(kit):
        found = [signer for signer in read_signers(kit) if who in (signer.name, signer.key)]
        for signer in found:
            remove_signer(kit, signer.key)
    if not found:
        click.echo(f"This kit knows no signer {who}. Those it knows: xlab demo key list", err=True)
        sys.exit(1)
    click.echo(f"This kit asks again before it takes a demo of {found[0].name}.")


@key.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, for scripts.")
@home
def list_keys(as_json: bool, home: Path | None) -> None:
    """List the signers whose demos this kit takes without asking.

    Example: xlab demo key list --json
    """
    import msgspec

    from xlab.catalogue.trust import read_signers

    kit, _ = settled(home)
    with _plain_errors(kit):
        signers = read_signers(kit)
    if as_json:
        click.echo(msgspec.json.encode(signers).decode())
        return
    if not signers:
        click.echo("This kit asks before it takes any demo. Trust a signer with: xlab demo key trust NAME KEY")
    for signer in signers:
        click.echo(f"{signer.name}  {signer.key}")


@contextmanager
def _plain_errors(kit: Path) -> Iterator[None]:
    """What is wrong with a key is a sentence and exit status 1."""
    from xlab.catalogue.trust import TrustError

    try:
        yield
    except TrustError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or kit} cannot be used: {error.strerror or error}.", err=True)
        sys.exit(1)
