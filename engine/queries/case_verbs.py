"""Which verbs on a whole case somebody may use now, judged by the engine's own authority."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection, select

from engine import tables
from engine.engine import Engine
from engine.people.actor import Actor
from engine.refusals import Refused, StuckError
from engine.runtime import authority, parties
from engine.runtime.act import Act
from engine.runtime.case import Deadline

_instance = tables.instance


@dataclass(frozen=True, slots=True)
class CaseVerbs:
    """What somebody may do with a case: the clocks they may stop and start again by name, and the rest."""

    stoppable: tuple[str, ...] = ()
    startable: tuple[str, ...] = ()
    suspend: bool = False
    resume: bool = False
    cancel: bool = False
    remind: bool = False
    copy_to: bool = False
    circulate: bool = False


NOTHING = CaseVerbs()


def case_verbs(engine: Engine, connection: Connection, case_id: UUID, actor: Actor) -> CaseVerbs:
    """What `actor` may do with a case; NOTHING where it is not there any more. An ended one may still be told of."""
    row = connection.execute(select(_instance).where(_instance.c.id == case_id)).mappings().one_or_none()
    if row is None:
        return NOTHING
    act = engine.loaded(connection, dict(row), "ask", actor)
    told = CaseVerbs(copy_to=_tells(act, "copy_to"), circulate=_tells(act, "circulate"))
    if row["status"] == "suspended":
        return replace(told, resume=_may(lambda: authority.require_steering(act, "resume")))
    if row["status"] != "running":
        return told
    clocks = _clocks(act)
    return replace(
        told,
        stoppable=tuple(
            each.name for each in clocks if not each.ledger.paused and _steers(act, "pause_clock", each)
        ),
        startable=tuple(
            each.name for each in clocks if "" in each.ledger.holders and _steers(act, "resume_clock", each)
        ),
        suspend=_may(lambda: authority.require_steering(act, "suspend")),
        cancel=_may(lambda: authority.require_canceller(act)),
        remind=_tells(act, "remind"),
    )


def _clocks(act: Act) -> list[Deadline]:
    """The deadlines that a name alone makes out."""
    names = Counter(each.name for each in act.case.deadlines)
    return [each for each in act.case.deadlines if names[each.name] == 1]


def _steers(act: Act, verb: str, deadline: Deadline) -> bool:
    return _may(lambda: authority.require_steering(act, verb, deadline))


def _tells(act: Act, verb: str) -> bool:
    return _may(lambda: parties.require_party(act, verb))


def _may(check: Callable[[], None]) -> bool:
    try:
        check()
    except (Refused, StuckError):
        return False
    return True
