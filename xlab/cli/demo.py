"""``xlab demo``: the demos of a kit, and writing one's own."""

import importlib

import click

COMMANDS = {
    "list": ("xlab.cli._demo_list", "list_demos", "List the demos on this kit."),
    "new": ("xlab.cli._demo_new", "new", "Begin a demo of your own."),
    "pack": ("xlab.cli._demo_pack", "pack", "Pack a demo into one file."),
    "install": ("xlab.cli._demo_install", "install", "Install a packed demo on this kit."),
    "rollback": ("xlab.cli._demo_rollback", "rollback", "Go back to the version before."),
    "remove": ("xlab.cli._demo_remove", "remove", "Remove an installed demo."),
    "key": ("xlab.cli._demo_key", "key", "Sign demos, and say whose demos this kit takes."),
    "run": ("xlab.cli._demo_run", "run", "Try a demo in a window."),
    "check": ("xlab.cli._demo_check", "check", "Say what is wrong with a demo, and how good it is."),
}


class _Lazy(click.Group):
    """Imports a command only to run it, as the group above does."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.group(cls=_Lazy)
def demo() -> None:
    """List the demos on this kit, write your own, try it, and carry it to other kits.

    Example: xlab demo new apple-core
    """
