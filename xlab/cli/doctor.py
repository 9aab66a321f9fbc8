"""``xlab doctor``: what works on this machine, and what to do about the rest."""

import asyncio
import datetime
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from xlab.box import Finding
from xlab.cli import options
from xlab.look.words import LANGUAGES, Words
from xlab.settings import Settings, home_folder, whatever

MARKS = {True: ("✓", "+", "green"), None: ("•", "o", "yellow"), False: ("✗", "x", "red")}
"""For each answer the mark, the mark where the terminal knows only ASCII, and its colour."""


@click.command()
@options.home
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language to speak; without it that of the kit.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write a zip file for whoever helps: findings, versions, logs; nothing of any visit.",
)
def doctor(home: Path | None, lang: str | None, as_json: bool, bundle: Path | None) -> None:
    """Say what works on this machine and what to do about the rest.

    Ends with 0 if all is well or there is only advice, with 1 if something needs doing.

    Example: xlab doctor --json
    """
    # What the parts would log is what the findings say; without any handler Python would print it a second time.
    logging.getLogger("xlab").addHandler(logging.NullHandler())
    folder = home_folder(home).absolute()
    settings, wrong = _settings(folder)
    words = Words(lang or settings.language)
    findings = wrong + _look(folder, settings, words)
    well = all(finding.ok is not False for finding in findings)
    if as_json:
        _print_json(findings, well, words)
    else:
        _print_text(findings, well, words)
    if bundle is not None:
        _write_bundle(bundle, folder, settings, findings)
    sys.exit(0 if well else 1)


def _look(folder: Path, settings: Settings, words: Words) -> list[Finding]:
    """Run all checks, saying on a terminal which one is under way; a check that fails is a finding, too."""
    from rich.console import Console

    findings: list[Finding] = []
    with Console(stderr=True).status(words("preflight.looking")) as status:
        for area, check in CHECKS.items():
            status.update(f"{words('preflight.looking')} {words(f'preflight.area_{area}')}")
            try:
                findings += check(folder, settings)
            except Exception as error:
                why = f"{type(error).__name__}: {error}"
                findings.append(Finding(area, False, "preflight.failed", {"why": why}))
    return findings


def _settings(folder: Path) -> tuple[Settings, list[Finding]]:
    """As a service has them: what is wrong counts as not set, and is a finding."""
    from xlab.box.firstboot import check_firstboot
    from xlab.box.settings import check_settings

    settings, mistakes = whatever(folder)
    return settings, [*check_settings(mistakes), *check_firstboot(folder)]


# Each check imports what it needs when its turn comes, so that a part that is broken spoils its own check alone.


def _radio(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.radio import check_radio

    return [asyncio.run(check_radio(replay=settings.replay))]


def _badges(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.badges import check_badges
    from xlab.cli._beacon_badges import muster_of

    return [check_badges(muster_of(folder, settings))]


def _machine(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box import machine

    return [
        machine.check_display(os.environ, offscreen=settings.offscreen),
        machine.check_clock(datetime.datetime.now(datetime.UTC).year),
        machine.check_home(folder),
        machine.check_disk(folder),
    ]


def _devices(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box import devices

    return [devices.check_touch(), devices.check_sound(), devices.check_camera()]


def _supply(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box import supply

    return [supply.check_power(), supply.check_warmth()]


def _network(folder: Path, settings: Settings) -> list[Finding]:
    """As the hub says that runs, which knows who came by which way; without one, as far as this machine shows it."""
    from xlab.box.kit import ways_of
    from xlab.box.network import check_network
    from xlab.box.network_wires import wires
    from xlab.discovery import usable
    from xlab.hub.network_ways import Facts, network_now
    from xlab.hubfile import hub_here

    running = hub_here(folder)
    ways = ways_of(running) if running is not None else ()
    if not ways:
        seen = wires(usable())
        urls = tuple(f"http://{address}:{settings.port}/" for wire in seen for address in wire.addresses)
        ways = network_now(Facts(cannot="not_here", urls=urls, wires=seen)).ways
    return [check_network(ways)]


def _dashboard(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.kit import check_port

    return [check_port(settings.host, settings.port)]


def _demos(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.kit import check_demos
    from xlab.catalogue import find_demos

    return check_demos(find_demos(folder))


def _sandbox(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.sandbox import check_sandbox
    from xlab.bubblewrap import gap

    return [check_sandbox(gap())]


def _version(folder: Path, settings: Settings) -> list[Finding]:
    from xlab import __version__
    from xlab.box.version import check_version
    from xlab.upkeep.state import read_state

    return [check_version(read_state(), __version__)]


def _assets(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.kit import check_assets
    from xlab.dashboard.files import needed

    return [check_assets(needed())]


def _prints(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.kit import check_prints
    from xlab.report.rendering import print_lacks

    return [check_prints(print_lacks())]


def _card(folder: Path, settings: Settings) -> list[Finding]:
    from xlab.box.card import check_card, check_speed

    return [*check_card(folder), check_speed(folder)]


CHECKS: dict[str, Callable[[Path, Settings], list[Finding]]] = {
    "radio": _radio,
    "badges": _badges,
    "home": _machine,
    "card": _card,
    "touch": _devices,
    "power": _supply,
    "network": _network,
    "dashboard": _dashboard,
    "demos": _demos,
    "sandbox": _sandbox,
    "update": _version,
    "assets": _assets,
    "prints": _prints,
}


def _write_bundle(file: Path, folder: Path, settings: Settings, findings: list[Finding]) -> None:
    """Write the diagnostic bundle; where it cannot be written, say so and end with 1."""
    from xlab.hub.bundle import bundle

    try:
        with file.open("wb") as out:
            out.writelines(bundle(folder, lambda: settings, lambda: findings, lambda: _written(folder)))
    except OSError as error:
        click.echo(f"The bundle could not be written to {file}: {error.strerror}. Choose another place.", err=True)
        sys.exit(1)
    click.echo(f"The bundle for whoever helps is {file}; its README.txt says what is in it.", err=True)


def _written(folder: Path) -> list[str]:
    """What people wrote during visits, by the log of a kit that does not run; it may not be in a bundle."""
    from xlab.hub.bundle_words import written
    from xlab.store import SqliteLog

    if not (folder / "events.db").exists():
        return []
    log = SqliteLog.open(folder / "events.db")
    try:
        return list(written(log))
    finally:
        log.close()


def _print_json(findings: list[Finding], well: bool, words: Words) -> None:
    import msgspec

    click.echo(msgspec.json.encode({"ok": well, "findings": [finding.told(words) for finding in findings]}))


def _print_text(findings: list[Finding], well: bool, words: Words) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    ascii_only = not console.encoding.lower().startswith("utf")
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for finding in findings:
        mark, plain, colour = MARKS[finding.ok]
        area, step = words(f"preflight.area_{finding.area}"), finding.next_step(words)
        table.add_row(Text(plain if ascii_only else mark, colour), Text(area, "bold"), Text(finding.text(words)))
        if step:
            table.add_row("", "", Text(("> " if ascii_only else "→ ") + step, colour))
    console.print(table)
    todo = sum(finding.ok is False for finding in findings)
    advice = sum(finding.ok is None for finding in findings)
    if not well:
        end = _count(words, "to_do", todo)
    else:
        end = " ".join((words("preflight.can_run"), *((_count(words, "better", advice),) if advice else ())))
    console.print(Text("\n" + end, "bold"))


def _count(words: Words, key: str, number: int) -> str:
    return words(f"preflight.{key}_one") if number == 1 else words(f"preflight.{key}", count=number)
