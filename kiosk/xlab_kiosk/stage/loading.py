"""Importing exactly one demo's folder."""

import importlib
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

from xlab_kiosk.stage._sources import SourceLoader, sources_only
from xlab_kiosk.stage.demo import Demo


def load_demo(folder: Path, entry: str) -> type[Demo]:
    """Import the package in ``folder`` and give the class that ``entry`` (``module:Class``) names.

    The package is found by its folder, never by its name on ``sys.path``, so no other demo and no library can take its
    place, and only its sources count, never byte code beside them.
    Raises whatever the demo's code raises, ImportError, AttributeError, or TypeError if the class is no Demo.
    """
    # Byte code beside the sources would change what IT has approved.
    sys.dont_write_bytecode = True
    sources_only(folder)
    package = folder.name
    _forget_others(package, folder)
    init = folder / "__init__.py"
    if init.exists():
        spec = importlib.util.spec_from_file_location(
            package, init, loader=SourceLoader(package, str(init)), submodule_search_locations=[str(folder)]
        )
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


def _forget_others(package: str, folder: Path) -> None:
    """A folder of the same name elsewhere may have been imported before: none of its modules must serve this one."""
    known = sys.modules.get(package)
    if known is None or folder.resolve() in {Path(path).resolve() for path in getattr(known, "__path__", ())}:
        return
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        del sys.modules[name]
