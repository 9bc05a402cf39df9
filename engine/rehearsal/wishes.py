"""What a scenario expects, and what came about instead, in the office's words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.rehearsal.scenario import Expectation
from engine.rehearsal.timeline import Event
from engine.rehearsal.wording import worded
from engine.words import side_by_side, words

_STATES: Final = {
    "running": words("办理中"),
    "suspended": words("暂停办理"),
    "completed": words("办结"),
    "cancelled": words("已撤销"),
}
_OF_LIMITS: Final = {
    "running": words("计时中"),
    "paused": words("暂停计时"),
    "met": words("计时结束"),
    "cancelled": words("不再计时"),
}
_TIMES: Final = {
    "on": words("(%(time)s)"),
    "at": words("(%(time)s)"),
    "before": words("(%(time)s以前)"),
    "after": words("(%(time)s以后)"),
}


def wished(expectation: Expectation) -> str:
    """What is expected, such as `出具 蓝色督办单 住建局(2020-03-18)`."""
    return _WISHES[expectation.kind](expectation.words)


def state(status: str) -> str:
    """How a case stands."""
    return _STATES.get(status, status)


def of_a_limit(status: str) -> str:
    """How a limit stands."""
    return _OF_LIMITS.get(status, status)


def shown(event: Event) -> str:
    """What came about, and when."""
    return side_by_side((event["at"][:16].replace("T", " "), worded(event)), " ")


def _event(asked: Mapping[str, Any]) -> str:
    when = [words(str(_TIMES[key]), time=asked[key]) for key in _TIMES if key in asked]
    return side_by_side((worded(dict(asked)), *when), "")


def _state(asked: Mapping[str, Any]) -> str:
    return words("办件“%(state)s”", state=state(asked["state"]))


def _open(asked: Mapping[str, Any]) -> str:
    return words("待办“%(name)s”", name=asked["open"])


def _fields(asked: Mapping[str, Any]) -> str:
    return side_by_side(words("“%(name)s”是 %(value)s", name=k, value=v) for k, v in asked["fields"].items())


def _limit(asked: Mapping[str, Any]) -> str:
    facts = [asked.get("date"), of_a_limit(asked["status"]) if "status" in asked else None]
    return side_by_side(
        (words("时限“%(name)s”", name=asked["deadline"]), *(str(each) for each in facts if each)), " "
    )


def _score(asked: Mapping[str, Any]) -> str:
    return words("%(unit)s 记分合计 %(points)s 分", unit=asked["score"], points=asked.get("points", 0))


_WISHES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "event": _event,
    "state": _state,
    "open": _open,
    "fields": _fields,
    "deadline": _limit,
    "score": _score,
}
