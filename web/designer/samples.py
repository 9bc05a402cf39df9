"""Sample data for looking at a template before any case has used it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from engine.time import clock
from web.i18n import _

OF_A_PAPER: Final[Mapping[str, str]] = {
    "kind": "示例文书",
    "number": "示例〔2026〕1号",
    "unit": "住建局",
    "title": "示例事项",
    "case_number": "示例办件〔2026〕1号",
}
"""What a paper knows of itself (engine.runtime.office), besides its dates."""
DATES_OF_A_PAPER: Final = frozenset({"issued_on", "started_on", "deadlines"})


def sample(asked: Iterable[str], fields: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """An answer for every placeholder: the paper's own facts, a form's field by its label, dates as dates."""
    by_key = {field["key"]: field for field in fields}
    today = clock.today()
    found: dict[str, Any] = {}
    for name in asked:
        if name in OF_A_PAPER:
            found[name] = OF_A_PAPER[name]
        elif name == "deadlines":
            found[name] = _Dates({})
        elif name.endswith("_on") or by_key.get(name, {}).get("type") == "datetime":
            found[name] = today + timedelta(days=7)
        else:
            found[name] = _of_field(by_key.get(name), name)
    return found


class _Dates(dict[str, Any]):
    """Whatever limit a template asks for, a date in two weeks."""

    def __missing__(self, key: str) -> Any:
        return clock.today() + timedelta(days=14)


def _of_field(field: Mapping[str, Any] | None, name: str) -> Any:
    if field is None:
        return _("(示例:%(what)s)", what=name)
    if field["values"]:
        return field["values"][0]["label"]
    if field["type"] == "number":
        return 1
    return _("(示例:%(what)s)", what=field["label"])
