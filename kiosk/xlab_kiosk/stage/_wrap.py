"""Breaking text into lines of a width."""

import re

import msgspec

from xlab_kiosk.stage.fonts import Weight, measure

_BREAKS = re.compile(r"(?<=\w[-/–—])(?=\w)")
"""Where a line may end inside a word: after a hyphen or a slash that joins two parts."""

_KEPT = re.compile(r" (?=[–—?!:;»])|(?<=«) ")
"""Spaces a line never ends at: before a dash, and where French puts them."""

_LONELY = 0.25


class Column(msgspec.Struct, frozen=True):
    """A column of text: weight and size of its type, and its width, both in pixels."""

    weight: Weight
    size: int
    width: int

    def measure(self, line: str) -> int:
        """Width of one line in pixels."""
        return measure(line, self.weight, self.size)

    def wrap(self, text: str, most: int) -> tuple[list[str], bool]:
        """At most ``most`` lines, none wider than the column (but of one character at least).

        Also says whether a word had to be broken because it is longer than a line.
        """
        lines: list[str] = []
        broken = False
        for paragraph in _KEPT.sub("\u00a0", text).split("\n"):
            line = ""
            for word in paragraph.split(" "):
                for index, piece in enumerate(_BREAKS.split(word)):
                    longer = f"{line} {piece}" if line and not index else line + piece
                    if self._holds(longer):
                        line = longer
                        continue
                    if line:
                        lines.append(line)
                    line = piece
                    while len(line) > 1 and len(lines) < most and not self._holds(line):
                        at = self._longest(line)
                        lines.append(line[:at])
                        line, broken = line[at:], True
                if len(lines) >= most:
                    return lines[:most], broken
            lines.append(line)
        return lines[:most], broken

    def shortened(self, line: str) -> str:
        """The line with an ellipsis, and as much of it as then fits."""
        while line and self.measure(line + "…") > self.width:
            line = line[:-1]
        return line.rstrip("….,;: ") + "…"

    def lonely(self, line: str) -> bool:
        """Whether a last line is so short that it looks forgotten."""
        return self.measure(line) < self.width * _LONELY

    def evened(self, text: str, lines: list[str]) -> list[str]:
        """The same number of lines, but of about one length: no word is left alone at the end."""
        low, high = self.width // 2, self.width
        while high - low > max(2, self.size // 4):
            middle = (low + high) // 2
            tried, broken = Column(self.weight, self.size, middle).wrap(text, len(lines) + 1)
            if broken or len(tried) > len(lines):
                low = middle
            else:
                lines, high = tried, middle
        return lines

    def _holds(self, line: str) -> bool:
        """Whether a line fits. No letter is narrower than a tenth of its size: what is far too long is not measured."""
        return len(line) * self.size <= self.width * 10 and self.measure(line) <= self.width

    def _longest(self, line: str) -> int:
        """How many characters of a line that is too long fit; at least one.

        Doubling first, because measuring the whole of a very long word is what takes time.
        """
        low, high = 1, 2
        while high < len(line) and self.measure(line[:high]) <= self.width:
            low, high = high, 2 * high
        high = min(high, len(line)) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure(line[:middle]) <= self.width:
                low = middle
            else:
                high = middle - 1
        return low
