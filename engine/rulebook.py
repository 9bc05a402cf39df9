"""The rule book of the county: which clause of which document stands behind an element, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping
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
    """A rule as a page shows it. `reading` is how this software reads it, `basis` stands where no text does.

    `status` is carried, planned or not software (why). `scenario` of a carried one is the scenario that does not
    pass without it: process folder and file name, without the ending (docs/rules.md).
    """

    id: str
    quotations: tuple[Quotation, ...]
    basis: str
    reading: str
    note: str
    status: str = "planned"
    scenario: str = ""

    @property
    def is_carried(self) -> bool:
        """Whether a process carries it out."""
        return self.status == "carried"


class RuleBook:
    """Every rule by id. Build it with `read_rule_book`."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self._rules = {rule.id: rule for rule in rules}

    def __iter__(self) -> Iterator[Rule]:
        """The rules in the order of the file."""
        return iter(self._rules.values())

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
        status=str(entry.get("status", "planned")),
        scenario=str(entry.get("scenario", "")),
    )
