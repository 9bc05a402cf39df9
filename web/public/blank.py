"""The form of a matter as it is filled in by hand: what the public are asked, on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.people.actor import PUBLIC
from engine.records.form_field import Field
from web.answers import labels
from web.public.offers import Offer
from web.schemas import program_of, start_form, surroundings


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing asked: to be written on a line or into a box, or marked among `choices`."""

    label: str
    required: bool
    choices: tuple[str, ...] = ()
    box: bool = False


def blanks(offer: Offer, matter_field: str, matter: str) -> list[Blank]:
    """What the start form asks the public of a matter, in its order; papers are listed apart, the matter is known.

    What is asked only of those who tick something is asked behind it.
    """
    program = program_of(offer.version.id)
    form = program.form(program.process.extension("form"))
    if form is None:
        return []
    ticked = {field.key: True for field in form.fields if field.kind == "checkbox"}
    data = {matter_field: matter, **ticked}
    context = {**surroundings(offer.version.id, None, {}), "actor": PUBLIC.login}
    shown = form.validate(data, context).values
    asked = [field for field in form.fields if field.key in shown and field.key != matter_field]
    drawn = labels([start_form(offer.version.id)])
    return [
        _blank(field, drawn[field.key]) for field in asked if field.kind not in ("filepicker", "expression")
    ]


def _blank(field: Field, drawn: Mapping[str, Any]) -> Blank:
    if field.kind == "checkbox":
        return Blank("", field.required, (field.label,))
    choices = tuple(str(each["label"]) for each in drawn.get("values", ()))
    return Blank(field.label, field.required, choices, field.kind == "textarea")
