"""The registry as a table that people keep in a spreadsheet: CSV in both directions. Pure.

Spreadsheets differ: German and French ones write semicolons, some begin with a byte-order mark, older ones write no
UTF-8. All of that is taken. What a line says must be right, though: a wrong one is named with its number and reason,
and nothing is guessed.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal, get_args

import msgspec

from xlab.beacons.registry import LONGEST_LABEL, Registry, tidy_label
from xlab.beacons.sighting import identity
from xlab.events import BeaconRegistered, Role

COLUMNS: Final = ("uuid", "major", "minor", "role", "label")
"""The header. ``uuid`` may be left out where the kit has one only, ``role`` for badges, ``label`` always."""

MOST_LINES: Final = 1000
MOST_BYTES: Final = 256 * 1024

Reason = Literal["uuid", "foreign", "which_uuid", "major", "minor", "role", "label", "twice", "quote"]
"""Why a line is wrong: the key of a sentence, ``badges.wrong_<reason>``."""

Trouble = Literal["large", "lines", "empty", "header", "binary"]
"""Why a whole file is: ``badges.file_<trouble>``."""

_UUID: Final = re.compile(r"[0-9a-f]{32}")
_NUMBER: Final = re.compile(r"[0-9]{1,5}")
_FORMULA: Final = re.compile(r"'*[=+\-@]")
"""A spreadsheet takes such a cell for a formula, and runs it; an apostrophe before it makes it text."""


class Unusable(ValueError):
    """This is no list of beacons; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble: Trouble = trouble


class Row(msgspec.Struct, frozen=True):
    """A line that is right, by its number in the file."""

    line: int
    identity: str
    role: Role
    label: str


class Wrong(msgspec.Struct, frozen=True):
    """A line that is not: ``said`` is what stands there, as far as it fits."""

    line: int
    reason: Reason
    said: str = ""


class Preview(msgspec.Struct, frozen=True):
    """What importing a file would do. ``unnamed`` counts labels left out because badges have none."""

    new: tuple[Row, ...]
    changed: tuple[Row, ...]
    same: tuple[Row, ...]
    wrong: tuple[Wrong, ...]
    unnamed: int = 0


def preview(data: bytes, registry: Registry, uuids: Sequence[str]) -> Preview:
    """Judge a file against the registry and the kit's own UUIDs. Raises :class:`Unusable`."""
    rows, wrong, unnamed = _read(_decode(data), uuids)
    sorted_out: dict[str, list[Row]] = {"new": [], "changed": [], "same": []}
    for row in rows:
        known = registry.get(row.identity)
        is_same = known is not None and (known.role, known.label) == (row.role, row.label)
        sorted_out["new" if known is None else "same" if is_same else "changed"].append(row)
    new, changed, same = (tuple(group) for group in sorted_out.values())
    return Preview(new, changed, same, tuple(wrong), unnamed)


def export(entries: Iterable[tuple[BeaconRegistered, Sequence[str]]], more: Sequence[str], delimiter: str) -> bytes:
    """The registry as a file that spreadsheets open as it is; each entry with its cells of the ``more`` columns."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *more))
    for entry, cells in entries:
        writer.writerow((*entry.identity.split("/"), entry.role, *(_harmless(cell) for cell in (entry.label, *cells))))
    return text.getvalue().encode("utf-8-sig")


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise Unusable("large")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise Unusable("binary")
    return text


def _read(text: str, uuids: Sequence[str]) -> tuple[list[Row], list[Wrong], int]:
    lines = _lines(text)
    names = [cell.strip().casefold() for cell in next(lines, (0, []))[1]]
    if not {"major", "minor"} <= set(names):
        raise Unusable("header" if any(names) else "empty")
    rows: dict[str, Row] = {}
    wrong: list[Wrong] = []
    unnamed = count = 0
    for number, cells in lines:
        count += 1
        if count > MOST_LINES:
            raise Unusable("lines")
        values = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        row = _row(number, values, uuids)
        if isinstance(row, Row) and row.identity in rows:
            row = Wrong(number, "twice", str(rows[row.identity].line))
        if isinstance(row, Wrong):
            wrong.append(row)
            continue
        if row.role == "badge" and row.label:
            unnamed += 1
            row = msgspec.structs.replace(row, label="")
        rows[row.identity] = row
    if not count:
        raise Unusable("empty")
    return list(rows.values()), wrong, unnamed


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that say something, with the number of their first line in the file; the header is the first."""
    head = next((line for line in text.splitlines() if line.strip() and not _is_hint(line)), "")
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    begins = 1
    try:
        for cells in reader:
            said = any(cell.strip() for cell in cells)
            if said and not (begins == 1 and _is_hint(delimiter.join(cells))):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:  # a cell without end: something else than a list was chosen
        raise Unusable("binary") from error


def _is_hint(line: str) -> bool:
    """Excel's own first line, which names the delimiter."""
    return line.strip().casefold().startswith("sep=")


def _row(number: int, values: dict[str, str], uuids: Collection[str]) -> Row | Wrong:
    if any("\n" in value or "\r" in value for value in values.values()):
        return Wrong(number, "quote")
    said = values.get("uuid", "")
    uuid = _uuid(said, uuids)
    if uuid not in uuids:
        return Wrong(number, "foreign" if uuid else "uuid" if said else "which_uuid", uuid or said[:40])
    numbers: list[int] = []
    for name in ("major", "minor"):
        said = values.get(name, "")
        if not (_NUMBER.fullmatch(said) and said.isascii() and int(said) <= 65535):
            return Wrong(number, "major" if name == "major" else "minor", said[:40])
        numbers.append(int(said))
    role = values.get("role", "").casefold() or "badge"
    if role not in get_args(Role):
        return Wrong(number, "role", values["role"][:40])
    label = tidy_label(_unescaped(values.get("label", "")))
    if len(label) > LONGEST_LABEL:
        return Wrong(number, "label", label[:40])
    return Row(number, identity(uuid, *numbers), msgspec.convert(role, Role), label)


def _uuid(said: str, uuids: Collection[str]) -> str:
    """The UUID in the kit's spelling; the kit's only one where nothing is said; empty if this is none."""
    if not said:
        return next(iter(uuids)) if len(uuids) == 1 else ""
    plain = said.casefold().strip("{}").replace("-", "")
    if not _UUID.fullmatch(plain):
        return ""
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
