"""The report of a visit: what it says, its charts, and its documents."""

from xlab.report.building import build, signed
from xlab.report.finding import find
from xlab.report.model import Report
from xlab.report.rendering import Rendered, render

__all__ = ["Rendered", "Report", "build", "find", "render", "signed"]
