"""Cutting a stream of JPEG pictures, one after the other, as cameras and their programs give them (MJPEG). Pure."""

MOST = 4 * 1024 * 1024
"""Bytes of one picture; a camera's of 1280x720 has a tenth of it. What is larger is no picture and is dropped."""

_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers that no length follows."""


class Cutter:
    """Bytes in, whole pictures out; what is not part of one is passed over."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The pictures that these bytes made whole, in order."""
        self._data += data
        found = []
        while (end := self._cut()) > 0:
            found.append(bytes(self._data[:end]))
            del self._data[:end]
        if len(self._data) > MOST:
            self._data.clear()
        return found

    def _cut(self) -> int:
        """Where the first picture ends; 0 while it is not whole. What comes before it is dropped."""
        while True:
            begin = self._data.find(_BEGIN)
            if begin < 0:
                del self._data[: max(0, len(self._data) - 1)]
                return 0
            del self._data[:begin]
            end = self._end()
            if end >= 0:
                return end
            del self._data[:2]  # it only looked like a beginning

    def _end(self) -> int:
        """Its end; 0 while that has not come; -1 where this is no JPEG (ITU T.81, annex B)."""
        place = 2
        # Segment by segment up to the scan: a small picture inside a segment has an end mark of its own.
        while len(self._data) >= place + 4:
            if self._data[place] != 0xFF:
                return -1
            marker = self._data[place + 1]
            if marker in _ALONE or marker == 0xFF:
                place += 1 if marker == 0xFF else 2
                continue
            length = int.from_bytes(self._data[place + 2 : place + 4], "big")
            if length < 2:
                return -1
            place += 2 + length
            if marker == _SCAN:
                found = self._data.find(_END, place)
                return found + 2 if found >= 0 else 0
        return 0
