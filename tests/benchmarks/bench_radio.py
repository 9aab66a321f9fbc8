"""How fast advertisements become presence, beside the ibeacon-ble package on the same objects of bleak.

One process, one core; seconds are the processor's, so that other work on the machine does not count. Alone:
``python -m tests.benchmarks.bench_radio``. Promised: three times ibeacon-ble's advertisements a second, 50,000 a second
from the scan callback to presence, and memory that a million do not grow.
"""

import asyncio
import gc
import time
from collections.abc import Callable, Sequence

import ibeacon_ble
import psutil
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from home_assistant_bluetooth import BluetoothServiceInfo

from tests.fakes.badge import APPLE, UUID, ibeacon
from xlab.beacons._intake import Intake
from xlab.beacons.frame import parse
from xlab.beacons.presence import Presence

ROUNDS = 3
DECODED = 50_000
HEARD = 200_000
BATCH = 50  # advertisements that come in between two turns of the consumer
A_SECOND = 300.0  # of the badges' time: thirty badges, ten times a second each
MILLION = 1_000_000

Heard = tuple[BLEDevice, AdvertisementData]


def heard(number: int, major: int, minor: int) -> Heard:
    """What bleak hands to the callback for one advertisement of a badge."""
    device = BLEDevice(f"C0:FF:EE:00:{minor >> 8:02X}:{minor & 255:02X}", None, None)
    data = ibeacon(major=major, minor=minor)
    return device, AdvertisementData(None, data, {}, [], None, -50 - number % 30, ())


def badges(count: int) -> list[Heard]:
    """A room: thirty badges in turn."""
    return [heard(number, 1, number % 30) for number in range(count)]


def strangers(count: int) -> list[Heard]:
    """A flood: every advertisement under a name of its own, with the kit's UUID."""
    return [heard(number, 1000 + (number >> 16), number & 0xFFFF) for number in range(count)]


def rate(work: Callable[[], None], count: int) -> float:
    """Advertisements a second of processor time, in the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return count / best


def decoding(title: str, sent: Sequence[Heard]) -> None:
    """Ours and theirs on the same objects, one after the other in the same run."""
    parser = ibeacon_ble.iBeaconParser()
    asyncio.run(parser.async_setup())
    convert = BluetoothServiceInfo.from_advertisement
    ready = [convert(device, advertisement, "hci0") for device, advertisement in sent]

    def theirs() -> None:
        for device, advertisement in sent:
            assert parser.parse(convert(device, advertisement, "hci0"))

    def theirs_alone() -> None:
        for info in ready:
            assert parser.parse(info)

    def ours() -> None:
        for _, advertisement in sent:
            assert parse(advertisement.manufacturer_data[APPLE])

    for (device, advertisement), info in zip(sent[:100], ready, strict=False):
        mine, other = parse(advertisement.manufacturer_data[APPLE]), parser.parse(info)
        assert mine and other and device.address == info.address
        assert (mine.uuid, mine.major, mine.minor) == (str(other.uuid), other.major, other.minor)
        assert mine.tx_power == other.power
    us, them, alone = (rate(work, len(sent)) for work in (ours, theirs, theirs_alone))
    print(
        f"decode, {title:15} {us:11,.0f} a second; ibeacon-ble {them:8,.0f} ({us / them:4.1f} times), "
        f"its parser alone {alone:8,.0f} ({us / alone:4.1f} times)"
    )


async def path(sent: Sequence[Heard], admits: Callable[[str], bool] | None) -> tuple[float, int]:
    """Seconds from the scan callback through the queue to presence, as in the hub, and how many came there."""
    tick = [0.0]

    def clock() -> float:
        tick[0] += 1.0 / A_SECOND
        return tick[0]

    intake = Intake({UUID}, scanner="st-1", clock=clock, admits=admits)
    presence = Presence()
    came = 0

    async def consume() -> None:
        nonlocal came
        async for sighting in intake.sightings():
            presence.hear(sighting)
            came += 1

    consuming = asyncio.create_task(consume())
    hear = intake.hear
    began = time.process_time()
    for start in range(0, len(sent), BATCH):
        for device, advertisement in sent[start : start + BATCH]:
            hear(device, advertisement)
        await asyncio.sleep(0)
    intake.close()
    await consuming
    return time.process_time() - began, came


def to_presence(title: str, sent: Sequence[Heard], admits: Callable[[str], bool] | None = None) -> None:
    """The best of some rounds."""
    runs = [asyncio.run(path(sent, admits)) for _ in range(ROUNDS)]
    seconds, came = min(runs)
    print(
        f"callback to presence, {title:26} {len(sent) / seconds:9,.0f} a second; {came:,} of {len(sent):,} came there"
    )


def callback_alone(sent: Sequence[Heard]) -> None:
    """The radio's share of the path: everything but presence."""

    def work() -> None:
        intake = Intake({UUID}, scanner="st-1", clock=time.monotonic)
        for device, advertisement in sent:
            intake.hear(device, advertisement)

    print(f"callback and queue alone {rate(work, len(sent)):11,.0f} a second")


async def memory() -> None:
    """Resident memory while a million go through: one in ten of a badge, the others of ever new strangers."""
    intake = Intake({UUID}, scanner="st-1", clock=time.monotonic)
    presence = Presence()
    process = psutil.Process()
    sizes = []

    async def consume() -> None:
        async for sighting in intake.sightings():
            presence.hear(sighting)

    consuming = asyncio.create_task(consume())
    for number in range(MILLION):
        badge = number % 10 == 0
        intake.hear(*heard(number, 1 if badge else 1000 + (number >> 16), number % 30 if badge else number & 0xFFFF))
        if number % BATCH == 0:
            await asyncio.sleep(0)
        if (number + 1) % (MILLION // 5) == 0:
            gc.collect()
            sizes.append(process.memory_info().rss / 1e6)
    intake.close()
    await consuming
    print("memory after each 200,000 of a million, nine in ten forged: " + ", ".join(f"{s:.1f}" for s in sizes) + " MB")


def main() -> None:
    """Print the figures."""
    decoding("30 badges", badges(DECODED))
    decoding("all different", strangers(DECODED))
    room = badges(HEARD)
    callback_alone(room)
    to_presence("30 badges", room)
    own = {f"{UUID}/1/{minor}" for minor in range(30)}
    flood = [one for pair in zip(badges(HEARD // 10), strangers(HEARD // 10), strict=True) for one in pair]
    to_presence("half forged, turned away", flood, own.__contains__)
    del room, flood
    asyncio.run(memory())


if __name__ == "__main__":
    main()
