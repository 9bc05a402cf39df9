"""The words a scenario file may use: which key may stand where, and what must stand behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.rehearsal import moments
from engine.words import words


def _text(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError(words("应为文字;像日期、纯数字的文字请加引号"))


def _data(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return dict(moments.aware(dict(value)))
    raise ValueError(words("应为“字段: 值”的形式"))


def _rows(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        return [_data(row) for row in value]
    raise ValueError(words("应为列表,每项为“字段: 值”的形式"))


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000:
        return value
    raise ValueError(words("应为 0 到 10000 的整数"))


def _case(value: Any) -> int | str:
    return value if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _refused(value: Any) -> str | bool:
    if value is True:
        return True
    return _text(value)


def _receivers(value: Any) -> str | list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else _text(value)


def _names(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not names:
        raise ValueError(words("应为单位的名称,或名称的列表"))
    return [_text(name) for name in names]


def _place(value: Any) -> str:
    if value in ("before", "beside", "after"):
        return str(value)
    raise ValueError(words("应为 before(前加签)、beside(并加签)或 after(后加签)"))


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(words("应为 true 或 false"))


Reader = Callable[[Any], Any]
KEYS: Final[Mapping[str, Reader]] = {
    "at": moments.read_moment,
    "do": _text,
    "by": _text,
    "refused": _refused,
    "process": _text,
    "data": _data,
    "items": _rows,
    "count": _count,
    "task": _text,
    "unit": _text,
    "item": moments.aware,
    "case": _case,
    "to": _receivers,
    "who": _text,
    "place": _place,
    "reason": str,
    "name": _text,
    "key": str,
    "text": str,
    "value": moments.aware,
    "valid_from": moments.read_day,
    "basis": str,
    "notice": _data,
    "folder": _text,
    "pilot": _names,
    "verb": _text,
}
"""What stands behind each key of a step or an answer."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Which keys a verb needs and which it may have, beside those every step may have."""

    needs: frozenset[str]
    may: frozenset[str]


def _verb(needs: str = "", may: str = "") -> Verb:
    return Verb(frozenset(needs.split()), frozenset(may.split()))


EVERY_STEP: Final = frozenset({"at", "do", "by", "refused"})
_TASK, _CASE = "unit item case", "unit case"
VERBS: Final[Mapping[str, Verb]] = {
    "start": _verb(may="process data items count"),
    "claim": _verb("task", _TASK),
    "unclaim": _verb("task", _TASK),
    "complete": _verb("task", f"{_TASK} data"),
    "return": _verb("task", f"{_TASK} to reason"),
    "withdraw": _verb("task", _TASK),
    "transfer": _verb("task to", _TASK),
    "delegate": _verb("task to", _TASK),
    "add_signer": _verb("task to", f"{_TASK} place"),
    "remove_signer": _verb("task who", _TASK),
    "request_extension": _verb(may=f"{_CASE} data"),
    "request": _verb("verb", f"{_CASE} data"),
    "pause_clock": _verb(may=f"{_CASE} name reason"),
    "resume_clock": _verb(may=f"{_CASE} name reason"),
    "suspend": _verb(may=f"{_CASE} reason"),
    "resume": _verb(may=f"{_CASE} reason"),
    "cancel": _verb(may=f"{_CASE} reason"),
    "record_oral": _verb("task", f"{_TASK} data"),
    "confirm_oral": _verb("task", _TASK),
    "deny_oral": _verb("task reason", _TASK),
    "remind": _verb("task", f"{_TASK} text"),
    "copy_to": _verb("to", _CASE),
    "circulate": _verb("to", _CASE),
    "read": _verb(may=_CASE),
    "message": _verb("name", f"{_CASE} key data"),
    "signal": _verb("name", f"{_CASE} data"),
    "migrate": _verb("folder", _CASE),
    "publish": _verb(may="folder pilot"),
    "set_policy": _verb("name value", "valid_from reason basis"),
    "import_calendar": _verb("notice"),
}
"""What `do` may say."""

START_KEYS: Final = frozenset({"by", "refused"}) | VERBS["start"].may
ANSWER_KEYS: Final = frozenset({"by", "data", "unit", "item"})

EXPECTATIONS: Final[Mapping[str, Mapping[str, Reader]]] = {
    "event": {"event": _text, "count": _count},
    "state": {
        "state": _text,
        "outcome": _text,
        "process": _text,
        "public": _truth,
        "unit": _text,
        "case": _case,
        "count": _count,
    },
    "open": {"open": _text, "unit": _text, "item": moments.aware, "case": _case, "count": _count},
    "fields": {"fields": _data, "unit": _text, "case": _case, "count": _count},
    "deadline": {
        "deadline": _text,
        "date": moments.read_day,
        "provisional": _truth,
        "status": _text,
        "unit": _text,
        "case": _case,
        "count": _count,
    },
    "score": {"score": _text, "points": int, "year": _count},
}
"""What an expectation may say, by the key that makes it one; an event may have any further fact of its own."""
EVENT_TIMES: Final = frozenset({"on", "at", "before", "after"})

_EVENTS: Final = {
    "instance": "started completed cancelled suspended resumed migrated",
    "element": "entered left",
    "task": "created claimed unclaimed completed returned withdrawn transferred delegated resolved",
    "signer": "added removed",
    "oral": "recorded confirmed denied",
    "deadline": "set changed warning overdue",
    "timer": "fired",
    "error": "thrown",
    "escalation": "thrown",
    "cancel": "thrown",
    "personal": "erased",
    "document": "issued",
    "notification": "sent",
    "score": "recorded reversed",
    "papers": "kept",
    "circulation": "read",
    "catalogue": "changed",
    "liability": "opened",
    "incident": "raised resolved",
    "request": "received",
    "message": "received sent",
    "signal": "received sent",
    "service": "answered",
    "start": "happened",
    "unit": "changed",
    "applicant": "told",
}
EVENTS: Final = frozenset(
    {"refused"} | {f"{what}.{done}" for what, each in _EVENTS.items() for done in each.split()}
)
"""The events a timeline can hold."""
