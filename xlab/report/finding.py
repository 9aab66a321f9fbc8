"""What a visit has found so far: rounds and demos as its report will tell them, while it still goes on. Pure.

Opinion groups are left to the report: comparing them with rooms drawn by lot takes longer than a page may.
"""

from collections.abc import Iterable, Mapping

from xlab.catalogue.manifest import Manifest
from xlab.events import Event, Source
from xlab.report._evidence import demos
from xlab.report._rounds import results
from xlab.report.model import Report
from xlab.workshop.visit import VisitNow


def find(events: Iterable[Event], visit: VisitNow, manifests: Mapping[str, Manifest], now: float) -> Report:
    """A report with nothing in it but rounds and demos, as :func:`xlab.report.build` has them.

    ``now`` is in seconds since 1970.
    """
    mine = [event for event in events if event.visit == visit.visit]
    source: Source = "simulated" if visit.practice else "live"
    rounds, elsewhere = results(mine, source, visit.language, groups=False)
    played, others, runs = demos(mine, visit.visit, source, manifests, visit.language)
    return Report(
        visit=visit.visit,
        language=visit.language,
        practice=visit.practice,
        made=now,
        day="",
        charter=visit.charter,
        rounds=rounds,
        elsewhere=elsewhere,
        runs=runs,
        demos=played,
        others=others,
    )
