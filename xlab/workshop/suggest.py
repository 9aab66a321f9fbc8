"""Suggesting platforms: rules in a file that people can read and change, each naming itself in what it suggests.

A rule fits a stakeholder of its classes who values one of its values. Each stakeholder is offered every pattern once,
by the rule that says most about it: the one with the fewest values, then the one that stands first.
"""

import tomllib
from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.events.rounds import Words
from xlab.events.visits import Line, Platform, Stakeholder, StakeholderClass, SupplyStage, Worth
from xlab.nonsense import NO_TOML
from xlab.workshop.board import Board


class RulesError(ValueError):
    """The file of rules cannot be used; the message is a sentence saying what to mend."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: for whom, through which values, where on the supply chain, by which pattern, and why, in words.

    In ``because`` stand ``{who}`` for the stakeholder and ``{value}`` for what it values.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,59}\Z")]
    groups: Annotated[tuple[StakeholderClass, ...], Meta(min_length=1)]
    values: Annotated[tuple[Worth, ...], Meta(min_length=1)]
    stage: SupplyStage
    pattern: Line
    because: Words


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A platform that a rule suggests, with the rule and the value it goes by."""

    rule: Rule
    stakeholder: Stakeholder
    value: Worth

    def because(self, language: str, value: str) -> str:
        """Why, in a language; ``value`` is the word for :attr:`value` in it."""
        words = self.rule.because
        text: str = words.get(language, words["en"])  # type: ignore[call-overload]
        return text.replace("{who}", self.stakeholder.name).replace("{value}", value)

    def platform(self, platform_id: str) -> Platform:
        """It as an item for the board."""
        rule = self.rule
        return Platform(
            id=platform_id,
            pattern=rule.pattern,
            stage=rule.stage,
            stakeholder=self.stakeholder.id,
            value=self.value,
            rule=rule.id,
        )


class _File(msgspec.Struct, forbid_unknown_fields=True):
    rule: tuple[Rule, ...]


def read_rules(text: str, name: str) -> tuple[Rule, ...]:
    """The rules in a TOML text; ``name`` is what the file is called. Raises :class:`RulesError`."""
    try:
        rules = msgspec.convert(tomllib.loads(text), _File).rule
    except NO_TOML as error:
        raise RulesError(f"{name} cannot be read: {error}.") from None
    except msgspec.ValidationError as error:
        raise RulesError(f"{name}: {error}.") from None
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RulesError(f"{name}: two rules have the id {rule.id}; give one of them another.")
        seen.add(rule.id)
        if "en" not in rule.because:
            raise RulesError(f"{name}: the rule {rule.id} has no English words in because; others fall back to them.")
    return rules


def suggest(board: Board, rules: Sequence[Rule]) -> tuple[Suggestion, ...]:
    """What the rules suggest for the stakeholders on the board that is not on it yet, by stakeholder."""
    taken = {(platform.stakeholder, platform.pattern) for platform in board.platforms.values()}
    return tuple(
        one
        for stakeholder in board.stakeholders.values()
        for one in _for(stakeholder, rules)
        if (stakeholder.id, one.rule.pattern) not in taken
    )


def _for(stakeholder: Stakeholder, rules: Iterable[Rule]) -> list[Suggestion]:
    best: dict[str, Suggestion] = {}
    for rule in sorted(rules, key=lambda rule: len(rule.values)):
        value = next((one for one in stakeholder.values if one in rule.values), None)
        if value is not None and stakeholder.group in rule.groups:
            best.setdefault(rule.pattern, Suggestion(rule=rule, stakeholder=stakeholder, value=value))
    # What a stakeholder named first matters most to it.
    return sorted(best.values(), key=lambda one: stakeholder.values.index(one.value))
