"""代理: somebody acts for a post for a period, named by an administrator or by whoever holds the post."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from engine import tables
from engine.database import new_key
from engine.people import moving
from engine.people.actor import Actor
from engine.people.directory import Unassignable
from engine.people.register import Change, change, in_order, overlapping, refusal
from engine.refusals import Refused
from engine.time import clock
from engine.words import side_by_side, words

if TYPE_CHECKING:
    from engine.engine import Engine


def deputise(
    engine: "Engine",
    post_id: str,
    login: str,
    valid_from: date,
    valid_to: date,
    actor: Actor,
    processes: frozenset[str] | None = None,
) -> UUID:
    """Let somebody act for a post (代理) from one day to another, in some processes or in all. Raises Refused.

    What a diagram withholds from deputies (slips are signed by the holder, A15) stays withheld.
    """

    def work(made: Change) -> UUID:
        person, _ = made.person(login), made.post(post_id, valid_from)
        in_order(valid_from, valid_to)
        if valid_to < clock.today():
            raise refusal("valid_to", words("止日 %(valid_to)s 已过去,代理不会生效。", valid_to=valid_to))
        if post_id in made.directory.posts_of(person.id, valid_from, deputies=False):
            raise refusal(
                "login", words("%(name)s本人任“%(post_id)s”,无需代理。", name=person.name, post_id=post_id)
            )
        _known(made, processes)
        row = tables.deputy.c
        mine = (row.person_id == person.id) & (row.post_id == post_id)
        if overlapping(made, tables.deputy, mine, valid_from, valid_to):
            raise refusal(
                "login",
                words(
                    "%(name)s在此期间已代理“%(post_id)s”,请先结束那一次。", name=person.name, post_id=post_id
                ),
                "conflict",
            )
        named = None if processes is None else sorted(processes)
        key = new_key()
        values = {"id": key, "post_id": post_id, "person_id": person.id, "processes": named}
        made.connection.execute(
            tables.deputy.insert().values(**values, valid_from=valid_from, valid_to=valid_to)
        )
        made.record(
            "post.deputised",
            post_id,
            login=login,
            processes=named,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        return key

    return change(engine, actor, work)


def end_deputy(engine: "Engine", deputy_id: UUID, last_day: date, actor: Actor) -> None:
    """Let a deputy act to an earlier last day than was said. Raises Refused."""

    def work(made: Change) -> None:
        row = tables.deputy.c
        found = made.connection.execute(select(tables.deputy).where(row.id == deputy_id)).first()
        if found is None:
            raise refusal("deputy", words("没有这次代理。请从名录重新进入。"), "gone")
        if last_day >= found.valid_to:
            raise refusal(
                "valid_to", words("代理原定到 %(valid_to)s,只能提前结束。", valid_to=found.valid_to)
            )
        ended = tables.deputy.update().where(row.id == deputy_id)
        made.connection.execute(ended.values(valid_to=last_day))
        made.record("post.deputy_ended", found.post_id, valid_to=last_day)

    change(engine, actor, work)
    moving.release_all_departed(engine)


def _known(made: Change, processes: frozenset[str] | None) -> None:
    if processes is None:
        return
    known = set(made.connection.execute(select(tables.process_version.c.process).distinct()).scalars())
    unknown = sorted(processes - known)
    if unknown or not processes:
        named = (
            words("没有流程“%(unknown)s”", unknown=side_by_side(unknown))
            if unknown
            else words("没有选择流程")
        )
        raise refusal("processes", words("%(named)s;请从已发布的流程中选择,或不限流程。", named=named))


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
        said = words("%(args)s。", args=error.args[0])
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
    return deputise(engine, found.post_id, login, valid_from, valid_to, actor, processes)
