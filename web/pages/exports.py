"""办件, the register, as a table for WPS, and a case's dates under the other readings of the clauses (A15)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, render_template

from engine.definitions.form_label import label_of
from engine.queries.case import deadlines_of
from engine.queries.cases import RegisterLine, count_cases, list_cases
from engine.queries.foresight import Foresight
from engine.queries.ledger_rows import fields_of_cases, versions_of_cases
from engine.queries.readings import Reading, readings
from engine.time import clock
from engine.time.deadline import Ledger
from engine.words import words
from web.access import case_or_404, listed_cases
from web.answers import Form, in_words, labels
from web.i18n import in_language
from web.kinds import register_name
from web.pages.register import asked_filter, asked_sort
from web.schemas import program_of, start_form, task_form
from web.site import reading, site, today, versions, world
from web.spreadsheet import as_xlsx
from web.viewer import viewer
from web.words import case_status

blueprint = Blueprint("exports", __name__, url_prefix="/cases")

MOST_ROWS = 20_000
AT_ONCE = 500
HORIZON = timedelta(days=120)

Components = Mapping[str, Mapping[str, Any]]
_FIXED: Final = (
    (words("编号"), 20),
    (words("事项"), 40),
    (words("牵头单位"), 16),
    (words("状态"), 12),
    (words("规定完成时限"), 18),
    (words("最近文书"), 14),
    (words("文书时间"), 18),
    (words("现在的环节"), 18),
    (words("发起时间"), 18),
    (words("办结时间"), 18),
)
"""The columns of what the register itself knows of a case, with their widths."""
_PROCESS: Final = (words("流程"), 20)
"""The column that tells cases of several processes apart."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a case, in force or to come, with its dates under each reading."""

    name: str
    to_come: bool
    readings: list[Reading]


@blueprint.get("/export.xlsx")
def table() -> Response:
    """The register as filtered in the address, row by row: every case with its data where all are of one process.

    Of several processes the data would be hundreds of columns that are empty in nearly every row; there each row says
    what process it is of.
    """
    visible, wanted, sort = listed_cases(viewer()), asked_filter(), asked_sort()
    total = min(count_cases(reading(), visible, wanted), MOST_ROWS)
    pages = [
        list_cases(reading(), visible, wanted, sort, AT_ONCE, offset) for offset in range(0, total, AT_ONCE)
    ]
    lines = [line for page in pages for line in page]
    of_several = len({line.process for line in lines}) > 1
    fields = {} if of_several else _fields_asked([line.id for line in lines])
    columns = [
        *_headed(*_FIXED, *([_PROCESS] if of_several else [])),
        *((label_of(component), 24) for component in fields.values()),
    ]
    rows = _told_apart(lines) if of_several else _rows(pages, fields)
    title = register_name(wanted.process)
    return as_xlsx(title, columns, rows, f"{title} {today().isoformat()}.xlsx")


@blueprint.get("/<uuid:case_id>/readings")
def other_readings(case_id: UUID) -> str:
    """The dates of a case's limits under the other readings, side by side."""
    case = case_or_404(case_id)
    running = [item for item in deadlines_of(reading(), case_id) if item.status == "running"]
    limits = [_limit(item.name, item.ledger) for item in running]
    if case.status == "running":
        limits += _limits_to_come(case_id, {item.name for item in running})
    return render_template("readings.html", case=case, limits=[limit for limit in limits if limit.readings])


def register_headings() -> dict[str, str]:
    """The headings of what the register itself knows of a case: as the reader sees them, and in Chinese."""
    return {str(in_language(heading)): heading for heading, _width in (*_FIXED, _PROCESS)}


def _headed(*columns: tuple[str, int]) -> list[tuple[str, int]]:
    return [(str(in_language(heading)), width) for heading, width in columns]


def _fields_asked(case_ids: list[UUID]) -> dict[str, Mapping[str, Any]]:
    """The labelled fields of the forms that these cases run by, each key once; what the columns say, and personal data, is left out."""
    versions: set[UUID] = set()
    for start in range(0, len(case_ids), AT_ONCE):
        versions |= set(versions_of_cases(reading(), case_ids[start : start + AT_ONCE]).values())
    found = labels(form for version in sorted(versions) for form in _forms(version))
    personal = {name for version in versions for name in program_of(version).personal}
    left_out = {"title", "unit", "decision", "opinion", *personal}
    return {key: component for key, component in found.items() if key not in left_out and label_of(component)}


def _forms(version_id: UUID) -> Iterator[Form | None]:
    yield start_form(version_id)
    for process in program_of(version_id).processes.values():
        yield from (task_form(version_id, element) for element in process.nodes)


def _rows(pages: list[list[RegisterLine]], fields: Components) -> Iterator[list[Any]]:
    for page in pages:
        data = fields_of_cases(reading(), [line.id for line in page])
        for line in page:
            said = data.get(line.id, {})
            yield [*_fixed(line), *(_cell(part, said.get(key)) for key, part in fields.items())]


def _told_apart(lines: list[RegisterLine]) -> Iterator[list[Any]]:
    names = {key: version.name for key, version in versions().items()}
    for line in lines:
        yield [*_fixed(line), names.get(line.process, line.process)]


def _cell(part: Mapping[str, Any], value: Any) -> Any:
    """A value in words, a date as a date, so that the table can be sorted and read in again."""
    return value if isinstance(value, date) else in_words(part, value, today())


def _fixed(line: RegisterLine) -> list[str | datetime | None]:
    return [
        line.number,
        line.title,
        line.unit,
        case_status(line.status, line.outcome),
        line.due_at,
        line.paper,
        line.paper_at,
        line.waiting,
        line.started_at,
        line.ended_at,
    ]


def _limits_to_come(case_id: UUID, known: set[str]) -> list[Limit]:
    """The limits that would arise if nobody did anything, for example when the yellow slip is judged."""
    foresight, found = Foresight(site().engine, reading(), case_id), dict[str, Ledger]()
    for _firing in foresight.firings(clock.now() + HORIZON):
        found |= {name: ledger for name, ledger in foresight.limits().items() if name not in known}
    return [_limit(name, ledger, to_come=True) for name, ledger in found.items()]


def _limit(name: str, ledger: Ledger, *, to_come: bool = False) -> Limit:
    return Limit(name, to_come, readings(ledger, world().calendar, world().hours))
