"""Who may remind people of a case and let others know of it (催办, 抄送, 传阅), and how often.

The diagram says who (`bj:case remind`, `copy`). Where it says nothing, whoever has a part in the case may, who may
steer it, and who answers for every case: the product default.
"""

from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select

from engine import tables
from engine.definitions.house_numbers import COPY_DAILY, REMIND_EVERY
from engine.people import oversight
from engine.queries.duties import duties_of
from engine.queries.visibility import relations_of, takes_part
from engine.refusals import Refused
from engine.runtime.act import Act
from engine.runtime.authority import VERBS, first_rule, is_any_of, named, not_theirs
from engine.time import clock
from engine.words import words

_WRITTEN = {"remind": "remind", "copy_to": "copy", "circulate": "copy"}
"""Where `bj:case` names who may do a verb."""
_PARTIES = words("发起人、主办单位和配合单位、经办过的人、分管领导、督查室和可以中止办件的人")


def require_party(act: Act, verb: str) -> None:
    """Raises Refused (forbidden) unless the actor may remind (`remind`) or let others know (`copy_to`, `circulate`)."""
    if act.actor.is_system:
        return
    _require_unbiased(act, verb)
    who = named(act, _WRITTEN[verb])
    if who:
        if not is_any_of(act, who):
            raise not_theirs(act, verb, who)
    elif not (_has_part(act) or is_any_of(act, named(act, "steer"))):
        raise Refused(
            words("只有%(parties)s可以%(what)s(产品默认)。", parties=_PARTIES, what=VERBS[verb]),
            kind="forbidden",
            rule=first_rule(act.case.program.process),
        )


def _require_unbiased(act: Act, verb: str) -> None:
    unit, on = act.case.row["recused"], clock.civil_date(act.now)
    if act.actor.person_id is not None and act.world.directory.is_recused(act.actor.person_id, unit, on):
        raise Refused(
            words(
                "办件涉及%(unit_name)s,该单位的人须回避,不得%(what)s。",
                unit_name=act.unit_name(unit),
                what=VERBS[verb],
            ),
            kind="forbidden",
            rule=first_rule(act.case.program.process),
        )


def _has_part(act: Act) -> bool:
    directory, on = act.world.directory, clock.civil_date(act.now)
    person = directory.people.get(act.actor.person_id) if act.actor.person_id is not None else None
    if person is None:
        return False
    duties = duties_of(directory, person, on, [act.case.row["process"]])
    if oversight.oversees(directory, duties.units) or oversight.leads_county(directory, duties.posts):
        return True
    row = tables.instance.c.id
    part = takes_part(relations_of(directory, duties, on))
    return act.connection.execute(select(row).where(row == act.case.id, part)).first() is not None


def require_pause_since(act: Act, task: dict[str, Any]) -> None:
    """Raises Refused (conflict) where the actor reminded of this task a short while ago (`office.remind.every`)."""
    every = act.world.house_value(REMIND_EVERY, clock.civil_date(act.now))
    last = _reminded(act, task) if every.value and not act.actor.is_system else None
    if last is None:
        return
    again = act.world.hours.add_minutes(last, every.value, act.world.calendar)
    if act.now < again:
        at, then = (each.astimezone(clock.CIVIL) for each in (last, again))
        raise Refused(
            words(
                "您在 %(at)s 已催办过“%(name)s”,%(then)s 以后才能再催(两次至少隔 %(value)s 办公分钟,%(basis)s)。",
                at=f"{at:%m-%d %H:%M}",
                name=task["name"],
                then=f"{then:%m-%d %H:%M}",
                value=every.value,
                basis=every.basis,
            ),
            kind="conflict",
        )


def _reminded(act: Act, task: dict[str, Any]) -> datetime | None:
    """When the actor reminded of a task last."""
    row = tables.journal.c
    statement = (
        select(row.at, row.events)
        .where(row.instance_id == act.case.id, row.act == "remind", row.actor == act.actor.login)
        .order_by(row.sequence.desc())
    )
    for at, events in act.connection.execute(statement):
        if any(event.get("task") == task["id"].hex for event in events if event.get("kind") == "催办"):
            found: datetime = at
            return found
    return None


def require_few(act: Act, more: int, what: str) -> None:
    """Raises Refused (conflict) where the actor has let too many know of this case today (`office.copy.daily`)."""
    if act.actor.is_system:
        return
    today = clock.civil_date(act.now)
    most = act.world.house_value(COPY_DAILY, today)
    row = tables.circulation.c
    midnight = datetime.combine(today, time(), clock.CIVIL)
    mine = (row.instance_id == act.case.id) & (row.sent_by == act.actor.login) & (row.sent_at >= midnight)
    told = act.connection.execute(select(func.count()).where(mine)).scalar_one()
    if told + more > most.value:
        raise Refused(
            words(
                "一人一天对一件最多%(what)s %(value)s 个单位或人(%(basis)s),您今天已送 %(told)s 个,这次 %(more)s 个。",
                what=what,
                value=most.value,
                basis=most.basis,
                told=told,
                more=more,
            ),
            kind="conflict",
            problems={"to": words("今天还可以送 %(max)s 个", max=max(most.value - told, 0))},
        )
