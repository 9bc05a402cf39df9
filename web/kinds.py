"""What the diagram says its kind of case is called on the pages: the group, the button, the register (`bj:case`)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import pgettext

from engine.queries.versions import CurrentVersion
from web import startable
from web.i18n import _
from web.schemas import program_of
from web.site import versions

SHORT: Final = 2
"""Characters of a start event's name that is a word for a button: 申请, 登记, 立案."""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands together on the page 发起."""

    name: str
    versions: list[CurrentVersion]


def verb(version: CurrentVersion) -> str:
    """The word of the button that starts a case: `bj:case verb`, else a short start event's name, else 发起."""
    process = program_of(version.id).process
    starts = (node.name for node in process.scope.nodes.values() if node.type == "startEvent")
    short = next((name for name in starts if len(name) == SHORT), None)
    return _said(version, "verb") or short or _("发起")


def grouped(versions: Iterable[CurrentVersion], text: str = "") -> list[Group]:
    """The versions by their `bj:case group`, the largest group first and 其他 last; only those that hold `text`."""
    found: dict[str, list[CurrentVersion]] = defaultdict(list)
    for version in versions:
        group = _said(version, "group") or ""
        if text.strip().lower() in f"{version.name} {group} {version.process}".lower():
            found[group].append(version)
    order = sorted(found.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
    return [Group(name or _("其他"), held) for name, held in order]


def own_register(version: CurrentVersion) -> str | None:
    """What the register of this process alone is called (`bj:case register`), or None."""
    return _said(version, "register")


def register_name(process: str | None) -> str:
    """The title of the register as filtered: a process's own name for it, else 办件."""
    return _own_name(process) or str(pgettext("栏目", "办件"))


def has_own_register(process: str | None) -> bool:
    """Whether the register of this process alone has a name of its own."""
    return _own_name(process) is not None


def _own_name(process: str | None) -> str | None:
    version = versions().get(process) if process else None
    return own_register(version) if version else None


def register_of(process: str) -> tuple[str, str]:
    """The address and the name of the register to which a case's page leads back.

    That is the process's own register for those who have it among their places, else that of all cases.
    """
    version = versions().get(process)
    name = own_register(version) if version and startable.is_offered(version) else None
    return (
        (url_for("register.page", process=process), name)
        if name
        else (url_for("register.page"), str(pgettext("栏目", "办件")))
    )


def _said(version: CurrentVersion, name: str) -> str | None:
    written = program_of(version.id).process.extension("case")
    return (written.get(name) or None) if written is not None else None
