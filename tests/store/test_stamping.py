from pathlib import Path
from uuid import UUID

from xlab.events import KitStarted
from xlab.store import stamp
from xlab.store.stamping import boot_id, seconds_since_boot

FACT = KitStarted(version="1")


def test_a_stamp_carries_the_three_times_and_what_it_was_given() -> None:
    draft = stamp(FACT, source="recorded", station="st-1", visit="v-1", wall=lambda: 12.5, mono=lambda: 3.25)
    assert (draft.fact, draft.source, draft.station, draft.visit) == (FACT, "recorded", "st-1", "v-1")
    assert (draft.wall, draft.mono) == (12.5, 3.25)
    assert draft.boot == Path("/proc/sys/kernel/random/boot_id").read_text().strip() == boot_id()


def test_ids_are_time_ordered_uuids_and_never_the_same() -> None:
    ids = [stamp(FACT).id for _ in range(2000)]
    assert {UUID(one).version for one in ids} == {7}
    assert ids == sorted(set(ids))


def test_seconds_since_boot_only_grow() -> None:
    readings = [seconds_since_boot() for _ in range(100)]
    assert readings == sorted(readings)
    assert float(Path("/proc/uptime").read_text().split()[0]) + 1 > readings[0] > 0
