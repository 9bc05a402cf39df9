"""Who a command acts for."""

from engine.engine import Engine
from engine.people.actor import Actor
from engine.time import clock
from workers.cli.output import Failure


def actor_of(engine: Engine, name: str) -> Actor:
    """The person of a login, or the first holder of a post or unit of this name. Raises Failure."""
    with engine.database.reading() as connection:
        person = engine.directory(connection).find_holder(name, clock.today())
    if person is None:
        raise Failure(f"单位名录中没有账号、岗位或单位“{name}”,请核对")
    return Actor(person.id, person.login, person.name)
