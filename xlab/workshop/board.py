"""The board: stakeholders, what they value and could bring, platforms and pilots, and what is still missing on it."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

import msgspec

from xlab.events.visits import BoardItem, Pilot, Platform, Stakeholder, StakeholderClass, SupplyStage, Worth

GROUPS: Final[tuple[StakeholderClass, ...]] = get_args(StakeholderClass)
STAGES: Final[tuple[SupplyStage, ...]] = get_args(SupplyStage)
WORTHS: Final[tuple[Worth, ...]] = get_args(Worth)

Gap = Literal[
    "group", "values", "brings", "only_money", "protects", "promotes", "platform", "pilot", "test", "owner", "measure",
    "acceptance", "stop",
]  # fmt: skip
"""What is missing: a whole class of stakeholders; or, of an item, the field of that name (or something but money)."""


class Nudge(msgspec.Struct, frozen=True):
    """One thing that is still missing; ``about`` is a class of stakeholders or the id of an item."""

    gap: Gap
    about: str


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the board by id, in the order in which it came; ``by_visitors``: the ids of what visitors began."""

    stakeholders: Mapping[str, Stakeholder] = {}
    platforms: Mapping[str, Platform] = {}
    pilots: Mapping[str, Pilot] = {}
    by_visitors: tuple[str, ...] = ()

    def with_item(self, item: BoardItem, by: Literal["facilitator", "visitor"] = "facilitator") -> "Board":
        """The board with this put on it, in place of an older one of its id. Whose it was at first, it stays."""
        name = _SHELVES[type(item)]
        before = getattr(self, name)
        new = by == "visitor" and item.id not in before
        return msgspec.structs.replace(
            self,
            **{name: {**before, item.id: item}},
            by_visitors=(*self.by_visitors, item.id) if new else self.by_visitors,
        )

    def without(self, item: str) -> "Board":
        """The board without it. What hung on it stays: a platform may find another stakeholder."""
        kept = {
            name: {key: value for key, value in getattr(self, name).items() if key != item}
            for name in _SHELVES.values()
        }
        return Board(**kept, by_visitors=tuple(one for one in self.by_visitors if one != item))

    def nudges(self) -> tuple[Nudge, ...]:
        """What is still missing, in the order of the four steps."""
        return tuple(self._nudges())

    def _nudges(self) -> Iterator[Nudge]:
        here = {stakeholder.group for stakeholder in self.stakeholders.values()}
        yield from (Nudge("group", group) for group in GROUPS if group not in here)
        for stakeholder in self.stakeholders.values():
            yield from (Nudge(gap, stakeholder.id) for gap in _gaps(stakeholder))
        known = {platform.stakeholder for platform in self.platforms.values()}
        yield from (Nudge("platform", one) for one in self.stakeholders if one not in known)
        piloted = {pilot.platform: pilot for pilot in self.pilots.values()}
        if self.platforms and not piloted.keys() & self.platforms.keys():
            yield Nudge("pilot", next(iter(self.platforms)))
        for pilot in self.pilots.values():
            for name in _PILOT:
                if not getattr(pilot, name).strip():
                    yield Nudge(name, pilot.id)


_SHELVES: Final[dict[type, str]] = {Stakeholder: "stakeholders", Platform: "platforms", Pilot: "pilots"}
_PILOT: Final[tuple[Gap, ...]] = ("test", "owner", "measure", "acceptance", "stop")


def _gaps(stakeholder: Stakeholder) -> Iterator[Gap]:
    if not stakeholder.values:
        yield "values"
    if not stakeholder.brings:
        yield "brings"
    elif all(resource.kind == "money" for resource in stakeholder.brings):
        yield "only_money"
    if stakeholder.group == "gatekeeper":
        if not stakeholder.protects.strip():
            yield "protects"
        if not stakeholder.promotes.strip():
            yield "promotes"
