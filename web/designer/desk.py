"""The draft a request is about, laid out as a folder where the gate and the rehearsal can see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from flask import abort

from engine.definitions import drafts
from engine.definitions.drafts import Draft
from engine.definitions.folder import main_file
from engine.definitions.gate import check_folder
from engine.definitions.problem import Problem
from engine.definitions.reader import read_diagram
from engine.definitions.workplace import laid_out
from engine.definitions.xml import UnreadableXml
from web.access import may_enter, require_room
from web.site import reading, site
from web.viewer import viewer


def draft_or_404(draft_id: UUID) -> Draft:
    """A draft its owner sees, and whoever may publish once it is submitted; 404 for all others."""
    draft = drafts.find(reading(), draft_id)
    if draft is None:
        abort(404)
    person = viewer()
    owner = draft.person_id == person.person.id and may_enter(person, "designer")
    second = draft.submitted_at is not None and may_enter(person, "designer.publish")
    if not owner and not second:
        abort(404)
    return draft


def own_draft_or_404(draft_id: UUID) -> Draft:
    """A draft that may be changed: one's own, not submitted and not closed. Otherwise 404, or 409."""
    require_room("designer")
    draft = drafts.find(reading(), draft_id)
    if draft is None or draft.person_id != viewer().person.id:
        abort(404)
    if not draft.is_open:
        abort(409)
    return draft


@contextmanager
def folder_of(draft: Draft, files: dict[str, bytes] | None = None) -> Iterator[Path]:
    """The draft as a folder beside the county's processes."""
    if files is None:
        files = drafts.files_of(reading(), draft.id)
    with laid_out(draft.process, files, site().settings.processes) as folder:
        yield folder


def problems_of(draft: Draft) -> list[Problem]:
    """What the gate says about the draft as it is kept."""
    with folder_of(draft) as folder:
        return check_folder(folder)


def main_path(draft: Draft, files: dict[str, bytes]) -> str | None:
    """The path of the draft's main diagram, None where it has none."""
    return main_file(draft.process, files) if any(path.endswith(".bpmn") for path in files) else None


def name_of(draft: Draft) -> str:
    """What the draft's main diagram calls the procedure; its key where the diagram does not say or cannot be read."""
    files = drafts.files_of(reading(), draft.id)
    path = main_path(draft, files)
    try:
        main = read_diagram(files[path]).main_process if path else None
    except UnreadableXml:
        return draft.process
    return (main.name if main else "") or draft.process
