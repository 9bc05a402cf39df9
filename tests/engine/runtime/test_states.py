"""The stored states of every release load, and their cases go on to the end (design, "State")."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from engine import tables
from engine.people.actor import SYSTEM
from engine.records.rebuild import differences
from engine.runtime.act import Act
from engine.runtime.case import FORMAT
from engine.time import clock
from tests.support.make_states import FOLDER, STATES, play, stored
from tests.support.office import Office

FILES = sorted(FOLDER.glob("*/*.json"))
BESIDE = (tables.user_task, tables.deadline, tables.timer, tables.subscription, tables.field)


def planted(made: Office, saved: dict[str, Any]) -> UUID:
    """A case whose stored state is the saved one; the rows beside it are made again from it by an act."""
    made.publish(saved["diagram"].encode())
    case = made.engine.start("p", SYSTEM, {}).id
    state = {"state": base64.b64decode(saved["state"]), "state_format": saved["format"]}
    with made.engine.database.transaction() as connection:
        for table in BESIDE:
            connection.execute(delete(table).where(table.c.instance_id == case))
        connection.execute(update(tables.instance).where(tables.instance.c.id == case).values(**state))
        for name, scope, value in saved["data"]:
            connection.execute(
                tables.field.insert().values(
                    instance_id=case, sequence=1, name=name, scope=scope, value=value,
                    written_at=clock.now(), written_by="dcs.承办人", element="a",
                )
            )  # fmt: skip
    made.engine.act("note", case, SYSTEM, _with_every_row)
    return case


def _with_every_row(act: Act) -> None:
    act.case.open_tasks.read()
    act.record("state.planted")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_saved_state_loads_and_its_case_ends(made: Office, file: Path) -> None:
    saved = json.loads(file.read_text(encoding="utf-8"))
    case = planted(made, saved)
    assert made.elements(case) == saved["open"]
    play(made, case, tuple(saved["steps"]))
    assert made.case(case)["status"] == "completed"
    assert differences(made.engine, case) == []


def test_every_kind_of_state_was_saved_for_the_first_release() -> None:
    assert {file.stem for file in (FOLDER / "0.1").glob("*.json")} == {saved.name for saved in STATES}


def test_a_changed_format_needs_states_of_its_own() -> None:
    """Whoever raises FORMAT keeps reading the older ones; the newest release's states have today's."""
    newest = max(FILES, key=lambda file: file.parent.name)
    assert json.loads(newest.read_text(encoding="utf-8"))["format"] == FORMAT


@pytest.mark.parametrize("saved", STATES, ids=lambda saved: saved.name)
def test_the_states_of_the_next_release_can_be_made(small: Office, saved: Any) -> None:
    made = json.loads(json.dumps(stored(saved)))
    case = planted(small, made)
    play(small, case, tuple(made["steps"]))
    assert small.case(case)["status"] == "completed"
