"""Where phones join, as the text that a demo hands on: an address, and the Wi-Fi that comes before it."""

from typing import Self


class WayIn(str):
    """An address that only phones in the kit's own Wi-Fi can open; ``wifi`` is the code by which they join that.

    To a demo it is the address, a text like any other, and a :class:`QRCode` of it shows both codes, with words in
    ``language``. It equals nothing but the same way in: whoever draws something else when it changes does so.

    >>> way = WayIn("http://10.42.0.1/join", "WIFI:T:WPA;S:Lab kit;P:mola-kefi-rubo-tesa;;", "en")
    >>> way.removeprefix("http://"), way == "http://10.42.0.1/join"
    ('10.42.0.1/join', False)
    """

    wifi: str
    language: str

    def __new__(cls, address: str, wifi: str, language: str) -> Self:
        """``address`` of the page, ``wifi`` as a code for it holds it."""
        made = super().__new__(cls, address)
        made.wifi, made.language = wifi, language
        return made

    def __eq__(self, other: object) -> bool:
        """Whether it is the same page in the same Wi-Fi, told in the same language."""
        return isinstance(other, WayIn) and self._parts() == other._parts()

    def __ne__(self, other: object) -> bool:
        """Said as well, for that of a text would be asked otherwise."""
        return not self == other

    def __hash__(self) -> int:
        """As its parts are."""
        return hash(self._parts())

    def _parts(self) -> tuple[str, str, str]:
        return str(self), self.wifi, self.language
