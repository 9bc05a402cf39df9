"""What administrators and overseers do: incidents, verifying the records, bringing a process folder."""

from uuid import UUID

from engine import administration, bulk
from engine.definitions.folder import FolderError
from engine.definitions.problem import Problem as Fault
from engine.definitions.publishing import NotPublishable, Published
from engine.engine import Engine
from engine.queries.incidents import IncidentLine, find_incident, open_incidents
from engine.records.audit import verify_case, verify_from
from engine.refusals import StuckError
from engine.words import words
from web.access import require_room
from web.api import answers, bodies, cursors, once
from web.api.problems import Problem
from web.process_zip import ZipRefused, unpacked
from web.site import reading, site
from web.viewer import viewer


def incidents(query: bodies.Paged) -> answers.Page[answers.IncidentLine]:
    """What has stopped cases and waits to be mended, the latest first."""
    require_room("incidents")
    behind = cursors.read_dated(query.cursor) if query.cursor is not None else None
    found = open_incidents(reading(), query.limit + 1, behind=behind)
    page, more = found[: query.limit], found[query.limit :]
    return answers.Page[answers.IncidentLine](
        items=[answers.IncidentLine.model_validate(each) for each in page],
        next=cursors.write(page[-1].raised_at, page[-1].id) if more else None,
    )


def retry_incident(incident_id: UUID) -> answers.Done:
    """再试一次; one that was mended already is refused."""
    require_room("incidents")
    incident, actor = _known(incident_id), viewer().actor
    try:
        once.act(lambda engine: administration.retry_incident(engine, incident_id, actor))
    except StuckError as error:
        raise Problem("conflict", words("仍不能继续:%(said)s", said=error.message)) from error
    return answers.Done(case_id=incident.case_id, number=incident.number)


def retry_incidents(body: bodies.Incidents) -> answers.Retried:
    """Each is tried by itself; those that cannot go on yet, or were mended already, are named with the reason."""
    require_room("incidents")
    known, actor = {key: _known(key) for key in body.incidents}, viewer().actor
    refused: dict[UUID, str] = {}
    for progress in once.act(lambda engine: bulk.retry(engine, known, actor)):
        refused = progress.refused
    return answers.Retried(
        done=[key for key in known if key not in refused],
        refused=[
            answers.StillStuck(incident=key, number=known[key].number, message=message)
            for key, message in refused.items()
        ],
    )


def _known(incident_id: UUID) -> IncidentLine:
    found = find_incident(reading(), incident_id)
    if found is None:
        raise Problem("not-found", words("没有 %(id)s 这个故障。", id=incident_id))
    return found


def verify(query: bodies.Verifying) -> answers.Verified:
    """核验记录: the next cases against their chains; the anchors with the first of them. Nothing is changed."""
    require_room("audit")
    first = cursors.read(query.cursor)[1] if query.cursor is not None else None
    report, behind = once.act(lambda engine: verify_from(engine, first, query.limit))
    found = answers.Verified.model_validate(report)
    return found.model_copy(update={"next": cursors.write(None, behind) if behind is not None else None})


def verify_one(case_id: UUID) -> answers.Verified:
    """核验一个办件的记录."""
    require_room("audit")
    report = once.act(lambda engine: verify_case(engine, case_id))
    if not report.cases:
        raise Problem("not-found", words("没有这个办件。"))
    return answers.Verified.model_validate(report)


def publish(body: bodies.PublishProcess) -> answers.Published:
    """Check a process folder and publish it, under the same conditions as the page does."""
    require_room("publishing")
    actor = viewer().actor

    def work(engine: Engine) -> Published:
        with unpacked(body.folder, f"{body.process}.zip", site().settings.processes) as folder:
            if folder.name != body.process:
                raise ZipRefused(
                    words(
                        "压缩包里的流程文件夹是“%(found)s”,不是“%(process)s”。",
                        found=folder.name,
                        process=body.process,
                    )
                )
            return engine.publish(folder, actor, body.reason)

    try:
        return answers.Published.model_validate(once.act(work))
    except (ZipRefused, FolderError) as error:
        raise Problem("invalid", str(error), {"folder": str(error)}) from error
    except NotPublishable as error:
        said = words("还不能发布,有 %(n)s 处要改。", n=len(error.problems))
        raise Problem("invalid", said, _told(error.problems)) from error


def _told(problems: list[Fault]) -> dict[str, str]:
    """The problems by place: file, element, and the rule of the gate."""
    told: dict[str, str] = {}
    for each in problems:
        place = f"{each.file}#{each.element_id}:{each.rule}"
        told[place] = f"{told.get(place, '')}{each.message}{each.remedy}"
    return told
