"""Acts on a case: requests its diagram waits for, and what 督查室 does with a case as a whole."""

from uuid import UUID

from engine.engine import Done as Act
from engine.people.directory import Unassignable
from web.access import case_or_404, may_steer
from web.api import bodies, once
from web.api.answers import Done
from web.api.problems import Problem
from web.schemas import program_of
from web.site import directory, today
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
        raise Problem("not-found", f"流程“{case.process_name}”没有“{verb}”这项申请。")
    actor = viewer().actor
    return done(once.act(lambda engine: engine.request(case_id, actor, verb, body.data, key=key), key))


def request_extension(case_id: UUID, body: bodies.FormData, key: str | None) -> Done:
    """申请延期, under the name it has in scenarios."""
    return request(case_id, "request_extension", body, key)


def pause_clock(case_id: UUID, body: bodies.ClockReason) -> Done:
    """暂停计时."""
    _steer(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.pause_clock(case_id, actor, body.name, body.reason)))


def resume_clock(case_id: UUID, body: bodies.ClockReason) -> Done:
    """恢复计时."""
    _steer(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.resume_clock(case_id, actor, body.name, body.reason)))


def suspend(case_id: UUID, body: bodies.Reason) -> Done:
    """中止办件."""
    _steer(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.suspend(case_id, actor, body.reason)))


def resume(case_id: UUID, body: bodies.Reason) -> Done:
    """恢复办件."""
    _steer(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.resume(case_id, actor, body.reason)))


def cancel(case_id: UUID, body: bodies.Reason) -> Done:
    """撤销办件, by who started it."""
    case_or_404(case_id)
    actor = viewer().actor
    return done(once.act(lambda engine: engine.cancel(case_id, actor, body.reason)))


def copy_to(case_id: UUID, body: bodies.CopyTo) -> Done:
    """抄送, by anybody who may see the case."""
    case_or_404(case_id)
    for name in body.to:
        unit, _, post = name.rpartition("/")
        try:
            directory().resolve(post, unit or None, today())
        except Unassignable as error:
            raise Problem("invalid", f"{error.args[0]}。", {"to": str(error.args[0])}) from error
    actor = viewer().actor
    return done(once.act(lambda engine: engine.copy_to(case_id, actor, body.to)))


def done(act: Act) -> Done:
    """The answer of an act."""
    return Done(case_id=act.instance_id, number=act.number)


def _steer(case_id: UUID) -> None:
    case_or_404(case_id)
    if not may_steer(viewer()):
        raise Problem("forbidden", "只有督查室可以中止、恢复办件,暂停、恢复计时。")
