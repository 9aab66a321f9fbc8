"""Runs inside the machine: a virtual Bluetooth controller, and the badges that it hears.

The kernel talks to it over ``/dev/vhci`` as to any adapter. It can be pulled out and plugged in, go deaf until it is
reset, or stop answering, and it can play a recording with the strengths that were recorded.
``air.py serve`` is the controller; ``air.py say JSON`` tells it to do something and prints its answer, in JSON.
"""

import asyncio
import json
import os
import socket
import struct
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

SOCKET = "/run/xlab-air"
UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
TX_POWER = -59
BADGES = 3
"""Badges that are laid on a pad and taken away again, one after the other."""
ROUND, ON_PAD = 6.0, 3.0
"""Seconds from one laying of a badge on the pad to its next, and how long it stays there."""
EVERY = 0.2
"""Seconds between two advertisements of a badge: what a new badge is sold with, five a second."""
TOUCHING, AWAY = -33, -80
"""RSSI in dBm at the pad, and some steps from it."""


def now() -> float:
    """Seconds since the machine booted, as in the kit's event log."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def advertisement(identity: str, major: int, minor: int, tx_power: int) -> bytes:
    """What an iBeacon sends: one AD structure with Apple's company id."""
    data = b"\x4c\x00\x02\x15" + uuid.UUID(identity).bytes + struct.pack(">HHb", major, minor, tx_power)
    return bytes([len(data) + 1, 0xFF]) + data


class Air:
    """The adapter in its socket, or not, and what reaches it. Counts what the host asked of it."""

    def __init__(self) -> None:
        self.controller: Any = None
        self.transport: Any = None
        self.squatter: int | None = None
        self.deaf = False
        self.frozen = False
        self.badges = True
        self.counts = {"resets": 0, "scans": 0, "heard": 0, "unheard": 0}

    async def plug(self, elsewhere: bool = False) -> None:
        """Plug the adapter in; ``elsewhere``: where the first name is taken, so that it comes back as another."""
        from bumble.controller import Controller
        from bumble.hci import HCI_Reset_Command
        from bumble.transport import open_transport

        air = self

        class Adapter(Controller):
            def on_packet(self, packet: bytes) -> None:
                if not air.frozen:
                    super().on_packet(packet)

            def on_hci_reset_command(self, command: HCI_Reset_Command) -> Any:
                air.counts["resets"] += 1
                air.deaf = False
                self.le_scan_enable = False
                return super().on_hci_reset_command(command)

            def on_hci_le_set_scan_enable_command(self, command: Any) -> Any:
                air.counts["scans"] += bool(command.le_scan_enable)
                return super().on_hci_le_set_scan_enable_command(command)

        if elsewhere:  # a device that never answers is no adapter, but it has a number
            self.squatter = os.open("/dev/vhci", os.O_RDWR)
            os.write(self.squatter, b"\xff\x00")
        self.frozen = self.deaf = False
        self.transport = await open_transport("vhci")
        address = "F0:F1:F2:F3:F4:F5"
        self.controller = Adapter("air", self.transport.source, self.transport.sink, public_address=address)

    async def unplug(self) -> None:
        """Pull the adapter out, and whatever took its name."""
        self.controller = None
        await self.transport.close()
        if self.squatter is not None:
            os.close(self.squatter)
            self.squatter = None

    def send(self, sender: int, data: bytes, rssi: int) -> bool:
        """One advertisement passes the adapter; whether it was listening."""
        from bumble.hci import Address
        from bumble.hci import HCI_LE_Advertising_Report_Event as Event

        heard = bool(self.controller and self.controller.le_scan_enable and not self.deaf and not self.frozen)
        self.counts["heard" if heard else "unheard"] += 1
        if heard:
            address = Address(f"C0:00:00:00:00:{sender:02X}", Address.RANDOM_DEVICE_ADDRESS)
            # Beacons that nobody can connect to: the kernel holds others back until it has asked them for more.
            kind = Event.EventType.ADV_NONCONN_IND
            report = Event.Report(kind, Address.RANDOM_DEVICE_ADDRESS, address, data, rssi)
            self.controller.send_hci_packet(Event([report]))
        return heard

    async def send_badges(self) -> None:
        """The badges of the box, laid on a pad in turn, for ever."""
        due = now()
        while True:
            due = max(due + EVERY, now())
            await asyncio.sleep(due - now())
            for number in range(BADGES) if self.badges else ():
                on_pad = (due + number * ROUND / BADGES) % ROUND < ON_PAD
                data = advertisement(UUID, 1, 100 + number, TX_POWER)
                self.send(100 + number, data, TOUCHING if on_pad else AWAY)

    async def play(self, file: str) -> dict[str, Any]:
        """Play a recording at its pace and strengths; when its time 0 was, and what passed while nobody listened.

        BlueZ begins its scan anew every ten seconds, which takes an emulated machine up to a second. The recording
        begins just after that, so that its first advertisement, and with it who enters, is not lost.
        """
        scans, patience = self.counts["scans"], now() + 20.0
        while self.counts["scans"] == scans and now() < patience:
            await asyncio.sleep(0.05)
        sightings = [json.loads(line) for line in Path(file).read_text("ascii").splitlines()]
        began = now() + 0.5 - sightings[0]["t"]
        lost: list[float] = []
        late = 0.0
        for line in sightings:
            await asyncio.sleep(max(0.0, began + line["t"] - now()))
            late = max(late, now() - began - line["t"])
            data = advertisement(line["uuid"], line["major"], line["minor"], line["tx_power"])
            if not self.send(line["minor"], data, line["rssi"]):
                lost.append(line["t"])
        return {"began": began, "sent": len(sightings), "lost": lost, "late": late}

    async def obey(self, said: dict[str, Any]) -> dict[str, Any]:
        """Do what was said; the answer."""
        match said.pop("do"):
            case "plug":
                await self.plug(**said)
            case "unplug":
                await self.unplug()
            case "set":  # deaf (until the next reset), frozen, badges
                for name, value in said.items():
                    setattr(self, name, value)
            case "play":
                return await self.play(**said)
        return {"now": now(), **self.counts}


async def serve() -> None:
    """The controller, plugged in, until it is ended."""
    air = Air()
    await air.plug()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            reply = await air.obey(json.loads(await reader.readline()))
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        writer.write(json.dumps(reply).encode() + b"\n")
        await writer.drain()
        writer.close()

    Path(SOCKET).unlink(missing_ok=True)
    async with await asyncio.start_unix_server(answer, SOCKET):
        await air.send_badges()


def say(message: str) -> None:
    """Pass a message on and print the answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(SOCKET)
        line.sendall(message.encode() + b"\n")
        print(line.makefile().readline(), end="")


if __name__ == "__main__":
    if sys.argv[1] == "say":
        say(sys.argv[2])
    else:
        with suppress(KeyboardInterrupt):
            asyncio.run(serve())
