"""The rules that suggest platforms: the kit's own, which IT may write, or the bundled ones."""

import logging
from importlib.resources import files
from pathlib import Path
from typing import Final

from xlab.workshop.suggest import Rule, RulesError, read_rules

_log = logging.getLogger(__name__)

RULES: Final = "rules.toml"
"""The file of rules: in the kit's home if IT put one there, else the bundled one."""


def rules_of(home: Path) -> tuple[tuple[Rule, ...], str]:
    """The kit's own rules, or where they cannot be used the bundled ones, and why."""
    bundled = read_rules(files("xlab.workshop").joinpath(RULES).read_text("utf-8"), RULES)
    own = home / RULES
    try:
        return read_rules(own.read_text("utf-8"), str(own)), ""
    except FileNotFoundError:
        return bundled, ""
    except (OSError, UnicodeDecodeError, RulesError) as error:
        _log.error("The kit's own rules cannot be used, and the bundled ones are: %s", error)
        return bundled, str(error)
