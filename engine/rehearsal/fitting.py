"""A scenario's answer to another case than its own: what this case's form offers, no day but those it takes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.expressions import Expression, ExpressionError
from engine.records.form_field import SOME_OF, Field
from engine.records.forms import Form
from engine.time import clock


def fitted(form: Form | None, data: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with ticks only at what is offered, and days of the scenario's own course among those taken.

    Of a material that the office has on file already, nobody says that it was received; `known` is the
    case's data as seen from the task.
    """
    fields = {field.key: field for field in form.fields} if form is not None else {}
    scope = {"today": clock.today(), **known}
    return {key: _fit(fields[key], value, scope) if key in fields else value for key, value in data.items()}


def _fit(field: Field, value: Any, scope: Mapping[str, Any]) -> Any:
    if field.kind in SOME_OF and isinstance(value, list):
        offered = _offered(field, scope)
        return value if offered is None else [each for each in value if each in offered]
    if field.kind != "datetime":
        return value
    if field.subtype == "date":
        earliest, latest = (_worked_out(field.bounds.get(each), scope) for each in ("notBefore", "notAfter"))
        day = max(str(value), earliest.isoformat()) if isinstance(earliest, date) else str(value)
        return min(day, latest.isoformat()) if isinstance(latest, date) else day
    if field.subtype == "datetime" and field.must is not None and "now" in field.must.functions:
        return min(str(value), f"{clock.now().astimezone(clock.CIVIL):%Y-%m-%dT%H:%M}")
    return value


def _offered(field: Field, scope: Mapping[str, Any]) -> list[Any] | None:
    """What the case itself offers; None where the options are the form's or the county's."""
    options = field.options
    if options is None or options.static:
        return None
    found = scope.get(options.key[0]) if options.key else _worked_out(options.expression, scope)
    return found if isinstance(found, list) and all(isinstance(each, str) for each in found) else None


def _worked_out(written: object, scope: Mapping[str, Any]) -> object:
    """The value of an expression that needs nothing but the case's data, else None."""
    if not isinstance(written, Expression) or not written.names <= scope.keys():
        return None
    try:
        return written.evaluate(scope)
    except ExpressionError:
        return None
