"""Shaking: with ``XLAB_TEST_SHAKE=1`` the kit answers late and the browser is slow, so that tests which race fail.

What a test asserts at once, though a page, a script or a thread brings it about a moment later, holds on a quiet
machine and fails on a busy one. Shaken, it fails here. ``XLAB_TEST_SHAKE`` is the seed: another number, other delays.
"""

import asyncio
import os
import random

from xlab.dashboard.replies import ASGIApp, Message, Receive, Scope, Send

SEED = os.environ.get("XLAB_TEST_SHAKE", "")
"""Empty: nothing is shaken."""

LATEST = 0.4
"""Seconds; the longest that a request is on its way, and the longest that its answer or a part of a stream is."""

SLOWER = 3
"""How many times slower the browser works; `browser/conftest.py` sees to it."""


def shaken(app: ASGIApp) -> ASGIApp:
    """The app, every request and every answer of which takes its time."""
    if not SEED:
        return app
    chance = random.Random(SEED)

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_late(message: Message) -> None:
            # What is whole comes at once after its head; of a stream, every part is late.
            if message["type"] == "http.response.start" or message.get("more_body"):
                await asyncio.sleep(chance.uniform(0.0, LATEST))
            await send(message)

        await asyncio.sleep(chance.uniform(0.0, LATEST))
        await app(scope, receive, send_late)

    return late
