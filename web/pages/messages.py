"""消息: what was sent to one, and how much of it is new; the head of every page asks for it again by itself."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.queries.messages import messages_of
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
    """The messages, the latest first; those not seen yet are marked."""
    person = viewer()
    pager = asked_page(person.message_count)
    return render_template(
        "messages.html",
        messages=messages_of(reading(), person.duties, pager.size, pager.offset),
        pager=pager,
        seen=person.seen_until or datetime.min.replace(tzinfo=clock.CIVIL),
        new_count=person.new_messages,
    )


@blueprint.post("/seen")
def seen() -> Response:
    """All that has come by now is read; whoever sent it finds that on the case."""
    person, now = viewer(), clock.now()
    unseen = messages_of(reading(), person.duties, min(person.new_messages, MOST_READ_AT_ONCE))
    read, me, database = (
        [(each.id, each.case_id) for each in unseen],
        person.person.id,
        site().engine.database,
    )
    end_reading()
    database.transact(lambda connection: note_read(connection, me, read, now))
    preferences.write(database, me, SEEN, now.isoformat())
    return redirect(url_for("messages.page"))


@blueprint.get("/live")
def live() -> str:
    """What the head of an open page shows anew from time to time: how much waits, how much is new."""
    return render_template("parts/live.html")
