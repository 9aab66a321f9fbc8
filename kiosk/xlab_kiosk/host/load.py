"""Importing exactly one demo's folder, and saying where in it something went wrong."""

import importlib
import importlib.util
import sys
import traceback
from importlib.machinery import ModuleSpec
from pathlib import Path

from xlab_kiosk.host.wire import MAX_TRACEBACK, Fault
from xlab_kiosk.stage.demo import Demo

MAX_LINE = 500
"""Characters of one line of a fault."""


def load_demo(folder: Path, entry: str) -> type[Demo]:
    """Import the package in ``folder`` and give the class that ``entry`` (``module:Class``) names.

    The package is found by its folder, never by its name on ``sys.path``, so no other demo and no library can take its
    place. Raises whatever the demo's code raises, ImportError, AttributeError, or TypeError if the class is no Demo.
    """
    # Byte code beside the sources would change what IT has approved.
    sys.dont_write_bytecode = True
    package = folder.name
    init = folder / "__init__.py"
    if init.exists():
        spec = importlib.util.spec_from_file_location(package, init, submodule_search_locations=[str(folder)])
    else:
        spec = ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
    if spec is None:
        raise ImportError(f"{init} cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[package] = module
    if spec.loader is not None:
        spec.loader.exec_module(module)
    name, _, attribute = entry.partition(":")
    found = getattr(importlib.import_module(f"{package}.{name}"), attribute)
    if not (isinstance(found, type) and issubclass(found, Demo)):
        raise TypeError(f"{attribute} in {name}.py is no Demo; write: class {attribute}(Demo)")
    return found


def fault_of(error: BaseException, folder: Path) -> Fault:
    """What to tell the shell about an exception: its last line, where in the demo it was, and the traceback's end."""
    line = "".join(traceback.format_exception_only(error)).strip().rpartition("\n")[2]
    text = "".join(traceback.format_exception(error))
    return Fault(_sound(line)[:MAX_LINE], _sound(_where(error, folder))[:MAX_LINE], _sound(text)[-MAX_TRACEBACK // 4 :])


def _where(error: BaseException, folder: Path) -> str:
    places = [(frame.filename, frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno, "the text"))
    for filename, number, name in reversed(places):
        if Path(filename).is_relative_to(folder):
            return f"{Path(filename).relative_to(folder)}, line {number}, in {name}"
    return ""


def _sound(text: str) -> str:
    """Text that can be sent: half of a surrogate pair cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
