"""工作日历: a year with what is off and what is worked, and importing a holiday notice, looked at before."""

import json
from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import administration
from engine.queries.moving_limits import moved_since, would_move
from engine.queries.notices import ImportedNotice, find_notice, imported_notices
from engine.time.calendar import Day, WorkingCalendar
from engine.time.clock import civil_date
from engine.time.notice import Notice, NoticeError, notice_from_dict, read_notice, shipped_notices
from engine.time.notice_list import parse_notice_list
from web.access import may_enter, require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.site import act, calendar, reading, today, world
from web.viewer import viewer

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")

FIRST_YEAR, LAST_YEAR = 2004, 2099
LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed into the form of an import."""

    notice: str = ""
    number: str = ""
    issued: str = ""
    year: str = ""
    rows: str = ""
    local: bool = False


@blueprint.get("")
def page() -> str:
    """A year, month by month."""
    require_room("calendar")
    year = request.args.get("year", today().year, type=int)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return render_template(
        "calendar.html",
        year=year,
        months=months(calendar(), year),
        provisional=calendar().is_provisional(date(year, 1, 1)),
        notices=imported_notices(reading()),
        may_import=may_enter(viewer(), "calendar.import"),
    )


@blueprint.get("/import")
def ask() -> str:
    """The form for a notice: a file, or a pasted list."""
    require_room("calendar.import")
    return _form(Typed(issued=today().isoformat(), year=str(today().year + 1)))


@blueprint.post("/import")
def preview() -> str | tuple[str, int]:
    """Read the notice and show its days and the limits it would move. Changes nothing."""
    require_room("calendar.import")
    title, number, issued, year, rows = (
        request.form.get(name, "").strip() for name in ("notice", "number", "issued", "year", "rows")
    )
    typed = Typed(title, number, issued, year, rows, "local" in request.form)
    try:
        notice = _read(typed)
    except NoticeError as error:
        return _form(typed, error.problems), STATUS_OF["invalid"]
    after = _calendar_with(notice)
    return render_template(
        "calendar_preview.html",
        notice=notice,
        content=json.dumps(notice.to_dict(), ensure_ascii=False),
        moves=would_move(reading(), calendar(), after, world().hours),
        later=notice.issued > today(),
        known=_is_known(notice),
        changed=_changed(notice, after),
    )


@blueprint.post("/import/run")
def run() -> Response | tuple[str, int]:
    """Import the notice that was shown and derive every limit again; twice the same changes nothing."""
    require_room("calendar.import")
    try:
        notice = notice_from_dict(json.loads(request.form.get("content", "")), today())
    except (ValueError, NoticeError):
        abort(400)
    if not _is_known(notice):
        actor = viewer().actor
        act(lambda engine: administration.import_notice(engine, notice, actor))
        while act(administration.rederive_stale):
            pass
    imported = next(each for each in imported_notices(reading()) if each.content == notice.to_dict())
    flash(_("已导入“%(name)s”。", name=notice.notice), "done")
    return redirect(url_for("calendar.notice", notice_id=imported.id))


@blueprint.get("/notices/<uuid:notice_id>")
def notice(notice_id: UUID) -> str:
    """An imported notice, and the limits that have moved since."""
    require_room("calendar")
    found = find_notice(reading(), notice_id)
    if found is None:
        abort(404)
    return render_template(
        "calendar_notice.html",
        imported=found,
        notice=notice_from_dict(found.content),
        moves=moved_since(reading(), found.imported_at, _version_after(found)),
    )


def months(of: WorkingCalendar, year: int) -> list[list[list[Day | None]]]:
    """The weeks of each month from Monday on; None for days of the neighbouring months."""
    weeks = Calendar().monthdatescalendar
    return [
        [[of.day(day) if day.month == month else None for day in week] for week in weeks(year, month)]
        for month in range(1, 13)
    ]


def _read(typed: Typed) -> Notice:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        content = sent.read(LARGEST + 1)
        kind = sent.filename.rpartition(".")[2].lower()
        if kind in ("yaml", "yml", "json"):
            return read_notice(content, "json" if kind == "json" else "yaml", today())
        return _from_list(typed, _text(content))
    return _from_list(typed, typed.rows)


def _from_list(typed: Typed, rows: str) -> Notice:
    issued, year = _day(typed.issued), int(typed.year) if typed.year.isdecimal() else None
    problems = [] if typed.notice else [_("请填写通知的名称。")]
    problems += [] if issued else [_("发布日期请写成 2026-11-04 的形式。")]
    if problems:
        raise NoticeError(problems)
    return parse_notice_list(
        rows, notice=typed.notice, issued=issued, year=year, number=typed.number, local=typed.local
    )


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeError([_("文件不是文本。请上传 CSV、YAML 或 JSON 文件,或把日期粘贴在下面。")])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _known_notices() -> list[Notice]:
    return [*shipped_notices(), *(notice_from_dict(each.content) for each in imported_notices(reading()))]


def _calendar_with(notice: Notice) -> WorkingCalendar:
    return WorkingCalendar.known_at(today(), [*_known_notices(), notice])


def _version_after(imported: ImportedNotice) -> str:
    """The version of the calendar that this notice made when it was imported."""
    earlier = [each for each in imported_notices(reading()) if each.imported_at <= imported.imported_at]
    on = civil_date(imported.imported_at)
    known = [*shipped_notices(), *(notice_from_dict(each.content) for each in earlier)]
    return WorkingCalendar.known_at(on, known).version


def _is_known(notice: Notice) -> bool:
    return any(each.content == notice.to_dict() for each in imported_notices(reading()))


def _changed(notice: Notice, after: WorkingCalendar) -> list[Day]:
    """The days that the notice makes others than they were."""
    days = sorted(day for day, _name in (*notice.off, *notice.work))
    return [after.day(day) for day in days if after.day(day).works != calendar().day(day).works]


def _form(typed: Typed, problems: tuple[str, ...] = ()) -> str:
    return render_template("calendar_import.html", typed=typed, problems=problems)
