"""Whether a case may be started for a matter: only what the catalogue holds, and only while it holds (QT-01, QT-02)."""

from typing import Any

from engine.matters.contexts import matter_context
from engine.people.actor import SYSTEM
from engine.refusals import Refused
from engine.runtime.act import Act
from engine.time import clock
from engine.words import words


def admit(act: Act) -> None:
    """Hold a new case against the catalogue where its process says which matter it is about (`bj:matter`).

    What is known of the matter becomes a field of the case, and stays what it is now. Raises Refused.
    """
    process = act.case.program.process
    written = process.extension("matter")
    if written is None:
        return
    code = act.value(written.get("code"), None)
    found = _found(act, code)
    field = written.get("as")
    if field:
        act.fields.write(field, found, "", SYSTEM.login, process.id)


def _found(act: Act, code: Any) -> dict[str, Any]:
    found = matter_context(act.world.catalogue, act.world.directory, str(code), clock.civil_date(act.now))
    if code is None or found is None:
        raise _refused(
            words("事项目录里没有“%(code)s”,目录外的事项不得办理;请从目录中选择。", code=code or ""), "QT-01"
        )
    if found["stopped"]:
        raise _refused(words("“%(name)s”已停用,不再受理。", name=found["name"]), "QT-02")
    if found["process"] != act.case.row["process"]:
        raise _refused(
            words("“%(name)s”不由本流程办理,请从该事项的办事指南进入。", name=found["name"]), "QT-01"
        )
    return found


def _refused(message: str, rule: str) -> Refused:
    return Refused(message, kind="invalid", rule=rule)
