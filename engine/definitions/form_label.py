"""What a field of a form is called."""

from collections.abc import Mapping
from typing import Any


def label_of(component: Mapping[str, Any]) -> str:
    """The field's label; date fields name their date and time apart. Empty where there is none."""
    return str(component.get("label") or component.get("dateLabel") or component.get("timeLabel") or "")
