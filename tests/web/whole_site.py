"""A site with something behind every page, and the pages of it that the access table cannot name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from engine import tables
from tests.web.items import received_item
from tests.web.public_site import accept, apply, case_id
from tests.web.routes import OVERSEER, STRANGER, WINDOW, made_places
from tests.web.site_support import SmallSite

MORE_PAGES = {
    STRANGER: ["/cases/{item}/requests/request_extension"],
    OVERSEER: [
        "/cases/{item}/acts/pause_clock",
        "/cases/{item}/acts/cancel",
        "/tasks/{item_task}/acts/remind",
    ],
    WINDOW: ["/cases/{applied}", "/cases/{applied}/slip", "/window/notices/{applied}/{untold}"],
}
"""Pages that nobody has of what the table's paths name, under who may open them."""


def whole_places(site: SmallSite) -> dict[str, UUID]:
    """What the paths of the access table name, an item whose unit may ask for something, an application."""
    places = made_places(site)
    item = received_item(site)
    number, _code = apply(site.visitor())
    applied = case_id(site, number)
    accept(site, applied)
    row = tables.notification.c
    with site.engine.database.reading() as connection:
        statement = select(row.id).where(row.instance_id == applied, row.phone.is_not(None))
        untold = connection.execute(statement.order_by(row.id).limit(1)).scalar_one()
    return {**places, "untold": untold, "item": item, "item_task": site.open_task(item), "applied": applied}
