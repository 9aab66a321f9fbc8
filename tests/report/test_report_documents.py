"""The process that makes documents: what it makes, and what is left when it cannot."""

import io
import os
import sys
import zipfile
from pathlib import Path

import msgspec
import psutil
import pytest

from tests.report.made_up import told
from tests.waiting import PATIENCE
from xlab.report import Report, documents, render, rendering
from xlab.report.documents import drawn, make, printed
from xlab.report.drawing import charts
from xlab.report.page import page
from xlab.report.rendering import LIBRARIES


def stuffed(report: Report) -> Report:
    """The report of people who write as much as they may."""
    long = "We will try many things and then decide again what to do about all of it, together. " * 12
    charter = msgspec.structs.replace(report.charter, unit=long[:200], vision=long, purpose=long)
    pilots = [
        msgspec.structs.replace(one, pilot=report.connections[0].pilot, pattern=long[:150], who=long[:150], stage=stage)
        for stage in ("sourcing", "design", "use")
        for one in report.connections
    ]
    return msgspec.structs.replace(
        report,
        charter=charter,
        connections=tuple(pilots),
        decisions=tuple(msgspec.structs.replace(report.decisions[0], what=long, owner=long[:200]) for _ in range(9)),
        upcoming=tuple(msgspec.structs.replace(report.upcoming[0], text=long, owner=long[:200]) for _ in range(9)),
    )


def test_page_print_and_data_come_as_one_zip(tmp_path: Path) -> None:
    rendered = render(told("de").report(), tmp_path)
    assert rendered.problem == ""
    assert rendered.files["report.pdf"].read_bytes().startswith(b"%PDF-")
    html = rendered.files["report.html"].read_text("utf-8")
    with zipfile.ZipFile(rendered.files["report.zip"]) as archive:
        names = set(archive.namelist())
        assert archive.read("report.pdf") == rendered.files["report.pdf"].read_bytes()
        assert archive.read("report.html").decode() == html
        assert msgspec.json.decode(archive.read("data/report.json"), type=Report) == told("de").report()
    specs = [name for name in names if name.startswith("charts/")]
    assert html.count("<svg") == len(specs) > 10
    assert "Lieferkette" in html and "data/rounds.csv" in names
    assert not list(tmp_path.glob(".*")), "nothing half written is left"


@pytest.mark.parametrize("practice", [False, True])
def test_the_first_page_is_one_page_however_much_was_written(practice: bool) -> None:
    from weasyprint import HTML

    report = stuffed(told(practice=practice).report())
    html = page(report, {"rail": drawn({"rail": charts(report)["rail"]})["rail"]})
    # Nothing may be cut off at the foot, so here the page grows with what is on it.
    html = html.replace("height: 258mm; position: relative; overflow: hidden;", "").replace(
        ".signet { position: absolute;", ".signet {"
    )
    first = HTML(string=html[: html.index('<section class="part">')] + "</main>").render()
    assert len(first.pages) == 1


def test_without_the_libraries_for_print_there_are_page_and_data_and_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(html: str) -> bytes:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(documents, "drawn", lambda specs: {})
    monkeypatch.setattr(documents, "printed", broken)
    (tmp_path / "report.pdf").write_bytes(b"an older one")
    made = make(told().report(), tmp_path)
    assert "PDF" in made.problem and "libpango" in made.problem
    assert not (tmp_path / "report.pdf").exists()
    assert {"report.html", "report.zip", "rounds.csv"} <= set(made.files)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "report.zip").read_bytes())) as archive:
        assert "report.pdf" not in archive.namelist()


def test_a_machine_that_cannot_print_still_draws_its_charts_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As the real one does where Pango is missing: much on the output, then an error.
    lame = tmp_path / "libraries" / "weasyprint.py"
    lame.parent.mkdir()
    lame.write_text("print('Please follow the installation steps')\nraise OSError('cannot load library')\n")
    monkeypatch.setenv("PYTHONPATH", str(lame.parent), prepend=os.pathsep)
    rendered = render(told().report(), tmp_path / "report")
    assert rendered.problem.endswith(f"Install the Debian packages {LIBRARIES}.")
    assert "<svg" in rendered.files["report.html"].read_text("utf-8")
    assert "report.pdf" not in rendered.files


def interpreter(folder: Path, *lines: str) -> str:
    """A program that stands in for Python and breaks before it could make anything but a plain report."""
    path = folder / "python"
    path.write_text("\n".join(["#!/bin/sh", *lines, f'exec {sys.executable} "$@"', ""]))
    path.chmod(0o755)
    return str(path)


def test_a_process_that_breaks_down_costs_charts_and_print_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = interpreter(tmp_path, 'case "$*" in *--plain*) ;; *) echo "out of memory" >&2; exit 9;; esac')
    monkeypatch.setattr(rendering.sys, "executable", broken)
    rendered = render(told().report(), tmp_path / "report")
    assert "status 9. out of memory" in rendered.problem
    html = rendered.files["report.html"].read_text("utf-8")
    assert "<svg" not in html and "50% (25–75%)" in html, "tables stand in place of charts"
    assert "report.pdf" not in rendered.files and rendered.files["report.zip"].exists()


def test_a_process_that_hangs_is_killed_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = interpreter(tmp_path, f"sleep 1000 & echo $! >> {tmp_path}/pids", "wait")
    monkeypatch.setattr(rendering.sys, "executable", hanging)
    rendered = render(told().report(), tmp_path / "report", patience=1.0)
    assert rendered.files == {} and "longer than 1 seconds" in rendered.problem
    started = [int(line) for line in (tmp_path / "pids").read_text().split()]
    left = [psutil.Process(pid) for pid in started if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(left, timeout=PATIENCE)
    assert started and [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


def test_print_fetches_nothing() -> None:
    html = '<img src="file:///etc/hostname"><link rel="stylesheet" href="http://127.0.0.1:9/x.css"><p>Text</p>'
    assert printed(html).startswith(b"%PDF-")
