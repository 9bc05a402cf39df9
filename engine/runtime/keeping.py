"""Keeping the papers of an applicant, as `bj:keep` on an element says (GC-16)."""

from SpiffWorkflow.task import Task

from engine.definitions.diagram import Extension, Node
from engine.records import held_papers
from engine.refusals import StuckError
from engine.runtime.act import Act
from engine.runtime.scope import branch_of
from engine.time import clock


def keep(act: Act, task: Task, node: Node, written: Extension) -> None:
    """Keep those of the papers named that the catalogue lets be used again; without an applicant's number none."""
    field = written.get("holder")
    number = act.fields.get(field, branch_of(task))
    if not number:
        return
    try:
        papers = held_papers.named(act.calculate(written.get("papers").removeprefix("="), task))
    except ValueError as error:
        raise StuckError(str(error), node.id) from error
    today = clock.civil_date(act.now)
    known = {name: act.world.catalogue.paper(name, today) for name in papers}
    rows = [
        held_papers.kept_row(
            act.fields.vault,
            str(number),
            field,
            name,
            files,
            instance_id=act.case.id,
            kept_at=act.now,
            kept_by=act.actor.login,
        )
        for name, files in papers.items()
        if (paper := known[name]) is not None and paper.reuse
    ]
    if rows:
        act.changes.held_papers += rows
        act.record("papers.kept", node.id, papers=[row["paper"] for row in rows])
