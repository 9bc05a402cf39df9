"""The county's list of services: what a diagram may call, and what it must send."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.definitions.gate import check_folder
from engine.definitions.services import ServiceFileError, read_services, services_in
from tests.web.site_support import ROOT

PROCESSES = ROOT / "processes"
PLACE = '<bj:service operation="开具缴款单"><bj:input name="case" value="= case.number"/>'


@pytest.fixture
def green(tmp_path: Path) -> Path:
    """The green channel beside the county's lists, to be altered."""
    for name in ("rules.yaml", "services.yaml", "county.yaml"):
        shutil.copy(PROCESSES / name, tmp_path)
    for name in ("green_channel", "permit"):
        shutil.copytree(PROCESSES / name, tmp_path / name)
    return tmp_path / "green_channel"


def found(folder: Path, old: str = "", new: str = "") -> list[tuple[str, str]]:
    """What the gate says about services once `old` is `new`."""
    file = folder / "green_channel.bpmn"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    return [(p.rule, p.element_id) for p in check_folder(folder) if "service" in p.rule]


def test_a_service_of_the_list_is_accepted(green: Path) -> None:
    assert found(green) == []


def test_an_unknown_service_is_refused(green: Path) -> None:
    assert found(green, 'operation="开具缴款单"', 'operation="开票"') == [("house-unknown-service", "g_pay")]


def test_what_a_service_needs_must_be_sent(green: Path) -> None:
    assert found(green, PLACE, PLACE.split("<bj:input")[0]) == [("house-service-input", "g_pay")]


def test_a_county_without_a_list_is_not_asked(green: Path) -> None:
    (green.parent / "services.yaml").unlink()
    assert found(green, 'operation="开具缴款单"', 'operation="开票"') == []


def test_a_list_that_says_something_else_is_a_problem(green: Path) -> None:
    (green.parent / "services.yaml").write_text("- 开票", "utf-8")
    assert ("house-services", "") in found(green)


@pytest.mark.parametrize("text", ["开票: {}", "开票: {about: 开票, inputs: {a: {label: 金额, type: 元}}}"])
def test_a_service_says_what_it_is_and_what_it_needs(text: str) -> None:
    with pytest.raises(ServiceFileError):
        read_services(text.encode())


def test_the_countys_list_is_typed() -> None:
    services = services_in(PROCESSES)
    assert services is not None
    assert services["开具缴款单"].required == {"case", "amount"}
