"""Who came: phones and badges by group of the day, never in a number under five. Pure."""

from collections.abc import Iterable

from xlab.events import Answered, BeaconRegistered, Event, GroupBegan, IdeaAdded, PresenceChanged, Source
from xlab.report.model import GroupCount, People
from xlab.workshop.privacy import FEWEST, protect


def people(events: Iterable[Event], visit: str, source: Source) -> People:
    """The phones that said something and the badges that were seen; props and pads are no badges.

    Of events of other visits only the registrations of beacons are looked at. A group is counted by each kit for
    itself, in the order of its own log.
    """
    fixed: set[str] = set()
    group: dict[str, int] = {}
    phones: dict[str, int] = {}
    badges: set[tuple[str, int]] = set()
    for event in events:
        fact = event.fact
        if isinstance(fact, BeaconRegistered):
            (fixed.discard if fact.role == "badge" else fixed.add)(fact.identity)
        if event.visit != visit:
            continue
        now = group.get(event.kit, 1)
        if isinstance(fact, GroupBegan):
            group[event.kit] = max(now, fact.number)
        elif event.source == source and isinstance(fact, Answered | IdeaAdded):
            # A kiosk that answers is nobody's phone.
            if event.station is None:
                phones.setdefault(fact.voter, now)
        elif event.source == source and isinstance(fact, PresenceChanged):
            badges.add((fact.beacon, now))
    here = [number for beacon, number in badges if beacon not in fixed]
    return _told(list(phones.values()), here, max(group.values(), default=1))


def _told(phones: list[int], badges: list[int], groups: int) -> People:
    numbers = range(1, groups + 1)
    by_phone = protect([[phones.count(number) for number in numbers]])[0]
    by_badge = protect([[badges.count(number) for number in numbers]])[0]
    counts = tuple(
        GroupCount(number=number, phones=by_phone[number - 1], badges=by_badge[number - 1]) for number in numbers
    )
    return People(
        phones=len(phones) if len(phones) >= FEWEST else None,
        badges=len(badges) if len(badges) >= FEWEST else None,
        groups=counts if groups > 1 else (),
    )
