"""One event in words, and what several kinds of events say alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from web.i18n import _

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and where it leads: `document` is the id of an issued paper."""

    text: str
    tone: str = "plain"
    document: UUID | None = None


def decided(event: Event) -> str:
    """What was decided and with what opinion, as the end of a sentence."""
    decision = DECISIONS.get(str(event.get("decision")), lambda: event.get("decision") or "")()
    opinion = event.get("opinion")
    said = _(",决定:%(decision)s", decision=decision) if decision else ""
    return said + (_(",意见:%(opinion)s", opinion=opinion) if opinion else "")


def because(event: Event) -> str:
    """The reason given, as the end of a sentence."""
    return _(",理由:%(reason)s", reason=event["reason"]) if event.get("reason") else ""


DECISIONS: Mapping[str, Callable[[], str]] = {
    "approve": lambda: _("同意"),
    "reject": lambda: _("不同意"),
    "return": lambda: _("退回"),
    "abstain": lambda: _("弃权"),
}
"""How the usual decisions read."""
