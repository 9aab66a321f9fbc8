"""The group all commands hang in; a command's module is imported only when it is used."""

import importlib

import click

from xlab import __version__

COMMANDS = {
    "up": ("xlab.cli.up", "Start hub and kiosk on this machine."),
    "hub": ("xlab.cli.run", "Start the hub alone."),
    "kiosk": ("xlab.cli.run", "Start the kiosk alone."),
    "scanner": ("xlab.cli.scanner", "Send what this station's radio hears to the hub elsewhere."),
    "beacons": ("xlab.cli.beacons", "Scan for beacons, record them, replay a recording, teach stations."),
    "demo": ("xlab.cli.demo", "List the demos on this kit, and write your own."),
    "visit": ("xlab.cli.visit", "List, export, purge and merge visits."),
    "backup": ("xlab.cli.backup", "Write all that the kit knows into one file."),
    "restore": ("xlab.cli.backup", "Put a backup in the place of what the kit knows."),
    "update": ("xlab.cli.update", "Renew the kit from one signed file, or go back to the version before."),
    "kits": ("xlab.cli.kits", "List the kits on this network."),
    "firstboot": ("xlab.cli.firstboot", "Take over the settings file of the boot partition."),
    "doctor": ("xlab.cli.doctor", "Say what works on this machine and what to do about the rest."),
}


class _Lazy(click.Group):
    """Knows its commands by name and imports one only to run it: ``xlab --help`` stays quick on a Pi."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Lazy)
@click.version_option(__version__, prog_name="xlab")
def main() -> None:
    """The Portable Xperience Lab: a travelling kit of touch stations, badges and a local dashboard.

    Example: xlab up --kit-name "Blue box"
    """
