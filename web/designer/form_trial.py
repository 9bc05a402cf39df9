"""Answers tried in a form of a draft: read and judged as the engine does with real ones, before any case is there."""

from dataclasses import replace
from typing import Any

from engine.definitions.checks.expressions import HOUSE_FUNCTIONS
from engine.people.directory import Directory
from engine.records.form_field import Field
from engine.records.forms import Form, read_form


def tried(content: bytes, data: Any, directory: Directory) -> dict[str, Any]:
    """What the server says to the answers: `problems` as [field, sentence], `left` the fields only a case can judge.

    Raises FormError for a form that must not be published.
    """
    form = read_form(content, HOUSE_FUNCTIONS)
    left = [field for field in form.fields if _asks_a_case(field)]
    judged = Form(tuple(replace(field, must=None) if field in left else field for field in form.fields))
    outcome = judged.validate(data, {"_units": directory.unit_names})
    labels = {field.key: field.label for field in form.fields}
    return {
        "ok": not outcome.problems,
        "problems": [[labels.get(key, key), said] for key, said in outcome.problems.items()],
        "left": [field.label for field in left],
    }


def _asks_a_case(field: Field) -> bool:
    """Whether what must hold for the field is looked up in a case or the county's records."""
    return field.must is not None and bool(field.must.functions & HOUSE_FUNCTIONS)
