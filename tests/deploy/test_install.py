"""Installing does each step once, and again when what it was made from changes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.install import Step, StepFailed

APPEND = "import sys; open(sys.argv[1], 'a').write('x')"


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """A step that adds a letter to a file, made from a directory of sources."""
    sources, product = tmp_path / "sources", tmp_path / "product"
    (sources / "deep").mkdir(parents=True)
    (sources / "deep" / "a.js").write_text("1")
    command = (sys.executable, "-c", APPEND, str(product))
    return Step("append", "试", "trying", command, (sources,), product, tmp_path)


def _runs(step: Step) -> int:
    step.run_if_needed(step.directory / "stamps")
    return len(step.leaves.read_text())


def test_a_step_is_not_done_twice(step: Step) -> None:
    assert [_runs(step), _runs(step)] == [1, 1]


def test_a_changed_or_new_source_does_it_again(step: Step) -> None:
    source = step.inputs[0] / "deep" / "a.js"
    runs = [_runs(step)]
    source.write_text("2")
    runs.append(_runs(step))
    source.with_name("b.js").write_text("1")
    runs.append(_runs(step))
    assert runs == [1, 2, 3]


def test_a_lost_product_or_another_command_does_it_again(step: Step) -> None:
    _runs(step)
    step.leaves.unlink()
    assert _runs(step) == 1
    assert _runs(replace(step, command=(*step.command, "more"))) == 2


def test_a_failed_step_is_tried_again(step: Step) -> None:
    failing = replace(step, command=(sys.executable, "-c", "raise SystemExit(1)"))
    for _ in range(2):
        with pytest.raises(StepFailed, match="append"):
            _runs(failing)
    assert _runs(step) == 1
