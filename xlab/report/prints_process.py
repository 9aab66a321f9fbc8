"""The process that makes prints: ``python -m xlab.report.prints_process``, from a sheet as JSON to its PDF."""

import os
import resource
import sys

import msgspec

from xlab.report.documents import MEMORY, NICENESS, printed
from xlab.report.prints import Sheet, page


def main() -> None:
    """Read the sheet, write its PDF."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    sheet = msgspec.json.decode(sys.stdin.buffer.read(), type=Sheet)
    sys.stdout.buffer.write(printed(page(sheet)))


if __name__ == "__main__":
    main()
