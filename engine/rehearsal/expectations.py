"""Judging a rehearsal: whether what a scenario expects came about."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, literal_column, select
from sqlalchemy import Row as SqlRow

from engine import tables
from engine.people.directory import Directory
from engine.rehearsal import finding, moments
from engine.rehearsal.finding import Row
from engine.rehearsal.scenario import Expectation
from engine.rehearsal.scenario_words import EVENT_TIMES
from engine.rehearsal.timeline import Event
from engine.rehearsal.wishes import of_a_limit, shown, state, wished
from engine.runtime.fields import read_fields, visible_fields
from engine.runtime.program import Program
from engine.time import clock
from engine.words import CLAUSES, side_by_side, words

_SHOWN = 6
"""How many of the things that did happen a failure shows."""


class Judge:
    """Compares expectations with a timeline and with the county as it stands in the end."""

    def __init__(
        self,
        connection: Connection,
        directory: Directory,
        timeline: list[Event],
        program_of: Callable[[UUID], Program],
    ) -> None:
        self._connection = connection
        self._directory = directory
        self._timeline = timeline
        self._program_of = program_of
        self.moved: dict[tuple[int, str], str] = {}
        """Days on which what was expected came about instead, by the expectation's place from 0 and its key."""

    def failures(self, expectations: Iterable[Expectation]) -> list[str]:
        """One Chinese sentence for each expectation that did not come true."""
        found: list[str] = []
        for place, each in enumerate(expectations):
            if (failure := self._failure(each)) is not None:
                found.append(failure)
                self.moved |= {(place, key): day for key, day in self._otherwise(each)}
        return found

    def _otherwise(self, expectation: Expectation) -> Iterator[tuple[str, str]]:
        """The nearest day or moment at which the same came about."""
        asked = expectation.words
        if expectation.kind == "deadline" and "date" in asked:
            wanted = moments.read_day(asked["date"])
            days = [row.due_on for row in self._limits(asked)]
            if days:
                yield "date", min(days, key=lambda day: abs(day - wanted)).isoformat()
        for key in {"on", "at"} & asked.keys() if expectation.kind == "event" else ():
            moment = moments.read_moment(asked[key])
            at = [datetime.fromisoformat(event["at"]) for event in self._alike(asked)]
            if at:
                there = min(at, key=lambda each: abs(each - moment)).astimezone(clock.CIVIL)
                is_day = moments.is_day(asked[key])
                yield key, there.date().isoformat() if is_day else there.strftime("%Y-%m-%d %H:%M")

    def _failure(self, expectation: Expectation) -> str | None:
        found, instead = _KINDS[expectation.kind](self, expectation.words)
        if found > 0 if expectation.count is None else found == expectation.count:
            return None
        wanted = words("至少 1") if expectation.count is None else str(expectation.count)
        there = (
            words(";实际是:%(instead)s", instead=side_by_side(instead[:_SHOWN], CLAUSES)) if instead else ""
        )
        return words(
            "%(place)s {%(written)s}:%(wished)s,应有 %(wanted)s 个,实有 %(found)s 个%(there)s",
            place=expectation.place,
            written=expectation.written,
            wished=wished(expectation),
            wanted=wanted,
            found=found,
            there=there,
        )

    # --- events -----------------------------------------------------------------------------------------------
    def _events(self, asked: Row) -> tuple[int, list[str]]:
        same = [event for event in self._timeline if event["event"] == asked["event"]]
        found = [event for event in self._alike(asked) if self._in_time(event, asked)]
        return len(found), [shown(event) for event in same]

    def _alike(self, asked: Row) -> list[Event]:
        """Events that are what is asked, whenever they came about."""
        facts = {key: value for key, value in asked.items() if key not in EVENT_TIMES and key != "event"}
        return [e for e in self._timeline if e["event"] == asked["event"] and self._has(e, facts)]

    @staticmethod
    def _in_time(event: Event, asked: Row) -> bool:
        at = datetime.fromisoformat(event["at"])
        return all(_TIMES[key](at, asked[key]) for key in EVENT_TIMES & asked.keys())

    def _has(self, event: Event, facts: Row) -> bool:
        return all(self._fact(event, key, wanted) for key, wanted in facts.items())

    def _fact(self, event: Event, key: str, wanted: Any) -> bool:
        if key in ("element", "id", "name", "task"):
            return wanted in (event.get("element"), event.get("id"), event.get("name"))
        if key == "case" and isinstance(wanted, int):
            return event.get("case") == self._number(wanted)
        if key == "by" and isinstance(wanted, str):
            on = clock.civil_date(datetime.fromisoformat(event["at"]))
            meant = [person.login for person in finding.persons(self._directory, wanted, on)]
            return event.get("by") in (wanted, *meant)
        return self._same(event.get(key), wanted)

    def _number(self, place: int) -> str | None:
        return next((row["number"] for row in finding.cases(self._connection) if row["place"] == place), None)

    def _same(self, actual: Any, wanted: Any) -> bool:
        """Equal, or the same day, number or unit written otherwise."""
        if actual == wanted or _plain(actual) == _plain(wanted):
            return True
        if not isinstance(actual, str) or not isinstance(wanted, str):
            return False
        unit = self._directory.find_unit(wanted)
        return unit is not None and unit == self._directory.find_unit(actual)

    # --- the county as it stands -----------------------------------------------------------------------------
    def _states(self, asked: Row) -> tuple[int, list[str]]:
        rows = [row for row in finding.cases(self._connection) if self._narrowed(row, asked)]
        rows = [row for row in rows if asked.get("process") in (None, row["process"])]
        found = [
            row
            for row in rows
            if asked["state"] in _states_of(row)
            and asked.get("outcome") in (None, row["outcome"])
            and asked.get("public") in (None, self._program_of(row["version_id"]).is_public)
        ]
        return len(found), [
            side_by_side((row["number"], state(row["status"]), row["outcome"] or ""), " ") for row in rows
        ]

    def _open_tasks(self, asked: Row) -> tuple[int, list[str]]:
        rows = finding.open_tasks(self._connection)
        found = [
            row
            for row in rows
            if asked["open"] in (row["name"], row["element"]) and finding.fits(self._directory, row, asked)
        ]
        return len(found), [row["name"] for row in rows]

    def _fields(self, asked: Row) -> tuple[int, list[str]]:
        found = 0
        instead: list[str] = []
        for row in finding.cases(self._connection):
            if not self._narrowed(row, asked):
                continue
            stored = visible_fields(read_fields(self._connection, row["id"]))
            found += all(self._same(stored.get(key), wanted) for key, wanted in asked["fields"].items())
            instead.append(side_by_side(f"{key}: {_plain(stored.get(key))}" for key in asked["fields"]))
        return found, instead

    def _deadlines(self, asked: Row) -> tuple[int, list[str]]:
        rows = self._limits(asked)
        found = [
            row
            for row in rows
            if asked.get("date") in (None, row.due_on)
            and asked.get("provisional") in (None, row.provisional)
            and asked.get("status") in (None, row.status)
        ]
        return len(found), [
            words(
                "%(due_on)s%(said)s %(status)s",
                due_on=row.due_on,
                said=words("(暂定)") if row.provisional else "",
                status=of_a_limit(row.status),
            )
            for row in rows
        ]

    def _limits(self, asked: Row) -> list[SqlRow[Any]]:
        """The deadlines of the name that is asked for."""
        deadline, cases = tables.deadline, {row["id"]: row for row in finding.cases(self._connection)}
        statement = select(deadline).where(deadline.c.name == asked["deadline"])
        rows = self._connection.execute(statement.order_by(literal_column("deadline.rowid"))).all()
        return [row for row in rows if self._narrowed(cases[row.instance_id], asked)]

    def _scores(self, asked: Row) -> tuple[int, list[str]]:
        unit = self._directory.find_unit(asked["score"])
        row = tables.score.c
        statement = select(row.points).where(row.unit_id == (unit.id if unit is not None else None))
        if asked.get("year") is not None:
            statement = statement.where(row.year == asked["year"])
        total = sum(self._connection.execute(statement).scalars())
        return int(total == asked.get("points", 0)), [words("合计 %(total)s 分", total=total)]

    def _narrowed(self, row: Row, asked: Row) -> bool:
        if asked.get("case") is not None and not finding.is_case(row, asked["case"]):
            return False
        if asked.get("unit") is None:
            return True
        unit = self._directory.find_unit(asked["unit"])
        return unit is not None and row["unit_id"] == unit.id


