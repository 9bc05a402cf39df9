"""Rehearsals: scenarios and single diagrams on a simulated clock and a throw-away database."""

from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.scenario_file import ScenarioError, read_answers
from engine.rehearsal.scenarios import run_folder, run_scenario
from engine.rehearsal.single_diagram import run_diagram
from engine.rehearsal.stage import Stage, StageError

__all__ = [
    "RehearsalResult",
    "ScenarioError",
    "Stage",
    "StageError",
    "read_answers",
    "run_diagram",
    "run_folder",
    "run_scenario",
]
