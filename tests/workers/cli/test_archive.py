"""`banjie archive`: what an operator is told about putting away and bringing back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import diagram, flows, office, task
from tests.workers.cli.conftest import Banjie

ONE = diagram('<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"))


@pytest.fixture
def number(migrated: Banjie, tmp_path: Path) -> Iterator[str]:
    """The number of the finished case on the operator's site; another one runs."""
    assert migrated("audit", "verify").exit_code == 0
    with office(f"sqlite:///{tmp_path}/data/banjie.db", tmp_path / "data") as made:
        made.publish(ONE)
        ended = made.start()
        made.complete(ended, "a")
        made.start()
        yield str(made.case(ended)["number"])


def test_a_finished_case_is_put_away_verified_and_brought_back(number: str, banjie: Banjie) -> None:
    assert json.loads(banjie("archive", "--before", "2020-03-09", "--json").stdout) == {"archived": []}
    assert banjie("archive", "--before", "2020-03-10").stdout == f"{number}\n已归档 1 件\n"
    verified = json.loads(banjie("audit", "verify", "--json").stdout)
    assert (verified["cases"], verified["altered"]) == (2, [])
    assert json.loads(banjie("archive", "--restore", number, "--json").stdout) == {"restored": number}
    again = banjie("archive", "--restore", number)
    assert (again.exit_code, again.stdout) == (1, "")
    assert f"归档里没有办件 {number}" in again.stderr


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("arguments", [(), ("--before", "2020-03-10", "--restore", "p-1"), ("--before", "x")])
def test_it_wants_a_day_or_a_number(banjie: Banjie, arguments: tuple[str, ...]) -> None:
    assert banjie("archive", *arguments).exit_code == 2
