"""Files that are large, deep, circular, faulty or another tool's: what a designer may try to open, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from engine.definitions.layout import lay_out
from engine.definitions.xml import MAX_BYTES
from tests.engine.definitions.building import END, START, chain, definitions, document, node, process
from tests.support.foreign_models import models

LEVELS = 25


@dataclass(frozen=True)
class Odd:
    """A file; `refused` is the word with which it is not opened, `rule` what is found wrong once it is."""

    name: str
    xml: bytes
    refused: str = ""
    rule: str = ""


def row(count: int, *inner: str) -> bytes:
    """So many tasks in a row, without a picture; `inner` stands in the first."""
    keys = [f"t{at}" for at in range(count)]
    tasks = (node("task", key, *(inner if at == 0 else ())) for at, key in enumerate(keys))
    return document(START, *tasks, END, chain("s", *keys, "e"))


def heavy(size: int, drawn: bool = True) -> bytes:
    """A diagram of so many bytes, nearly all of them a description."""
    bare = row(3, "<bpmn:documentation>字</bpmn:documentation>")
    bare = lay_out(bare) if drawn else bare
    return bare.replace("字".encode(), b"x" * (size - len(bare) + 3))


def deep(levels: int) -> bytes:
    """Subprocesses in subprocesses."""
    body = ""
    for at in range(levels):
        inner = f"u{at - 1}"
        ways = chain(f"us{at}", inner, f"ue{at}") if at else chain(f"us{at}", f"ue{at}")
        body = node(
            "subProcess", f"u{at}", node("startEvent", f"us{at}"), body, node("endEvent", f"ue{at}"), ways
        )
    return document(START, body, END, chain("s", f"u{levels - 1}", "e"))


def circle() -> bytes:
    """Two processes that call each other."""
    parts = []
    for own, other in (("p", "q"), ("q", "p")):
        call = node("callActivity", f"{own}c", calledElement=other)
        ends = (node("startEvent", f"{own}s"), node("endEvent", f"{own}e"))
        parts.append(process(*ends, call, chain(f"{own}s", f"{own}c", f"{own}e"), id=own))
    return definitions(*parts)


def twins() -> bytes:
    """Two tasks of one id."""
    return document(START, node("task", "a"), node("task", "a"), END, chain("s", "a", "e"))


@cache
def odd_files() -> tuple[Odd, ...]:
    """One of each sort that the issue names, and some that must be refused."""
    return (
        Odd("5 MB", heavy(MAX_BYTES - 1_000)),
        Odd("超过 5 MB", heavy(MAX_BYTES + 100_000), refused="超过 5 MB 的上限"),
        Odd("10,000 个元素,没有图形", row(4_999)),
        Odd(f"子流程套 {LEVELS} 层", deep(LEVELS)),
        Odd("子流程套 300 层", deep(300), refused="层"),
        Odd("调用活动转圈", circle(), rule="call-circle"),
        Odd("id 重复", twins(), rule="duplicate-id"),
        Odd("没有图形部分", row(5)),
        *(Odd(f"别的工具的扩展({name})", xml) for name, xml in list(models().items())[:1]),
    )
