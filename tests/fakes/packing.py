"""A packing list in memory: tests say what belongs in the box and what was seen."""

import msgspec

from xlab.dashboard.ports.packing import Item, NotPacked, PackingNow, PackingReason, When
from xlab.link import Face

BOX = (
    Item(id="b-fox", kind="badge", face=Face("fox", "coral"), seen=10.0),
    Item(id="b-owl", kind="badge", face=Face("owl", "violet"), left=True),
    Item(id="s-st-1", kind="station", label="Station 1", seen=0.0),
    Item(id="d-st-1", kind="screen", label="Station 1", seen=130.0),
    Item(id="t-cloth", kind="thing", word="packing.thing_cloth", ticked=1_790_000_000.0),
    Item(id="t-cables", kind="thing", word="packing.thing_cables"),
    Item(id="o-1", kind="own", label="Extension lead"),
)


class FakePacking:
    """Implements :class:`xlab.dashboard.ports.packing.Packing`. Change its attributes from any thread."""

    def __init__(self) -> None:
        self.items = BOX
        self.when: When = "leaving"
        self.hears = True
        self.refusal: PackingReason | None = None
        self.done: list[tuple[str, ...]] = []

    def now(self, when: When | None = None) -> PackingNow:
        return PackingNow(when=when or self.when, items=self.items, hears=self.hears, packed=1_789_900_000.0)

    def tick(self, when: When, item: str, on: bool) -> None:
        self._obey("tick", when, item, str(on))
        at = 1_790_000_100.0 if on else None
        self.items = tuple(msgspec.structs.replace(one, ticked=at) if one.id == item else one for one in self.items)

    def add(self, name: str) -> None:
        self._obey("add", name)
        self.items = (*self.items, Item(id=f"o-{len(self.items)}", kind="own", label=name))

    def remove(self, item: str) -> None:
        self._obey("remove", item)
        self.items = tuple(one for one in self.items if one.id != item)

    def restore(self) -> None:
        self._obey("restore")

    def anew(self, when: When) -> None:
        self._obey("anew", when)

    def _obey(self, *order: str) -> None:
        if self.refusal is not None:
            raise NotPacked(self.refusal)
        self.done.append(order)
