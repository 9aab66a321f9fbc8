"""Where the facilitator put the stations: shown, kept over a restart, undone."""

import asyncio

import pytest

from tests.hub.test_kit import running
from xlab.dashboard.ports import NotPlaced
from xlab.events import StationPlaced
from xlab.hub.kit import Kit
from xlab.link import Status
from xlab.store import StoreError


def came(kit: Kit, *stations: str) -> None:
    for station in stations:
        kit.station(station, station.title(), Status(screen="attract"))


def shown(kit: Kit) -> dict[str, tuple[float, float, bool]]:
    return {spot.id: (round(spot.x, 3), round(spot.y, 3), spot.placed) for spot in kit.room().spots}


async def put(kit: Kit, **places: tuple[float, float]) -> bool:
    return await asyncio.to_thread(kit.places.put, {f"st-{name[1:]}": place for name, place in places.items()})


async def test_stations_stand_where_they_were_put_also_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        came(kit, "st-1", "st-2")
        assert await put(kit, s1=(0.2, 0.9), s2=(0.8, 0.1))
        assert await put(kit, s1=(0.3, 0.4))
    async with running(tmp_path) as kit:
        came(kit, "st-2", "st-1")
        assert shown(kit) == {"st-1": (0.3, 0.4, True), "st-2": (0.8, 0.1, True)}
        assert not kit.places.can_undo(), "nobody remembers today what was moved yesterday"


async def test_who_comes_to_an_arranged_room_waits_at_its_edge(tmp_path):
    async with running(tmp_path) as kit:
        came(kit, "st-1", "st-2")
        assert shown(kit) == {"st-1": (0.333, 0.5, False), "st-2": (0.667, 0.5, False)}
        await put(kit, s1=(0.2, 0.2))
        assert shown(kit) == {"st-1": (0.2, 0.2, True), "st-2": (0.5, 1.0, False)}


async def test_moves_are_taken_back_one_by_one_to_before_the_first(tmp_path):
    async with running(tmp_path) as kit:
        came(kit, "st-1", "st-2")
        before = shown(kit)
        await put(kit, s1=(0.2, 0.2), s2=(0.7, 0.7))
        between = shown(kit)
        await put(kit, s1=(0.5, 0.2))
        assert await asyncio.to_thread(kit.places.undo)
        assert shown(kit) == between
        assert await asyncio.to_thread(kit.places.undo)
        assert shown(kit) == before
        assert not await asyncio.to_thread(kit.places.undo)
    async with running(tmp_path) as kit:
        came(kit, "st-1", "st-2")
        assert shown(kit) == before


async def test_what_a_full_card_does_not_take_is_not_moved_and_can_be_taken_back_later(tmp_path):
    async with running(tmp_path) as kit:
        came(kit, "st-1")
        await put(kit, s1=(0.2, 0.2))
        there = shown(kit)

        async def full(drafts):
            raise StoreError("The card is full.")

        writing, kit.writer.append = kit.writer.append, full
        with pytest.raises(NotPlaced):
            await put(kit, s1=(0.9, 0.9))
        with pytest.raises(NotPlaced):
            await asyncio.to_thread(kit.places.undo)
        kit.writer.append = writing
        assert shown(kit) == there
        assert await asyncio.to_thread(kit.places.undo) and shown(kit) != there


async def test_a_station_that_is_not_there_is_not_placed_nor_those_with_it(tmp_path):
    async with running(tmp_path) as kit:
        came(kit, "st-1")
        assert not await put(kit, s1=(0.1, 0.1), s9=(0.2, 0.2))
        assert shown(kit) == {"st-1": (0.5, 0.5, False)}
        assert [event for event in kit.log.read(0, 500, (StationPlaced,))] == []
