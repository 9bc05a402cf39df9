"""Acts on a case as a whole: requests its diagram waits for, and what the engine lets the actor do with it."""

from uuid import UUID

from flask import abort
from sqlalchemy import true

from engine.engine import Done as Act
from engine.queries.case import find_case
from engine.queries.circulations import told_of
from engine.queries.versions import find_version
from engine.words import words
from web.access import case_or_404, require_room
from web.api import bodies, once
from web.api.answers import CirculationLine, Circulations, Done
from web.api.problems import Problem
from web.schemas import program_of
from web.site import reading
from web.viewer import viewer


def request(case_id: UUID, verb: str, body: bodies.FormData, key: str | None) -> Done:
    """Send a case a request by its verb; whether it is in time, and whose it is, the engine judges."""
    case = case_or_404(case_id)
    written = (
        node.extension("request")
        for process in program_of(case.version_id).processes.values()
        for node in process.nodes.values()
    )
    if verb not in {each.get("verb") for each in written if each is not None}:
        raise Problem(
            "not-found",
            words("流程“%(process)s”没有“%(verb)s”这项申请。", process=case.process_name, verb=verb),
        )
    actor = viewer().actor
    return done(once.act(lambda engine: engine.request(case_id, actor, verb, body.data, key=key), key))


def request_extension(case_id: UUID, body: bodies.FormData, key: str | None) -> Done:
    """申请延期, under the name it has in scenarios."""
    return request(case_id, "request_extension", body, key)


def pause_clock(case_id: UUID, body: bodies.ClockReason) -> Done:
    """暂停计时."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.pause_clock(case_id, actor, body.name, body.reason)))


def resume_clock(case_id: UUID, body: bodies.ClockReason) -> Done:
    """恢复计时."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.resume_clock(case_id, actor, body.name, body.reason)))


def suspend(case_id: UUID, body: bodies.Reason) -> Done:
    """中止办件."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.suspend(case_id, actor, body.reason)))


def resume(case_id: UUID, body: bodies.Reason) -> Done:
    """恢复办件."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.resume(case_id, actor, body.reason)))


def cancel(case_id: UUID, body: bodies.Reason) -> Done:
    """撤销办件."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.cancel(case_id, actor, body.reason)))


def copy_to(case_id: UUID, body: bodies.CopyTo) -> Done:
    """抄送."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.copy_to(case_id, actor, body.to)))


def circulate(case_id: UUID, body: bodies.CopyTo) -> Done:
    """传阅."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.circulate(case_id, actor, body.to)))


def read(case_id: UUID) -> Done:
    """已阅: the receipt of somebody to whom the case was circulated."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.read(case_id, actor)))


def migrate(case_id: UUID, body: bodies.Migrate) -> Done:
    """迁到另一个版本, by who publishes versions, whether or not they take part in the case."""
    require_room("designer.publish")
    case = find_case(reading(), case_id, true())
    if case is None:
        abort(404)
    version = find_version(reading(), case.process, body.version)
    if version is None:
        raise Problem("not-found", words("流程“%(process)s”没有这个版本。", process=case.process_name))
    actor = viewer().actor
    return done(once.act(lambda engine: engine.migrate(case_id, version, actor, body.mapping)))


def circulations(case_id: UUID) -> Circulations:
    """Who has been let know of the case, and who has read it."""
    case_or_404(case_id)
    found = told_of(reading(), case_id)
    return Circulations(items=[CirculationLine.model_validate(line) for line in found])


def done(act: Act) -> Done:
    """The answer of an act."""
    return Done(case_id=act.instance_id, number=act.number)
