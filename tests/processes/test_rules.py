"""rules.yaml is complete and says of every rule what becomes of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from engine.strict_yaml import StrictYamlError, load

FILE = Path(__file__).parents[2] / "processes" / "rules.yaml"
COUNTS = {
    "T": 6,
    "GC": 20,
    "XS": 8,
    "SW": 6,
    "CP": 11,
    "DS": 7,
    "XT": 4,
    "HF": 6,
    "HY": 1,
    "ZJ": 3,
    "ZD": 4,
    "XF": 1,
    "DJ": 4,
    "ZR": 6,
    "PY": 5,
    "KP": 6,
    "LJ": 4,
    "ZB": 3,
    "GK": 3,
    "RC": 2,
    "QT": 12,
    "GW": 1,
    "ZX": 1,
    "SF": 1,
    "JB": 1,
    "QY": 1,
}
"""How many rules each family numbers, one upwards; SD has lettered parts and is spelt out."""
SUPERVISION = (
    "SD-01 SD-02 SD-03 SD-04 SD-05 SD-06 SD-07 SD-08 SD-09a SD-09b SD-09c SD-10a SD-10b SD-10c SD-10d"
)
IDS = {
    f"{family}-{number}" if family == "T" else f"{family}-{number:02}"
    for family, count in COUNTS.items()
    for number in range(1, count + 1)
} | set(SUPERVISION.split())


class Strict(BaseModel):
    """Nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Source(Strict):
    """A document the rules come from."""

    title: str
    number: str | None = None
    year: int | None = None
    note: str | None = None


class Quotation(Strict):
    """Words of a document, and where they stand in it."""

    source: str
    place: str = Field(min_length=1)
    text: str = Field(min_length=1)


class Rule(Strict):
    """A rule: the document's words or another basis, the reading taken, its status."""

    id: str
    quotations: list[Quotation] = Field(default_factory=list)
    basis: str | None = None
    reading: str = Field(min_length=1)
    note: str | None = None
    status: str = Field(pattern=r"^(carried|planned|not software \(.+\))$")
    scenario: str | None = Field(None, pattern=r"^[a-z_0-9]+/[^/]+$")


class LeftOut(Strict):
    """What a document asks for and the product does not do."""

    source: str
    place: str
    text: str
    reason: str


class Rulebook(Strict):
    """The whole file."""

    sources: dict[str, Source]
    rules: list[Rule]
    left_out: list[LeftOut]


@pytest.fixture(scope="module")
def content() -> Any:
    """The file, with every key said once."""
    return load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def book(content: Any) -> Rulebook:
    """The file, parsed strictly."""
    return Rulebook.model_validate(content)


def test_every_rule_is_there_exactly_once(book: Rulebook) -> None:
    ids = [rule.id for rule in book.rules]
    assert len(ids) == len(IDS) == 142
    assert set(ids) == IDS


def test_every_rule_has_words_or_another_basis(book: Rulebook) -> None:
    assert [rule.id for rule in book.rules if not rule.quotations and not rule.basis] == []


def test_every_quotation_names_a_known_document(book: Rulebook) -> None:
    named = {quotation.source for rule in book.rules for quotation in rule.quotations}
    assert named == set(book.sources) == {"S0", "S1", "S2", "S3", "S4"}
    assert {item.source for item in book.left_out} <= named


def test_the_three_colours_quote_the_annex_article_by_article(book: Rulebook) -> None:
    places = {rule.id: rule.quotations[0].place for rule in book.rules if rule.id.startswith("SD-")}
    assert places["SD-03"] == "附件第三条"
    assert places["SD-06"] == "附件第六条"
    assert places["SD-10d"] == "附件第十条"


def test_references_between_rules_lead_somewhere(book: Rulebook) -> None:
    """A rule named in a reading or a note exists."""
    for rule in book.rules:
        text = f"{rule.reading} {rule.note or ''}"
        assert set(re.findall(r"\b[A-Z]{1,2}-\d+[a-d]?\b", text)) <= IDS, rule.id


def test_what_is_left_out_is_said_with_its_reason(book: Rulebook) -> None:
    assert [(item.source, item.place) for item in book.left_out] == [("S0", "六.3")]


def test_a_rule_said_twice_in_one_entry_would_be_noticed() -> None:
    with pytest.raises(StrictYamlError, match="第 2 行"):
        load("- id: T-1\n  id: T-2\n")
