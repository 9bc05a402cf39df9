"""Whom an issued paper goes to, as its diagram says."""

from engine.queries.case import Case, Paper
from web.i18n import _
from web.schemas import node_of


def is_for_applicant(case: Case, paper: Paper) -> bool:
    """Whether the diagram says of a paper that it is the applicant's (`bj:document public`)."""
    node = node_of(case.version_id, paper.element)
    written = node.all("document") if node is not None else ()
    return any(each.get("kind") == paper.kind and each.get("public") == "true" for each in written)


def addressed_to(paper: Paper, case: Case) -> str | None:
    """The unit a paper goes to; the applicant, whose unit it may name only for its number."""
    return _("申请人") if is_for_applicant(case, paper) else paper.unit
