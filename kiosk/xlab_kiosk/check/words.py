"""What can be said of a demo without running it: its manifest, and its words in each language."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from xlab.catalogue import Manifest
from xlab.catalogue.checking import LANGUAGES, Criterion, Finding
from xlab.catalogue.manifest import said_of

Table = dict[str, str]

MOST_BYTES = 256 * 1024
"""A file of words or code that is read; a larger one is something else."""


def manifest_faults(manifest: Manifest) -> Iterator[Finding]:
    """What is said in some languages only."""
    texts = {"title": manifest.title, "summary": manifest.summary, "engagement.question": manifest.engagement.question}
    texts |= said_of(manifest)
    for key, said in texts.items():
        for language in LANGUAGES:
            if not said.get(language, "").strip():
                yield _finding("manifest", f"{key} is not said in this language. Add it.", "demo.toml", language)


def word_faults(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Keys that a language lacks, values that differ between languages, and keys the code asks for that nobody has."""
    tables: dict[str, Table] = {}
    for language in LANGUAGES:
        file = f"locale/{language}.toml"
        try:
            tables[language] = _flat(tomllib.loads(_read(folder / file)), "")
        except FileNotFoundError:
            tables[language] = {}
        except (OSError, ValueError, RecursionError) as error:
            yield _finding("words", f"The words cannot be read: {error}", file, language)
            return
    every = sorted(set().union(*tables.values()))
    for language in LANGUAGES:
        file, table = f"locale/{language}.toml", tables[language]
        for key in every:
            if not table.get(key, "").strip():
                yield _finding("words", f"The text {key} is missing or empty. Translate it.", file, language)
            elif language != "en" and key in tables["en"]:
                yield from _values(key, table[key], tables["en"][key], file, language)
    told = {"title", "summary", "question"} | {f"evidence.{name}" for name in manifest.evidence}
    named = {key.rpartition(".")[0] for key in every}
    for key, place in _asked(folder, "keys"):
        if key not in named:
            yield _finding("words", f"The code asks for the table {key}, which no file in locale has. Add it.", place)
    for key, place in _asked(folder, "text"):
        if key not in every and key not in told:
            yield _finding("words", f"The code asks for the text {key}, which no file in locale has. Add it.", place)


def _values(key: str, text: str, english: str, file: str, language: str) -> Iterator[Finding]:
    try:
        own, other = _places(text), _places(english)
    except ValueError as error:
        yield _finding("words", f"The text {key} cannot take values: {error}. Write braces as {{{{.", file, language)
        return
    if own != other:
        shown = ", ".join(sorted(f"{{{name}}}" for name in own ^ other))
        yield _finding("words", f"The text {key} differs from the English one in its values: {shown}.", file, language)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _asked(folder: Path, method: str) -> Iterator[tuple[str, str]]:
    """Each key written in the code, as ``stage.text("key")`` for the ``method`` text, with its file and line."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder)
        if name.parts[0] == "tests":
            continue
        try:
            tree = ast.parse(_read(path))
        except (OSError, ValueError, SyntaxError, RecursionError):
            continue  # playing it will tell
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name("stage") | ast.Attribute(attr="stage"), attr=called),
                    args=[ast.Constant(value=str(key)), *_],
                ) if called == method:
                    yield key, f"{name}, line {node.lineno}"


def _flat(table: Mapping[str, object], prefix: str) -> Table:
    flat: Table = {}
    for name, value in table.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {prefix + name: str(value)}
    return flat


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MOST_BYTES).decode("utf-8-sig")


def _finding(criterion: Criterion, text: str, where: str, language: str = "") -> Finding:
    return Finding(criterion=criterion, text=text, where=where, languages=(language,) if language else ())
