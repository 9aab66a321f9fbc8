"""What the facilitator orders reaches a station now or when it comes, and silence outlives the hub."""

from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import running
from tests.hub.test_library import do
from xlab import link
from xlab.link import Orders


async def test_orders_reach_a_station_that_is_here_and_one_that_comes_later(tmp_path):
    async with running(tmp_path) as kit:
        assert not await do(kit.ordering.set, "st-1", Orders(locked=True))
        async with KioskEnd(kit.stations) as kiosk:
            assert (await kiosk.hear(link.OrdersAre)).orders == Orders(locked=True)
            assert await do(kit.ordering.set, "st-1", Orders(message="x" * 5000))
            assert (await kiosk.hear(link.OrdersAre)).orders.message == "x" * 200
            assert await do(kit.ordering.open, "st-1", "hello")
            assert await kiosk.hear(link.Open) == link.Open(demo="hello")
            assert await do(kit.ordering.go_home, "st-1")
            await kiosk.hear(link.GoHome)
        assert not await do(kit.ordering.go_home, "st-1")


async def test_nothing_is_kept_for_a_station_the_kit_does_not_have(tmp_path):
    async with running(tmp_path) as kit:
        assert not await do(kit.ordering.set, "st-9", Orders(muted=True))
        assert kit.ordering.orders("st-9") == Orders()


async def test_only_silence_is_there_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        await do(kit.ordering.set, "st-1", Orders(muted=True, dark=True, pinned="hello"))
    async with running(tmp_path) as kit:
        assert kit.ordering.orders("st-1") == Orders(muted=True)
        await do(kit.ordering.set, "st-1", Orders())
    async with running(tmp_path) as kit:
        assert kit.ordering.orders("st-1") == Orders()
    (tmp_path / "orders.json").write_bytes(b"\xff{")
    async with running(tmp_path) as kit:
        assert kit.ordering.orders("st-1") == Orders()
