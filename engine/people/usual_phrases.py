"""常用语 of the whole county: what everybody is offered who has not chosen words of their own."""

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from engine.people.actor import Actor
from engine.people.register import Change, change
from engine.site import read_setting, write_setting

if TYPE_CHECKING:
    from engine.engine import Engine

SETTING: Final = "phrases"


def usual_phrases(connection: Connection) -> list[str] | None:
    """The county's phrases in their order; None until an administrator has written any."""
    chosen = read_setting(connection, SETTING)
    return list(chosen) if chosen is not None else None


def set_usual_phrases(engine: "Engine", phrases: list[str], actor: Actor) -> None:
    """Write the county's phrases in place of those before; the change stands in the register."""

    def work(made: Change) -> None:
        write_setting(made.connection, SETTING, phrases)
        made.record("phrases.set", "常用语", value=phrases)

    change(engine, actor, work)
