"""The diagrams that are measured."""

from __future__ import annotations

from tests.support.office import diagram, flows, task

LIMIT = '<bj:deadline name="办理" limit="7 wd"/><bj:notify to="督查室" text="已办"/>'


def row(count: int, extensions: str = "", timers: bool = False) -> bytes:
    """So many user tasks in a row; each with a boundary timer at its deadline where `timers`."""
    keys = [f"t{place}" for place in range(count)]
    body = "".join(task(key, extensions=extensions) + (_timer(key) if timers else "") for key in keys)
    path = flows(*(f"{one}>{two}" for one, two in zip(["s", *keys], [*keys, "e"], strict=True)))
    return diagram('<bpmn:startEvent id="s"/>' + body + '<bpmn:endEvent id="e"/>' + path)


def _timer(key: str) -> str:
    return (
        f'<bpmn:boundaryEvent id="{key}.late" attachedToRef="{key}" cancelActivity="false">'
        '<bpmn:timerEventDefinition><bpmn:timeDate>due("办理")</bpmn:timeDate></bpmn:timerEventDefinition>'
        f'</bpmn:boundaryEvent><bpmn:endEvent id="{key}.told"/>' + flows(f"{key}.late>{key}.told")
    )


PLAIN, LIMITED = row(3), row(3, LIMIT, timers=True)
TEN = row(10)
ROUNDS = diagram(
    '<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="m"/><bpmn:exclusiveGateway id="g" default="g-e"/>'
    + task("t")
    + '<bpmn:endEvent id="e"/>'
    + flows("s>m", "m>t", "t>g", "g>m?again", "g>e")
)
WAITING = diagram(
    '<bpmn:startEvent id="s"/>'
    + task("t")
    + '<bpmn:boundaryEvent id="late" attachedToRef="t" cancelActivity="false"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    '<bpmn:endEvent id="e2"/><bpmn:endEvent id="e"/>' + flows("s>t", "t>e", "late>e2")
)

PUNCTUAL = diagram(
    '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition>'
    "<bpmn:timeDate>at</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    '<bpmn:endEvent id="e"/>' + flows("s>wait", "wait>e")
)


def stages(count: int) -> bytes:
    """So many stages of five parallel tasks."""
    body, before = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>', "s"
    for stage in range(count):
        split, join = f"g{stage}", f"j{stage}"
        keys = [f"t{stage}.{place}" for place in range(5)]
        body += f'<bpmn:parallelGateway id="{split}"/><bpmn:parallelGateway id="{join}"/>' + "".join(
            map(task, keys)
        )
        body += flows(
            f"{before}>{split}", *(f"{split}>{key}" for key in keys), *(f"{key}>{join}" for key in keys)
        )
        before = join
    return diagram(body + flows(f"{before}>e"))


def branches(count: int) -> bytes:
    """One task handed out to so many at once."""
    loop = f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>{count}</bpmn:loopCardinality>"
    handed = task("t").replace(
        "</bpmn:userTask>", f"{loop}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
    )
    return diagram('<bpmn:startEvent id="s"/>' + handed + '<bpmn:endEvent id="e"/>' + flows("s>t", "t>e"))
