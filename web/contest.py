"""复核: the papers of a case that the viewer's unit may contest, and where (`bj:document review`)."""

from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from engine.queries.case import Case, Paper, papers_of
from engine.queries.versions import current_version
from web.schemas import program_of
from web.site import reading
from web.startable import is_offered
from web.viewer import viewer

GIVEN: Final = ("kind", "slip_number", "unit")
"""The fields of the review's start form that are filled in already."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A paper with the address of the form by which its review is asked for."""

    paper: Paper
    url: str


def contests(case: Case) -> list[Contest]:
    """What the viewer may contest in a case, the latest paper first."""
    reviews = _reviews(case)
    if not reviews:
        return []
    own = {viewer().directory.units[unit].short_name for unit in viewer().units}
    papers = [paper for paper in papers_of(reading(), case.id) if paper.unit in own and paper.kind in reviews]
    return [Contest(paper, _address(reviews[paper.kind], paper)) for paper in papers]


def _reviews(case: Case) -> dict[str, str]:
    """By kind of paper: the process that reviews it, where the viewer may start that."""
    nodes = (
        node for process in program_of(case.version_id).processes.values() for node in process.nodes.values()
    )
    written = [paper for node in nodes for paper in node.all("document") if paper.get("review")]
    return {paper.get("kind"): paper.get("review") for paper in written if _is_offered(paper.get("review"))}


def _is_offered(process: str) -> bool:
    version = current_version(reading(), process, viewer().units)
    return version is not None and is_offered(version)


def _address(process: str, paper: Paper) -> str:
    given: dict[str, Any] = dict(zip(GIVEN, (paper.kind, paper.number, paper.unit), strict=True))
    return url_for("start.page", process=process, **given)
