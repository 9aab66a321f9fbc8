"""What a station shows: the hub's programme, and nothing that it does not name by its very files."""

from pathlib import Path

from xlab.catalogue.doors import Entry
from xlab.catalogue.programme import billed, fits
from xlab.link import Programme, Slot

A, B = "a" * 64, "b" * 64


def entry(name: str, door: str = "installed", status: str = "ready", digest: str = "") -> Entry:
    return Entry(name=name, door=door, folder=Path(name), status=status, reason="why", digest=digest)  # type: ignore[arg-type]


def names(entries: list[Entry], *slots: Slot) -> list[str]:
    return [one.name for one in billed(entries, Programme(slots=slots))]


def test_a_station_that_never_heard_a_hub_shows_what_is_ready_on_its_own():
    entries = [entry("one"), entry("two", "shelf", digest=A), entry("bad", status="bad")]
    entries += [entry("three", "dropped", "unapproved", B), entry("four", "dropped", "ready", B)]
    assert [one.name for one in billed(entries, None)] == ["one", "two"]


def test_only_what_the_programme_names_is_shown_in_its_order_and_once():
    entries = [entry("one"), entry("two"), entry("three")]
    slots = [Slot(demo="three"), Slot(demo="one"), Slot(demo="gone"), Slot(demo="three", digest=A)]
    assert names(entries, *slots) == ["three", "one"]
    assert names(entries) == []


def test_a_folder_put_there_by_hand_is_ready_where_its_files_are_the_approved_ones():
    (shown,) = billed(
        [entry("one", "dropped", "unapproved", A)], Programme(slots=(Slot(demo="one", digest=A, seal=B),))
    )
    assert (shown.status, shown.reason, shown.digest) == ("ready", "", A)


def test_other_files_of_the_same_name_are_not_shown():
    for door in ("dropped", "shelf"):
        assert names([entry("one", door, digest=B)], Slot(demo="one", digest=A)) == []
        # Nor does nothing equal nothing: files that could not be read match no slot, also not one without a digest.
        assert names([entry("one", door, digest="")], Slot(demo="one", digest="")) == []
        assert names([entry("one", door, digest=A)], Slot(demo="one", digest="")) == []


def test_the_right_files_are_found_behind_wrong_ones_and_bad_ones_never_shown():
    entries = [entry("one", "shelf", digest=B), entry("one", "dropped", "unapproved", A)]
    assert [one.door for one in billed(entries, Programme(slots=(Slot(demo="one", digest=A),)))] == ["dropped"]
    assert names([entry("one", "dropped", "bad", A), entry("two", status="bad")], Slot(demo="one", digest=A)) == []


def test_a_package_stands_in_until_the_bundle_of_the_same_demo_has_arrived():
    package, bundle = entry("one"), entry("one", "shelf", digest=A)
    slot = Slot(demo="one", digest=A, seal=B)
    assert [one.door for one in billed([package], Programme(slots=(slot,)))] == ["installed"]
    assert not fits(package, slot)
    assert [one.door for one in billed([package, bundle], Programme(slots=(slot,)))] == ["shelf"]
