"""Renaming a unit from a day on (更名): its id stays, its former name remains one it is found by.

What was written before bears the name of its day: papers and histories hold copies. The day's name stands in
`unit`; names to come wait in `unit_name` until a sweep finds their day has come.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine import tables
from engine.database import insert_into
from engine.people.actor import Actor
from engine.people.register import Change, change, need, not_past, refusal
from engine.site import raise_generation
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine

_name, _unit = tables.unit_name.c, tables.unit.c


@dataclass(frozen=True, slots=True)
class UnitName:
    """A name of a unit and the day from which it is borne."""

    valid_from: date
    name: str
    short_name: str


def rename_unit(
    engine: "Engine", unit_id: str, name: str, short_name: str, valid_from: date, actor: Actor, reason: str
) -> None:
    """Give a unit another name from a day on, today at the earliest. Raises Refused (invalid)."""

    def work(made: Change) -> None:
        unit = made.unit(unit_id, valid_from)
        not_past(valid_from)
        new = UnitName(
            valid_from,
            need("name", name, words("单位名称"), 60),
            need("short_name", short_name, words("简称"), 60),
        )
        for field, text in (("name", new.name), ("short_name", new.short_name)):
            require_free(made, field, text, unit.id)
        said = need("reason", reason, words("更名的依据"), 500)
        if not names_of(made.connection, unit.id):
            _write(made.connection, unit.id, UnitName(unit.valid_from, unit.name, unit.short_name))
        _write(made.connection, unit.id, new)
        made.record("unit.renamed", unit.id, said, was=unit.name, name=new.name, valid_from=valid_from)
        _take_effect(made.connection)

    change(engine, actor, work)


def names_of(connection: Connection, unit_id: str) -> list[UnitName]:
    """The names of a unit in order, those to come included; empty where it was never renamed."""
    statement = select(_name.valid_from, _name.name, _name.short_name).where(_name.unit_id == unit_id)
    return [UnitName(*row) for row in connection.execute(statement.order_by(_name.valid_from))]


def require_free(made: Change, field: str, text: str, unit_id: str) -> None:
    """Raises Refused where another unit bears, has borne or will bear a name."""
    names = {name: unit.id for unit in made.directory.units.values()
             for name in (unit.id, unit.name, unit.short_name, *unit.aliases)}  # fmt: skip
    planned = select(_name.unit_id).where(
        ((_name.name == text) | (_name.short_name == text)) & (_name.unit_id != unit_id)
    )
    owner = names.get(text, unit_id)
    if owner == unit_id:
        owner = made.connection.execute(planned.limit(1)).scalar() or unit_id
    if owner != unit_id:
        other = made.directory.units[owner].name
        raise refusal(
            field, words("“%(text)s”已由“%(other)s”使用(或曾用、拟用),名称不得重复。", text=text, other=other)
        )


def take_effect(engine: "Engine") -> int:
    """Let the names whose day has come be borne; how many units changed theirs."""

    def work(connection: Connection) -> int:
        changed = _take_effect(connection)
        if changed:
            raise_generation(connection)
        return changed

    with engine.database.reading() as connection:
        if not _outdated(connection):
            return 0
    return engine.database.transact(work)


def _take_effect(connection: Connection) -> int:
    outdated = _outdated(connection)
    for unit, current, former in outdated:
        known = [unit.name, unit.short_name, *unit.aliases, *former]
        aliases = [text for text in dict.fromkeys(known) if text not in (current.name, current.short_name)]
        values = {"name": current.name, "short_name": current.short_name, "aliases": aliases}
        connection.execute(tables.unit.update().where(_unit.id == unit.id).values(values))
    return len(outdated)


def _outdated(connection: Connection) -> list[tuple[Any, UnitName, list[str]]]:
    """Units that bear another name than today's: the row, today's name, and the names before it."""
    statement = (
        select(tables.unit, _name.valid_from.label("since"), _name.name.label("new"),
               _name.short_name.label("new_short"))
        .join(tables.unit_name, _name.unit_id == _unit.id)
        .where(_name.valid_from <= clock.today())
        .order_by(_unit.id, _name.valid_from)
    )  # fmt: skip
    found = []
    for _, rows in groupby(connection.execute(statement), key=lambda row: row.id):
        borne = list(rows)
        last = borne[-1]
        if (last.name, last.short_name) != (last.new, last.new_short):
            former = [text for row in borne[:-1] for text in (row.new, row.new_short)]
            found.append((last, UnitName(last.since, last.new, last.new_short), former))
    return found


def _write(connection: Connection, unit_id: str, name: UnitName) -> None:
    values = {"name": name.name, "short_name": name.short_name}
    statement = insert_into(tables.unit_name, connection.dialect.name).values(
        unit_id=unit_id, valid_from=name.valid_from, **values
    )
    connection.execute(
        statement.on_conflict_do_update(index_elements=[_name.unit_id, _name.valid_from], set_=values)
    )
