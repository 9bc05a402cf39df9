"""Another key for personal data: both are read meanwhile, nothing is lost, and it may be cut off anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from engine import tables
from engine.engine import Engine
from engine.records import held_papers
from engine.records.journal import first_altered
from engine.records.resealing import reseal, sealed_with
from engine.records.vault import UnreadableError, Vault
from engine.runtime.fields import Fields
from tests.engine.records.test_personal import FILES, TOLD
from tests.support.office import Office, diagram, flows, office, task

OLD, NEW = "old-key-old-key-old-key", "new-key-new-key-new-key"
NUMBER = "91430600MA4L1XXX0X"
ONE = diagram(
    '<bpmn:startEvent id="s"/>' + task("a") + '<bpmn:endEvent id="e"/>' + flows("s>a", "a>e"),
    extensions='<bj:form ref="forms/complaint.json"/>',
)


@pytest.fixture
def made(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with office(database_url, tmp_path) as found:
        found.engine.__dict__["vault"] = Vault(OLD)
        yield found


def filled(made: Office, count: int) -> list[UUID]:
    """Cases with personal data, and a paper held of an applicant."""
    made.publish(ONE, files=FILES)
    cases = [made.start({**TOLD, "complainant": f"诉求人{place}"}) for place in range(count)]
    facts = {"instance_id": cases[0], "kept_at": made.clock(), "kept_by": "dcs.承办人"}
    row = held_papers.kept_row(made.engine.vault, NUMBER, "number", "营业执照", [], **facts)
    with made.engine.database.transaction() as connection:
        connection.execute(tables.held_paper.insert(), row)
    return cases


def read(made: Office, vault: Vault, cases: list[UUID]) -> list[str]:
    with made.engine.database.reading() as connection:
        assert [held.paper for held in held_papers.held_by(connection, vault, NUMBER)] == ["营业执照"]
        fields = [Fields(connection, case, personal=["complainant"], vault=lambda: vault) for case in cases]
        return [str(each.get("complainant")) for each in fields]


def test_everything_is_read_before_meanwhile_and_after(made: Office) -> None:
    cases = filled(made, 5)
    said = read(made, Vault(OLD), cases)
    both = Vault(NEW, [OLD])
    steps = reseal(made.engine.database, both, at_once=3)
    assert next(steps) == 3
    assert read(made, both, cases) == said
    made.engine.__dict__["vault"] = both
    more = made.start({**TOLD, "complainant": "后来的"})
    total = [*steps][-1]
    with made.engine.database.reading() as connection:
        assert sealed_with(connection).keys() == {both.key_id}
    assert read(made, Vault(NEW), [*cases, more]) == [*said, "后来的"]
    assert total == len(made.rows(select(tables.personal))) - 2 + 1
    assert [first_altered(made.journal(case)) for case in cases] == [None] * 5
    assert list(reseal(made.engine.database, both)) == []


def test_a_value_of_an_unknown_key_is_told_and_left(made: Office) -> None:
    cases = filled(made, 2)
    assert list(reseal(made.engine.database, Vault(NEW))) == []
    with pytest.raises(UnreadableError, match="另一把密钥"):
        list(reseal(made.engine.database, Wrong(NEW, OLD)))
    assert read(made, Vault(OLD), cases) == ["诉求人0", "诉求人1"]


class Wrong(Vault):
    """A vault that takes another key's rows for those of the key before."""

    def __init__(self, secret: str, before: str) -> None:
        super().__init__(secret)
        self._claimed = Vault(before).key_id

    @property
    def ids_before(self) -> list[str]:
        return [self._claimed]


def test_an_engine_reads_both_keys_of_its_data_directory(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "secret-key").write_text(NEW)
    (data / "secret-key.previous").write_text(OLD)
    with office(f"sqlite:///{tmp_path}/x.db", data) as made:
        vault = Engine(made.engine.database, data).vault
    assert (vault.key_id, vault.ids_before) == (Vault(NEW).key_id, [Vault(OLD).key_id])
