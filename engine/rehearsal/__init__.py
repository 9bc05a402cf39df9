"""Rehearsals: scenarios and single diagrams on a simulated clock and a throw-away database."""

from engine.rehearsal.result import RehearsalResult
from engine.rehearsal.scenarios import run_folder, run_scenario
from engine.rehearsal.stage import Stage, StageError

__all__ = ["RehearsalResult", "Stage", "StageError", "run_folder", "run_scenario"]
