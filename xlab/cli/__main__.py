"""``python -m xlab.cli`` is ``xlab``."""

from xlab.cli.main import main

main(prog_name="xlab")
