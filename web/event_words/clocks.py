"""How limits (时限) read in the history."""

from collections.abc import Callable, Mapping
from datetime import date

from engine.time import clock
from web.event_words.sentence import Event, Sentence, because
from web.i18n import _
from web.times import day_text


def _deadline_set(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限定为 %(day)s", name=event["deadline"], day=_day(event.get("date"))))


def _deadline_changed(event: Event) -> Sentence:
    was, due = _day(event.get("was")), _day(event.get("date"))
    text = _("“%(name)s”时限由 %(was)s 改为 %(due)s", name=event["deadline"], was=was, due=due)
    return Sentence(text + because(event), "warning")


def _deadline_warning(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限将到", name=event.get("deadline", "")), "warning")


def _deadline_overdue(event: Event) -> Sentence:
    return Sentence(_("“%(name)s”时限已到,尚未办结", name=event.get("deadline", "")), "overdue")


def _day(text: str | None) -> str:
    if not text:
        return _("暂停计时")
    return day_text(date.fromisoformat(text[:10]), clock.today())


CLOCKS: Mapping[str, Callable[[Event], Sentence]] = {
    "deadline.set": _deadline_set,
    "deadline.changed": _deadline_changed,
    "deadline.warning": _deadline_warning,
    "deadline.overdue": _deadline_overdue,
}
