"""消息: what was sent to one, and how much of it is new; the head of every page asks for it again by itself."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.queries.messages import Message, messages_of, new_messages_of
from engine.records.deliveries import note_read
from engine.time import clock
from web import preferences
from web.paging import asked_page
from web.site import end_reading, reading, site
from web.viewer import SEEN, viewer

MOST_READ_AT_ONCE = 500
"""Receipts written at once; what is older than so many new messages is read without one."""

blueprint = Blueprint("messages", __name__, url_prefix="/messages")


@blueprint.get("")
def page() -> str:
    """The messages, the latest first; those not read yet are marked."""
    person = viewer()
    pager = asked_page(person.message_count)
    found = messages_of(reading(), person.duties, pager.size, pager.offset, person.seen_until)
    return render_template("messages.html", messages=found, pager=pager, new_count=person.new_messages)


@blueprint.post("/seen")
def seen() -> Response:
    """All that has come by now is read; whoever sent it finds that on the case."""
    now, me = clock.now(), viewer().person.id
    _receipts(_unread(), now)
    preferences.write(site().engine.database, me, SEEN, now.isoformat())
    return redirect(url_for("messages.page"))


@blueprint.post("/<uuid:message_id>/seen")
def seen_one(message_id: UUID) -> Response:
    """This one is read: one of those to the viewer that still are new; again changes nothing."""
    _receipts([each for each in _unread() if each.id == message_id], clock.now())
    return redirect(url_for("messages.page", page=request.form.get("page", type=int)))


def _unread() -> list[Message]:
    person = viewer()
    return new_messages_of(reading(), person.duties, MOST_READ_AT_ONCE, person.seen_until)


def _receipts(messages: list[Message], now: datetime) -> None:
    me, read = viewer().person.id, [(each.id, each.case_id) for each in messages]
    end_reading()
    site().engine.database.transact(lambda connection: note_read(connection, me, read, now))


@blueprint.get("/live")
def live() -> str:
    """What the head of an open page shows anew from time to time: how much waits, how much is new."""
    return render_template("parts/live.html")
