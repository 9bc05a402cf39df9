"""The catalogue that is shipped: it reads, is large enough, and holds one of everything a county needs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from engine.matters.catalogue import Catalogue
from engine.matters.checking import check_catalogue, read_beside_county

FILE = Path(__file__).parents[2] / "processes" / "catalogue.yaml"
TODAY = date(2026, 3, 16)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return Catalogue(read_beside_county(FILE).entries)


def test_nothing_is_wrong_with_it() -> None:
    assert [p.message for p in check_catalogue(FILE) if p.severity == "error"] == []


def test_it_has_the_size_of_a_county(catalogue: Catalogue) -> None:
    matters = catalogue.matters(TODAY)
    assert len(matters) >= 40
    assert len({matter.unit for matter in matters}) >= 15
    assert {"行政许可", "备案", "核准", "行政给付", "公共服务"} <= {matter.kind for matter in matters}


def test_every_case_of_the_rules_is_in_it(catalogue: Catalogue) -> None:
    matters = catalogue.matters(TODAY)
    assert Counter(matter.limit_basis for matter in matters)[None] >= 1
    assert any(matter.on_the_spot for matter in matters)
    assert any(matter.cooperating for matter in matters)
    assert any(matter.delegated_unit(TODAY) for matter in matters)
    assert any(matter.limit == "60 min" for matter in matters)
    stopped = catalogue.matter("nyj-njjs", TODAY)
    assert stopped is not None
    assert stopped.is_stopped(TODAY)


def test_safety_environment_and_fire_are_never_deemed_approved(catalogue: Catalogue) -> None:
    """GC-09: no matter of the demo county is deemed at all until the county lists it."""
    assert all(matter.deemed == "off" for matter in catalogue.matters(TODAY))
