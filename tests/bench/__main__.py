"""`make bench`: measures everything docs/performance.md reports, prints a table, writes bench/latest.json.

`--quick` takes fewer rounds and smaller crowds, to see that it runs.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.bench import diagrams, figures
from tests.bench.county import County, county
from tests.bench.figures import Figure
from tests.support.postgres import PostgresServer, running_postgres

LATEST = Path(__file__).parents[2] / "bench" / "latest.json"
DIAGRAMS = {
    "plain": diagrams.PLAIN,
    "limited": diagrams.LIMITED,
    "ten": diagrams.TEN,
    "rounds": diagrams.ROUNDS,
    "waiting": diagrams.WAITING,
    "stages1": diagrams.stages(1),
    "stages5": diagrams.stages(5),
    "branches5": diagrams.branches(5),
    "branches2000": diagrams.branches(2000),
}


class Counties:
    """Fresh counties on both databases."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self._folder = folder
        self._server = server

    @contextmanager
    def on(self, database: str) -> Iterator[County]:
        """A fresh county on `sqlite` or `postgresql`."""
        url = self._server.url(self._server.create_database())
        if database == "sqlite":
            url = f"sqlite:///{self._folder}/{time.monotonic_ns()}.db"
        with county(url, self._folder, **DIAGRAMS) as made:
            yield made


def measured(counties: Counties, quick: bool) -> Iterator[Figure]:
    """Every figure, as it is found."""
    rounds, instances = (2, 5) if quick else (7, 25)
    names = ("sqlite", "postgresql")
    with ExitStack() as stack:
        both = {name: stack.enter_context(counties.on(name)) for name in names}
        yield from figures.steps(both, rounds, instances)
        for name, made in both.items():
            yield from figures.costs(name, made)
            yield from figures.loops(name, made, 2 if quick else 8)
            yield from figures.shapes(name, made, rounds)
    for name in names:
        with counties.on(name) as made:
            yield from figures.stored(name, made, 20 if quick else 400)
        with counties.on(name) as quiet, counties.on(name) as busy:
            yield figures.crowded(name, quiet, busy, rounds, 1_000 if quick else 100_000)
    with counties.on("postgresql") as made:
        yield from figures.throughput("postgresql", made, 500 if quick else 3_000, 500 if quick else 10_000)


@click.command()
@click.option("--quick", is_flag=True, help="Few rounds, small crowds: to see that it runs.")
def main(quick: bool) -> None:
    """Measure, print, write."""
    start, found, load = time.monotonic(), [], os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="banjie-bench-") as folder,
        running_postgres(durable=True) as server,
    ):
        for figure in measured(Counties(Path(folder), server), quick):
            found.append(figure)
            holds = {None: " ", True: "✓", False: "✗"}[figure.holds]
            click.echo(
                f"{holds} {figure.database:<10} {figure.value.text(figure.unit):<28} {figure.target:<10} {figure.name}"
            )
    machine = {"machine": platform.machine(), "cpus": os.cpu_count(), "python": platform.python_version()}
    loads = {"load_before": load, "load_after": os.getloadavg()[0]}
    took, at = round(time.monotonic() - start), datetime.now(UTC).isoformat(timespec="seconds")
    head = {"at": at, "quick": quick, "seconds": took, **machine, **loads}
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(
        json.dumps({**head, "figures": [f.row() for f in found]}, ensure_ascii=False, indent=1) + "\n"
    )
    click.echo(f"{took} s → bench/{LATEST.name}")


if __name__ == "__main__":
    main()
