"""Names of files that every system the kit meets keeps apart and writes the same way. Values in, sentences out."""

import unicodedata
from collections.abc import Iterable

MAX_NAME = 200
"""Bytes of a whole name in UTF-8; with the kit's own folders before it, far below what file systems allow."""

MAX_PART = 140
"""Bytes of one part between slashes; encrypted file systems stop at 143."""

_FORBIDDEN = frozenset('\\:*?"<>|')


class OddName(ValueError):
    """A name cannot be used; the message is a sentence naming it and what is wrong."""


def check_name(name: str, hidden: bool = False) -> None:
    """Refuse with :class:`OddName` what is no plain relative name (``pictures/cat.png``) below a demo's folder.

    With ``hidden`` a part may begin with a dot: packages of others have such files.
    """
    wrong = _wrong(name, hidden)
    if wrong:
        raise OddName(f"The name {shown(name)} {wrong}.")


def check_names(names: Iterable[str], hidden: bool = False) -> None:
    """Check each name and all together: none twice, not even by case or Unicode form, none a file and a folder."""
    files: set[str] = set()
    spelled: dict[str, str] = {}
    folders: set[str] = set()
    for name in names:
        check_name(name, hidden)
        if name in files:
            raise OddName(f"The name {shown(name)} comes twice.")
        files.add(name)
        parts = name.split("/")
        paths = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        folders.update(paths[:-1])
        for path in paths:
            other = spelled.setdefault(_folded(path), path)
            if other != path:
                raise OddName(f"The names {shown(other)} and {shown(path)} differ only by case or by Unicode form.")
    for both in sorted(files & folders):
        raise OddName(f"The name {shown(both)} is both a file and a folder.")


def _folded(path: str) -> str:
    # Compatibility forms too (a ligature, a wide letter): some file systems take these for the same name.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def _wrong(name: str, hidden: bool) -> str:
    parts = name.split("/")
    wrongs = {
        "is empty": not name,
        "cannot be written as text": any("\ud800" <= letter <= "\udfff" for letter in name),
        "is absolute": name.startswith("/") or name[1:2] == ":",
        "leads out of its folder": ".." in parts,
        "holds a backslash": "\\" in name,
        "holds a character that not every system allows": any(
            letter in _FORBIDDEN or unicodedata.category(letter)[0] == "C" for letter in name
        ),
        "has an empty part": "" in parts,
        "begins a part with a dot": any(part == "." or (part.startswith(".") and not hidden) for part in parts),
        "has a part that begins with a space, or ends with a space or a dot": any(
            part != part.strip() or part.endswith(".") for part in parts
        ),
        "is in a folder that Python makes by itself": "__pycache__" in parts,
        "is not in Unicode's composed form (NFC)": not unicodedata.is_normalized("NFC", name),
        f"is longer than {MAX_NAME} bytes, or one part of it than {MAX_PART}": (
            _bytes(name) > MAX_NAME or any(_bytes(part) > MAX_PART for part in parts)
        ),
    }
    return next((sentence for sentence, applies in wrongs.items() if applies), "")


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def shown(name: str) -> str:
    """A name as any screen can show it, and no longer than a line."""
    return ascii(name if len(name) <= 80 else name[:77] + "...")
