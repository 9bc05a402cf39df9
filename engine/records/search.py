"""Full-text search in Chinese: what a case is found by, and keeping that up to date.

Chinese has no spaces, so a text is cut into pairs of neighbouring characters (`engine.records.grams`). The pairs of a case stand in one column on both databases. They are not part of an
act: a sweep follows the history some seconds later, and what is found is always read from the case itself. Personal data stands in it as keyed digests (`sealed_words`).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    cast,
    delete,
    false,
    insert,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from engine import tables
from engine.database import Database
from engine.people.actor import PUBLIC, SYSTEM
from engine.records.grams import grams, runs
from engine.records.personal import is_marker
from engine.records.sealed_words import sealed_words, wanted_words
from engine.records.vault import Vault
from engine.site import read_setting, write_setting
from engine.time import clock

SINCE: Final = "search.since"
"""The setting that says up to when the history has been followed, as ISO 8601."""
OVERLAP: Final = timedelta(minutes=10)
"""Acts may take effect out of order by so much: what was recorded before that is not looked at again."""
FEW: Final = 200
"""Cases that a list of those found may name."""
MOST_CHARACTERS: Final = 20_000
_ENDED: Final = ("completed", "cancelled", "returned")
_instance, _task, _text, _unit = tables.instance, tables.user_task, tables.case_text, tables.unit


def _kept(text: str) -> Iterator[str]:
    """What of a text is kept: its grams, and the last character of each run, which begins no pair."""
    yield from grams(text)
    for run in runs(text):
        if len(run) > 1 and not run[0].isascii():
            yield run[-1]


def refresh(database: Database, vault: Vault, at_once: int = 200) -> int:
    """Follow the history of up to `at_once` cases; returns of how many. Call again until it is 0."""
    begun = clock.now()
    with database.reading() as connection:
        since = read_setting(connection, SINCE, None)
        stale = list(connection.execute(_stale(connection, since).limit(at_once)).scalars())
    for case_id in stale:
        database.transact(partial(read_again, vault=vault, case_id=case_id))
    if not stale:
        database.transact(lambda connection: write_setting(connection, SINCE, (begun - OVERLAP).isoformat()))
    return len(stale)


def follow_all(connection: Connection) -> None:
    """Let the next sweep look at every case again: one has come back that nobody has touched."""
    connection.execute(tables.setting.delete().where(tables.setting.c.name == SINCE))


def _stale(connection: Connection, since: str | None) -> Select[Any]:
    """The cases that have gone on since their text was read."""
    unread = or_(_text.c.sequence.is_(None), _text.c.sequence < _instance.c.sequence)
    statement = select(_instance.c.id).select_from(_instance.outerjoin(_text)).where(unread)
    if since is None:
        return statement
    return statement.where(_instance.c.id.in_(_touched(connection, since)))


def _touched(connection: Connection, since: str) -> CompoundSelect[Any]:
    """The cases that have begun or gone on since a moment."""
    moment = datetime.fromisoformat(since)
    logins = [SYSTEM.login, PUBLIC.login, *connection.execute(select(tables.person.c.login)).scalars()]
    return union(
        select(_task.c.instance_id).where(
            _task.c.ended_by.in_(logins), _task.c.status.in_(_ENDED), _task.c.ended_at >= moment
        ),
        select(_instance.c.id)
        .where(_instance.c.started_by.in_(logins), _instance.c.started_at >= moment)
        .correlate(None),
    )


def read_again(connection: Connection, vault: Vault, case_id: UUID) -> None:
    """Read the text of a case as it stands now."""
    columns = _instance.c
    found = connection.execute(
        select(columns.number, columns.title, columns.unit_id, columns.sequence).where(columns.id == case_id)
    ).first()
    if found is None:
        return
    said = [found.number, found.title, *_units(connection, found.unit_id), *_said(connection, case_id)]
    known = [
        *dict.fromkeys(_kept(" ".join(said)[:MOST_CHARACTERS])),
        *sorted(sealed_words(connection, vault, case_id)),
    ]
    connection.execute(delete(_text).where(_text.c.instance_id == case_id))
    row = {"instance_id": case_id, "sequence": found.sequence, "grams": f" {' '.join(known)} "}
    connection.execute(insert(_text), row)


def _units(connection: Connection, unit_id: str | None) -> Iterable[str]:
    unit = tables.unit.c
    found = connection.execute(select(unit.name, unit.short_name).where(unit.id == unit_id)).first()
    return (found.name, found.short_name) if found else ()


def _said(connection: Connection, case_id: UUID) -> Iterator[str]:
    """The case data as it stands, opinions, and numbers of papers; nothing of the personal data."""
    field, task, paper = tables.field.c, _task.c, tables.document.c
    statement = select(field.name, field.scope, field.value).where(field.instance_id == case_id)
    standing = {
        (row.name, row.scope): row.value for row in connection.execute(statement.order_by(field.sequence))
    }
    for value in standing.values():
        if not is_marker(value):
            yield from _texts(value)
    answers = connection.execute(select(task.answer).where(task.instance_id == case_id)).scalars()
    for answer in answers:
        if isinstance(answer, dict) and isinstance(answer.get("opinion"), str):
            yield answer["opinion"]
    numbers = connection.execute(select(paper.number).where(paper.instance_id == case_id)).scalars()
    yield from (number for number in numbers if number)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))


def matches(connection: Connection, text: str, otherwise: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on `instance` that a case is found by every word of a text.

    Words of letters and digits, and single characters, are found by how they begin. A case that has begun or gone
    on since the last sweep is also found by `otherwise`, a condition on `instance` and its `unit`.
    """
    read = among(connection, holding(connection, list(dict.fromkeys(grams(text)))))
    since = read_setting(connection, SINCE, None)
    rows = _instance.outerjoin(_unit, _unit.c.id == _instance.c.unit_id)
    unread = select(_instance.c.id).select_from(rows).where(otherwise).correlate(None)
    if since is not None:
        unread = unread.where(_instance.c.id.in_(_touched(connection, since)))
    return or_(read, among(connection, unread))


