"""Case data as the viewer may see it: the only way by which pages, exports and the API read it (docs/privacy.md)."""

from typing import Any
from uuid import UUID

from engine.queries.applicants import cases_named
from engine.queries.disclosure import shown_with, visible_fields
from web import attachments
from web.access import listed_cases
from web.attachments import Attachment
from web.site import reading, site
from web.viewer import viewer


def case_fields(case_id: UUID, branch: str = "") -> dict[str, Any]:
    """The data of a case as it stands, seen from a branch, without personal data the viewer may not see."""
    return visible_fields(site().engine, reading(), case_id, viewer().duties, branch)


def named_in(text: str) -> tuple[UUID, ...]:
    """The cases the viewer may see whose applicant, as far as the viewer may know them, is called so."""
    person = viewer()
    return cases_named(site().engine, reading(), text[:100], listed_cases(person), person.duties)


def case_files(case_id: UUID) -> list[Attachment]:
    """The attachments of a case without those that came with personal data the viewer may not see (CP-10)."""
    return [file for file in attachments.of_case(reading(), case_id) if may_open(file)]


def may_open(file: Attachment) -> bool:
    """Whether the viewer, who sees its case, may see a file of it."""
    if file.field is None:
        return True
    return file.field in shown_with(site().engine, reading(), file.instance_id, viewer().duties)
