"""What 督查室 watches: the slips of the day, what fires by itself, a case's dates under other readings."""

from datetime import datetime, time, timedelta
from uuid import UUID

from engine.queries.armed import ArmedTimer, armed_between, held_cases
from engine.queries.case import deadlines_of
from engine.queries.readings import readings
from engine.queries.slips_today import DueSlip, sent_between, slips_by
from engine.time.clock import CIVIL
from web.access import case_or_404, require_room, visible_cases
from web.api import answers, bodies, once
from web.foreseen import timer_name, timer_rules
from web.site import reading, site, today, world
from web.startable import require_offered
from web.viewer import viewer

MOST_TIMERS = 500


def slips_today() -> answers.SlipsToday:
    """The slips that go out or for signature today if nobody does anything more, and those that went."""
    require_room("slips")
    connection, visible = reading(), visible_cases(viewer())
    midnight = datetime.combine(today(), time(), CIVIL)
    tomorrow = midnight + timedelta(days=1)
    due = slips_by(site().engine, connection, visible, tomorrow - timedelta(microseconds=1))
    return answers.SlipsToday(
        due=[_slip(each) for each in due],
        sent=[
            answers.SentSlip.model_validate(each)
            for each in sent_between(connection, visible, midnight, tomorrow)
        ],
    )


def timers(query: bodies.Ahead) -> answers.Timers:
    """What fires by itself up to the end of a day, in order, and the cases that somebody holds."""
    require_room("timers")
    connection, visible = reading(), visible_cases(viewer())
    last = datetime.combine((query.until or today()) + timedelta(days=1), time(), CIVIL)
    found = armed_between(connection, visible, None, last, MOST_TIMERS)
    return answers.Timers(
        items=[_timer(each) for each in found],
        held=[answers.HeldCase.model_validate(each) for each in held_cases(connection, visible)],
    )


def other_readings(case_id: UUID) -> answers.OtherReadings:
    """The dates of a case's running limits under each reading of the clauses (A15)."""
    case_or_404(case_id)
    county = world()
    return answers.OtherReadings(
        items=[
            answers.ReadLimit(
                name=limit.name,
                readings=[
                    answers.ReadDate.model_validate(each)
                    for each in readings(limit.ledger, county.calendar, county.hours)
                ],
            )
            for limit in deadlines_of(reading(), case_id)
            if limit.status == "running"
        ]
    )


def start_several(body: bodies.StartSeveral, key: str | None) -> answers.Several:
    """Start a case for every row, all or none."""
    require_offered(body.process)
    actor = viewer().actor
    keys = [f"{key}-{number}" for number in range(len(body.items))] if key else None
    started = once.act(lambda engine: engine.start_many(body.process, actor, body.items, keys=keys), key)
    return answers.Several(items=[answers.Done(case_id=each.id, number=each.number) for each in started])


def _slip(slip: DueSlip) -> answers.DueSlip:
    return answers.DueSlip(
        case_id=slip.case.id,
        number=slip.case.number,
        title=slip.case.title,
        unit=slip.case.unit,
        how=slip.how,
        kind=slip.kind,
        points=slip.points,
        at=slip.at,
        rules=list(slip.rules),
        task_id=slip.open_task,
        trouble=slip.trouble,
    )


def _timer(timer: ArmedTimer) -> answers.TimerLine:
    return answers.TimerLine(
        case_id=timer.case_id,
        number=timer.number,
        title=timer.title,
        unit=timer.unit,
        name=timer_name(timer),
        due_at=timer.due_at,
        rules=[rule.id for rule in timer_rules(timer, None)],
    )