def among(connection: Connection, cases: Select[Any]) -> ColumnElement[bool]:
    """The condition on `instance` that it is one of some cases: a few are named, many looked up one by one.

    A database guesses badly how many cases hold several words; told or kept from guessing it is quick with both.
    """
    first = list(connection.execute(cases.limit(FEW + 1)).scalars())
    return _instance.c.id.in_(first) if len(first) <= FEW else _instance.c.id.in_(cases).is_(true())


def holding_sealed(connection: Connection, vault: Vault, text: str) -> Select[Any] | None:
    """The cases whose personal data may hold a text; None where the text is too little to look for."""
    found = [holding(connection, words) for words in wanted_words(vault, text)]
    return select(union(*found).subquery()) if found else None


def holding(connection: Connection, wanted: list[str]) -> Select[Any]:
    """The cases whose search column holds each of these words."""
    return select(_text.c.instance_id).where(*_with(connection, wanted))


def _with(connection: Connection, wanted: list[str]) -> list[ColumnElement[bool]]:
    """The conditions on `case_text` that it holds each of these grams."""
    if not wanted:
        return [false()]
    if connection.dialect.name == "postgresql":
        words = (f"{gram}:*" if _may_go_on(gram) else gram for gram in wanted)
        return [_text.c.grams.bool_op("@@")(cast(" & ".join(words), TSQUERY))]
    ends = ((gram, "" if _may_go_on(gram) else " ") for gram in wanted)
    return [_text.c.grams.contains(f" {gram}{end}", autoescape=True) for gram, end in ends]


def _may_go_on(gram: str) -> bool:
    return gram[0].isascii() or len(gram) == 1
