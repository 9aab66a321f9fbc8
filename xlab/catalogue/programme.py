"""What a station shows of the demos it has: the hub's programme applied to what was found there. Pure."""

from collections.abc import Sequence

import msgspec

from xlab.catalogue.entry import Entry
from xlab.link import Programme, Slot


def billed(entries: Sequence[Entry], programme: Programme | None) -> list[Entry]:
    """The demos that may be begun, in their order; each is ready, and none comes twice.

    With a programme it is the demos it names. One that is no Python package must hold exactly the files that the hub
    speaks of; a folder that was put there by hand becomes ready by that alone. None: the station has never heard one,
    and shows all that is ready on its own.
    """
    if programme is None:
        return [entry for entry in entries if entry.status == "ready" and entry.door != "dropped"]
    shown: dict[str, Entry] = {}
    for slot in programme.slots:
        named = [entry for entry in entries if entry.name == slot.demo and entry.status != "bad"]
        entry = next((one for one in named if fits(one, slot)), None)
        # A package came with the kit's own software: until the hub's bundle of it has arrived, it does.
        entry = entry or next((one for one in named if one.door == "installed"), None)
        if entry is not None:
            shown.setdefault(entry.name, msgspec.structs.replace(entry, status="ready", reason=""))
    return list(shown.values())


def fits(entry: Entry, slot: Slot) -> bool:
    """Whether this is the very demo that the slot speaks of, and one that can be begun."""
    if entry.name != slot.demo or entry.status == "bad":
        return False
    if not slot.digest:
        return entry.door == "installed"
    return entry.digest == slot.digest
