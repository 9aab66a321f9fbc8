"""The process that makes prints: ``python -m xlab.report.prints_process``, from a sheet as JSON to its PDF.

With ``--lacks`` it only says what this machine lacks to print.
"""

import os
import resource
import sys

import msgspec

from xlab.report.documents import MEMORY, NICENESS, PrintLacking, answering, print_lacks, printed
from xlab.report.prints import Sheet, page
from xlab.report.rendering import LACKS


def main() -> None:
    """Read the sheet, write its PDF."""
    answer = answering()
    if LACKS in sys.argv:
        with answer:
            answer.write(print_lacks().encode())
        return
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    sheet = msgspec.json.decode(sys.stdin.buffer.read(), type=Sheet)
    try:
        pdf = printed(page(sheet))
    except PrintLacking as lacking:
        sys.exit(str(lacking))
    with answer:
        answer.write(pdf)


if __name__ == "__main__":
    main()
