"""The stations of a kit that has none: what the page of that name asks, held in plain attributes."""

from xlab.dashboard.ports import StationNow, Tried, Waiting


class FakePairing:
    """Implements :class:`xlab.dashboard.ports.Pairing`. ``codes`` holds what becomes of each code that is typed."""

    def __init__(self) -> None:
        self.all = [StationNow(id="st-1", name="Station 1", own=True, screen="attract", radio="scanning")]
        self.wishes: list[Waiting] = []
        self.codes: dict[str, Tried] = {}
        self.typed: list[str] = []
        self.unpaired: list[str] = []
        self.fails = False

    def stations(self) -> list[StationNow]:
        return self.all

    def waiting(self) -> list[Waiting]:
        return self.wishes

    def try_code(self, code: str) -> Tried:
        self.typed.append(code)
        return self.codes.get(code, Tried("wrong" if self.wishes else "nobody"))

    def unpair(self, station: str) -> bool:
        if self.fails:
            raise OSError("The card is full.")
        self.unpaired.append(station)
        return any(one.id == station and not one.own for one in self.all)
