"""The rule book for the pages: which clause of which document stands behind an element."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document, where they stand, and the document's title."""

    text: str
    place: str
    title: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a page shows it. `reading` is how this software reads it, `basis` stands where no text does."""

    id: str
    quotations: tuple[Quotation, ...]
    basis: str
    reading: str
    note: str


class RuleBook:
    """Every rule by id. Build it with `read_rule_book`."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def find(self, rule_id: str | None) -> Rule | None:
        """The rule of this id, or None."""
        return self._rules.get(rule_id) if rule_id else None

    def every(self) -> list[Rule]:
        """All rules, in the order of the file."""
        return list(self._rules.values())

    def all(self, rule_ids: Iterable[str]) -> list[Rule]:
        """The rules of these ids that are known, each once, in the order given."""
        return [self._rules[rule_id] for rule_id in dict.fromkeys(rule_ids) if rule_id in self._rules]


def read_rule_book(path: Path) -> RuleBook:
    """The rules of `rules.yaml`; an absent file gives an empty book. Raises yaml.YAMLError."""
    if not path.is_file():
        return RuleBook()
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    sources = content.get("sources", {})
    return RuleBook(_rule(entry, sources) for entry in content.get("rules", ()))


def _rule(entry: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> Rule:
    quotations = tuple(
        Quotation(
            str(item["text"]), str(item.get("place", "")), sources.get(item["source"], {}).get("title", "")
        )
        for item in entry.get("quotations", ())
    )
    return Rule(
        id=str(entry["id"]),
        quotations=quotations,
        basis=str(entry.get("basis", "")),
        reading=str(entry.get("reading", "")),
        note=str(entry.get("note", "")),
    )
