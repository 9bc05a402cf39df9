"""`make bench`: measures everything docs/performance.md reports, prints a table, writes bench/latest.json.

The table is printed again at the end in Markdown, ready for docs/performance.md. `--only NAME` measures one
block (may be given more than once); `--quick` takes fewer rounds and smaller crowds, to see that it runs.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.bench import diagrams, figures, odd, pages, years
from tests.bench.county import County, county
from tests.bench.figures import DATABASES, Figure
from tests.bench.site import fresh_site
from tests.support.postgres import PostgresServer, running_postgres

LATEST = Path(__file__).parents[2] / "bench" / "latest.json"
DIAGRAMS = {
    "plain": diagrams.PLAIN,
    "limited": diagrams.LIMITED,
    "ten": diagrams.TEN,
    "rounds": diagrams.ROUNDS,
    "waiting": diagrams.WAITING,
    "punctual": diagrams.PUNCTUAL,
    "stages1": diagrams.stages(1),
    "stages5": diagrams.stages(5),
    "branches5": diagrams.branches(5),
    "branches2000": diagrams.branches(2000),
}


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    instances: int
    loops: int
    stored: int
    crowd: int
    acts: int
    timers: int
    seconds: int
    tasks: tuple[int, int]
    """Open and finished tasks of the county whose pages are measured."""


MILLION = (100_000, 1_000_000)
FULL = Size(7, 25, 8, stored=400, crowd=100_000, acts=3_000, timers=10_000, seconds=30, tasks=MILLION)
QUICK = Size(2, 5, 2, stored=20, crowd=1_000, acts=500, timers=500, seconds=5, tasks=(1_000, 10_000))


class Counties:
    """Fresh counties on both databases."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self._folder = folder
        self._server = server

    @contextmanager
    def on(self, database: str) -> Iterator[County]:
        """A fresh county on `sqlite` or `postgresql`."""
        with county(self.url(database), self._folder, **DIAGRAMS) as made:
            yield made

    def url(self, database: str) -> str:
        """An empty database."""
        if database == "sqlite":
            return f"sqlite:///{self._folder}/{time.monotonic_ns()}.db"
        return self._server.url(self._server.create_database())

    def folder(self) -> Path:
        """An empty folder."""
        return Path(tempfile.mkdtemp(dir=self._folder))


Block = Callable[[Counties, Size], Iterator[Figure]]


def _steps(counties: Counties, size: Size) -> Iterator[Figure]:
    with ExitStack() as stack:
        both = {name: stack.enter_context(counties.on(name)) for name in DATABASES}
        yield from figures.steps(both, size.rounds, size.instances)


def _on_each(measure: Callable[[str, County, Size], Iterable[Figure]], *names: str) -> Block:
    """A block that measures on a fresh county of each database."""

    def block(counties: Counties, size: Size) -> Iterator[Figure]:
        for name in names or DATABASES:
            with counties.on(name) as made:
                yield from measure(name, made, size)

    return block


def _crowded(counties: Counties, size: Size) -> Iterator[Figure]:
    for name in DATABASES:
        with counties.on(name) as quiet, counties.on(name) as busy:
            yield figures.crowded(name, quiet, busy, size.rounds, size.crowd)


def _pages(counties: Counties, size: Size) -> Iterator[Figure]:
    asked = 10 * size.rounds
    yield from pages.crowded_pages(
        "postgresql", counties.url("postgresql"), counties.folder(), size.tasks, asked
    )
    fewer = (size.tasks[0] // 10, size.tasks[1] // 10)
    yield from pages.crowded_pages("sqlite", counties.url("sqlite"), counties.folder(), fewer, asked)


def _http(counties: Counties, size: Size) -> Iterator[Figure]:
    for name in DATABASES:
        with fresh_site(counties.url(name), counties.folder()) as site:
            yield pages.completed_over_http(name, site, size.rounds, size.instances)


def _browser(counties: Counties, size: Size) -> Iterator[Figure]:
    with fresh_site(counties.url("sqlite"), counties.folder()) as site:
        yield from pages.in_a_browser(site, size.rounds)


def _odd(counties: Counties, size: Size) -> Iterator[Figure]:
    with fresh_site(counties.url("sqlite"), counties.folder()) as site:
        yield from odd.opened(site, size.rounds)


def _rehearsal(counties: Counties, size: Size) -> Iterator[Figure]:
    yield pages.rehearsed(counties.folder())
    yield years.simulated(40 * size.instances)


BLOCKS: dict[str, Block] = {
    "steps": _steps,
    "costs": _on_each(lambda name, made, _: figures.costs(name, made)),
    "stored": _on_each(lambda name, made, size: figures.stored(name, made, size.stored)),
    "loops": _on_each(lambda name, made, size: figures.loops(name, made, size.loops)),
    "shapes": _on_each(lambda name, made, size: figures.shapes(name, made, size.rounds)),
    "crowd": _crowded,
    "acts": _on_each(lambda name, made, size: figures.throughput(name, made, size.acts), "postgresql"),
    "timers": _on_each(lambda name, made, size: figures.drained(name, made, size.timers), "postgresql"),
    "punctual": _on_each(lambda name, made, size: figures.punctual(name, made, size.seconds), "postgresql"),
    "rehearsal": _rehearsal,
    "odd": _odd,
    "check": lambda _counties, _size: pages.checked(),
    "http": _http,
    "pages": _pages,
    "browser": _browser,
}
"""What can be measured alone, by the name `--only` takes."""


@click.command()
@click.option("--quick", is_flag=True, help="Few rounds, small crowds: to see that it runs.")
@click.option("--only", multiple=True, type=click.Choice(list(BLOCKS)), help="Measure this block alone.")
def main(quick: bool, only: tuple[str, ...]) -> None:
    """Measure, print, write."""
    start, found, load = time.monotonic(), [], os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="banjie-bench-") as folder,
        running_postgres(durable=True) as server,
    ):
        counties = Counties(Path(folder), server)
        for name in only or BLOCKS:
            for figure in BLOCKS[name](counties, QUICK if quick else FULL):
                found.append(figure)
                holds = {None: " ", True: "✓", False: "✗"}[figure.holds]
                click.echo(
                    f"{holds} {figure.database:<10} {figure.value.text(figure.unit):<24} {figure.target:<10} {figure.name}"
                )
    click.echo("\n" + "\n".join(figures.table(found)) + "\n")
    machine = {"machine": platform.machine(), "cpus": os.cpu_count(), "python": platform.python_version()}
    loads = {"load_before": load, "load_after": os.getloadavg()[0]}
    took, at = round(time.monotonic() - start), datetime.now(UTC).isoformat(timespec="seconds")
    head = {"at": at, "quick": quick, "seconds": took, **machine, **loads}
    file = LATEST if not only else LATEST.with_name(f"{'-'.join(only)}.json")
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        json.dumps({**head, "figures": [f.row() for f in found]}, ensure_ascii=False, indent=1) + "\n"
    )
    click.echo(f"{took} s → bench/{file.name}")


if __name__ == "__main__":
    main()
