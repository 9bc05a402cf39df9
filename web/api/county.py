"""The county: its units, their points, its numbers and its calendar, under the same rules as their pages."""

from datetime import date

from engine import administration, values
from engine.definitions.policy import PolicyNumber
from engine.people.deputising import deputise_own
from engine.queries.versions import current_versions
from engine.records import scores as ledger
from engine.records.score_entries import Entry
from engine.runtime import year_scores as year_table
from engine.time.notice import NoticeError, notice_from_dict
from engine.words import side_by_side, words
from web.access import may_see_unit, require_room
from web.api import answers, bodies, once
from web.api.problems import Problem
from web.api.values import plain
from web.schemas import program_of
from web.site import calendar as known_calendar
from web.site import directory, reading, site, today, world
from web.viewer import viewer


def units() -> answers.Units:
    """The units of today, in the order of the register."""
    on = today()
    standing = [
        unit
        for unit in directory().units.values()
        if unit.valid_from <= on and (unit.valid_to is None or on <= unit.valid_to)
    ]
    lines = [
        answers.UnitLine(id=u.id, name=u.name, short_name=u.short_name, kind=u.kind, aliases=list(u.aliases))
        for u in standing
    ]
    return answers.Units(items=lines)


def scores(query: bodies.ScoreFilter) -> answers.Page[answers.ScoreLine]:
    """The entries of a year, in the order of recording, of a unit whose points one may see, or of all those."""
    entries = _entries(query)
    visible = {unit for unit in {entry.unit_id for entry in entries} if may_see_unit(viewer(), unit)}
    found = [entry for entry in entries if entry.unit_id in visible]
    first = _index(found, query.cursor)
    page = found[first : first + query.limit]
    more = len(found) > first + query.limit
    return answers.Page[answers.ScoreLine](
        items=[answers.ScoreLine.model_validate(entry) for entry in page],
        next=page[-1].id.hex if more else None,
    )


def year_scores(year: int) -> answers.YearScores:
    """Every unit's year, with the bonus of the process's own table."""
    require_room("scores")
    on = min(today(), date(min(max(year, 2000), 2099), 12, 31))
    known = 2000 <= year <= 2099
    found = year_table.year_scores(reading(), world(), site().engine.program, year, on) if known else None
    if found is None:
        raise Problem("not-found", words("没有 %(year)s 年的年度积分。", year=year))
    return answers.YearScores(
        process=found.process,
        year=year,
        kinds=list(found.kinds),
        items=[answers.YearScoreLine.model_validate(each) for each in found.scores],
        candidates=[each.unit_id for each in found.candidates],
    )


def _entries(query: bodies.ScoreFilter) -> list[Entry]:
    unit = directory().find_unit(query.unit) if query.unit else None
    if query.unit and unit is None:
        raise Problem(
            "invalid",
            words("单位名录中没有“%(name)s”。", name=query.unit),
            {"unit": words("单位名录中没有这个单位")},
        )
    if unit is not None and not may_see_unit(viewer(), unit.id):
        raise Problem(
            "forbidden", words("只有%(unit)s、分管领导和督查室可以查看它的积分。", unit=unit.short_name)
        )
    return ledger.ledger(reading(), query.year, unit.id if unit else None)


def _index(entries: list[Entry], cursor: str | None) -> int:
    """Where the page behind a cursor begins: entries are only ever added, at the end."""
    if cursor is None:
        return 0
    places = {entry.id.hex: place for place, entry in enumerate(entries)}
    if cursor not in places:
        raise Problem("invalid", problems={"cursor": words("不是上一页答复里的 next")})
    return places[cursor] + 1


def policy(name: str, query: bodies.OnDay) -> answers.PolicyAnswer:
    """A number as it holds on a day."""
    require_room("policy")
    on = query.on or today()
    number = _declared(name)
    own = world().policy.get(name, on)
    return answers.PolicyAnswer(
        name=name,
        label=number.label,
        type=number.type,
        unit=number.unit,
        value=plain(values.from_json(own.value)) if own is not None else plain(number.default),
        basis=own.basis if own is not None else number.basis,
        on=on,
        is_default=own is None,
        default=plain(number.default),
    )


def set_policy(name: str, body: bodies.SetPolicy) -> answers.PolicyAnswer:
    """Let a number hold from a day on."""
    require_room("policy.change")
    _declared(name)
    actor = viewer().actor
    once.act(
        lambda engine: administration.set_policy(
            engine, name, body.value, body.valid_from, body.basis, body.reason, actor
        )
    )
    return policy(name, bodies.OnDay(on=body.valid_from))


def _declared(name: str) -> PolicyNumber:
    for version in current_versions(reading()):
        number = program_of(version.id).declared.get(name)
        if number is not None:
            return number
    raise Problem("not-found", words("没有流程登记政策参数“%(name)s”。", name=name))


def calendar(year: int) -> answers.CalendarYear:
    """The days of a year that differ from the plain week."""
    if not bodies.FIRST_DAY.year <= year <= bodies.LAST_DAY.year:
        raise Problem(
            "not-found",
            words(
                "只有 %(first)s 到 %(last)s 年的日历。",
                first=bodies.FIRST_DAY.year,
                last=bodies.LAST_DAY.year,
            ),
        )
    known = known_calendar()
    days = known.days(date(year, 1, 1), date(year, 12, 31))
    return answers.CalendarYear(
        year=year,
        version=known.version,
        provisional=known.is_provisional(date(year, 1, 1)),
        days=[
            answers.CalendarDay(date=day.date, kind=day.kind, name=day.name, notice=day.notice)
            for day in days
            if day.kind != "workday" and day.kind != "weekend"
        ],
    )


def import_notice(body: bodies.CalendarNotice) -> answers.NoticeAnswer:
    """Make a holiday notice known; the limits it moves are derived again."""
    require_room("calendar.import")
    try:
        notice = notice_from_dict(body.model_dump(exclude_defaults=True), imported_on=today())
    except NoticeError as error:
        raise Problem(
            "invalid", side_by_side(error.problems, ""), {"notice": side_by_side(error.problems, " ")}
        ) from error
    actor = viewer().actor
    once.act(lambda engine: administration.import_notice(engine, notice, actor))
    return answers.NoticeAnswer(
        notice=notice.notice,
        issued=notice.issued,
        off=[day for day, _ in notice.off],
        work=[day for day, _ in notice.work],
        version=known_calendar().version,
    )


def deputise(body: bodies.Deputise) -> answers.Deputised:
    """代理, by the holder of the post."""
    actor = viewer().actor
    processes = None if body.processes is None else frozenset(body.processes)
    made = once.act(
        lambda engine: deputise_own(
            engine, body.post, body.to, body.valid_from, body.valid_to, actor, processes
        )
    )
    return answers.Deputised(id=made)
