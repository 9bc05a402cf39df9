"""Units as a document names them."""

from datetime import date

import pytest

from engine.people.directory import Unit
from engine.records.named_units import NamedUnits, cooperating_units, lead_units

KNOWN = {
    "监察局": "jc",
    "县监察局": "jc",
    "县纪委": "jc",
    "规划和建设局": "zjj",
    "效能办": "xnb",
    "县直机关工委": "jgw",
}


def find(name: str) -> Unit | None:
    """The unit of a known name."""
    code = KNOWN.get(name)
    return Unit(code, code, code, "部门", (), date(2020, 1, 1), None) if code else None


@pytest.mark.parametrize(
    ("text", "units", "unknown"),
    [
        ("县纪委、监察局、县直机关工委", ("jc", "jgw"), ()),
        ("直机关工委；县规划和建设局", ("jgw", "zjj"), ()),
        ("县效能办（秘书组、宣传组）", ("xnb",), ()),
        ("县效能办(综合组),粮食局", ("xnb",), ("粮食局",)),
        ("各镇乡", (), ("各镇乡",)),
        ("", (), ()),
    ],
)
def test_lead_units(text: str, units: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert lead_units(text, find) == NamedUnits(units, (), unknown)


@pytest.mark.parametrize(
    ("text", "units", "groups", "unknown"),
    [
        ("各镇乡、县级各部门", (), ("乡镇街道", "县级部门"), ()),
        ("各镇乡及县级各部门办公室", (), ("乡镇街道", "县级部门"), ()),
        ("县级相关部门", (), (), ()),
        ("县级有关部门及相关镇乡", (), (), ()),
        ("镇乡纪委、县级有关部门纪检监察机构", (), ("乡镇街道",), ()),
        ("监察局、规划和建设局等", ("jc", "zjj"), (), ()),
        ("各镇乡、县规划和建设局等相关县级部门", ("zjj",), ("乡镇街道",), ()),
        ("监察局、××局", ("jc",), (), ("××局",)),
    ],
)
def test_cooperating_units(
    text: str, units: tuple[str, ...], groups: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert cooperating_units(text, find) == NamedUnits(units, groups, unknown)
