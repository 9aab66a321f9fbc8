"""The command line: ``xlab``. One file for each command group; heavy imports wait inside the commands."""

from xlab.cli.main import main

__all__ = ["main"]
