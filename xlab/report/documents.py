"""The process that makes documents, with the report as JSON as its input.

``python -m xlab.report.documents [--plain] --asked-by=PID FOLDER``; it ends with the process that asked for them.

Only here are the libraries for charts and print imported: they are large, and one of them runs JavaScript. What was
made stands on the output as JSON, see :class:`xlab.report.rendering.Made`.
"""

import ctypes
import io
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, Final, Literal

import msgspec

from xlab.keyfiles import replace_file
from xlab.look.fonts_at import font_file
from xlab.report.archive import packed
from xlab.report.charts import Spec
from xlab.report.drawing import charts
from xlab.report.model import Report
from xlab.report.page import page
from xlab.report.rendering import ASKED_BY, LIBRARIES, PLAIN, Made
from xlab.report.tables import tables
from xlab.report.writing import drawable

PR_SET_PDEATHSIG: Final = 1
"""From linux/prctl.h: the signal to get when the hub dies. The next hub makes the documents anew."""

MEMORY: Final = 1 << 30
"""Bytes of memory that may be written to: six times what a full report takes, and less than a Pi has."""

_WEIGHTS: Final[tuple[Literal[400, 700], ...]] = (400, 700)

NICENESS: Final = 5
"""The room's phones and screens come first."""

FONTS: Final = "libpangoft2-1.0.so.0"
"""The library that looks for fonts, on threads of its own for which nobody waits.

Python lets go of it as it ends. A thread that was late, as on a busy machine, then ran on in what was no memory any
more, and the process ended with signal 11 though its PDF was whole. Loaded once more, it stays until the process is
gone.
"""


class PrintLacking(Exception):
    """This machine lacks what print needs; the text says what to install."""


def main() -> None:
    """Read the report, write its documents."""
    answer = answering()
    *options, folder = sys.argv[1:]
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if f"{ASKED_BY}{os.getppid()}" not in options:
        sys.exit(f"Whoever asked for documents is gone, or did not say {ASKED_BY}<its process>.")
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    report = msgspec.json.decode(sys.stdin.buffer.read(), type=Report)
    made = make(report, Path(folder), plain=PLAIN in options)
    with answer:
        answer.write(msgspec.json.encode(made))


def answering() -> BinaryIO:
    """The output, for the answer alone: what libraries print there goes to the errors from now on."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def make(report: Report, folder: Path, *, plain: bool = False) -> Made:
    """Write the documents into the folder, each whole or not at all, the zip last."""
    specs = charts(report)
    pictures: Mapping[str, str] = {}
    problems = []
    if not plain:
        # Loaded while the charts are drawn, which takes a second of the other processor.
        Thread(target=print_lacks, daemon=True).start()
        try:
            pictures = drawn(specs)
        except Exception as error:
            problems.append(f"The charts could not be drawn ({_one_line(error)}); tables stand in their place.")
    html = page(report, pictures)
    files: dict[str, bytes] = {"report.html": html.encode()}
    files |= {name: text.encode() for name, text in tables(report).items()}
    files["report.json"] = msgspec.json.format(msgspec.json.encode(report), indent=1)
    if not plain:
        try:
            files["report.pdf"] = printed(html)
        except PrintLacking as lacking:
            problems.append(f"The PDF could not be made. {lacking}")
        except Exception as error:
            problems.append(f"The PDF could not be made ({_one_line(error)}); print the page from a browser instead.")
    in_zip = {name if name.startswith("report.") else f"data/{name}": data for name, data in files.items()}
    in_zip["data/report.json"] = in_zip.pop("report.json")
    in_zip |= {f"charts/{name}.vl.json": _spec(spec) for name, spec in specs.items()}
    files["report.zip"] = packed(in_zip)
    if "report.pdf" not in files:
        # An older one would tell something else than the page.
        (folder / "report.pdf").unlink(missing_ok=True)
    for name, data in files.items():
        replace_file(folder / name, data)
    return Made(files=tuple(files), problem=" ".join(problems))


def drawn(specs: Mapping[str, Spec]) -> dict[str, str]:
    """The charts as SVG, measured with the font in which the page shows them."""
    import vl_convert
    from fontTools.ttLib import TTFont

    with tempfile.TemporaryDirectory() as folder:
        for weight in _WEIGHTS:
            # The drawing library reads no packed fonts.
            font = TTFont(font_file(weight))
            font.flavor = None
            font.save(Path(folder) / f"{weight}.ttf")
        vl_convert.register_font_directory(folder)
        return {name: vl_convert.vegalite_to_svg(_drawable(spec), allowed_base_urls=[]) for name, spec in specs.items()}


def _drawable(value: Any) -> Any:
    """A specification, or a part of it, whose texts can all be drawn."""
    match value:
        case str():
            return drawable(value)
        case dict():
            return {key: _drawable(one) for key, one in value.items()}
        case list() | tuple():
            return [_drawable(one) for one in value]
    return value


def printed(html: str) -> bytes:
    """The page as PDF. Nothing is fetched: all it needs is in it. Raises PrintLacking where libraries are missing."""
    if lacking := print_lacks():
        raise PrintLacking(lacking)
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    pdf: bytes = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",))).write_pdf()
    return pdf


def print_lacks() -> str:
    """What to do so that this machine can print, as a sentence; empty if it can. Takes half a second."""
    try:
        # It tells its user more than anybody in a room could use, on the output.
        with redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
        ctypes.CDLL(FONTS)
    except OSError:
        return f"Install the Debian packages {LIBRARIES}."
    return ""


def _spec(spec: Spec) -> bytes:
    return msgspec.json.format(msgspec.json.encode(spec), indent=1)


def _one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


if __name__ == "__main__":
    main()
