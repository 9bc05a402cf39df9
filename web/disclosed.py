"""Case data as the viewer may see it: the only way by which pages, exports and the API read it (docs/privacy.md)."""

from typing import Any
from uuid import UUID

from engine.queries.disclosure import visible_fields
from web.site import reading, site
from web.viewer import viewer


def case_fields(case_id: UUID, branch: str = "") -> dict[str, Any]:
    """The data of a case as it stands, seen from a branch, without personal data the viewer may not see."""
    return visible_fields(site().engine, reading(), case_id, viewer().duties, branch)
