"""What the kit knows about a badge, as a demo is told it. Pure."""

from collections.abc import Iterable, Mapping

from xlab.events import BadgeGiven, Draft, PresenceChanged, Recorded
from xlab_kiosk.stage.inputs import KnownFact


def facts(drafts: Iterable[Draft], names: Mapping[str, str]) -> tuple[KnownFact, ...]:
    """Everything in the drafts (or events), oldest first and each once; ``names`` are the stations' by their ids."""
    once = {draft.id: draft for draft in drafts}
    known: list[KnownFact] = []
    for draft in sorted(once.values(), key=lambda draft: draft.wall):
        station = names.get(draft.station or "", draft.station or "")
        known += [
            KnownFact(wall=draft.wall, what=what, station=station, detail=detail) for what, detail in _said(draft)
        ]
    return tuple(known)


def _said(draft: Draft) -> list[tuple[str, str]]:
    match draft.fact:
        case PresenceChanged(kind=kind, proximity=proximity):
            return [(kind, proximity)]
        case BadgeGiven(animal=animal):
            return [("given", animal)]
        case Recorded(values=values):
            return [(name, str(value)) for name, value in values.items()]
    return []
