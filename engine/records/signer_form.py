"""The form of an added signer (前加签, 后加签): a view and an opinion, the same in every process."""

from functools import cache
from typing import Any, Final

import orjson

from engine.records.forms import Form, read_form
from engine.words import words

SIGNER_FORM: Final[dict[str, Any]] = {
    "type": "default",
    "schemaVersion": 19,
    "id": "added-signer",
    "components": [
        {
            "type": "radio",
            "key": "decision",
            "id": "Field_decision",
            "label": words("态度"),
            "validate": {"required": True},
            "values": [
                {"label": words("同意"), "value": "approve"},
                {"label": words("不同意"), "value": "reject"},
            ],
        },
        {
            "type": "textarea",
            "key": "opinion",
            "id": "Field_opinion",
            "label": words("意见(不同意的,请写明理由)"),
            "validate": {"maxLength": 1000},
        },
    ],
}
"""As form-js draws it."""


@cache
def signer_form() -> Form:
    """The form as the server reads it."""
    return read_form(orjson.dumps(SIGNER_FORM))
