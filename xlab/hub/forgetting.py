"""A writer that forgets thoroughly: what leaves the log has left the kit's own backups too when it returns."""

from collections.abc import Awaitable, Callable, Sequence

from xlab.events import Draft, Event
from xlab.store import Writer


class ThoroughWriter:
    """Writes as ``writer`` does; ``also`` is told of each badge or voter that the log has forgotten."""

    def __init__(self, writer: Writer, also: Callable[[str], Awaitable[None]]) -> None:
        self._writer = writer
        self._also = also

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """See :meth:`xlab.store.Writer.append`."""
        return await self._writer.append(drafts)

    async def forget(self, subject: str, reason: str) -> int:
        """See :meth:`xlab.store.Writer.forget`."""
        count = await self._writer.forget(subject, reason)
        await self._also(subject)
        return count
