"""代理 by the one whose post it is: whoever holds a post lets somebody act for it while they are away."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from engine.people import changes
from engine.people.actor import Actor
from engine.people.directory import Unassignable
from engine.runtime.refusals import Refused
from engine.time import clock
from engine.words import words

if TYPE_CHECKING:
    from engine.engine import Engine


def deputise_own(
    engine: "Engine",
    post: str,
    login: str,
    valid_from: date,
    valid_to: date,
    actor: Actor,
    processes: frozenset[str] | None = None,
) -> UUID:
    """Let somebody act for one's own post (`unit/post`, or a post there is one of) for a period; the deputyship's id.

    Raises Refused: forbidden for a post one does not hold oneself – a deputy names no further deputy.
    """
    name, on = post.rpartition("/"), clock.today()
    with engine.database.reading() as connection:
        directory = engine.directory(connection)
    try:
        found = directory.resolve(name[2], name[0] or None, on)
    except Unassignable as error:
        said = f"{error.args[0]}。"
        raise Refused(said, kind="invalid", problems={"post": said}) from error
    own = directory.posts_of(actor.person_id, on, deputies=False) if actor.person_id else frozenset()
    if found.post_id is None:
        raise Refused(
            words("请写明岗位,如“住建局/主要负责人”。"), kind="invalid", problems={"post": words("不是岗位")}
        )
    if found.post_id not in own:
        raise Refused(
            words("只有任“%(post)s”的人可以找人代理它;其他人请由系统管理员设定。", post=post),
            kind="forbidden",
        )
    return changes.deputise(engine, found.post_id, login, valid_from, valid_to, actor, processes)
