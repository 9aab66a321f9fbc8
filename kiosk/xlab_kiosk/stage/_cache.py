"""A cache of surfaces that is bounded by the memory they take, not by their number."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from pygame import Surface


class SurfaceCache:
    """Keeps the surfaces used last, up to ``limit`` bytes of pixels; one larger than that is never kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Surface] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Surface]) -> Surface:
        """The surface of this key, made now if it is not kept. It is shared: draw from it, never on it."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = make()
        size = _size(made)
        if size <= self.limit:
            self._kept[key] = made
            self.bytes += size
            while self.bytes > self.limit:
                self.bytes -= _size(self._kept.popitem(last=False)[1])
        return made


def _size(surface: Surface) -> int:
    return surface.get_pitch() * surface.get_height()
