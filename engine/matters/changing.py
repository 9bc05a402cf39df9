"""Changing the catalogue by a decision: what a change makes of a matter, judged before it is recorded (QT-01 to QT-03)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection

from engine.matters import register
from engine.matters.catalogue import Catalogue
from engine.matters.catalogue_file import FindUnit, matter_problems
from engine.matters.matter import Department, Matter
from engine.words import side_by_side, words

KINDS: Final = ("add", "change", "stop", "delegate")
"""新增, 调整, 停用, 下放."""
_WHOLE: Final = ("limits",)
"""Fields that are contexts of their own: what a change says of them is merged into what stands."""


class ChangeError(ValueError):
    """The change cannot be; the message says why and what to mend, in Chinese."""


def changed(
    catalogue: Catalogue, kind: str, code: str, content: Mapping[str, Any], since: date, find_unit: FindUnit
) -> Matter:
    """What a change makes of a matter from a day on; what `content` leaves out or says null stays. Raises ChangeError."""
    said = {name: value for name, value in content.items() if value is not None}
    before = catalogue.matter(code, date.max)
    if kind not in KINDS:
        raise ChangeError(
            words("不认识的变更“%(kind)s”;可用:%(kinds)s", kind=kind, kinds=side_by_side(KINDS))
        )
    if (before is None) is (kind != "add"):
        raise ChangeError(
            words(
                "事项 %(code)s %(said)s目录中",
                code=code,
                said=words("已在") if before is not None else words("不在"),
            )
        )
    if before is not None and before.is_stopped(since):
        raise ChangeError(words("“%(name)s”在 %(since)s 已停用,不能再变更", name=before.name, since=since))
    stands = register.content_of(before) if before is not None else {}
    matter = _read({**stands, **_made(kind, said, stands), "code": code}, find_unit)
    papers = {paper for paper in matter.materials if catalogue.paper(paper, date.max) is not None}
    for problem in matter_problems(matter, papers):
        raise ChangeError(problem)
    return matter


def _made(kind: str, said: dict[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "stop":
        return {"stopped": said}
    if kind == "delegate":
        return {"delegated_to": said}
    for name in _WHOLE:
        if name in said:
            given = {key: value for key, value in said[name].items() if value is not None}
            said[name] = {**stands.get(name, {}), **given}
    return said


def _read(content: Mapping[str, Any], find_unit: FindUnit) -> Matter:
    try:
        matter = Matter.model_validate_json(orjson.dumps(content))
    except ValidationError as error:
        fields = side_by_side(".".join(map(str, item["loc"])) for item in error.errors())
        raise ChangeError(words("事项内容不完整或填写不对:%(fields)s", fields=fields)) from error
    departments = [Department(unit=_unit(d.unit, find_unit), role=d.role) for d in matter.departments]
    delegated = matter.delegated_to
    if delegated is not None:
        delegated = delegated.model_copy(update={"unit": _unit(delegated.unit, find_unit)})
    return matter.model_copy(
        update={
            "unit": _unit(matter.unit, find_unit),
            "departments": departments,
            "delegated_to": delegated,
        }
    )


def _unit(name: str, find_unit: Callable[[str], str | None]) -> str:
    found = find_unit(name)
    if found is None:
        raise ChangeError(words("单位名录中没有“%(name)s”", name=name))
    return found


def record_change(
    connection: Connection, catalogue: Catalogue, find_unit: FindUnit, said: Mapping[str, Any], by: str
) -> None:
    """Record a change a case has decided: `said` holds kind, code, content, since and reason. Raises ChangeError."""
    kind, code, since = str(said["kind"]), str(said["code"]), said["since"]
    matter = changed(catalogue, kind, code, said["content"], since, find_unit)
    register.record(connection, "matter", code, matter, since, by, str(said["reason"]))