def _states_of(row: Row) -> tuple[str | None, ...]:
    """What the state of a case may be called: its status, and the name of the end it came to."""
    return row["status"], row["outcome"] if row["status"] == "completed" else None


_KINDS: Final[Mapping[str, Callable[[Judge, Row], tuple[int, list[str]]]]] = {
    "event": Judge._events,
    "state": Judge._states,
    "open": Judge._open_tasks,
    "fields": Judge._fields,
    "deadline": Judge._deadlines,
    "score": Judge._scores,
}


def _at(moment: datetime, written: Any) -> bool:
    if moments.is_day(written):
        return clock.civil_date(moment) == moments.read_day(written)
    return moment.replace(second=0) == moments.read_moment(written).replace(second=0)


def _before(moment: datetime, written: Any) -> bool:
    if moments.is_day(written):
        return clock.civil_date(moment) < moments.read_day(written)
    return moment < moments.read_moment(written)


def _after(moment: datetime, written: Any) -> bool:
    if moments.is_day(written):
        return clock.civil_date(moment) > moments.read_day(written)
    return moment > moments.read_moment(written)


_TIMES: Final[Mapping[str, Callable[[datetime, Any], bool]]] = {
    "on": _at,
    "at": _at,
    "before": _before,
    "after": _after,
}


def _plain(value: Any) -> Any:
    """A value as it is compared: dates as ISO text, exact numbers as numbers."""
    if isinstance(value, datetime):
        return value.astimezone(clock.CIVIL).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
