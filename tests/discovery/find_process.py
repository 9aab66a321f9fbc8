"""Finding kits as a process: ``find_process.py [loopback] SECONDS`` prints them as JSON."""

import asyncio
import sys

import msgspec

from xlab.discovery import find, loopback, usable

networks = loopback if "loopback" in sys.argv else usable
print(msgspec.json.encode(asyncio.run(find(float(sys.argv[-1]), networks=networks))).decode())
