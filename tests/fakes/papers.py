"""Reports in memory: what a test puts here is what pages find."""

from pathlib import Path

from xlab.dashboard.ports.papers import Paper
from xlab.report import Report


class FakePapers:
    """Implements :class:`xlab.dashboard.ports.papers.Papers`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._papers: dict[str, Paper] = {}
        self._reports: dict[str, Report] = {}
        self.wished: list[str] = []
        """What was asked to be made once more."""

    def of(self, visit: str) -> Paper | None:
        return self._papers.get(visit)

    def report(self, visit: str) -> Report | None:
        return self._reports.get(visit)

    def file(self, visit: str, name: str) -> Path | None:
        paper = self.of(visit)
        return self._home / f"{visit}-{name}" if paper is not None and name in paper.sizes else None

    def again(self, visit: str) -> None:
        self.wished.append(visit)

    # What tests do to it.

    def tell(self, paper: Paper) -> None:
        """How a report is now."""
        self._papers[paper.visit] = paper

    def put(self, visit: str, report: Report, **files: bytes) -> None:
        """A report that is ready, with documents such as ``pdf=b"..."``."""
        names = {f"report.{kind}": data for kind, data in files.items()}
        for name, data in names.items():
            (self._home / f"{visit}-{name}").write_bytes(data)
        self._reports[visit] = report
        self.tell(Paper(visit=visit, state="ready", sizes={name: len(data) for name, data in names.items()}))
