"""Messages and signals from other systems. Their scope is given to systems one trusts: they reach every case."""

from dataclasses import replace

from engine.people.actor import Actor
from web.api import bodies, once
from web.api.answers import Done, Sent
from web.api.case_acts import done
from web.viewer import viewer


def message(body: bodies.Message, key: str | None) -> Done:
    """Bring a message to the one case that waits for it, else let it start one."""
    actor = _sender()
    return done(once.act(lambda engine: engine.message(body.name, body.key, body.data, actor, once=key), key))


def signal(body: bodies.Signal, key: str | None) -> Sent:
    """Send a signal to every case that waits for it and every process it starts."""
    actor = _sender()
    return Sent(receivers=once.act(lambda engine: engine.signal(body.name, body.data, actor, once=key), key))


def _sender() -> Actor:
    """Who speaks, with the leave to send that the scope of these operations is."""
    return replace(viewer().actor, sends=True)
