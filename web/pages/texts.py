"""通知用语和文书模板: every message and every paper that the procedures in force send, found by a word of it.

They stand in the diagrams and beside them, and are changed there (流程设计), so that a second person looks at each change.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from engine.definitions.diagram import Node
from engine.definitions.form_label import label_of
from engine.queries.versions import CurrentVersion, current_versions
from web.access import may_enter, require_room
from web.answers import labels
from web.i18n import _
from web.schemas import program_of, start_form, task_form
from web.site import reading
from web.viewer import viewer

blueprint = Blueprint("texts", __name__, url_prefix="/texts")

LONGEST = 100
_COMPUTED: Final = re.compile(r'=\s*(in_charge\()?(\w+)(?:\.\w+)?\)?(?:\s*\+\s*"(.*)")?')
"""A recipient that the case decides: a field's unit, the leader in charge of it, or a post in it."""
Labels = Mapping[str, str]
"""What a procedure's forms call their fields, by key."""


@dataclass(frozen=True, slots=True)
class Text:
    """A message or a paper at a step: `said` is its wording, or the template's file; `to` whom it is for."""

    version: CurrentVersion
    step: str
    kind: str
    to: str
    said: str

    def holds(self, word: str) -> bool:
        """Whether the word stands in it."""
        return any(word in each for each in (self.said, self.step, self.to, self.kind, self.version.name))


@blueprint.get("")
def page() -> str:
    """All of them, or those that hold a word."""
    require_room("texts")
    word, kind = request.args.get("q", "").strip()[:LONGEST], request.args.get("kind", "")
    found = [each for each in _texts() if (not word or each.holds(word)) and kind in ("", each.kind)]
    return render_template(
        "texts.html", texts=found, text=word, kind=kind, may_change=may_enter(viewer(), "designer")
    )


def _texts() -> Iterator[Text]:
    """Of every process once: under its own name, or under the first that calls it."""
    versions, seen = current_versions(reading()), set[str]()
    for own in (True, False):
        for version in versions:
            named: Labels | None = None
            for key, process in program_of(version.id).processes.items():
                if key not in seen and own is (key == version.process):
                    seen.add(key)
                    named = _labels(version) if named is None else named
                    for node in process.nodes.values():
                        yield from _of_node(version, node, named)


def _labels(version: CurrentVersion) -> Labels:
    nodes = (node for process in program_of(version.id).processes.values() for node in process.nodes)
    forms = (start_form(version.id), *(task_form(version.id, node) for node in nodes))
    return {key: label_of(part) for key, part in labels(forms).items()}


def _of_node(version: CurrentVersion, node: Node, named: Labels) -> Iterator[Text]:
    for each in node.all("notify"):
        yield Text(
            version,
            node.label,
            "sms" if each.get("phone") or each.get("channel") else "page",
            _("申请人") if each.get("phone") else _whom(each.get("to"), named),
            each.get("text"),
        )
    for each in node.all("document"):
        to = _("申请人") if each.get("public") == "true" else _whom(each.get("to"), named)
        yield Text(version, node.label, "paper", to, f"{each.get('kind')} {each.get('template')}")


def _whom(to: str, named: Labels) -> str:
    """A recipient as people say it: as written, or by the field that decides it."""
    if not to.startswith("="):
        return to
    found = _COMPUTED.fullmatch(to)
    label = named.get(found[2]) if found else None
    if found is None or not label:
        return _("办理时定的单位或岗位")
    return _("“%(field)s”的分管领导", field=label) if found[1] else f"“{label}”{found[3] or ''}"
