"""通知用语和文书模板: every message and every paper that the procedures in force send, found by a word of it.

They stand in the diagrams and beside them, and are changed there (流程设计), so that a second person looks at each change.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from engine.definitions.diagram import Node
from engine.queries.versions import CurrentVersion, current_versions
from web.access import may_enter, require_room
from web.i18n import _
from web.schemas import program_of
from web.site import reading
from web.viewer import viewer

blueprint = Blueprint("texts", __name__, url_prefix="/texts")

LONGEST = 100


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
            for key, process in program_of(version.id).processes.items():
                if key not in seen and own is (key == version.process):
                    seen.add(key)
                    for node in process.nodes.values():
                        yield from _of_node(version, node)


def _of_node(version: CurrentVersion, node: Node) -> Iterator[Text]:
    for each in node.all("notify"):
        to = _("申请人") if each.get("phone") else each.get("to").removeprefix("= ")
        yield Text(
            version,
            node.label,
            "sms" if each.get("phone") or each.get("channel") else "page",
            to,
            each.get("text"),
        )
    for each in node.all("document"):
        yield Text(
            version,
            node.label,
            "paper",
            each.get("to").removeprefix("= "),
            f"{each.get('kind')} {each.get('template')}",
        )
